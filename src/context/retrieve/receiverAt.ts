/**
 * What stands before the dot at the cursor: found from the text alone, by written types, by what a variable was made of, and by the types
 * of the members that lead there. No syntax tree: this runs while somebody types.
 */

import type { Knowledge, SymbolKey } from '../Knowledge';
import { membersOf } from '../mix/chooseVolatile';
import { namesInType } from './typeNames';

/** How much of the text before the cursor is looked through for a declaration, in characters. */
const farthest = 24_000;
const deepest = 6;

const identifier = '[\\p{L}_$][\\p{L}\\p{N}_$]*';
const chainAtEnd = new RegExp(
  `(?:\\b(?:new|await)\\s+)?((?:${identifier}(?:\\([^()\\n]*\\)|\\[[^\\[\\]\\n]*\\])?(?:!?\\.|\\?\\.|->|::))+)(?:${identifier})?$`,
  'u',
);

/** One step of `a.b(…).c`. */
interface Step {
  readonly name: string;
  readonly isCall: boolean;
}

/**
 * The symbol whose members may follow: a type, or a module. `line`: the cursor's line up to the cursor. `before`: the text before that
 * line. Undefined = there is no dot, or the thing before it is none of the workspace's.
 */
export function receiverAt(line: string, before: string, knowledge: Knowledge): SymbolKey | undefined {
  const chain = chainAtEnd.exec(line)?.[1];
  return chain === undefined ? undefined : symbolOf(stepsOf(chain), before.slice(-farthest) + line, knowledge, 0);
}

function stepsOf(chain: string): Step[] {
  return [
    ...chain.matchAll(new RegExp(`(${identifier})(\\([^()]*\\)|\\[[^\\[\\]]*\\])?(?:!?\\.|\\?\\.|->|::)`, 'gu')),
  ].map((match) => ({
    name: match[1] ?? '',
    isCall: match[2] !== undefined,
  }));
}

function symbolOf(steps: readonly Step[], text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  const [first, ...rest] = steps;
  if (first === undefined || depth > deepest) {
    return undefined;
  }
  const isSelf = /^(?:this|self|cls|super)$/.test(first.name);
  if (isSelf) {
    const [second, ...others] = rest;
    return second === undefined
      ? ownClass(knowledge)
      : follow(memberOfOwn(second.name, text, knowledge, depth), others, knowledge);
  }
  const start = isVariable(first.name, text) ? undefined : knowledge.names[first.name];
  const typed =
    start === undefined ? variableType(first.name, text, knowledge, depth) : standsFor(start, first.isCall, knowledge);
  return follow(typed ?? knowledge.names[first.name], rest, knowledge);
}

/** A local name that hides an imported one must be declared with a keyword or a type in front of it. */
function isVariable(name: string, text: string): boolean {
  return new RegExp(`\\b(?:const|let|var|val|final)\\s+${escaped(name)}\\b`).test(text);
}

function follow(start: SymbolKey | undefined, steps: readonly Step[], knowledge: Knowledge): SymbolKey | undefined {
  let at = start;
  for (const { name, isCall } of steps) {
    const member: SymbolKey | undefined =
      at === undefined
        ? undefined
        : membersOf(at, knowledge.symbols).find((key) => knowledge.symbols[key]?.name === name);
    at = member === undefined ? undefined : standsFor(member, isCall, knowledge);
  }
  return at;
}

/** What a symbol is when it stands before a dot: a variable and a call are of their type, a class is itself. */
function standsFor(key: SymbolKey, isCall: boolean, { symbols }: Knowledge): SymbolKey | undefined {
  const symbol = symbols[key];
  if (symbol === undefined) {
    return undefined;
  }
  const hasType = symbol.type !== undefined && (isCall || symbol.members.length === 0);
  return hasType ? symbol.type : key;
}

function ownClass({ own }: Knowledge): SymbolKey | undefined {
  // Members of the file itself are in sight; what is needed are those that it inherits.
  return own.at(-1);
}

function memberOfOwn(name: string, text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  for (const key of knowledge.own) {
    const member = membersOf(key, knowledge.symbols).find((one) => knowledge.symbols[one]?.name === name);
    const type = member === undefined ? undefined : knowledge.symbols[member]?.type;
    if (type !== undefined) {
      return type;
    }
  }
  return variableType(name, text, knowledge, depth);
}

/** The type of a variable, parameter or field, by its nearest declaration before the cursor. */
function variableType(name: string, text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  const escapedName = escaped(name);
  const written = lastMatch(
    text,
    new RegExp(`(?<![\\p{L}\\p{N}_$])${escapedName}[?!]?\\s*:\\s*([^=;,(){}\\n]+(?:<[^=;(){}\\n]*>)?)`, 'gu'),
  );
  const before = lastMatch(
    text,
    new RegExp(
      `(${identifier}(?:\\.${identifier})*(?:<[^;(){}\\n]*>)?(?:\\[\\])?)[\\s*&]+${escapedName}\\s*(?=[=;,):\\n])`,
      'gu',
    ),
  );
  const behind = lastMatch(
    text,
    new RegExp(
      `(?<![\\p{L}\\p{N}_$.])${escapedName}\\s+[*&]?(?:\\[\\])?\\*?(${identifier}(?:\\.${identifier})?)(?=[,)\\s])`,
      'gu',
    ),
  );
  const assigned = lastMatch(
    text,
    new RegExp(
      `(?<![\\p{L}\\p{N}_$])${escapedName}\\s*(?:,\\s*${identifier}\\s*)?(?::=|=)(?!=)\\s*(?:await\\s+|new\\s+|&\\s*)*(${identifier}(?:(?:\\.|\\?\\.|::|->)${identifier}|\\([^()\\n]*\\)(?=[.?:-]))*)\\s*(?:<[^()\\n]*>)?\\s*([({])?`,
      'gu',
    ),
  );
  const found = [written, before, behind, assigned]
    .filter((one) => one !== undefined)
    .toSorted((one, other) => other.index - one.index);
  for (const match of found) {
    const type =
      match === assigned
        ? madeOf(match[1] ?? '', match[2] !== undefined, text.slice(0, match.index), knowledge, depth)
        : namedType(match[1] ?? '', knowledge);
    if (type !== undefined) {
      return type;
    }
  }
  return undefined;
}

function namedType(type: string, knowledge: Knowledge): SymbolKey | undefined {
  for (const name of namesInType(type)) {
    const [first = '', ...rest] = name.split('.');
    const own = knowledge.own.find((key) => knowledge.symbols[key]?.name === first);
    const found = follow(
      knowledge.names[first] ?? own,
      rest.map((one) => ({ name: one, isCall: false })),
      knowledge,
    );
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The type of `expression(…)` or `expression`. */
function madeOf(
  expression: string,
  isCall: boolean,
  text: string,
  knowledge: Knowledge,
  depth: number,
): SymbolKey | undefined {
  const steps = stepsOf(`${expression}${isCall ? '()' : ''}.`);
  const made = symbolOf(steps, text, knowledge, depth + 1);
  const maker = steps.at(-1)?.name ?? '';
  // `Type::new(…)`, `Type.of(…)`: a maker that does not say what it gives back gives its type.
  return (
    made ??
    (/^(?:new|of|from|create|default|build|get_?instance)/i.test(maker)
      ? symbolOf(steps.slice(0, -1), text, knowledge, depth + 1)
      : undefined)
  );
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(pattern)) {
    last = match;
  }
  return last;
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}
