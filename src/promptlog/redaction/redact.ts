/**
 * Takes secrets and personal details out of a text and puts typed placeholders in. Linear in the text's length, keeps its lines and
 * the validity of JSON, and leaves a text alone that it has been through.
 */
import { assignmentRule } from './assignmentRule';
import { base64Runs } from './base64Runs';
import { credentialRules } from './credentialRules';
import { decodedViews, type View } from './decodedViews';
import { exactValueRules, type KnownValues, occurrences } from './exactValues';
import { keyMaterialRules } from './keyMaterialRules';
import { personalRules } from './personalRules';
import { labelOf, type PlaceholderNumbers, placeholderSpans, sequentialNumbers } from './placeholders';
import { compileRules, type PatternRule, type Rule, type RuleSet, type Span, scan } from './Rule';
import { vendorRules } from './vendorRules';

/** Changes when rules change what is found; records keep it. */
export const redactionVersion = '1';

export interface RedactionOptions {
  readonly known?: KnownValues;
  /** Expressions that a person added, each global; a slow one is slow, since it is theirs. */
  readonly patterns?: readonly RegExp[];
  /** Sequential numbers from 1 when absent. */
  readonly numbers?: PlaceholderNumbers;
}

/** Where something was found: 0-based UTF-16 offsets in the text as it was given. Never the value. */
export interface RedactionHit extends Span {
  readonly rule: string;
}

export interface Redaction {
  readonly text: string;
  /** In order, not overlapping. */
  readonly hits: readonly RedactionHit[];
}

export type Redact = (text: string) => Redaction;

interface Found extends Span {
  readonly rule: Rule;
  /** Lower = more particular. */
  readonly rank: number;
  /** The value as it would be read, without its encoding: equal values get equal numbers. */
  readonly value: string;
}

/** What everybody gets. */
export const standardRules: readonly Rule[] = [
  ...keyMaterialRules,
  ...vendorRules,
  ...credentialRules,
  assignmentRule,
  ...personalRules,
];
const standard = compileRules(standardRules);
/** Rules of one caller are the most particular of all. */
const ranks: ReadonlyMap<Rule, number> = new Map(standardRules.map((rule, rank) => [rule, rank]));
/** Values found by their place are looked for elsewhere in the text, but not without end. */
const mostLearned = 64;
const shortestLearned = 8;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
const colourCode = /\x1b\[[0-9;:?]*[ -/]*[@-~]/g;
const deepestBase64 = 2;
const mostPasses = 4;

/** A redactor with these options; it holds no text. */
export function createRedactor(options: RedactionOptions = {}): Redact {
  const own = (options.patterns ?? []).map(
    (pattern): PatternRule => ({ id: 'own-pattern', keywords: [], pattern: globalOf(pattern) }),
  );
  // None of these has keywords, so the tables of the standard rules serve them, too.
  const compiled = { ...standard, others: [...exactValueRules(options.known ?? {}), ...own, ...standard.others] };
  const numbers = options.numbers ?? sequentialNumbers();
  const find = (text: string): Found[] => findAll(text, compiled, 0);
  return (text) => {
    let found = merge(withLearned(text, find(text)), text);
    let result = replace(text, found, numbers);
    // A placeholder can turn its neighbours into findings, so its line is looked at again until nothing is left to find.
    for (let pass = 0; pass < mostPasses && found.length > 0; pass++) {
      const lines = linesWithPlaceholders(result.text);
      const more = merge(find(lines.text), lines.text).map((each) => ({
        ...each,
        ...result.toOriginal(lines.toOriginal(each)),
      }));
      if (more.length === 0) {
        break;
      }
      found = merge([...found, ...more], text);
      result = replace(text, found, numbers);
    }
    return { text: result.text, hits: found.map(({ rule, start, end }) => ({ rule: rule.id, start, end })) };
  };
}

/** One text with numbers of its own; for several texts make a redactor. */
export function redact(text: string, options: RedactionOptions = {}): Redaction {
  return createRedactor(options)(text);
}

/** The ids of the rules that find secrets in a text, each once; personal details are none. */
export function secretsIn(text: string, known: KnownValues = {}): readonly string[] {
  const rules = { ...standard, others: [...exactValueRules(known), ...standard.others] };
  const found = findAll(text, rules, 0).filter(({ rule }) => (rule.kind ?? 'SECRET') === 'SECRET');
  return [...new Set(merge(found, text).map(({ rule }) => rule.id))];
}

function globalOf(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
}

/** Findings of the text and of all its decoded views, as places in the text. */
function findAll(text: string, rules: RuleSet, base64Depth: number): Found[] {
  const found: Found[] = [];
  const whole = { text, toOriginal: (span: Span): Span => span };
  const isColoured = colourTest(text);
  for (const view of [whole, ...decodedViews(text)]) {
    for (const { start, end, rule } of scan(view.text, rules)) {
      if (view === whole && isColoured(start, end)) {
        // The codes of colours read as letters here; the decoded views tell what really stands there.
        continue;
      }
      found.push({
        ...view.toOriginal({ start, end }),
        rule,
        rank: ranks.get(rule) ?? -1,
        value: view.text.slice(start, end),
      });
    }
    if (base64Depth < deepestBase64) {
      for (const run of base64Runs(view.text)) {
        const [first] = findAll(run.decoded, rules, base64Depth + 1).filter(
          ({ rule }) => (rule.kind ?? 'SECRET') === 'SECRET',
        );
        if (first !== undefined) {
          found.push({ ...first, ...view.toOriginal(run) });
        }
      }
    }
  }
  return found;
}

/** Tells whether a stretch of the text touches a terminal's colour code. */
function colourTest(text: string): (start: number, end: number) => boolean {
  if (!text.includes('\x1b')) {
    return () => false;
  }
  // How many units of colour codes stand before each place.
  const before = new Uint32Array(text.length + 1);
  for (const { index, 0: code } of text.matchAll(colourCode)) {
    before.fill(1, index + 1, index + code.length + 1);
  }
  for (let at = 1; at < before.length; at++) {
    before[at] = (before[at] ?? 0) + (before[at - 1] ?? 0);
  }
  return (start, end) => before[end] !== before[start];
}

/** Adds the other places of values that a rule found by their context: a password is one wherever it stands. */
function withLearned(text: string, found: readonly Found[]): Found[] {
  const learned = new Map<string, Found>();
  for (const each of found) {
    for (const value of each.rule.id === 'glm-key' ? [each.value.slice(33)] : [each.value]) {
      const telling =
        value.length >= shortestLearned && /\d/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value);
      if (learned.size < mostLearned && telling && (each.rule.kind ?? 'SECRET') === 'SECRET' && !learned.has(value)) {
        learned.set(value, each);
      }
    }
  }
  return [
    ...found,
    ...[...learned].flatMap(([value, { rule, rank }]) =>
      [...occurrences(text, value, true)].map((span) => ({ ...span, rule, rank, value })),
    ),
  ];
}

/** One finding where several overlap: it covers them all and is called after the longest, or the most particular of the longest. */
function merge(found: readonly Found[], text: string): Found[] {
  const old = placeholderSpans(text);
  const ordered = [...found].sort(
    (one, other) => one.start - other.start || other.end - one.end || one.rank - other.rank,
  );
  const merged: Found[] = [];
  let oldIndex = 0;
  for (const each of ordered) {
    while (oldIndex < old.length && (old[oldIndex]?.end ?? 0) <= each.start) {
      oldIndex++;
    }
    const touchesOld = oldIndex < old.length && (old[oldIndex]?.start ?? 0) < each.end;
    const last = merged.at(-1);
    if (touchesOld) {
      continue;
    }
    if (last === undefined || each.start >= last.end) {
      merged.push(each);
      continue;
    }
    const longer = each.end - each.start - (last.end - last.start);
    const winner = longer > 0 || (longer === 0 && each.rank <= last.rank) ? each : last;
    const end = Math.max(last.end, each.end);
    merged[merged.length - 1] = {
      ...winner,
      start: last.start,
      end,
      value: end === winner.end && last.start === winner.start ? winner.value : text.slice(last.start, end),
    };
  }
  return merged;
}

/** The text with placeholders, and where what was copied stands in the original. */
function replace(text: string, found: readonly Found[], numbers: PlaceholderNumbers): View {
  const inString = stringState(text);
  const pieces: string[] = [];
  const copies: Copy[] = [];
  let length = 0;
  let copied = 0;
  const copyUpTo = (end: number): void => {
    copies.push({ at: length, from: copied });
    pieces.push(text.slice(copied, end));
    length += end - copied;
  };
  for (const { start, end, rule, value } of found) {
    copyUpTo(start);
    const label = labelOf(rule.kind ?? 'SECRET', rule.id);
    const placeholder = `<${label}#${numbers.numberOf(label, value)}>`;
    const original = text.slice(start, end);
    // Lines must stay countable: the placeholder stands on the first, the others are emptied.
    const breaks = original.match(/\r\n|\r|\n/g)?.join('') ?? '';
    const bareNumber = /^[-\d]+$/.test(original) && isJsonNumber(text, start, end) && !inString(start);
    const piece = (bareNumber ? `"${placeholder}"` : placeholder) + breaks;
    pieces.push(piece);
    length += piece.length;
    copied = end;
  }
  copyUpTo(text.length);
  return { text: pieces.join(''), toOriginal: (span) => shifted(span, copies) };
}

/** From `at` on, characters were copied from `from` on. */
interface Copy {
  readonly at: number;
  readonly from: number;
}

function shifted({ start, end }: Span, copies: readonly Copy[]): Span {
  let low = 0;
  let high = copies.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((copies[middle]?.at ?? 0) <= start) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const shift = (copies[low]?.from ?? 0) - (copies[low]?.at ?? 0);
  return { start: start + shift, end: end + shift };
}

function linesWithPlaceholders(text: string): View {
  const pieces: string[] = [];
  const copies: Copy[] = [];
  let length = 0;
  let lineEnd = 0;
  for (const { start } of placeholderSpans(text)) {
    if (start >= lineEnd) {
      const lineStart = text.lastIndexOf('\n', start) + 1;
      const newline = text.indexOf('\n', start);
      lineEnd = newline === -1 ? text.length : newline + 1;
      copies.push({ at: length, from: lineStart });
      pieces.push(text.slice(lineStart, lineEnd));
      length += lineEnd - lineStart;
    }
  }
  return { text: pieces.join(''), toOriginal: (span) => shifted(span, copies) };
}

/** Whether digits stand where JSON has a number, so that a bare placeholder would spoil it. */
function isJsonNumber(text: string, start: number, end: number): boolean {
  return (
    /(?:":|[[,])\s{0,80}$/.test(text.slice(Math.max(0, start - 82), start)) &&
    /^\s{0,80}(?:[,\]}]|$)/.test(text.slice(end, end + 81))
  );
}

/** Tells for growing offsets whether they lie within double quotes opened on the same line. */
function stringState(text: string): (offset: number) => boolean {
  let at = 0;
  let inside = false;
  return (offset) => {
    for (; at < offset; at++) {
      const unit = text.charCodeAt(at);
      if (unit === 92 /* backslash */) {
        at++;
      } else if (unit === 34 /* quote */) {
        inside = !inside;
      } else if (unit === 10) {
        inside = false;
      }
    }
    return inside;
  };
}
