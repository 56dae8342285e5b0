/** A stretch of a document that is followed through edits, and how much of its text still stands in the end. */

/** Half-open, in 0-based UTF-16 offsets. */
export interface TrackedSpan {
  readonly start: number;
  readonly end: number;
}

/** `length` units at `offset` gave way to `text`; several of one edit come last place first, as VS Code sends them. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/**
 * Where the span stands after a change. Text put in at its borders does not belong to it; text that replaces a part of it does, and a
 * change that covers it whole becomes it, since a formatter may send back the whole document.
 */
export function shiftedSpan({ start, end }: TrackedSpan, { offset, length, text }: TextChange): TrackedSpan {
  const changeEnd = offset + length;
  const delta = text.length - length;
  if (changeEnd <= start) {
    return { start: start + delta, end: end + delta };
  }
  if (offset >= end) {
    return { start, end };
  }
  return { start: Math.min(start, offset), end: changeEnd >= end ? offset + text.length : end + delta };
}

/**
 * The share of the 4-grams of `accepted` that are in `current`, 0 to 1, each counted as often as it occurs. White space counts as one
 * blank, so that a formatter takes nothing away. A text shorter than four units stands or does not.
 */
export function survivingShare(accepted: string, current: string): number {
  const [before, after] = [accepted, current].map((text) => text.replace(/\s+/g, ' ').trim());
  if (before === undefined || after === undefined || before === '') {
    return 1;
  }
  if (before.length < 4) {
    return after.includes(before) ? 1 : 0;
  }
  const left = gramsOf(after);
  const wanted = gramsOf(before);
  let standing = 0;
  for (const [gram, count] of wanted) {
    standing += Math.min(count, left.get(gram) ?? 0);
  }
  return standing / (before.length - 3);
}

function gramsOf(text: string): ReadonlyMap<string, number> {
  const grams = new Map<string, number>();
  for (let at = 0; at + 4 <= text.length; at++) {
    const gram = text.slice(at, at + 4);
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}
