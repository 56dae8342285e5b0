/**
 * A cursor with the text around it, as all steps see it: LF line ends, and no more of a long document than could ever matter, so that a
 * keystroke costs the same in every file.
 */
import { offsetAt, type Position, positionAt, type Range, type TextDocument, toLineFeeds } from '../base/text';
import { acceptItem } from './trigger/popupItem';
import type { CompletionTrigger } from './types';

/** A place in a document. */
export interface Place {
  readonly uri: string;
  readonly languageId: string;
  /** Text before and after the cursor; of a long document the nearest part. */
  readonly prefix: string;
  readonly suffix: string;
  /** Units of the document after the cursor, in its own line ends; by this the place is found again after typing. */
  readonly unitsAfter: number;
}

/** The cursor with everything that the steps need to know of it. */
export interface Cursor extends Place {
  readonly document: TextDocument;
  readonly position: Position;
  /** UTF-16 offset of the position in the document's text. */
  readonly offset: number;
  /** What the completion replaces in any case: the part of a selected item that is typed, and what it stands on. */
  readonly range: Range;
  /** What of the selected item the completion's text has to begin with. */
  readonly item: string;
}

/**
 * A long document is cut at multiples of this many units from its beginning and from its end: both edges stay where they are while
 * somebody types between them.
 */
const edge = 65_536;

/** The cursor; undefined = the suggestion list shows an item that cannot be extended. */
export function cursorOf(document: TextDocument, position: Position, trigger: CompletionTrigger): Cursor | undefined {
  const { uri, languageId, text } = document;
  const offset = trigger.offset ?? offsetAt(text, position);
  const selected = trigger.selectedCompletion;
  const item = selected === undefined ? undefined : acceptItem(document, offset, selected);
  if (selected !== undefined && item === undefined) {
    return undefined;
  }
  const { start, end } = item ?? { start: offset, end: offset };
  const written = item?.text ?? '';
  const at = trigger.offset === undefined ? placeOnLine(text, offset, position) : position;
  const around = textAround(text, start, end);
  return {
    ...{ uri, languageId, document, position: at, offset },
    // An item stands on one line.
    range: {
      start: { line: at.line, character: at.character + start - offset },
      end: { line: at.line, character: at.character + end - offset },
    },
    item: written,
    prefix: around.prefix + written,
    suffix: around.suffix,
    unitsAfter: text.length - end,
  };
}

/** The text before `start` and after `end`, LF line ends, cut where it is far away. */
export function textAround(
  text: string,
  start: number,
  end = start,
): { readonly prefix: string; readonly suffix: string } {
  const from = lineStart(text, Math.max(0, Math.floor(start / edge) - 1) * edge);
  const left = text.length - Math.max(0, Math.floor((text.length - end) / edge) - 1) * edge;
  const until = left >= text.length ? text.length : lineStart(text, left);
  return {
    prefix: toLineFeeds(text.slice(Math.min(from, start), start)),
    suffix: toLineFeeds(text.slice(end, Math.max(until, end))),
  };
}

/** Places beyond a line's or the text's end are moved to that end. */
function placeOnLine(text: string, offset: number, position: Position): Position {
  const isInside = text.lastIndexOf('\n', offset - 1) + 1 === offset - position.character && offset < text.length;
  return isInside && !text.includes('\r') ? position : positionAt(text, offset);
}

/** Where the line after an offset begins, so that nothing is cut within a line; the offset itself in a very long one. */
function lineStart(text: string, offset: number): number {
  const lineBreak = offset === 0 ? -1 : text.indexOf('\n', offset);
  return lineBreak < 0 || lineBreak - offset > edge / 2 ? offset : lineBreak + 1;
}
