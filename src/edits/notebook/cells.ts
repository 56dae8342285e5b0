/**
 * A notebook as text: each cell under a line that says what it is, so that formats, matching, hunks and review work on notebooks as on any
 * file, and no structure or output is in reach of a text edit. The form is Jupytext's percent form, except that prose stays as it is:
 * https://jupytext.readthedocs.io/en/latest/formats-scripts.html
 */
import { toLineFeeds } from '../../base/text';
import { linesWithBreaks } from '../hunks';

export const cellKinds = ['code', 'markdown', 'raw'] as const;
export type CellKind = (typeof cellKinds)[number];

export interface Cell {
  readonly kind: CellKind;
  /** As the notebook has it; undefined = it has none, or the cell is new. */
  readonly id: string | undefined;
  /** LF line breaks, usually none at the end. */
  readonly text: string;
}

/** What models write for a cell's first line is read leniently; the form that they are shown is the one of `markOf`. */
const mark = /^#\s?%%(?:\s+\[?(code|markdown|md|raw|python)\]?)?(?:\s+id="?([\w-]{1,64})"?)?\s*$/;
/** A cell's own line that would be read as a mark stands behind a backslash. */
const masked = /^\\+(?=#\s?%%)/;

function markOf({ kind, id }: Cell): string {
  return `# %% [${kind}]${id === undefined ? '' : ` id=${id}`}\n`;
}

export function textOfCells(cells: readonly Cell[]): string {
  return cells.map((cell) => markOf(cell) + linesOfCell(cell).join('')).join('');
}

/** The same cells, whatever ids they have. */
export function withoutIds(text: string): string {
  return text.replace(/^(# %% \[\w+\]) id=[\w-]+$/gm, '$1');
}

/** 0-based line of `textOfCells` at which each cell's own text begins, and how many lines it has. */
export function placesOfCells(cells: readonly Cell[]): readonly { readonly line: number; readonly count: number }[] {
  let next = 0;
  return cells.map((cell) => {
    const place = { line: next + 1, count: linesOfCell(cell).length };
    next = place.line + place.count;
    return place;
  });
}

/** The cell that a line of `textOfCells` belongs to, and the line in it, both 0-based; a cell's first line stands for its text. */
export function cellAt(text: string, line: number): { readonly cell: number; readonly line: number } | undefined {
  const places = placesOfCells(cellsOfText(text) ?? []);
  const cell = places.findLastIndex((place) => place.line - 1 <= line);
  const start = places[cell]?.line;
  return start === undefined ? undefined : { cell, line: Math.max(0, line - start) };
}

function linesOfCell({ text }: Cell): string[] {
  return text === '' ? [] : linesWithBreaks(`${text}\n`).map((line) => (isMasked(line) ? `\\${line}` : line));
}

function isMasked(line: string): boolean {
  return mark.test(line.replace(masked, '').trimEnd());
}

/** Undefined = the text does not begin with a cell. A second cell with the same id is a new one without. */
export function cellsOfText(text: string): readonly Cell[] | undefined {
  const cells: { readonly kind: CellKind; readonly id: string | undefined; readonly lines: string[] }[] = [];
  const ids = new Set<string>();
  for (const line of linesWithBreaks(toLineFeeds(text))) {
    const found = mark.exec(line.trimEnd());
    if (found !== null) {
      const id = found[2] === undefined || ids.has(found[2]) ? undefined : found[2];
      ids.add(id ?? '');
      cells.push({ kind: kindOf(found[1]), id, lines: [] });
    } else if (cells.length > 0) {
      cells.at(-1)?.lines.push(isMasked(line) ? line.slice(1) : line);
    } else if (line.trim() !== '') {
      return undefined;
    }
  }
  return cells.map(({ kind, id, lines }) => ({ kind, id, text: lines.join('').replace(/\n$/, '') }));
}

function kindOf(word: string | undefined): CellKind {
  return word === 'markdown' || word === 'md' ? 'markdown' : word === 'raw' ? 'raw' : 'code';
}

/** A language's code in a notebook's text: the other lines are empty, so that line numbers stay. */
export function codeOfText(text: string): string {
  let isCode = false;
  return toLineFeeds(text)
    .split('\n')
    .map((line) => {
      const found = mark.exec(line.trimEnd());
      isCode = found === null ? isCode : kindOf(found[1]) === 'code';
      // Magic commands are no Python.
      return isCode && found === null && !/^\s*[%!?]/.test(line) ? line : '';
    })
    .join('\n');
}
