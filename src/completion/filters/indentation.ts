/** White space at the beginning of a suggestion's lines, made to fit the document's. */
import { languageRules, opensBlock } from '../text/languageRules';
import {
  currentLinePrefix,
  currentLineRest,
  indentationOf,
  isBlank,
  leadingWhitespace,
  previousNonBlankLine,
} from '../text/lines';
import { withoutShift, withStepsOf } from './indentationStep';

interface Place {
  readonly prefix: string;
  readonly suffix: string;
  readonly languageId: string;
}

/** How one step of indentation is written: tabs, or a number of blanks. */
export type IndentationUnit = '\t' | number;

/** The text with the document's kind of indentation and without white space that the cursor's line already has. */
export function fitIndentation(text: string, place: Place): string {
  const unit = indentationUnitOf(place.prefix) ?? indentationUnitOf(place.suffix);
  const converted = unit === undefined ? text : convertIndentation(text, unit, currentLinePrefix(place.prefix));
  const fitted = fitFirstLine(converted, place, unit);
  if (typeof unit !== 'number' || !fitted.includes('\n')) {
    return fitted;
  }
  const rules = languageRules(place.languageId);
  const first = currentLinePrefix(place.prefix) + currentLineRest(fitted);
  return isBlank(first) ? fitted : withoutShift(unit, withStepsOf(unit, fitted, first, rules), first, rules);
}

/** The kind of indentation that a text uses; undefined = it has none. */
export function indentationUnitOf(text: string): IndentationUnit | undefined {
  const steps = new Map<number, number>();
  let previous = 0;
  let tabs = 0;
  for (const line of text.slice(-20_000).split('\n')) {
    if (isBlank(line)) {
      continue;
    }
    if (line.startsWith('\t')) {
      tabs++;
      continue;
    }
    const blanks = leadingWhitespace(line).length;
    const step = Math.abs(blanks - previous);
    if (step > 1 && step <= 8 && !/^\s*\*/.test(line)) {
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    previous = blanks;
  }
  const [most] = [...steps].sort(([stepA, a], [stepB, b]) => b - a || stepA - stepB);
  if (tabs > (most?.[1] ?? 0)) {
    return '\t';
  }
  return most?.[0];
}

/** Rewrites the indentation of all lines but the first, which begins at the cursor. */
function convertIndentation(text: string, unit: IndentationUnit, linePrefix: string): string {
  const lines = text.split('\n');
  const others = isBlank(linePrefix) ? lines : lines.slice(1);
  const indents = others.filter((line) => !isBlank(line)).map(leadingWhitespace);
  if (unit === '\t') {
    const size = Math.min(...indents.filter((indent) => /^ {2,}$/.test(indent)).map((indent) => indent.length));
    // A single line tells nothing about the size of a step; two blanks could be alignment.
    return Number.isFinite(size)
      ? rewrite(lines, linePrefix, (indent) => blanksToTabs(indent, stepOf(indents, size)))
      : text;
  }
  if (indents.some((indent) => indent.includes('\t'))) {
    return rewrite(lines, linePrefix, (indent) => indent.replaceAll('\t', ' '.repeat(unit)));
  }
  return text;
}

/** The likely size of a step: the greatest common divisor, but at least two and at most eight blanks. */
function stepOf(indents: readonly string[], smallest: number): number {
  const lengths = indents.filter((indent) => /^ +$/.test(indent)).map((indent) => indent.length);
  const divisor = lengths.reduce((a, b) => greatestCommonDivisor(a, b), 0);
  const step = divisor >= 2 ? divisor : smallest;
  return step > 8 || step === 8 ? 4 : step;
}

function rewrite(lines: readonly string[], linePrefix: string, change: (indent: string) => string): string {
  return lines
    .map((line, index) => {
      if (index === 0 && !isBlank(linePrefix)) {
        return line;
      }
      const indent = leadingWhitespace(line);
      return change(indent) + line.slice(indent.length);
    })
    .join('\n');
}

function blanksToTabs(indent: string, step: number): string {
  const blanks = indent.replaceAll('\t', ' '.repeat(step)).length;
  return '\t'.repeat(Math.floor(blanks / step)) + ' '.repeat(blanks % step);
}

/** The first line continues the cursor's: models repeat its indentation, or put a second blank after the first. */
function fitFirstLine(text: string, { prefix, languageId }: Place, unit: IndentationUnit | undefined): string {
  const linePrefix = currentLinePrefix(prefix);
  const own = leadingWhitespace(text);
  if (own === '') {
    return text;
  }
  if (!isBlank(linePrefix)) {
    return /\s$/.test(linePrefix) && !text.startsWith('\n') ? text.slice(own.length) : text;
  }
  const rest = text.slice(own.length);
  if (rest.startsWith('\n')) {
    return text;
  }
  const missing = Math.max(0, wantedIndentation(text, prefix, languageId, unit) - indentationOf(linePrefix));
  return trimTo(own, missing) + rest;
}

/** Columns at which the first line should stand: like the suggestion's next line where it shows, else as the line above says. */
function wantedIndentation(
  text: string,
  prefix: string,
  languageId: string,
  unit: IndentationUnit | undefined,
): number {
  const lines = text.split('\n');
  const first = lines[0] ?? '';
  const linePrefix = currentLinePrefix(prefix);
  const second = lines.slice(1).find((line) => !isBlank(line));
  const rules = languageRules(languageId);
  const step = unit === undefined || unit === '\t' ? 4 : unit;
  const previous = previousNonBlankLine(prefix);
  const isOpened = previous !== undefined && opensBlock(previous, rules);
  const cursor = indentationOf(linePrefix);
  // An editor, or the person, has chosen the step already.
  if (unit === undefined && isOpened && cursor > indentationOf(previous)) {
    return cursor;
  }
  if (second !== undefined) {
    const opened = opensBlock(first, rules);
    const own = cursor + indentationOf(first);
    if (opened && own < indentationOf(second)) {
      return own;
    }
    const asSecond = Math.max(cursor, indentationOf(second) - (opened ? step : 0));
    return (asSecond - cursor) % step === 0 ? asSecond : cursor;
  }
  return previous === undefined ? 0 : indentationOf(previous) + (isOpened ? step : 0);
}

/** The end of a stretch of white space that is this many columns wide. */
function trimTo(whitespace: string, columns: number): string {
  let kept = whitespace;
  while (kept !== '' && indentationOf(kept) > columns) {
    kept = kept.slice(1);
  }
  return kept;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
