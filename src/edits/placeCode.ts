/**
 * Where a block of code from an answer belongs in a file, when the block does not say: by the definitions that both have. A function that
 * stands in both is replaced, one that is new goes behind its neighbour, and whatever else the block holds makes the answer "nobody
 * knows": then a model is asked, not a guess made. Works on lines; line ends and the final break stay the file's.
 */
import { endOfLineOf, toLineFeeds } from '../base/text';
import { linesWithBreaks } from './hunks';
import type { ProposedChange } from './proposeChanges';
import { newPlaceholder } from './refuse/placeholders';

/** A definition at the top of a text or inside of another one; lines 0-based, both included. */
export interface NamedLines {
  /** With the names around it in front, such as `Shape.area`. */
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** `undefined` = nobody knows. `code` may begin at the margin although its place is deeper. */
export function placeCode(
  path: string,
  base: string | undefined,
  code: string,
  ofBase: readonly NamedLines[],
  ofCode: readonly NamedLines[],
): ProposedChange | undefined {
  const proposed = { path, newPath: undefined, base, edits: [] };
  const text = code.endsWith('\n') ? code : `${code}\n`;
  if (base === undefined || base.trim() === '') {
    return { ...proposed, result: text };
  }
  if (newPlaceholder(code, base, path) !== undefined) {
    return undefined;
  }
  const result = isWholeFile(base, code, ofBase, ofCode) ? text : replaceDefinitions(base, text, ofBase, ofCode);
  const ending = endOfLineOf(base);
  const kept = result === undefined ? undefined : toLineFeeds(result).replaceAll('\n', ending);
  // The file's last line keeps its break, or its lack of one.
  const whole = kept === undefined || /\n$/.test(base) ? kept : kept.replace(/\r?\n$/, '');
  return whole === undefined || whole === base ? undefined : { ...proposed, result: whole };
}

/** The block has every definition that stands at the top of the file, and begins or ends as the file does. */
function isWholeFile(
  base: string,
  code: string,
  ofBase: readonly NamedLines[],
  ofCode: readonly NamedLines[],
): boolean {
  const [lines, others] = [base, code].map((text) =>
    toLineFeeds(text)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  if (lines === undefined || others === undefined || others.length < lines.length / 2) {
    return false;
  }
  const names = new Set(ofCode.map(({ name }) => name));
  const covers = tops(ofBase).length > 0 && tops(ofBase).every(({ name }) => names.has(name));
  const kept = lines.filter((line) => others.includes(line)).length;
  return covers && lines[0] === others[0] && (tops(ofBase).length > 1 || kept >= lines.length / 2);
}

function replaceDefinitions(
  base: string,
  code: string,
  ofBase: readonly NamedLines[],
  ofCode: readonly NamedLines[],
): string | undefined {
  const lines = linesWithBreaks(toLineFeeds(base));
  const others = linesWithBreaks(toLineFeeds(code));
  const blocks = withComments(tops(ofCode), others);
  const [first] = blocks;
  // Lines that belong to no definition (imports, statements) have a place that cannot be told.
  const isCovered = others.every(
    (line, at) => line.trim() === '' || blocks.some(({ from, endLine }) => at >= from && at <= endLine),
  );
  if (first === undefined || !isCovered) {
    return undefined;
  }
  const places = withComments(ofBase, lines);
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  let behind: number | undefined;
  for (const { name, from, startLine, endLine } of blocks) {
    const found = places.filter((place) => place.name === name || place.name.endsWith(`.${name}`));
    const [place] = found;
    if (found.length > 1) {
      return undefined;
    }
    const indent = place === undefined ? '' : indentOf(lines[place.startLine]);
    // A comment that the block does not repeat stays.
    const start = place === undefined ? behind : from < startLine ? place.from : place.startLine;
    if (start === undefined) {
      return undefined;
    }
    const body = indented(others.slice(from, endLine + 1), indent);
    const end = place === undefined ? start : place.endLine + 1;
    edits.push({ start, end, text: place === undefined ? `\n${body}` : body });
    behind = end;
  }
  const isOrdered = edits.every(({ start }, at) => start >= (edits[at - 1]?.end ?? 0));
  if (!isOrdered || !edits.some(({ start, end }) => end > start)) {
    return undefined;
  }
  let result = '';
  let at = 0;
  for (const { start, end, text } of edits) {
    result += ensureBreak(lines.slice(at, start).join('')) + text;
    at = end;
  }
  return result + lines.slice(at).join('');
}

/** Those that are inside of no other. */
function tops(all: readonly NamedLines[]): readonly NamedLines[] {
  return all.filter(
    (one) =>
      !all.some(
        (other) =>
          other !== one &&
          other.startLine <= one.startLine &&
          other.endLine >= one.endLine &&
          other.endLine - other.startLine > one.endLine - one.startLine,
      ),
  );
}

/** With the comments and decorators right above: `from` is their first line. */
function withComments(
  all: readonly NamedLines[],
  lines: readonly string[],
): readonly (NamedLines & { readonly from: number })[] {
  return all.map((one) => {
    let from = one.startLine;
    while (from > 0 && /^\s*(?:\/\/|\/\*|\*|#(?!include|define)|@|--|"""|\[\w)/.test(lines[from - 1] ?? '')) {
      from--;
    }
    return { ...one, from };
  });
}

function indentOf(line: string | undefined): string {
  return /^[ \t]*/.exec(line ?? '')?.[0] ?? '';
}

/** Lines moved to where their first one has this indentation. */
function indented(lines: readonly string[], indent: string): string {
  const own = indentOf(lines.find((line) => line.trim() !== ''));
  return lines
    .map((line) =>
      line.trim() === '' ? line : indent + (line.startsWith(own) ? line.slice(own.length) : line.trimStart()),
    )
    .join('');
}

function ensureBreak(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
