/** Which part of a document is parsed: all of it, or in a large one what lies around a place. */

export interface ParseWindow {
  readonly start: number;
  readonly end: number;
}

/** Characters. A tree takes about 15 bytes for each, and 200,000 parse in 50 to 100 ms. */
export const longestWhole = 400_000;
const reach = 100_000;
/** How near the cursor comes to the window's edge before another one is chosen. */
const margin = 20_000;

/**
 * The part around `offset`, which begins and ends with a line. A window begins at a line without indentation when one is near: what is
 * parsed should begin with a definition, not in the middle of one.
 */
export function windowAround(text: string, offset: number): ParseWindow {
  if (text.length <= longestWhole) return { start: 0, end: text.length };
  const end = text.indexOf('\n', Math.min(text.length, offset + reach));
  return { start: startOfDefinition(text, Math.max(0, offset - reach)), end: end < 0 ? text.length : end + 1 };
}

/** Whether `offset` lies far enough inside a window to be understood. */
export function isWithin({ start, end }: ParseWindow, length: number, offset: number): boolean {
  return (start === 0 || offset - start >= margin) && (end >= length || end - offset >= margin);
}

/** What becomes of a window when the text changes; undefined = the change crosses its edge. */
export function moveWindow(
  { start, end }: ParseWindow,
  change: { readonly offset: number; readonly length: number; readonly text: string },
): ParseWindow | undefined {
  const grown = change.text.length - change.length;
  if (change.offset + change.length < start) return { start: start + grown, end: end + grown };
  if (change.offset > end) return { start, end };
  if (change.offset >= start && change.offset + change.length <= end) return { start, end: end + grown };
  return undefined;
}

function startOfDefinition(text: string, from: number): number {
  if (from === 0) return 0;
  const line = text.indexOf('\n', from) + 1;
  for (let at = line; at > 0 && at < from + margin; at = text.indexOf('\n', at) + 1) {
    if (/[\w@#/]/.test(text.charAt(at))) return at;
  }
  return line;
}
