/** A cursor with the text around it, as all steps see it. An item of the suggestion list counts as typed. */
import { offsetAt, type Position, positionAt, type Range, type TextDocument } from '../base/text';
import { textAround } from './textAround';
import { acceptItem } from './trigger/popupItem';
import type { CompletionTrigger } from './types';

/** A place in a document. */
export interface Place {
  readonly uri: string;
  readonly languageId: string;
  /** Text before and after the cursor, LF line ends; of a long document the nearest part. */
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

/** The cursor; undefined = the suggestion list shows an item that cannot be extended. */
export function cursorOf(document: TextDocument, position: Position, trigger: CompletionTrigger): Cursor | undefined {
  const { uri, languageId } = document;
  // Without an editor the place may lie beyond a line's or the text's end.
  const around = trigger.around ?? textAround(document.text, offsetAt(document.text, position));
  const at = trigger.around === undefined ? positionAt(document.text, around.offset) : position;
  const { prefix, suffix, offset, unitsAfter } = around;
  const selected = trigger.selectedCompletion;
  const item = selected === undefined ? noItem : acceptItem(around, at, selected);
  if (item === undefined) {
    return undefined;
  }
  return {
    ...{ uri, languageId, document, position: at, offset },
    range: {
      start: { line: at.line, character: at.character - item.before },
      end: { line: at.line, character: at.character + item.after },
    },
    item: item.text,
    prefix: item.before === 0 ? prefix + item.text : prefix.slice(0, -item.before) + item.text,
    suffix: suffix.slice(item.after),
    unitsAfter: unitsAfter - item.after,
  };
}

const noItem = { before: 0, after: 0, text: '' };
