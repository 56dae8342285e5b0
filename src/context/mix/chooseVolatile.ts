/**
 * What follows the cursor: members of the thing before the dot, imported names that the stable part has no room for, more of the
 * definitions that the lines at hand use, and pieces of files nearby. Whatever the stable part has is left out.
 */
import type { ContextSnippet } from '../ContextSource';
import type { Knowledge, SymbolKey } from '../Knowledge';
import { pathCost } from './chooseStable';
import { costOf, likelySymbols } from './likelySymbols';

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
  /** Whether a type is written there, and not a value: `Shop.open`, `Shop::new`. */
  readonly isType: boolean;
}

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
