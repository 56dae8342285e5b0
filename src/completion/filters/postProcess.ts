/**
 * Last step: from what the model wrote to what may be shown at the cursor, or the reason why nothing should be. A list of filters, each
 * with a name; their order is their meaning. Works on LF texts and knows no editor.
 */
import { needsNoCloser, openerAbove } from '../text/enclosingBlock';
import { isOnlyClosing, languageRules } from '../text/languageRules';
import {
  currentLinePrefix,
  currentLineRest,
  indentationOf,
  isBlank,
  isSubsequence,
  leadingWhitespace,
  nextNonBlankLines,
  onlyClosingSigns,
  previousNonBlankLine,
} from '../text/lines';
import type { DropReason } from '../types';
import { type Cleaned, cleanModelText } from './cleanModelText';
import { withoutEchoOfSign, withStarsInLine } from './commentLines';
import { fitToSuffix } from './fitToSuffix';
import { fitIndentation } from './indentation';
import { withoutLoops } from './loops';
import { withoutRepeatedLines } from './repeatedLines';
import { unknownNames } from './unknownNames';

/** Whether a name exists in the workspace; undefined = not known (yet). */
export type KnowsName = (name: string, languageId: string) => boolean | undefined;

export interface PostProcessInput {
  readonly languageId: string;
  /** Text before and after the cursor, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
  /** The model's text. */
  readonly text: string;
  /** What the trigger decided: false cuts the text after its first line. */
  readonly multiline: boolean;
  /** Absent = names are not checked. */
  readonly knowsName?: KnowsName | undefined;
  /** What else the model was shown; its names count as known. */
  readonly snippets?: readonly { readonly text: string }[] | undefined;
}

export type PostProcessed =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Characters right of the cursor, on its line, that `text` replaces. */
      readonly replace: number;
    }
  | { readonly kind: 'dropped'; readonly reason: DropReason };

/** The input with what every filter wants of it. */
interface FilterPlace extends PostProcessInput {
  readonly linePrefix: string;
  /** Right of the cursor on its line. */
  readonly rest: string;
}

interface Filtered {
  readonly text: string;
  readonly replace: number;
}

/** What is left of the text, or why nothing may be shown. */
type Filter = (filtered: Filtered, place: FilterPlace) => Filtered | DropReason;

const filters: Readonly<Record<string, Filter>> = {
  onlyCode: changing((text, place) => cleanModelText(text, place)),
  echoOfSign: changing(withoutEchoOfSign),
  echoOfLine: changing((text, { linePrefix }) => withoutEchoOfLine(text, linePrefix)),
  blankStart: changing((text, { linePrefix }) => (isBlank(linePrefix) ? text.replace(/^(?:[^\S\n]*\n)+/, '') : text)),
  oneLine: changing(oneLineWhereOneFits),
  indentation: changing((text, place) => withoutBlankEnds(fitIndentation(text, place), place)),
  starsInLine: changing(withStarsInLine),
  nothingLeft: dropping((text) => (isBlank(text) ? 'empty' : undefined)),
  loops: changing((text, { languageId }) => withoutLoops(text, languageRules(languageId)), 'repetition'),
  repeatedLine: dropping(repeatedLine),
  repeatedLines: changing(
    (text, place) => withoutBlankEnds(withoutRepeatedLines(text, place), place),
    'repeats-next-line',
  ),
  unknownNames: dropping((text, place) => (unknownNames(text, place).length > 0 ? 'unknown-names' : undefined)),
  restOfLine: fitted,
  subsequence: ({ text, replace }, { rest }) =>
    isSubsequence(rest.slice(0, replace), text) ? { text, replace } : 'not-a-subsequence',
  closingOnItsOwnLine: ({ text, replace }, place) => ({
    text: replace > 0 ? text : withClosingOnItsOwnLine(text, place),
    replace,
  }),
};

export function postProcess(input: PostProcessInput): PostProcessed {
  const place = { ...input, linePrefix: currentLinePrefix(input.prefix), rest: currentLineRest(input.suffix) };
  let filtered: Filtered = { text: input.text, replace: 0 };
  for (const filter of Object.values(filters)) {
    const next = filter(filtered, place);
    if (typeof next === 'string') {
      return { kind: 'dropped', reason: next };
    }
    filtered = next;
  }
  return { kind: 'text', ...filtered };
}

/** A filter that changes the text, or finds a reason to drop it; with `whenBlank` nothing but white space is dropped as well. */
function changing(change: (text: string, place: FilterPlace) => string | Cleaned, whenBlank?: DropReason): Filter {
  return (filtered, place) => {
    const changed = change(filtered.text, place);
    if (typeof changed !== 'string' && changed.kind === 'dropped') {
      return changed.reason;
    }
    const text = typeof changed === 'string' ? changed : changed.text;
    return whenBlank !== undefined && isBlank(text) ? whenBlank : { ...filtered, text };
  };
}

/** A filter that leaves the text as it is, or drops all of it. */
function dropping(reasonFor: (text: string, place: FilterPlace) => DropReason | undefined): Filter {
  return (filtered, place) => reasonFor(filtered.text, place) ?? filtered;
}

/** Takes off what the rest of the line says already, or lets the text replace it. */
function fitted({ text }: Filtered, { linePrefix, rest, languageId }: FilterPlace): Filtered | DropReason {
  const fit = fitToSuffix(text, linePrefix, rest, languageId);
  const saysOnlyRest = /\w/.test(text) && rest.startsWith(text.trim());
  return isBlank(fit.text) || saysOnlyRest ? 'repeats-suffix' : fit;
}

/** Without blanks at the ends of lines; at the text's end those stay that part it from a word behind the cursor. */
function withoutBlankEnds(text: string, { rest, languageId }: FilterPlace): string {
  // Two blanks at a line's end break the line in Markdown.
  const lines = languageId === 'markdown' ? text : text.replace(/[^\S\n]+(?=\n)/g, '');
  const kept = lines.trimEnd();
  const partsWords = /^[\p{L}\p{N}_$([{]/u.test(rest) || (rest.startsWith('}') && /^[^\S\n]/.test(kept));
  return partsWords && /[^\S\n]$/.test(lines) ? `${kept} ` : kept;
}

/** `{█}`: what an editor closed right behind the cursor goes below a block of several lines. */
function withClosingOnItsOwnLine(text: string, { linePrefix, rest }: FilterPlace): string {
  const isBlock = /[{([]\s*$/.test(linePrefix) && /^\s*[)\]}]/.test(rest) && text.startsWith('\n');
  return isBlock && !/\n[^\S\n]*$/.test(text) ? `${text}\n${leadingWhitespace(linePrefix)}` : text;
}

/** Models for conversation like to begin with the line that they were given, or with the word. */
function withoutEchoOfLine(text: string, linePrefix: string): string {
  const line = linePrefix.trim();
  const start = text.trimStart();
  const word = /[\p{L}_$][\p{L}\p{N}_$]{3,}$/u.exec(linePrefix)?.[0];
  if (word !== undefined && text.startsWith(word)) {
    return text.slice(word.length);
  }
  // Short beginnings may well occur twice in honest code: `max(` `max(a, b), c)`.
  return line.length >= 6 && /\s/.test(line) && start.startsWith(line) ? start.slice(line.length) : text;
}

/** Several lines do not belong in the middle of one, nor where one was asked for. */
function oneLineWhereOneFits(text: string, { linePrefix, rest, multiline }: FilterPlace): string {
  const mayBeSeveral = multiline && (!text.includes('\n') || onlyClosingSigns(rest) || writesRest(text, rest));
  return mayBeSeveral ? text : firstLineOf(text, linePrefix);
}

/** The first line with something on it; a line break before it is kept when the cursor's line is not empty. */
function firstLineOf(text: string, linePrefix: string): string {
  const match = /^(?:[^\S\n]*\n)*[^\n]*/.exec(text);
  const head = match?.[0] ?? '';
  return isBlank(linePrefix) ? head : head.replace(/^(?:[^\S\n]*\n)+/, '\n');
}

function writesRest(text: string, rest: string): boolean {
  const lines = text.trimEnd().split('\n');
  const whole = rest.trim();
  return (lines[0] ?? '').trimEnd().endsWith(whole) || (lines.at(-1) ?? '').trimEnd().endsWith(whole);
}

/** One line that only says again what the line above or below says. */
function repeatedLine(text: string, place: FilterPlace): DropReason | undefined {
  const { prefix, suffix, languageId, linePrefix, rest } = place;
  if (text.trimStart().includes('\n')) {
    return undefined;
  }
  const startsLine = text.startsWith('\n');
  const line = (startsLine ? text : linePrefix + text).trim();
  const rules = languageRules(languageId);
  if (isOnlyClosing(line, rules)) {
    // Where the cursor's line ends its block is known by the lines above: from it upwards, or from the one before an empty one.
    const opener =
      startsLine || isBlank(linePrefix)
        ? openerAbove(startsLine ? prefix : prefix.slice(0, -linePrefix.length || undefined), rules)
        : undefined;
    const isClosed = opener !== undefined && needsNoCloser(indentationOf(opener), suffix, rules);
    return isClosed && isBlank(rest) ? 'repeats-next-line' : undefined;
  }
  if (line.length < 3) {
    return undefined;
  }
  const [next] = nextNonBlankLines(suffix, 1);
  if (next !== undefined && (next.trim() === line || next.trim() === (line + rest).trim())) {
    return 'repeats-next-line';
  }
  const previous = startsLine ? linePrefix : previousNonBlankLine(prefix);
  return line.length >= 8 && previous?.trim() === line ? 'repeats-previous-line' : undefined;
}
