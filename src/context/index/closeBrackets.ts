/**
 * A text that ends in the middle of something, with the closers that it lacks: a parser that meets the end of the file inside of a class
 * would not see that there is a class.
 */

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Strings, comments and brackets; what is quoted does not count. */
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"""[\s\S]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{}]/g;

/** The same text when nothing is open. */
export function closeBrackets(text: string): string {
  const open: string[] = [];
  for (const [token] of text.matchAll(tokens)) {
    const closer = pairs[token];
    if (closer !== undefined) {
      open.push(closer);
    } else if (token.length === 1 && open.at(-1) === token) {
      open.pop();
    }
  }
  return open.length === 0 ? text : `${text}\n${open.toReversed().join('')}\n`;
}
