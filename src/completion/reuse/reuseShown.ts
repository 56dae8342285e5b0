/**
 * A suggestion stays right while the person types it, goes back to where it began, or changes the indentation of an empty line. Finds
 * what is left of it at the cursor's new place, without asking anybody.
 */
import { beginsWith, finishesWith } from '../../base/text';
import { currentLinePrefix, isBlank, isSubsequence } from '../text/lines';

/** A suggestion and the place for which it was made; LF line ends. */
export interface Suggestion {
  readonly prefix: string;
  readonly suffix: string;
  readonly text: string;
}

export interface Reused {
  readonly text: string;
  readonly reason: 'same-place' | 'typed-through' | 'indentation';
}

/** What is left of the suggestion at another place of the same document; undefined = it does not fit there, or all of it is typed. */
export function reuseShown(
  shown: Suggestion,
  now: { readonly prefix: string; readonly suffix: string },
): Reused | undefined {
  const typedLength = now.prefix.length - shown.prefix.length;
  if (typedLength >= shown.text.length + shown.prefix.length || Math.abs(now.suffix.length - shown.suffix.length) > 4) {
    return undefined;
  }
  return afterTyping(shown, now, typedLength) ?? afterIndentation(shown, now);
}

function afterTyping(
  shown: Suggestion,
  now: { readonly prefix: string; readonly suffix: string },
  typedLength: number,
): Reused | undefined {
  if (typedLength < 0 || typedLength >= shown.text.length) {
    return undefined;
  }
  const typed = now.prefix.slice(shown.prefix.length);
  // The short comparison first: many suggestions are looked through.
  if (!shown.text.startsWith(typed) || !beginsWith(now.prefix, shown.prefix)) {
    return undefined;
  }
  const text = shown.text.slice(typedLength);
  if (!suffixFits(shown.suffix, now.suffix, typed, text)) {
    return undefined;
  }
  return { text, reason: typedLength === 0 ? 'same-place' : 'typed-through' };
}

/** The same text follows, give or take the brackets and quotes that an editor closes, or lets one type over, by itself. */
function suffixFits(before: string, now: string, typed: string, left: string): boolean {
  if (before === now) {
    return true;
  }
  const difference = now.length - before.length;
  if (difference > 0 && finishesWith(now, before)) {
    const inserted = now.slice(0, difference);
    return /^[)\]}>"'`]+$/.test(inserted) && isSubsequence(inserted, left);
  }
  if (difference < 0 && finishesWith(before, now)) {
    const typedOver = before.slice(0, -difference);
    return /^[)\]}>"'`]+$/.test(typedOver) && isSubsequence(typedOver, typed);
  }
  return false;
}

/** On an empty line: the line that the suggestion makes stays the same, whatever part of its indentation is there already. */
function afterIndentation(
  shown: Suggestion,
  now: { readonly prefix: string; readonly suffix: string },
): Reused | undefined {
  const before = currentLinePrefix(shown.prefix);
  const linePrefix = currentLinePrefix(now.prefix);
  if (!isBlank(before) || !isBlank(linePrefix) || shown.suffix !== now.suffix) {
    return undefined;
  }
  const isSameLine =
    shown.prefix.slice(0, shown.prefix.length - before.length) ===
    now.prefix.slice(0, now.prefix.length - linePrefix.length);
  if (!isSameLine) {
    return undefined;
  }
  const line = before + shown.text;
  const text = line.startsWith(linePrefix) ? line.slice(linePrefix.length) : line.trimStart();
  return text === '' ? undefined : { text, reason: 'indentation' };
}
