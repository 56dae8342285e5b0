/**
 * The text around a cursor, no more of a long document than could ever matter, so that a keystroke costs the same in every file: from a
 * whole text, or from an editor that can give single lines without joining all of them.
 */
import { detached, type Position, toLineFeeds } from '../base/text';

export interface TextAround {
  /** Text before and after the cursor, LF line ends; of a long document the nearest part. */
  readonly prefix: string;
  readonly suffix: string;
  /** UTF-16 offset of the cursor, in the document's own line ends. */
  readonly offset: number;
  /** Units of the document after the cursor; by this the place is found again after typing before it. */
  readonly unitsAfter: number;
}

/** What an editor can tell of a document without joining its lines. */
export interface DocumentLines {
  readonly lineCount: number;
  /** Behind the last character. */
  readonly end: Position;
  readonly textBetween: (start: Position, end: Position) => string;
  readonly offsetAt: (position: Position) => number;
}

/**
 * A document is cut at multiples of so many units, or lines, counted from its beginning and from its end: both edges stay where they are
 * while somebody types between them.
 */
const unitStep = 65_536;
const lineStep = 256;

/** Around an offset of a text. */
export function textAround(text: string, offset: number): TextAround {
  return { ...cut(text, offset), offset, unitsAfter: text.length - offset };
}

/** Around a position of an editor's document. */
export function linesAround(document: DocumentLines, position: Position): TextAround {
  const { lineCount, end } = document;
  const first = edgeBefore(position.line, lineStep);
  const last = lineCount - edgeBefore(lineCount - 1 - position.line, lineStep);
  const before = document.textBetween({ line: first, character: 0 }, position);
  const after = document.textBetween(position, last >= lineCount ? end : { line: last, character: 0 });
  const offset = document.offsetAt(position);
  const unitsAfter = document.offsetAt(end) - offset;
  // Lines may be very long, too.
  const isShort = before.length < 2 * unitStep && after.length < 2 * unitStep;
  const near = isShort
    ? { prefix: toLineFeeds(before), suffix: toLineFeeds(after) }
    : cut(before + after, before.length);
  return { ...near, offset, unitsAfter };
}

function cut(text: string, offset: number): { readonly prefix: string; readonly suffix: string } {
  const from = lineStart(text, edgeBefore(offset, unitStep));
  const end = text.length - edgeBefore(text.length - offset, unitStep);
  const until = end === text.length ? end : lineStart(text, end);
  const before = text.slice(Math.min(from, offset), offset);
  const after = text.slice(offset, Math.max(until, offset));
  // Some of this is remembered for minutes; that must not keep the whole text alive.
  const isPart = before.length + after.length < text.length;
  return {
    prefix: toLineFeeds(isPart ? detached(before) : before),
    suffix: toLineFeeds(isPart ? detached(after) : after),
  };
}

/** The last but one multiple of a step before a distance: at least one step is left, less than two. */
function edgeBefore(distance: number, step: number): number {
  return Math.max(0, Math.floor(distance / step) - 1) * step;
}

/** Where the line after an offset begins, so that nothing is cut within a line; the offset itself in a very long one. */
function lineStart(text: string, offset: number): number {
  const lineBreak = offset === 0 ? -1 : text.indexOf('\n', offset);
  return lineBreak < 0 || lineBreak - offset > unitStep / 2 ? offset : lineBreak + 1;
}
