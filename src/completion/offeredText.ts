/** A text for a cursor as an editor inserts it: with the document's line ends, and without what the rest of the line says already. */
import { endOfLineOf, fromLineFeeds } from '../base/text';
import type { Cursor } from './Cursor';
import { fitToSuffix } from './filters/fitToSuffix';
import { currentLinePrefix, currentLineRest } from './text/lines';
import type { InlineCompletion } from './types';

/** `text` is what is missing behind the cursor, LF line ends. Undefined = nothing of it is left beside the rest of the line. */
export function offeredText(
  { document, prefix, suffix, languageId, item, range }: Cursor,
  text: string,
): { readonly text: string; readonly completion: InlineCompletion } | undefined {
  const fitted = fitToSuffix(text, currentLinePrefix(prefix), currentLineRest(suffix), languageId);
  if (fitted.text === '') {
    return undefined;
  }
  const completion = {
    text: item + fromLineFeeds(fitted.text, document.endOfLine ?? endOfLineOf(document.text)),
    range: {
      start: range.start,
      end: { line: range.end.line, character: range.end.character + fitted.replace },
    },
  };
  return { text: fitted.text, completion };
}
