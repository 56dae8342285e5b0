/** The selected lines with a model's lines in their place: line ends, final break and the selection's indentation stay the file's. */
import { type EndOfLine, endOfLineOf } from '../base/text';
import type { PlacedEdit } from '../edits/applyEdits';
import { linesWithBreaks } from '../edits/hunks';
import { type EditFailure, failure } from '../edits/RequestedEdit';
import { refuseCells } from '../edits/refuse/notebooks';
import { newPlaceholder } from '../edits/refuse/placeholders';
import { losesMuch } from '../edits/rewriteFile';
import type { InlineEditRequest } from './InlineEdit';

export type Replaced =
  | { readonly kind: 'replaced'; readonly text: string; readonly edits: readonly PlacedEdit[] }
  | EditFailure;

/**
 * @param lines without breaks
 * @param isRepeated the model was asked before whether it means it
 */
export function replaceSelection(
  { text, path, selection }: InlineEditRequest,
  lines: readonly string[],
  isRepeated = false,
): Replaced {
  const all = linesWithBreaks(text);
  const { start, end } = selection ?? { start: 0, end: all.length };
  const old = all.slice(start, end);
  const { lines: indented, changed } = indentLike(old, lines);
  const placeholder = newPlaceholder(indented.join('\n'), text, path);
  if (placeholder !== undefined) {
    return failure(
      'refused',
      `The line “${placeholder.trim()}” stands for code that is left out. Write all of the selected lines out.`,
    );
  }
  if (!isRepeated && losesMuch(old, lines)) {
    return failure(
      'refused',
      `The selection has ${old.length} lines and the new text only ${lines.length}. If the others are to go, send the same again; otherwise write all of the selected lines out.`,
    );
  }
  const result = textWith(all, start, end, indented, endOfLineOf(text));
  const notebook = refuseCells(path, result);
  if (notebook !== undefined) {
    return notebook;
  }
  return result === text
    ? failure('no_change', 'The new text is the same as the selected lines.')
    : { kind: 'replaced', text: result, edits: [{ rung: changed ? 'indentation' : 'exact', startLine: start }] };
}

/** What is shown while lines arrive: the new ones, then those of the old that they have not reached. */
export function partlyReplaced({ text, selection }: InlineEditRequest, lines: readonly string[]): string {
  const all = linesWithBreaks(text);
  const { start, end } = selection ?? { start: 0, end: all.length };
  const { lines: indented } = indentLike(all.slice(start, end), lines);
  return textWith(all, start, Math.min(end, start + lines.length), indented, endOfLineOf(text));
}

function textWith(
  all: readonly string[],
  start: number,
  end: number,
  lines: readonly string[],
  endOfLine: EndOfLine,
): string {
  const before = all.slice(0, start).join('');
  const after = all.slice(end).join('');
  const joined = lines.map((line) => line + endOfLine).join('');
  // The file's last line keeps its break, or its lack of one.
  const last = after === '' && all.length > 0 && !/\n$/.test(all.at(-1) ?? '');
  return before + (last ? joined.replace(/\r?\n$/, '') : joined) + after;
}

/** Models like to begin at the margin: when every new line could stand deeper by what the old ones share, it does. */
function indentLike(
  old: readonly string[],
  lines: readonly string[],
): { readonly lines: readonly string[]; readonly changed: boolean } {
  const shared = sharedIndent(old);
  const first = lines.find((line) => line.trim() !== '');
  if (shared === '' || first === undefined || sharedIndent(lines) !== '' || /^\s/.test(first)) {
    return { lines, changed: false };
  }
  return { lines: lines.map((line) => (line.trim() === '' ? line : shared + line)), changed: true };
}

function sharedIndent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  return indents.reduce((shared, indent) => {
    let length = 0;
    while (length < shared.length && shared[length] === indent[length]) {
      length++;
    }
    return shared.slice(0, length);
  }, indents[0] ?? '');
}
