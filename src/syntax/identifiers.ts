/** The names that occur in a text, read without a parser: fast enough for every key. */

export interface Occurrence {
  readonly name: string;
  /** 0-based line of the text. */
  readonly line: number;
}

const name = /[\p{ID_Start}_$@][\p{ID_Continue}$]*/gu;
const asciiName = /[A-Za-z_$][\w$]*/g;

/**
 * Every name with each line on which it stands, once a line, in the order of the text: words of the language, of strings and of comments
 * are among them. One-letter names are left out.
 */
export function identifiersOf(text: string): Occurrence[] {
  const occurrences: Occurrence[] = [];
  let line = 0;
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    for (const found of namesOfLine(text.slice(start, end))) occurrences.push({ name: found, line });
    line += 1;
    start = end + 1;
  }
  return occurrences;
}

/** The different names of one line, in its order. */
export function namesOfLine(line: string): Set<string> {
  const names = new Set<string>();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
  const pattern = /^[\x00-\x7f]*$/.test(line) ? asciiName : name;
  for (const [each] of line.matchAll(pattern)) {
    if (each.length > 1) names.add(each);
  }
  return names;
}
