/** Which symbols probably come next at the cursor, the likeliest first, and how many of them fit. */
import { estimateTokens } from '../../base/estimateTokens';
import type { ContextSnippet } from '../ContextSource';
import type { Knowledge, KnownSymbol, SymbolKey } from '../Knowledge';
import { pathCost, withContainers } from './chooseStable';
import type { VolatileQuery } from './chooseVolatile';
import { contradicts, expectationAt } from './expectation';
import { membersOf } from './membersOf';
import { asksWhether, isAnswer, relevance, surroundingsOf } from './relevance';
import { nameLineOf, renderSymbols } from './renderSymbols';

/** Of names that nothing but their likeness speaks for, those below are left out. */
const leastRelevance = 0.3;
/** What a type loses in a value's place, and a value in a type's. */
const misplaced = 1;
/** What a symbol of the document itself loses. */
const ownFile = 2;
/** What a member of the thing before the dot has over one of another type. */
const ofReceiver = 1;
/** And a method of a trait of Rust that the document imports, which any value may have. */
const ofTrait = 0.6;
/** What a name such as `isOpen` gains where a condition is written. */
const answers = 0.6;
/** What others can seldom reach loses: fields and what is private; and what only looks so by its name. */
const hidden = { really: 0.3, byName: 0.05 };
/** What a member gains that can stand behind a type, or behind a value, and loses that cannot. */
const reach = 0.25;
/** Share of the likeness of a type's name that its members have, too. */
const ofType = 0.5;
/** Definitions of one name in one file. */
const mostOverloads = 2;
/** No symbol takes less. */
const fewestTokens = 6;
/** The sign of a comment with its blank. */
const commentTokens = 1;
const lineBreakTokens = 0.6;
/** So many that do not fit one after the other, and no further one is looked at. */
const mostMisses = 40;

/** As many symbols as fit, one snippet a file. */
export function likelySymbols(query: VolatileQuery): ContextSnippet[] {
  const { knowledge, budget, receiver } = query;
  const { symbols } = knowledge;
  const ranked = rank(query);
  const whole = fill(ranked, symbols, budget, false);
  // When not all fit, more of them with one line each help more than a few with all their parameters.
  const isBrief = whole.left > 0;
  const { byPath } = isBrief ? fill(ranked, symbols, budget, true) : whole;
  const retriever = receiver === undefined ? 'imports' : 'members';
  return [...byPath].map(([path, keys]) => {
    const rendered = renderSymbols(keys, symbols, isBrief);
    return { path, ...rendered, retriever, tokens: estimateTokens(rendered.text) };
  });
}

/** Tokens of a text each of whose lines is written as a comment. */
export function costOf({ text, tokens }: { readonly text: string; readonly tokens: number }): number {
  return tokens + text.split('\n').length * commentTokens;
}

function rank({ knowledge, shown, receiver, lines, path: here }: VolatileQuery): SymbolKey[] {
  const { symbols } = knowledge;
  const surroundings = surroundingsOf(lines);
  const expected = receiver === undefined ? undefined : expectationAt(lines.at(-1) ?? '');
  const isCondition = receiver !== undefined && asksWhether(lines.at(-1) ?? '');
  const candidates = new Map<SymbolKey, number>();
  /** Where nothing tells what stands before the dot, a type that the lines at hand are about. */
  const typeLikeness = ({ container }: KnownSymbol): number =>
    container === undefined || receiver === undefined || receiver.key !== undefined
      ? 0
      : ofType * relevance(symbols[container]?.name ?? '', surroundings);
  const consider = (keys: readonly SymbolKey[], least: number, plus: number): void => {
    for (const key of keys) {
      const symbol = symbols[key];
      const likeness = relevance(symbol?.name ?? '', surroundings);
      if (symbol !== undefined && !shown.has(key) && likeness >= least && !candidates.has(key)) {
        const bonus = (isCondition && isAnswer(symbol.name) ? answers : 0) + typeLikeness(symbol);
        const malus =
          (symbol.path === here ? ownFile : 0) +
          (contradicts(symbol, expected) ? misplaced : 0) +
          (receiver === undefined ? 0 : hiding(symbol, receiver.isType));
        candidates.set(key, likeness + plus + bonus - malus);
      }
    }
  };
  if (receiver === undefined) {
    consider(Object.values(knowledge.names), 0, 1);
    consider(
      knowledge.wanted.map(({ key }) => key),
      leastRelevance,
      0,
    );
  } else {
    if (receiver.key !== undefined) {
      consider(reachable(receiver.key, symbols), 0, ofReceiver);
    }
    if (!receiver.isType) {
      const traits = Object.values(knowledge.names).filter((key) => symbols[key]?.kind === 'trait');
      consider(
        traits.filter((key) => symbols[key]?.path.endsWith('.rs')).flatMap((key) => symbols[key]?.members ?? []),
        0,
        ofTrait,
      );
    }
    // Somebody else's member: nobody can be sure what the thing before the dot is. Last, with what is left, any of an imported type.
    consider(
      Object.keys(symbols).filter((key) => symbols[key]?.container !== undefined),
      leastRelevance,
      0,
    );
    consider(
      knowledge.wanted.map(({ key }) => key).filter((key) => symbols[key]?.container !== undefined),
      0,
      0,
    );
  }
  return [...candidates]
    .toSorted(
      ([one, score], [other, otherScore]) => otherScore - score || lengthOf(symbols[one]) - lengthOf(symbols[other]),
    )
    .map(([key]) => key);
}

/** What a type overrides hides what it inherits, and nobody calls a constructor behind a dot. A module hides nothing. */
function reachable(receiver: SymbolKey, symbols: Knowledge['symbols']): SymbolKey[] {
  const owners = new Map<string, string>();
  const members = membersOf(receiver, symbols);
  if (symbols[receiver]?.kind === 'module') {
    return members;
  }
  return members.filter((key) => {
    const { name = '', kind, path = '' } = symbols[key] ?? {};
    const owner = owners.get(name) ?? path;
    owners.set(name, owner);
    return kind !== 'constructor' && owner === path;
  });
}

function hiding(symbol: KnownSymbol, isType: boolean): number {
  const { kind, name, text } = symbol;
  const isReally = kind === 'field' || /^\s*(?:[@\w]+\s+)*private\b/.test(text);
  const isStatic = belongsToType(symbol);
  const unreachable = isStatic === undefined ? 0 : isStatic === isType ? -reach : reach;
  return unreachable + (isReally ? hidden.really : /^[_#$]/.test(name) ? hidden.byName : 0);
}

/** Whether a method belongs to a type and not to its values; undefined = its header does not tell. */
function belongsToType({ kind, path, text }: KnownSymbol): boolean | undefined {
  if (kind !== 'method' && kind !== 'function') {
    return undefined;
  }
  if (path.endsWith('.rs')) {
    return text.includes(')') ? !/[(,]\s*(?:&\s*(?:'\w+\s+)?)?(?:mut\s+)?self\b/.test(text) : undefined;
  }
  return /\.(?:java|kt|cs|[cm]?[jt]sx?)$/.test(path) ? /^(?:[@\w]+\s+)*static\b/.test(text) : undefined;
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
): { readonly byPath: ReadonlyMap<string, SymbolKey[]>; readonly left: number } {
  const byPath = new Map<string, SymbolKey[]>();
  const taken = new Set<SymbolKey>();
  const overloads = new Map<string, number>();
  // Indentation and closers come on top.
  let free = budget * (isBrief ? 0.98 : 0.9);
  let left = 0;
  let misses = 0;
  const cost = (key: SymbolKey): number => {
    const symbol = symbols[key];
    if (symbol === undefined) {
      return 0;
    }
    const text = isBrief ? nameLineOf(symbol) : symbol.text;
    // Most are known: this runs at a key, for thousands of symbols.
    return costOf({ text, tokens: (text === symbol.text ? symbol.tokens : estimateTokens(text)) + lineBreakTokens });
  };
  for (const key of ranked) {
    const path = symbols[key]?.path ?? '';
    const name = `${path} ${symbols[key]?.name}`;
    overloads.set(name, (overloads.get(name) ?? 0) + 1);
    const isTooMany = (overloads.get(name) ?? 0) > mostOverloads;
    const parts = isTooMany ? [] : withContainers(key, symbols).filter((part) => !taken.has(part));
    const sum = parts.reduce((total, part) => total + cost(part), byPath.has(path) ? 0 : pathCost(path));
    if (sum > free) {
      left++;
      misses++;
    } else if (parts.length > 0) {
      misses = 0;
      free -= sum;
      byPath.set(path, [...(byPath.get(path) ?? []), ...parts]);
      for (const part of parts) {
        taken.add(part);
      }
    }
    if (free < fewestTokens || misses > mostMisses) {
      return { byPath, left: left + 1 };
    }
  }
  return { byPath, left };
}
