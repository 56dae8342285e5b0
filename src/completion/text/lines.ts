/** Lines, indentation and other small measures of text around a cursor; LF line ends. */

/** The part of the last line that stands before the cursor. */
export function currentLinePrefix(prefix: string): string {
  return prefix.slice(prefix.lastIndexOf('\n') + 1);
}

/** The rest of the cursor's line. */
export function currentLineRest(suffix: string): string {
  const end = suffix.indexOf('\n');
  return end < 0 ? suffix : suffix.slice(0, end);
}

export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

/** Blanks and tabs at the beginning of a line. */
export function leadingWhitespace(line: string): string {
  return /^[^\S\n]*/.exec(line)?.[0] ?? '';
}

/** Columns of a line's indentation; a tab reaches the next multiple of four. */
export function indentationOf(line: string): number {
  let columns = 0;
  for (const unit of leadingWhitespace(line)) {
    columns = unit === '\t' ? columns + 4 - (columns % 4) : columns + 1;
  }
  return columns;
}

/** The nearest line above the cursor's that is not blank; undefined = there is none. */
export function previousNonBlankLine(prefix: string): string | undefined {
  let end = prefix.lastIndexOf('\n');
  while (end >= 0) {
    const start = prefix.lastIndexOf('\n', end - 1);
    const line = end === 0 ? '' : prefix.slice(start + 1, end);
    if (!isBlank(line)) {
      return line;
    }
    end = end === 0 ? -1 : start;
  }
  return undefined;
}

/** The first lines below the cursor's that are not blank, at most `count`. */
export function nextNonBlankLines(suffix: string, count: number): readonly string[] {
  const lines: string[] = [];
  let start = suffix.indexOf('\n') + 1;
  while (start > 0 && start < suffix.length && lines.length < count) {
    const end = suffix.indexOf('\n', start);
    const line = end < 0 ? suffix.slice(start) : suffix.slice(start, end);
    if (!isBlank(line)) {
      lines.push(line);
    }
    start = end < 0 ? 0 : end + 1;
  }
  return lines;
}

/** Whether a rest of a line is nothing but what closes: brackets, quotes, the statement's end; also when it is empty. */
export function onlyClosingSigns(rest: string): boolean {
  return /^[\s)\]}>"'`;,]*$/.test(rest);
}

/** Whether all characters of `part` occur in `whole` in the same order. */
export function isSubsequence(part: string, whole: string): boolean {
  let matched = 0;
  for (let i = 0; i < whole.length && matched < part.length; i++) {
    if (whole[i] === part[matched]) {
      matched++;
    }
  }
  return matched === part.length;
}
