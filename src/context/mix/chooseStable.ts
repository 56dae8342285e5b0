/**
 * Which definitions a prompt holds wherever the cursor is: by rank as many as fit the budget. What was chosen before keeps its place, and
 * what comes is put behind it, so that a server's cache of the prompt stays good.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { ContextSnippet } from '../ContextSource';
import type { Knowledge, SymbolKey } from '../Knowledge';
import { renderSymbols } from './renderSymbols';

/** Symbols of one file that were chosen at the same time. */
export interface Section {
  readonly path: string;
  readonly keys: readonly SymbolKey[];
  readonly snippet: ContextSnippet;
}

/** What a prompt's format writes around a snippet, beside its path; in tokens. */
export const snippetOverhead = 8;
/** From this rank on, symbols only fill up: at most this share of the budget. */
const fillingRank = 2;
const fillingShare = 0.4;

/**
 * The sections for a budget in tokens. `before`: the sections that this document had last; they stay as they are when all of them still
 * hold and fit.
 */
export function chooseStable(knowledge: Knowledge, budget: number, before: readonly Section[]): readonly Section[] {
  const wanted = choose(knowledge, budget);
  const isKept = ({ keys, snippet }: Section): boolean =>
    keys.every((key) => wanted.has(key)) && renderSymbols(keys, knowledge.symbols).text === snippet.text;
  const kept = before.every(isKept) ? before : [];
  const old = new Set(kept.flatMap(({ keys }) => keys));
  const sections = [
    ...kept,
    ...sectionsOf(
      [...wanted].filter((key) => !old.has(key)),
      knowledge,
    ),
  ];
  return kept.length === 0 || costOf(sections) <= budget ? sections : sectionsOf([...wanted], knowledge);
}

/** Tokens of sections with what a format writes around them. */
export function costOf(sections: readonly Section[]): number {
  return sections.reduce((cost, { path, snippet }) => cost + snippet.tokens + pathCost(path), 0);
}

export function pathCost(path: string): number {
  return estimateTokens(path) + snippetOverhead;
}

/** In the order of the document's imports. */
function choose({ wanted, symbols }: Knowledge, budget: number): ReadonlySet<SymbolKey> {
  const chosen = new Set<SymbolKey>();
  const paths = new Set<string>();
  let left = budget;
  let filling = budget * fillingShare;
  for (const { key, rank } of wanted.toSorted((one, other) => one.rank - other.rank)) {
    const parts = withContainers(key, symbols).filter((part) => !chosen.has(part));
    const path = symbols[key]?.path;
    if (path === undefined || parts.length === 0) {
      continue;
    }
    // A line break, and for braces their closer.
    const cost =
      parts.reduce((sum, part) => sum + (symbols[part]?.tokens ?? 0) + 2, 0) + (paths.has(path) ? 0 : pathCost(path));
    if (cost > left || (rank >= fillingRank && cost > filling)) {
      continue;
    }
    left -= cost;
    filling -= rank >= fillingRank ? cost : 0;
    paths.add(path);
    for (const part of parts) {
      chosen.add(part);
    }
  }
  return new Set(wanted.flatMap(({ key }) => withContainers(key, symbols)).filter((key) => chosen.has(key)));
}

/** A symbol with those around it, the outermost first. */
export function withContainers(key: SymbolKey, symbols: Knowledge['symbols']): SymbolKey[] {
  const symbol = symbols[key];
  if (symbol === undefined || symbol.text === '') {
    return [];
  }
  return [...(symbol.container === undefined ? [] : withContainers(symbol.container, symbols)), key];
}

function sectionsOf(keys: readonly SymbolKey[], { symbols }: Knowledge): Section[] {
  const byPath = new Map<string, SymbolKey[]>();
  for (const key of keys) {
    const path = symbols[key]?.path ?? '';
    byPath.set(path, [...(byPath.get(path) ?? []), key]);
  }
  return [...byPath].map(([path, own]): Section => {
    const rendered = renderSymbols(own, symbols);
    return {
      path,
      keys: own,
      snippet: { path, ...rendered, retriever: 'imports', tokens: estimateTokens(rendered.text) },
    };
  });
}
