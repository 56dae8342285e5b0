/**
 * What follows the cursor: members of the thing before the dot, more of the definitions that the lines at hand use, and pieces of files
 * nearby. Whatever the stable part has is left out.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { ContextSnippet } from '../ContextSource';
import type { Knowledge, SymbolKey } from '../Knowledge';
import { pathCost, withContainers } from './chooseStable';
import { renderSymbols } from './renderSymbols';

export interface VolatileQuery {
  readonly knowledge: Knowledge;
  /** Tokens. */
  readonly budget: number;
  /** Symbols that the stable part shows. */
  readonly shown: ReadonlySet<SymbolKey>;
  /** The thing before the dot; undefined = there is none, or nobody knows it. */
  readonly receiver: SymbolKey | undefined;
  /** Names in the lines before the cursor, the nearest first. */
  readonly words: readonly string[];
  /** Pieces that the editor itself knows of, such as diagnostics. */
  readonly observed: readonly ContextSnippet[];
}

export function chooseVolatile({
  knowledge,
  budget,
  shown,
  receiver,
  words,
  observed,
}: VolatileQuery): ContextSnippet[] {
  const chosen: ContextSnippet[] = [];
  let left = budget;
  const take = (snippet: ContextSnippet): void => {
    const cost = snippet.tokens + pathCost(snippet.path);
    if (cost <= left && snippet.text !== '' && !chosen.some((other) => covers(other, snippet))) {
      chosen.push(snippet);
      left -= cost;
    }
  };
  if (receiver !== undefined) {
    for (const snippet of memberSnippets(knowledge, receiver, shown, left)) {
      take(snippet);
    }
  }
  for (const snippet of observed) {
    take(snippet);
  }
  const used = new Set(words.map((word) => knowledge.names[word]).filter((key) => key !== undefined));
  const bodies = [...used].map((key) => knowledge.bodies[key]).filter((snippet) => snippet !== undefined);
  // Half of what is left, so that a long function does not drive everything else out.
  const forBodies = left / 2;
  for (const snippet of bodies) {
    if (budget - left < budget - forBodies) {
      take(snippet);
    }
  }
  for (const snippet of knowledge.near) {
    take(snippet);
  }
  return chosen;
}

function covers(one: ContextSnippet, other: ContextSnippet): boolean {
  return one.path === other.path && one.startLine <= other.startLine && one.endLine >= other.endLine;
}

/** Members of a symbol and of what it inherits from, as many as fit, one snippet a file. */
function memberSnippets(
  { symbols }: Knowledge,
  receiver: SymbolKey,
  shown: ReadonlySet<SymbolKey>,
  budget: number,
): ContextSnippet[] {
  const byPath = new Map<string, SymbolKey[]>();
  const taken = new Set<SymbolKey>();
  let left = budget;
  for (const member of membersOf(receiver, symbols)) {
    const parts = shown.has(member) ? [] : withContainers(member, symbols).filter((key) => !taken.has(key));
    const path = symbols[member]?.path ?? '';
    const cost =
      parts.reduce((sum, key) => sum + (symbols[key]?.tokens ?? 0) + 2, 0) + (byPath.has(path) ? 0 : pathCost(path));
    if (parts.length > 0 && cost <= left) {
      left -= cost;
      byPath.set(path, [...(byPath.get(path) ?? []), ...parts]);
      for (const key of parts) {
        taken.add(key);
      }
    }
  }
  return [...byPath].map(([path, keys]) => {
    const rendered = renderSymbols(keys, symbols);
    return { path, ...rendered, retriever: 'members', tokens: estimateTokens(rendered.text) };
  });
}

const deepestInheritance = 5;

/** What can stand behind the dot, inherited members last. */
export function membersOf(key: SymbolKey, symbols: Knowledge['symbols'], depth = 0): SymbolKey[] {
  const symbol = symbols[key];
  if (symbol === undefined || depth > deepestInheritance) {
    return [];
  }
  const inherited = symbol.bases.flatMap((base) => membersOf(base, symbols, depth + 1));
  return [...new Set([...symbol.members, ...inherited])];
}
