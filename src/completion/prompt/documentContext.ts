/**
 * What of the document goes into the prompt: the lines around the cursor within a token budget. The window's start moves in steps, so
 * that the prompt's beginning stays the same from keystroke to keystroke and the server can keep it.
 */
import { estimateTokens } from '../../base/estimateTokens';

export interface DocumentContext {
  readonly prefix: string;
  readonly suffix: string;
  /** Line of the document at which `prefix` begins, 0-based. */
  readonly startLine: number;
}

/** Share of the budget for the text after the cursor; what it leaves is the prefix's. */
const suffixShare = 0.25;
/** Lines by which the window's start moves; smaller ones for small windows. */
const steps = [64, 16, 4, 1];
/** A step may cost at most this share of the window. */
const dearestStep = 1 / 3;

/** `prefix`, `suffix`: the whole document around the cursor, LF line ends. `budget` in tokens, estimated. */
export function documentContext(prefix: string, suffix: string, budget: number): DocumentContext {
  const suffixWindow = headWithin(suffix, Math.floor(budget * suffixShare));
  return { ...tailWithin(prefix, budget - suffixWindow.tokens), suffix: suffixWindow.text };
}

/** The beginning of a text: whole lines, as many as fit; part of the first one when even that is too long. */
function headWithin(text: string, budget: number): { readonly text: string; readonly tokens: number } {
  let end = 0;
  let tokens = 0;
  while (end < text.length) {
    const lineBreak = text.indexOf('\n', end);
    const next = lineBreak < 0 ? text.length : lineBreak + 1;
    const cost = estimateTokens(text.slice(end, Math.min(next, end + longestLine(budget))));
    if (tokens + cost > budget) {
      break;
    }
    tokens += cost;
    end = next;
  }
  if (end === 0 && text !== '') {
    const line = text.slice(0, longestLine(budget));
    const cut = cutToBudget(line, budget, (length) => line.slice(0, length));
    return { text: cut, tokens: estimateTokens(cut) };
  }
  return { text: text.slice(0, end), tokens };
}

/** The end of a text, from a line whose number is a multiple of a step. */
function tailWithin(text: string, budget: number): { readonly prefix: string; readonly startLine: number } {
  const starts = lineStartsFromEnd(text, budget);
  const cursorLine = starts.cursorLine;
  const [lastStart] = starts.offsets;
  if (lastStart === undefined) {
    const line = text.slice(Math.max(text.lastIndexOf('\n') + 1, text.length - longestLine(budget)));
    return { prefix: cutToBudget(line, budget, (length) => line.slice(line.length - length)), startLine: cursorLine };
  }
  const earliest = cursorLine - starts.offsets.length + 1;
  const step = earliest === 0 ? 1 : (steps.find((size) => size <= starts.offsets.length * dearestStep) ?? 1);
  const startLine = Math.ceil(earliest / step) * step;
  return { prefix: text.slice(starts.offsets[cursorLine - startLine] ?? lastStart), startLine };
}

/** Offsets of the lines that fit, the cursor's line first. */
function lineStartsFromEnd(
  text: string,
  budget: number,
): { readonly offsets: readonly number[]; readonly cursorLine: number } {
  const offsets: number[] = [];
  let tokens = 0;
  let end = text.length;
  for (;;) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(Math.max(start, end - longestLine(budget)), end);
    tokens += estimateTokens(line) + (offsets.length === 0 ? 0 : 1);
    if (tokens > budget) {
      break;
    }
    offsets.push(start);
    if (start === 0) {
      break;
    }
    end = start - 1;
  }
  return { offsets, cursorLine: countLineBreaks(text) };
}

/** Beyond this many characters a line cannot fit, so nobody needs to count it to its end. */
function longestLine(budget: number): number {
  return budget * 8 + 1;
}

function cutToBudget(line: string, budget: number, take: (length: number) => string): string {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (estimateTokens(take(middle)) <= budget) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return withoutHalfCharacter(take(low));
}

/** Cutting between the two halves of a surrogate pair would leave something that is no text. */
function withoutHalfCharacter(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}
