/**
 * With the suggestion list open, VS Code shows ghost text only if it extends the selected item. So the item is taken as typed, and
 * the completion is made for the text behind it.
 */
import type { Position } from '../../base/text';
import { currentLinePrefix, currentLineRest } from '../text/lines';
import type { CompletionTrigger } from '../types';

export interface AcceptedItem {
  /** Units of the cursor's line, left and right of it, that item and completion replace together. */
  readonly before: number;
  readonly after: number;
  readonly text: string;
}

/** The item as if accepted; undefined = it does not extend what is typed, or brings a call's brackets of its own. */
export function acceptItem(
  around: { readonly prefix: string; readonly suffix: string },
  position: Position,
  { text, range }: NonNullable<CompletionTrigger['selectedCompletion']>,
): AcceptedItem | undefined {
  const before = position.character - range.start.character;
  const line = currentLinePrefix(around.prefix);
  if (range.start.line !== position.line || before < 0 || before > line.length) {
    return undefined;
  }
  const typed = before === 0 ? '' : line.slice(-before);
  const after = range.end.line === position.line ? Math.max(0, range.end.character - position.character) : 0;
  const fits = text.startsWith(typed) && !/[)\n]/.test(text);
  return fits ? { before, after: Math.min(after, currentLineRest(around.suffix).length), text } : undefined;
}
