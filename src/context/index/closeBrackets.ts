/**
 * A text that ends in the middle of something, with the closers that it lacks: a parser that meets the end of the file inside of a class
 * would not see that there is a class.
 */

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Strings, comments and brackets; what is quoted does not count. */
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"""[\s\S]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{}]/g;

/** What has no meaning without what is to follow it: `if (!shop.`, `const size =`. */
const unfinished = /(?:\s*(?:::|->|[.?&|=+\-*!,]|\bnew\b))+\s*$/;
const longestUnfinished = 200;

/** The same text when nothing is open or unfinished. */
export function closeBrackets(whole: string): string {
  const text = whole.slice(0, -longestUnfinished) + whole.slice(-longestUnfinished).replace(unfinished, '');
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
