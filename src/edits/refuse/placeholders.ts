/**
 * Lines with which a model stands in for code that it did not write out. In a search text they may match; in a file they would destroy
 * what they stand for, so a text that brings a new one is refused.
 */

const comment = String.raw`(?:\/\/+|#+|--|\/\*+|<!--|;+|%+|\{\/\*|\*|"""|''')`;
const ellipsis = String.raw`(?:\.{3,}|…+)`;
const rest = `(?:rest|remain(?:ing|der|s)?|existing|other|previous|unchanged|same|omitted|code|method|function|implementation|import|as before|above|其余|其他|剩余|现有|原有|省略|不变|保持)`;

const inComment = new RegExp(String.raw`^\s*${comment}\s*(?:\[|\()?\s*${ellipsis}(?![\p{L}\d])`, 'iu');
const left = `(?:rest of(?: the| this| your)?|remaining|existing|unchanged)`;
const things = `(?:code|file|functions?|methods?|class(?:es)?|implementation|imports?|logic|contents?|lines|tests?)`;
const stays = String.raw`(?:\s+(?:remains?|stays?|is|are|goes|unchanged|the same|same|here|as before|omitted|follows|below|above))`;
const closing = String.raw`\s*${ellipsis}?\s*[.)\]]*\s*(?:\*\/\}?|-->)?\s*$`;
/** A comment that says nothing but that the rest stays: a comment that goes on to say more is a comment. */
const wordsOfRest = new RegExp(
  String.raw`^\s*${comment}\s*[[(]?\s*(?:(?:the\s+)?${left}\s+(?:\w+\s+){0,2}?${things}${stays}{0,4}|(?:other|previous)\s+(?:\w+\s+)?${things}${stays}{1,4})${closing}|^\s*${comment}.*(?:其余|其他代码|保持不变|省略)`,
  'i',
);
const bare = new RegExp(
  String.raw`^\s*[([{<]?\s*${ellipsis}\s*(?:.{0,40}${rest}.{0,60})?\s*${ellipsis}?\s*[)\]}>]?\s*$`,
  'i',
);
const onlyDots = new RegExp(String.raw`^\s*${ellipsis}\s*$`);

/** Files in which a line of three dots means something by itself. */
const dotsAreText = /\.(?:pyi?|ya?ml|md|mdx|txt|rst|adoc|tex|json|csv|ipynb)$/i;
const prose = /\.(?:md|mdx|txt|rst|adoc|tex)$/i;

/** A longer line says something. */
const longestPlaceholder = 200;

/** Whether a line of a search text may stand for any number of the file's lines. */
export function isElision(written: string): boolean {
  const line = written.trim();
  return (
    line.length <= longestPlaceholder &&
    (onlyDots.test(line) || (inComment.test(line) && isAllAboutElision(line)) || wordsOfRest.test(line))
  );
}

function isAllAboutElision(line: string): boolean {
  return new RegExp(`${ellipsis}\\s*(?:\\*\\/|-->|\\*\\/\\})?\\s*$`).test(line) || new RegExp(rest, 'i').test(line);
}

/** Whether a line of new text stands for code that was left out; `path` tells the kind of file. */
export function isPlaceholder(written: string, path: string): boolean {
  const line = written.trim();
  if (prose.test(path) || line.length > longestPlaceholder) {
    return false;
  }
  if (onlyDots.test(line)) {
    return !dotsAreText.test(path);
  }
  return isElision(line) || (bare.test(line) && !dotsAreText.test(path));
}

/** The first placeholder line that `text` would bring into a file that does not have it yet; undefined = none. */
export function newPlaceholder(text: string, base: string, path: string): string | undefined {
  // Most texts have none of the words: one look at the whole is enough.
  if (!/\.\.\.|…|rest of|remaining|existing|unchanged|other|previous|其余|其他代码|保持不变|省略/i.test(text)) {
    return undefined;
  }
  return text.split(/\r?\n/).find((line) => isPlaceholder(line, path) && !base.includes(line.trim()));
}
