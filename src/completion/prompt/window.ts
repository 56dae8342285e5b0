/** Pieces of a text within a token budget: its beginning or its end, in whole lines as long as a line fits. */
import { estimateTokens } from '../../base/estimateTokens';
import type { LineTokens } from './LineTokens';

export interface Piece {
  readonly text: string;
  /** Estimated. */
  readonly tokens: number;
}

/** The lines before the cursor, its own first, as far as a budget goes. */
export interface LinesBefore {
  /** Offsets at which the lines begin; empty = not even the cursor's line fits. */
  readonly starts: readonly number[];
  /** Tokens of the text from each of these lines to the cursor. */
  readonly tokens: readonly number[];
}

/** The beginning of a text: whole lines, as many as fit; part of the first one when even that is too long. */
export function headWithin(text: string, budget: number, counts: LineTokens): Piece {
  let end = 0;
  let tokens = 0;
  while (end < text.length) {
    const lineBreak = text.indexOf('\n', end);
    const next = lineBreak < 0 ? text.length : lineBreak + 1;
    const cost = counts.of(text.slice(end, Math.min(next, end + longestLine(budget))));
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

/** The lines at the end of a text that fit, the last one first. */
export function linesBefore(text: string, budget: number, counts: LineTokens): LinesBefore {
  const starts: number[] = [];
  const tokens: number[] = [];
  let sum = 0;
  let end = text.length;
  for (;;) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    sum += counts.of(text.slice(Math.max(start, end - longestLine(budget)), end)) + (starts.length === 0 ? 0 : 1);
    if (sum > budget) {
      break;
    }
    starts.push(start);
    tokens.push(sum);
    if (start === 0) {
      break;
    }
    end = start - 1;
  }
  return { starts, tokens };
}

/** The end of the last line of a text, for a line that alone is too long. */
export function endOfLastLine(text: string, budget: number): string {
  const line = text.slice(Math.max(text.lastIndexOf('\n') + 1, text.length - longestLine(budget)));
  return cutToBudget(line, budget, (length) => line.slice(line.length - length));
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
