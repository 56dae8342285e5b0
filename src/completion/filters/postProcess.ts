/**
 * Last step: from what the model wrote to what may be shown at the cursor, or the reason why nothing should be. Each filter is a
 * function of its own; the order is their meaning. Works on LF texts and knows no editor.
 */

import { isOnlyClosing, languageRules } from '../text/languageRules';
import {
  currentLinePrefix,
  currentLineRest,
  isBlank,
  isSubsequence,
  leadingWhitespace,
  nextNonBlankLines,
  previousNonBlankLine,
} from '../text/lines';
import type { DropReason } from '../types';
import { cleanModelText } from './cleanModelText';
import { fitToSuffix } from './fitToSuffix';
import { fitIndentation } from './indentation';
import { withoutRepeatedLines } from './repeatedLines';

export interface PostProcessInput {
  readonly languageId: string;
  /** Text before and after the cursor, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
  /** The model's text. */
  readonly text: string;
  /** What the trigger decided: false cuts the text after its first line. */
  readonly multiline: boolean;
}

export type PostProcessed =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Characters right of the cursor, on its line, that `text` replaces. */
      readonly replace: number;
    }
  | { readonly kind: 'dropped'; readonly reason: DropReason };

export function postProcess(input: PostProcessInput): PostProcessed {
  const { languageId, prefix, suffix } = input;
  const linePrefix = currentLinePrefix(prefix);
  const rest = currentLineRest(suffix);

  const cleaned = cleanModelText(input.text, { languageId, prefix, suffix });
  if (cleaned.kind === 'dropped') {
    return cleaned;
  }
  let { text } = cleaned;
  text = withoutEchoOfLine(text, linePrefix);
  text = isBlank(linePrefix) ? text.replace(/^(?:[^\S\n]*\n)+/, '') : text;
  if (!input.multiline || (text.includes('\n') && !onlyClosingSigns(rest) && !writesRest(text, rest))) {
    text = firstLineOf(text, linePrefix);
  }
  text = fitIndentation(text, { prefix, suffix, languageId });
  text = text.trimEnd();
  if (isBlank(text)) {
    return { kind: 'dropped', reason: 'empty' };
  }
  const repetition = repeatedLine(text, linePrefix, rest, input);
  if (repetition !== undefined) {
    return { kind: 'dropped', reason: repetition };
  }
  text = withoutRepeatedLines(text, { languageId, linePrefix, suffix }).trimEnd();
  if (isBlank(text)) {
    return { kind: 'dropped', reason: 'repeats-next-line' };
  }
  const fitted = fitToSuffix(text, linePrefix, rest, languageId);
  if (isBlank(fitted.text)) {
    return { kind: 'dropped', reason: 'repeats-suffix' };
  }
  if (!isSubsequence(rest.slice(0, fitted.replace), fitted.text)) {
    return { kind: 'dropped', reason: 'not-a-subsequence' };
  }
  return { kind: 'text', text: withClosingOnItsOwnLine(fitted.text, linePrefix, rest), replace: fitted.replace };
}

/** `{█}`: what an editor closed right behind the cursor goes below a block of several lines. */
function withClosingOnItsOwnLine(text: string, linePrefix: string, rest: string): string {
  const isBlock = /[{([]\s*$/.test(linePrefix) && /^\s*[)\]}]/.test(rest) && text.startsWith('\n');
  return isBlock && !/\n[^\S\n]*$/.test(text) ? `${text}\n${leadingWhitespace(linePrefix)}` : text;
}

/** Models for conversation like to begin with the line that they were given. */
function withoutEchoOfLine(text: string, linePrefix: string): string {
  const line = linePrefix.trim();
  const start = text.trimStart();
  // Short beginnings may well occur twice in honest code: `max(` `max(a, b), c)`.
  return line.length >= 6 && /\s/.test(line) && start.startsWith(line) ? start.slice(line.length) : text;
}

/** The first line with something on it; a line break before it is kept when the cursor's line is not empty. */
function firstLineOf(text: string, linePrefix: string): string {
  const match = /^(?:[^\S\n]*\n)*[^\n]*/.exec(text);
  const head = match?.[0] ?? '';
  return isBlank(linePrefix) ? head : head.replace(/^(?:[^\S\n]*\n)+/, '\n');
}

function onlyClosingSigns(rest: string): boolean {
  return /^[\s)\]}>"'`;,]*$/.test(rest);
}

function writesRest(text: string, rest: string): boolean {
  const lines = text.trimEnd().split('\n');
  const whole = rest.trim();
  return (lines[0] ?? '').trimEnd().endsWith(whole) || (lines.at(-1) ?? '').trimEnd().endsWith(whole);
}

/** One line that only says again what the line above or below says. */
function repeatedLine(
  text: string,
  linePrefix: string,
  rest: string,
  { prefix, suffix, languageId }: PostProcessInput,
): DropReason | undefined {
  if (text.trimStart().includes('\n')) {
    return undefined;
  }
  const startsLine = text.startsWith('\n');
  const line = (startsLine ? text : linePrefix + text).trim();
  if (line.length < 3 || isOnlyClosing(line, languageRules(languageId))) {
    return undefined;
  }
  const [next] = nextNonBlankLines(suffix, 1);
  if (next !== undefined && (next.trim() === line || next.trim() === (line + rest).trim())) {
    return 'repeats-next-line';
  }
  const previous = startsLine ? linePrefix : previousNonBlankLine(prefix);
  return line.length >= 8 && previous?.trim() === line ? 'repeats-previous-line' : undefined;
}
