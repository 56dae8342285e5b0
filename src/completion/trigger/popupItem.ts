/**
 * With the suggestion list open, VS Code shows ghost text only if it extends the selected item. So the item is taken as typed, and
 * the completion is made for the text behind it.
 */
import { offsetAt, type TextDocument } from '../../base/text';
import type { CompletionTrigger } from '../types';

export interface AcceptedItem {
  /** Offsets of what item and completion replace together; the end is where the document goes on. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The item as if accepted; undefined = it does not extend what is typed, or brings a call's brackets of its own. */
export function acceptItem(
  document: TextDocument,
  cursor: number,
  item: NonNullable<CompletionTrigger['selectedCompletion']>,
): AcceptedItem | undefined {
  const start = offsetAt(document.text, item.range.start);
  const end = Math.max(cursor, offsetAt(document.text, item.range.end));
  const typed = document.text.slice(start, cursor);
  const fits = start <= cursor && item.text.startsWith(typed) && item.text.length >= typed.length;
  return fits && !/[)\n]/.test(item.text) ? { start, end, text: item.text } : undefined;
}
