/**
 * What follows the cursor: members of the thing before the dot, imported names that the stable part has no room for, more of the
 * definitions that the lines at hand use, and pieces of files nearby. Whatever the stable part has is left out.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { ContextSnippet } from '../ContextSource';
import type { Knowledge, KnownSymbol, SymbolKey } from '../Knowledge';
import { pathCost, withContainers } from './chooseStable';
import { membersOf } from './membersOf';
import { relevance, surroundingsOf } from './relevance';
import { nameLineOf, renderSymbols } from './renderSymbols';

export interface VolatileQuery {
  readonly knowledge: Knowledge;
  /** Tokens. */
  readonly budget: number;
  /** Symbols that the stable part shows. */
  readonly shown: ReadonlySet<SymbolKey>;
  readonly receiver: Receiver | undefined;
  /** Of the document at hand: what it defines itself comes last, since the model reads most of it anyway. */
  readonly path: string;
  /** Lines before the cursor, the cursor's own up to the cursor last. */
  readonly lines: readonly string[];
  /** Pieces that the editor itself knows of, such as diagnostics. */
  readonly observed: readonly ContextSnippet[];
}

/** The thing before the dot at the cursor. `key` undefined = nobody knows what it is. */
export interface Receiver {
  readonly key: SymbolKey | undefined;
}

/** Of names that nothing but their likeness speaks for, those below are left out. */
const leastRelevance = 0.3;
/** What a symbol of the document itself loses. */
const ownFile = 2;
/** Definitions of one name in one file. */
const mostOverloads = 2;
/** No symbol takes less. */
const fewestTokens = 6;
/** Sign, blank and line break. */
const commentTokens = 2;
/** Share of what is left that bodies of functions may take. */
const bodyShare = 0.5;

export function chooseVolatile(query: VolatileQuery): ContextSnippet[] {
  const { knowledge, budget, lines, observed } = query;
  const chosen: ContextSnippet[] = [];
  let left = budget;
  const take = (snippet: ContextSnippet): void => {
    const cost = costOf(snippet) + (snippet.retriever === 'imports' ? 0 : pathCost(snippet.path));
    if (
      cost <= left &&
      snippet.text !== '' &&
      !chosen.some((other) => covers(other, snippet) || sayTheSame(other, snippet))
    ) {
      chosen.push(snippet);
      left -= cost;
    }
  };
  for (const snippet of [...likelySymbols(query), ...observed]) {
    take(snippet);
  }
  const words = new Set(lines.toReversed().flatMap((line) => line.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []));
  const used = new Set([...words].map((word) => knowledge.names[word]).filter((key) => key !== undefined));
  const withoutBodies = left * (1 - bodyShare);
  for (const snippet of [...used].map((key) => knowledge.bodies[key])) {
    if (snippet !== undefined && left - costOf(snippet) > withoutBodies) {
      take(snippet);
    }
  }
  knowledge.near.forEach(take);
  return chosen;
}

/** Tokens of a text each of whose lines is written as a comment. */
function costOf({ text, tokens }: { readonly text: string; readonly tokens: number }): number {
  return tokens + text.split('\n').length * commentTokens;
}

function covers(one: ContextSnippet, other: ContextSnippet): boolean {
  return one.path === other.path && one.startLine <= other.startLine && one.endLine >= other.endLine;
}

/** Whether two pieces of a file, as they stand there, have more than half of the shorter one in common. */
function sayTheSame(one: ContextSnippet, other: ContextSnippet): boolean {
  if (one.path !== other.path || !isVerbatim(one) || !isVerbatim(other)) {
    return false;
  }
  const common = Math.min(one.endLine, other.endLine) - Math.max(one.startLine, other.startLine) + 1;
  return common * 2 > Math.min(one.endLine - one.startLine, other.endLine - other.startLine) + 1;
}

function isVerbatim({ text, startLine, endLine }: ContextSnippet): boolean {
  const lines = text.split('\n').length;
  return lines >= endLine - startLine && lines > 1;
}

/** As many symbols as fit, the likeliest first, one snippet a file. */
function likelySymbols({
  knowledge: { symbols, ...knowledge },
  budget,
  shown,
  receiver,
  lines,
  path: here,
}: VolatileQuery): ContextSnippet[] {
  const surroundings = surroundingsOf(lines);
  const candidates = new Map<SymbolKey, number>();
  const consider = (keys: readonly SymbolKey[], least: number, plus: number): void => {
    for (const key of keys) {
      const score = relevance(symbols[key]?.name ?? '', surroundings);
      if (!shown.has(key) && score >= least && !candidates.has(key)) {
        candidates.set(key, score + plus - (symbols[key]?.path === here ? ownFile : 0));
      }
    }
  };
  if (receiver?.key !== undefined) {
    consider(membersOf(receiver.key, symbols), 0, 1);
  } else if (receiver !== undefined) {
    // Somebody's member: more likely one whose type the file can reach than any other name.
    consider(
      Object.keys(symbols).filter((key) => symbols[key]?.container !== undefined),
      leastRelevance,
      0,
    );
  } else {
    consider(Object.values(knowledge.names), 0, 1);
    consider(
      knowledge.wanted.map(({ key }) => key),
      leastRelevance,
      0,
    );
  }
  const ranked = [...candidates]
    .toSorted(
      ([one, score], [other, otherScore]) => otherScore - score || lengthOf(symbols[one]) - lengthOf(symbols[other]),
    )
    .map(([key]) => key);
  const whole = fill(ranked, symbols, budget, false, receiver);
  // When not all fit, more of them with one line each help more than a few with all their parameters.
  const isBrief = whole.left > 0;
  const { byPath } = isBrief ? fill(ranked, symbols, budget, true, receiver) : whole;
  return [...byPath].map(([path, keys]) => {
    const rendered = renderSymbols(keys, symbols, isBrief);
    const retriever = receiver === undefined ? 'imports' : 'members';
    return { path, ...rendered, retriever, tokens: estimateTokens(rendered.text) };
  });
}

/** Of equally likely symbols more fit when the short ones go first; in steps, so that their order in the file counts for something. */
function lengthOf(symbol: KnownSymbol | undefined): number {
  return Math.round((symbol?.tokens ?? 0) / 16);
}

/** The symbols that fit by file, and how many did not. */
function fill(
  ranked: readonly SymbolKey[],
  symbols: Knowledge['symbols'],
  budget: number,
  isBrief: boolean,
  receiver: Receiver | undefined,
): { readonly byPath: ReadonlyMap<string, SymbolKey[]>; readonly left: number } {
  const byPath = new Map<string, SymbolKey[]>();
  const taken = new Set<SymbolKey>();
  const overloads = new Map<string, number>();
  // Indentation and closers come on top.
  let free = budget * 0.9;
  let left = 0;
  const cost = (key: SymbolKey): number => {
    const symbol = symbols[key];
    if (symbol === undefined) {
      return 0;
    }
    const line = isBrief ? nameLineOf(symbol) : symbol.text;
    return costOf({ text: line, tokens: line === symbol.text ? symbol.tokens : estimateTokens(line) });
  };
  for (const key of ranked) {
    const path = symbols[key]?.path ?? '';
    const name = `${path} ${symbols[key]?.name}`;
    overloads.set(name, (overloads.get(name) ?? 0) + 1);
    const isTooMany = (overloads.get(name) ?? 0) > mostOverloads;
    const parts = isTooMany ? [] : withContainers(key, symbols).filter((part) => !taken.has(part));
    const heading = byPath.has(path) || receiver === undefined ? 0 : pathCost(path);
    const sum = parts.reduce((total, part) => total + cost(part) + 1, heading);
    if (sum > free) {
      left++;
    } else if (parts.length > 0) {
      free -= sum;
      byPath.set(path, [...(byPath.get(path) ?? []), ...parts]);
      for (const part of parts) {
        taken.add(part);
      }
    }
    if (free < fewestTokens) {
      return { byPath, left: left + 1 };
    }
  }
  return { byPath, left };
}
