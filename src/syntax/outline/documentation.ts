/** The comment that belongs to a definition, read from the text above it: no tree is needed for that. */
import type { CommentSyntax } from '../languages/LanguageQueries';

const mostLines = 60;
const mostCharacters = 2000;

/**
 * The comment that ends on the line before `line` (0-based), without comment signs; undefined = there is none. No blank line may stand
 * between. At most 2,000 characters of the last 60 lines.
 */
export function documentationAbove(
  lineText: (line: number) => string,
  line: number,
  syntax: CommentSyntax,
): string | undefined {
  let last = line - 1;
  while (last >= 0 && syntax.between?.test(lineText(last).trim())) last -= 1;
  const first = firstCommentLine(lineText, last, syntax);
  if (first === undefined) return undefined;
  const lines: string[] = [];
  for (let each = first; each <= last; each++) lines.push(lineText(each));
  const text = withoutSigns(lines.join('\n'), syntax).slice(0, mostCharacters).trim();
  return text === '' ? undefined : text;
}

function firstCommentLine(
  lineText: (line: number) => string,
  last: number,
  { line: starts, block }: CommentSyntax,
): number | undefined {
  if (last < 0) return undefined;
  const text = lineText(last).trim();
  for (const [start, end] of block) {
    if (!text.endsWith(end)) continue;
    for (let each = last; each >= Math.max(0, last - mostLines); each--) {
      const above = lineText(each).trimStart();
      if (above.startsWith(start)) return each;
      // A comment behind code belongs to that code.
      if (above.includes(start)) return undefined;
    }
    return undefined;
  }
  let first: number | undefined;
  for (let each = last; each >= Math.max(0, last - mostLines); each--) {
    const above = lineText(each).trimStart();
    if (above.startsWith('#!') || !starts.some((start) => above.startsWith(start))) break;
    first = each;
  }
  return first;
}

/** The text of a comment without what makes it one: `/**`, ` * `, `///`, `#`. */
export function withoutSigns(comment: string, { line: starts, block }: CommentSyntax): string {
  let text = comment.trim();
  for (const [start, end] of block) {
    if (text.startsWith(start) && text.endsWith(end) && text.length >= start.length + end.length) {
      text = text.slice(start.length, -end.length).replace(/^[*!]/, '').replace(/\*$/, '');
      return tidy(text.split('\n').map((each) => each.replace(/^\s*\*(?!\*) ?/, '')));
    }
  }
  return tidy(
    text.split('\n').map((each) => {
      const trimmed = each.trimStart();
      const start = starts.find((sign) => trimmed.startsWith(sign));
      return start === undefined ? trimmed : trimmed.slice(start.length).replace(/^[/!-]?[<]? ?/, '');
    }),
  );
}

/** The text of a string literal that documents a definition, such as Python's. */
export function withoutQuotes(literal: string): string {
  const text = literal.replace(/^[A-Za-z]*("""|'''|"|'|`)/, '').replace(/("""|'''|"|'|`)$/, '');
  return tidy(text.split('\n')).slice(0, mostCharacters);
}

function tidy(lines: readonly string[]): string {
  const rest = lines.slice(1).filter((line) => line.trim() !== '');
  const indentation = Math.min(...rest.map((line) => line.length - line.trimStart().length));
  return lines
    .map((line, index) => (index === 0 ? line : line.slice(Number.isFinite(indentation) ? indentation : 0)).trimEnd())
    .join('\n')
    .trim();
}
