/** Text edits from several hands (a language server, the matcher) on one base text, made together or not at all. */

/** Offsets in UTF-16 code units of the base, `end` excluded. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Undefined = two of them change the same text. The same edit twice is one. */
export function mergeTextEdits(base: string, edits: readonly OffsetEdit[]): string | undefined {
  const sorted = edits.toSorted((one, other) => one.start - other.start || one.end - other.end);
  const pieces: string[] = [];
  let position = 0;
  for (const [index, edit] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before !== undefined && before.start === edit.start && before.end === edit.end && before.text === edit.text) {
      continue;
    }
    // Several insertions at one place stand in the order in which they were given, as in the Language Server Protocol.
    const samePlace = before?.start === edit.start && before.end === edit.end && edit.start < edit.end;
    if (edit.start < position || samePlace || edit.end < edit.start || edit.end > base.length) {
      return undefined;
    }
    pieces.push(base.slice(position, edit.start), edit.text);
    position = edit.end;
  }
  return [...pieces, base.slice(position)].join('');
}
