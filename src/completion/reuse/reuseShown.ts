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

/** Editors put at most so many units behind the cursor by themselves: closing signs, or a line break with its indentation. */
const furthestSuffix = 64;

/** What is left of the suggestion at another place of the same document; undefined = it does not fit there, or all of it is typed. */
export function reuseShown(
  shown: Suggestion,
  now: { readonly prefix: string; readonly suffix: string },
): Reused | undefined {
  const typedLength = now.prefix.length - shown.prefix.length;
  if (
    typedLength >= shown.text.length + shown.prefix.length ||
    Math.abs(now.suffix.length - shown.suffix.length) > furthestSuffix
  ) {
    return undefined;
  }
  return afterTyping(shown, now, typedLength) ?? afterIndentation(shown, now) ?? afterEnter(shown, now);
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

/**
 * The same text follows, give or take the brackets and quotes that an editor closes, or lets one type over, by itself, and the
 * semicolon that some add.
 */
function suffixFits(before: string, now: string, typed: string, left: string): boolean {
  if (before === now) {
    return true;
  }
  const difference = now.length - before.length;
  if (difference > 0 && finishesWith(now, before)) {
    const inserted = now.slice(0, difference);
    return inserted === ';' || (/^[)\]}>"'`]+$/.test(inserted) && isSubsequence(inserted, left));
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
  // More or less of the same white space; another kind of it is another indentation.
  if (!isSameLine || !(linePrefix.startsWith(before) || before.startsWith(linePrefix))) {
    return undefined;
  }
  const line = before + shown.text;
  const text = line.startsWith(linePrefix) ? line.slice(linePrefix.length) : line.trimStart();
  return text === '' ? undefined : { text, reason: 'indentation' };
}

/**
 * The person pressed Enter where the suggestion begins a new line, and the editor indented it its own way, and put a closing bracket that
 * stood behind the cursor on a line of its own.
 */
function afterEnter(shown: Suggestion, now: { readonly prefix: string; readonly suffix: string }): Reused | undefined {
  const typed = /^\n[^\S\n]*$/.exec(now.prefix.slice(shown.prefix.length))?.[0];
  const begins = /^\n[^\S\n]*(?=\S)/.exec(shown.text)?.[0];
  if (typed === undefined || begins === undefined || !beginsWith(now.prefix, shown.prefix)) {
    return undefined;
  }
  const moved = /^\n[^\S\n]*(?=[)\]}])/.exec(now.suffix)?.[0];
  const isMoved = moved !== undefined && now.suffix.slice(moved.length) === shown.suffix;
  if (!isMoved && now.suffix !== shown.suffix) {
    return undefined;
  }
  const left = typed.startsWith(begins) ? shown.text.slice(begins.length) : afterShorter(shown.text, typed, begins);
  // Below the first line the indentation is the suggestion's own.
  const text = isMoved ? withoutClosingLine(left ?? '', shown.suffix) : left;
  const isFit = typed === begins || typed.length < begins.length || text?.trimEnd().includes('\n') === false;
  return text === undefined || text.trim() === '' || !isFit ? undefined : { text, reason: 'typed-through' };
}

function afterShorter(text: string, typed: string, begins: string): string | undefined {
  return begins.startsWith(typed) ? text.slice(typed.length) : undefined;
}

/** Without the last line if it only closes what the editor closed. */
function withoutClosingLine(text: string, suffix: string): string {
  const last = text.slice(text.lastIndexOf('\n') + 1).trim();
  return last !== '' && /^[)\]};,]+$/.test(last) && last.startsWith(suffix.charAt(0))
    ? text.slice(0, Math.max(0, text.lastIndexOf('\n')))
    : text;
}
