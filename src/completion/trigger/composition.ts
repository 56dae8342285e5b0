/**
 * Recognises an input method at work by the edits that it makes: a stretch of letters that is replaced as a whole by one that begins like
 * it, or by the characters that were chosen. Plain typing never replaces. The first letter of a composition looks like any other, so where
 * one is likely to begin a letter is waited for.
 */
import { isComment, languageRules } from '../text/languageRules';

export interface Edit {
  /** UTF-16 offset and length of what is replaced. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Something that is being composed, or may be. */
export interface Composition {
  readonly offset: number;
  readonly text: string;
  /** Until then, in milliseconds of the clock, the person has most likely not finished; 0 = they have. */
  readonly until: number;
  /** Whether it is certain: letters have been replaced by more of them. */
  readonly isCertain: boolean;
}

/** Longer than between two keys of somebody who composes, shorter than anybody minds waiting for a suggestion. */
const patience = 600;
const firstPatience = 250;
const longest = 40;
/** What input methods show before the characters are chosen. */
const letters = /^[\p{Script=Latin}'’ \p{Script=Hiragana}\p{Script=Hangul}\p{Script=Bopomofo}]+$/u;
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What is being composed after an edit; undefined = nothing. `mayBegin`: whether a composition is likely at this place. */
export function compositionAfter(
  before: Composition | undefined,
  { offset, length, text }: Edit,
  now: number,
  mayBegin: boolean,
): Composition | undefined {
  if (text.length === 0 || text.length > longest || /[\n\r]/.test(text)) {
    return undefined;
  }
  const isLetters = letters.test(text);
  if (length === 0) {
    const until = mayBegin && isLetters && text.trim() !== '' ? now + firstPatience : 0;
    return { offset, text, until, isCertain: false };
  }
  if (before === undefined || before.offset !== offset || before.text.length !== length) {
    return undefined;
  }
  // Letters go on being composed; characters were chosen, and the work is done.
  return { offset, text, until: isLetters ? now + patience : 0, isCertain: true };
}

/**
 * Whether somebody is likely to begin composing on a line: it has such characters, or it is prose of a person who uses an input method.
 */
export function mayCompose(line: string, languageId: string, usesInputMethod: boolean): boolean {
  const rules = languageRules(languageId);
  const isProse = rules.opens.source.includes('(?!)') || isComment(line, rules) || /["'`][^"'`]*$/.test(line);
  return eastAsian.test(line) || (usesInputMethod && isProse);
}
