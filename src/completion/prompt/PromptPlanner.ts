/**
 * What goes into the prompt, in an order and with edges that let a server keep what it has read: stable context, a snapshot of the
 * suffix, what changes with the cursor, and last the prefix, from a start that stays where it is until the space is used up and then
 * moves in one big step. The same calls in the same order give the same bytes.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { Context, ContextSnippet } from '../../context/ContextSource';
import { languageRules } from '../text/languageRules';
import { LineTokens } from './LineTokens';
import { NearbySnippets } from './NearbySnippets';
import { snapshotHolds } from './suffixSnapshot';
import { endOfLastLine, headWithin, type LinesBefore, linesBefore, type Piece } from './window';

/** A cursor and what is known around it. */
export interface PromptPlace {
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  /** Text before and after the cursor, LF line ends; the rest of a long document may be missing at the far ends. */
  readonly prefix: string;
  readonly suffix: string;
  /** The cursor's line in the document, 0-based. */
  readonly line: number;
}

export interface PlanOptions {
  /** Estimated tokens of the whole prompt. */
  readonly budget: number;
  /** Of these what the format says around the pieces; absent = an estimate of that. */
  readonly frame?: number;
  /** Whether the suffix stands before the prefix: else every keystroke makes the server read it again, so it is kept short. */
  readonly suffixFirst: boolean;
  /** Whether a block is asked for. */
  readonly multiline: boolean;
}

export interface PromptPlan {
  readonly stable: readonly ContextSnippet[];
  readonly suffix: string;
  /** Comment lines that stand right before the prefix; empty = none. */
  readonly nearby: string;
  /** What these say, and what `stable` does. */
  readonly snippets: readonly ContextSnippet[];
  readonly prefix: string;
  /** Line of the document at which `prefix` begins, 0-based. */
  readonly startLine: number;
  /**
   * As asked for, or true because the last prompt was for a block and the rest of it still stands: the word for it comes before everything
   * that the server has read, and an answer is ended at its line anyway.
   */
  readonly multiline: boolean;
}

/** Shares of the budget. What context and suffix leave over is the prefix's. */
const suffixShare = { first: 0.15, last: 0.1 };
/** The most of what the format leaves, where that is little. */
const mostSuffix = 0.4;
/** What a format says around the pieces beside the file's path, and above each snippet beside its path. */
const frameTokens = 48;
const headingTokens = 8;
const smallestPrefix = 0.25;
const prefixStep = 64;

/** How full a new window is made, so that there is space to type before it has to move; and how full a rounding may make it. */
const freshFill = 0.6;
const roundedFill = 0.85;
/** With less than this before the cursor a window that was kept is too small. */
const leastFill = 0.3;
/** A new window begins at a multiple of so many lines where it can, so that it does not depend on where exactly the cursor was. */
const steps = [64, 32, 16, 8, 4, 2, 1];
const mostDocuments = 32;
/** Lines by which a window's beginning is looked for elsewhere, after edits above it. */
const furthestMove = 100;

interface Kept {
  suffix: Piece;
  /** The first line of the window, and where it stood. */
  head: string;
  startLine: number;
  multiline: boolean;
  readonly nearby: NearbySnippets;
}

export class PromptPlanner {
  readonly #counts = new LineTokens();
  /** By document, the one used last at the end. */
  readonly #documents = new Map<string, Kept>();

  /** `contextFor`: what other files say, in at most so many tokens. */
  plan(place: PromptPlace, contextFor: (room: number) => Context, options: PlanOptions): PromptPlan {
    const { uri, prefix, line } = place;
    const { budget, suffixFirst } = options;
    const known = this.#documents.get(uri);
    const frame = Math.max(options.frame ?? 0, frameTokens + estimateTokens(place.path));
    const wantedSuffix = budget * (suffixFirst ? suffixShare.first : suffixShare.last);
    const suffixBudget = Math.floor(Math.max(0, Math.min(wantedSuffix, (budget - frame) * mostSuffix)));
    const isSuffixKept =
      known !== undefined && known.suffix.tokens <= suffixBudget && snapshotHolds(known.suffix.text, place.suffix);
    const suffix = isSuffixKept ? known.suffix : headWithin(place.suffix, suffixBudget, this.#counts);
    const leastPrefix = Math.floor(Math.max(0, Math.min(budget * smallestPrefix, budget - frame - suffix.tokens)));
    const free = Math.max(leastPrefix, budget - frame - suffix.tokens);
    const room = free - Math.min(leastPrefix, this.#wholePrefix(prefix, leastPrefix));
    const context = contextFor(room);
    const { comment } = languageRules(place.languageId);
    const stable = comment === undefined ? [...context.stable, ...context.volatile] : context.stable;
    const nearby = known?.nearby ?? new NearbySnippets();
    const stableTokens = this.#tokensOf(stable);
    nearby.update(comment === undefined ? [] : context.volatile, Math.max(0, room - stableTokens), comment ?? '');
    const space = Math.max(leastPrefix, free - nearby.tokens - stableTokens);
    const before = linesBefore(prefix, space, this.#counts);
    const keptLines = known === undefined ? undefined : linesToKeep(known, before, prefix, line, space);
    const lines = keptLines ?? freshLines(before, line, space);
    const start = before.starts[lines];
    const text = start === undefined ? endOfLastLine(prefix, space) : prefix.slice(start);
    const startLine = line - Math.max(lines, 0);
    const goesOn = keptLines !== undefined && isSuffixKept;
    const multiline = options.multiline || (goesOn && (known?.multiline ?? false));
    this.#keep(uri, { suffix, head: firstLine(text), startLine, multiline, nearby });
    const snippets = [...stable, ...nearby.told];
    return { stable, suffix: suffix.text, nearby: nearby.lines, snippets, prefix: text, startLine, multiline };
  }

  /** Tokens of a short text before the cursor, in steps, since what is left of the budget is context's; of a long one more than `most`. */
  #wholePrefix(prefix: string, most: number): number {
    const { starts, tokens } = linesBefore(prefix, most, this.#counts);
    return starts.at(-1) === 0 ? Math.ceil(((tokens.at(-1) ?? 0) + 1) / prefixStep) * prefixStep : most + 1;
  }

  #tokensOf(snippets: readonly ContextSnippet[]): number {
    return snippets.reduce((sum, { path, tokens }) => sum + tokens + estimateTokens(path) + headingTokens, 0);
  }

  #keep(uri: string, kept: Kept): void {
    this.#documents.delete(uri);
    this.#documents.set(uri, kept);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > mostDocuments && oldest !== undefined) {
      this.#documents.delete(oldest);
    }
  }
}

/** How many lines above the cursor's the last window reaches, if it can stay; undefined = it cannot. */
function linesToKeep(kept: Kept, before: LinesBefore, prefix: string, line: number, space: number): number | undefined {
  const fits = (lines: number): boolean => {
    const start = before.starts[lines];
    const tokens = before.tokens[lines];
    const isEnough = start === 0 || (tokens !== undefined && tokens >= space * leastFill);
    return start !== undefined && isEnough && firstLine(prefix.slice(start, start + 200)) === kept.head;
  };
  const expected = line - kept.startLine;
  if (fits(expected)) {
    return expected;
  }
  // Lines were added or removed above the window; a line without words could be any.
  const mayHaveMoved = expected >= 0 && kept.head.trim().length >= 8;
  const moved = mayHaveMoved
    ? before.starts.findIndex((_, lines) => Math.abs(lines - expected) <= furthestMove && fits(lines))
    : -1;
  return moved < 0 ? undefined : moved;
}

/** A window with space to grow, from a line whose number is as round as can be had. */
function freshLines({ starts, tokens }: LinesBefore, line: number, space: number): number {
  const last = starts.length - 1;
  if (starts[last] === 0 && (tokens[last] ?? 0) <= space * roundedFill) {
    return last;
  }
  const within = (fill: number): number => {
    const over = tokens.findIndex((count) => count > space * fill);
    return over < 0 ? last : over - 1;
  };
  const [wanted, most] = [Math.max(0, within(freshFill)), Math.max(0, within(roundedFill))];
  for (const step of steps) {
    const start = Math.floor((line - wanted) / step) * step;
    if (line - start <= most) {
      return line - start;
    }
  }
  return Math.min(wanted, last);
}

/** Enough of a window's first line to know it again. */
function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return text.slice(0, end < 0 ? 120 : Math.min(end, 120));
}
