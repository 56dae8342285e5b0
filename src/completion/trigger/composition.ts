/**
 * Recognises an input method at work by the edits that it makes: a stretch of letters that is replaced as a whole by one that begins like
 * it, or by the characters that were chosen. Plain typing never replaces, so it is never taken for it.
 */

export interface Edit {
  /** UTF-16 offset and length of what is replaced. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Something that is being composed. */
export interface Composition {
  readonly offset: number;
  readonly text: string;
  /** Until then, in milliseconds of the clock, the person has most likely not finished; 0 = they have. */
  readonly until: number;
}

/** Longer than between two keys of somebody who composes, shorter than anybody notices to wait for a suggestion. */
const patience = 600;
const longest = 40;

/** What is being composed after an edit; undefined = nothing, or nothing yet. */
export function compositionAfter(before: Composition | undefined, edit: Edit, now: number): Composition | undefined {
  const { offset, length, text } = edit;
  if (text.length === 0 || text.length > longest || /[\n\r]/.test(text)) {
    return undefined;
  }
  const isInsertion = length === 0;
  if (isInsertion) {
    // It may be the first letter of one; alone it says nothing, unless it is no letter that a key types.
    return { offset, text, until: 0 };
  }
  const replacesAll = before !== undefined && before.offset === offset && before.text.length === length;
  if (!replacesAll) {
    return undefined;
  }
  // Letters go on being composed; characters were chosen, and the work is done.
  const isLetters = /^[\p{Script=Latin}'’ \p{Script=Hiragana}\p{Script=Hangul}\p{Script=Bopomofo}]+$/u.test(text);
  return { offset, text, until: isLetters ? now + patience : 0 };
}
