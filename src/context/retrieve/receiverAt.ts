/**
 * What stands before the dot at the cursor: found from the text alone, by written types, by what a variable was made of, and by the types
 * of the members that lead there. No syntax tree: this runs while somebody types.
 */

import type { Knowledge, SymbolKey } from '../Knowledge';
import { membersOf } from '../mix/membersOf';
import { declarationsOf } from './declarations';
import { handsOut } from './handsOut';
import { likeNamed } from './likeNamed';
import { type Step, stepsBefore } from './stepsBefore';
import { namesInType } from './typeNames';
import { pathInOpenUse } from './useTrees';

/** How much of the text before the cursor is looked through for a declaration, in characters. */
const farthest = 24_000;
/** And for the class around the cursor. */
const farthestClass = 400_000;
const deepest = 6;
/** Expressions that are followed for one name; of the names in them, one each. */
const mostValues = 2;

const identifier = '#?[\\p{L}_$][\\p{L}\\p{N}_$]*';

/**
 * The symbol whose members may follow: a type, or a module. `line`: the cursor's line up to the cursor. `before`: the text before that
 * line. Undefined = there is no dot, or the thing before it is none of the workspace's.
 */
export function receiverAt(line: string, before: string, knowledge: Knowledge): SymbolKey | undefined {
  const near = before.slice(-farthest) + line;
  const steps = stepsBefore(near);
  const text = isSelf(steps[0]) ? headersAbove(before) + near : near;
  if (steps.length === 0) {
    return undefined;
  }
  const inUse = steps.at(-1)?.isPath === true ? knowledge.names[pathInOpenUse(near) ?? ''] : undefined;
  const found = inUse ?? behindPath(steps, knowledge) ?? symbolOf(steps, text, knowledge, 0);
  const hasMembers = found !== undefined && membersOf(found, knowledge.symbols).length > 0;
  return hasMembers ? found : likeNamed(steps.at(-1)?.name ?? '', knowledge);
}

/** A path of modules is one name: `crate::parse::Parser::`, `shop.models.`, `org.shop.`. */
function behindPath(steps: readonly Step[], knowledge: Knowledge): SymbolKey | undefined {
  for (let length = steps.length; length > 1; length--) {
    const path = steps.slice(0, length);
    const joined = path.map(({ name }) => name).join(path[0]?.isPath === true ? '::' : '.');
    const key = path.some(({ isCall }) => isCall) ? undefined : knowledge.names[joined];
    if (key !== undefined) {
      return follow(key, steps.slice(length), knowledge);
    }
  }
  return undefined;
}

function symbolOf(steps: readonly Step[], text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  const [first, ...rest] = steps;
  if (first === undefined || depth > deepest) {
    return undefined;
  }
  if (first.isType === true) {
    return follow(namedType(first.name, knowledge), rest, knowledge);
  }
  if (isSelf(first)) {
    const [second, ...others] = rest;
    return second === undefined || /^\d/.test(second.name)
      ? follow(ownClass(text, knowledge), rest, knowledge)
      : follow(memberOfOwn(second, text, knowledge, depth), others, knowledge);
  }
  const start = isVariable(first, text, knowledge) ? undefined : knowledge.names[first.name];
  const typed =
    start === undefined ? variableType(first.name, text, knowledge, depth) : standsFor(start, first.isCall, knowledge);
  const itself =
    (first.isCall && start !== undefined) || isModuleOfRust(first, knowledge) ? undefined : knowledge.names[first.name];
  return follow(typed ?? itself ?? likeNamed(first.name, knowledge), rest, knowledge);
}

function isSelf(step: Step | undefined): boolean {
  return step !== undefined && /^(?:this|self|Self|cls|super)$/.test(step.name);
}

/** Of a class so long that its beginning is further up than is looked, the header: the last ones that stand at the left. */
function headersAbove(before: string): string {
  const above = before.slice(-farthestClass, -farthest);
  const headers = above.match(/^(?:\w+[^\S\n]+){0,3}(?:class|struct|impl|trait|interface)\b[^\n]*\n/gm) ?? [];
  return headers.slice(-2).join('');
}

/** A local name that hides an imported one must be declared with a keyword or a type in front of it. */
function isVariable(step: Step, text: string, knowledge: Knowledge): boolean {
  const isDeclared = new RegExp(`\\b(?:const|let|var|val|final)\\s+${escaped(step.name)}\\b`).test(text);
  return step.isPath !== true && (isDeclared || isModuleOfRust(step, knowledge));
}

/** Whether a name that is none of a module, since no `::` stands behind it, is the name of one: `route.path()` beside `use crate::route`. */
function isModuleOfRust({ name, isPath }: Step, { names, symbols }: Knowledge): boolean {
  const symbol = symbols[names[name] ?? ''];
  return isPath !== true && symbol?.kind === 'module' && symbol.path.endsWith('.rs');
}

function follow(start: SymbolKey | undefined, steps: readonly Step[], knowledge: Knowledge): SymbolKey | undefined {
  let at = start;
  for (const { name, isCall } of steps) {
    const member: SymbolKey | undefined =
      at === undefined ? undefined : membersOf(at, knowledge.symbols).find((key) => isNamed(key, name, knowledge));
    at = /^\d/.test(name)
      ? fieldAt(at, Number(name), knowledge)
      : member !== undefined
        ? (standsFor(member, isCall, knowledge) ?? likeNamed(name, knowledge))
        : handsOut.has(name)
          ? at
          : undefined;
  }
  return at;
}

/** `self.0`: the type of a field without a name, as Rust's `struct Age(Seconds);` has it. */
function fieldAt(key: SymbolKey | undefined, place: number, knowledge: Knowledge): SymbolKey | undefined {
  const symbol = knowledge.symbols[key ?? ''];
  const fields = symbol?.kind === 'struct' ? /\(([\s\S]*)\)/.exec(symbol.text)?.[1] : undefined;
  const field = fields?.replace(/<[^<>]*,[^<>]*>/g, (inner) => inner.replaceAll(',', ' ')).split(',')[place];
  return field === undefined ? undefined : (namedType(field, knowledge) ?? (place === 0 ? symbol?.type : undefined));
}

/**
 * What a symbol is when it stands before a dot: a variable and a call are of their type, a class is itself. Undefined = what a function
 * gives back is written nowhere; then its name may tell, as it does of `useQueryClient()` and `get_resolver()`.
 */
function standsFor(key: SymbolKey, isCall: boolean, { symbols }: Knowledge): SymbolKey | undefined {
  const symbol = symbols[key];
  if (symbol === undefined) {
    return undefined;
  }
  if (symbol.container !== undefined && symbols[symbol.container]?.kind === 'enum' && symbol.kind === 'field') {
    return symbol.type ?? symbol.container;
  }
  const hasType = symbol.type !== undefined && symbol.kind !== 'struct' && (isCall || symbol.members.length === 0);
  const isUntypedCall =
    isCall && (symbol.kind === 'function' || symbol.kind === 'method') && symbol.members.length === 0;
  return hasType ? symbol.type : isUntypedCall ? undefined : key;
}

/** The class that the cursor is in: the last one before it that stands less far to the right (a docstring may show others), or, while nobody has parsed it, what it extends. */
function ownClass(text: string, knowledge: Knowledge): SymbolKey | undefined {
  const indentation = indentationOf(text.slice(text.lastIndexOf('\n') + 1));
  const all = [...text.matchAll(classHeader)].toReversed();
  const around = all.filter(([header]) => indentationOf(header) < indentation);
  const headers = around.length > 0 ? around : all;
  const inherited = prototypeBase(text, headers[0]?.index ?? -1, knowledge);
  if (inherited !== undefined) {
    return inherited;
  }
  for (const [, first = '', rest = ''] of headers) {
    const name = /^[^{]*?\bfor\s+(?:&\s*(?:'\w+\s+)?(?:mut\s+)?)?(?:\w+::)*([A-Z]\w*)/.exec(rest)?.[1] ?? first;
    const own = knowledge.own.findLast((key) => knowledge.symbols[key]?.name === name);
    if (own !== undefined && membersOf(own, knowledge.symbols).length > 0) {
      return own;
    }
  }
  const [nearest] = headers;
  return nearest === undefined ? undefined : namedType(`${nearest[1]} ${nearest[2]}`, knowledge);
}

function indentationOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** JavaScript before classes: in a method of `A.prototype`, what `A` inherits from. Its own methods stand in the file itself. */
function prototypeBase(text: string, after: number, { names }: Knowledge): SymbolKey | undefined {
  const method = lastMatch(text, /^([\p{L}_$][\p{L}\p{N}_$]*)\.prototype\.[\p{L}_$][\p{L}\p{N}_$]*\s*=/gmu);
  if (method?.[1] === undefined || method.index < after) {
    return undefined;
  }
  const own = escaped(method[1]);
  const base =
    '(?:\\.prototype(?:\\.__proto__)?\\s*=\\s*Object\\.create\\(\\s*|(?:\\.prototype)?\\.__proto__\\s*=\\s*|\\.prototype,\\s*|,\\s*)';
  const found = lastMatch(text, new RegExp(`(?<![\\p{L}\\p{N}_$.])${own}${base}(${identifier})`, 'gu'));
  return names[found?.[1] ?? ''];
}

const classHeader =
  /^[^\S\n]*(?:[\w@]+[^\S\n]+)*?(?:class|struct|impl|trait|interface)\b(?:<[^>\n]*>)?[^\S\n]+([\p{L}_$][\p{L}\p{N}_$]*)([^{;\n]*)/gmu;

/** Type of a field or of what a method gives back, in the class that the cursor is in. */
function memberOfOwn(step: Step, text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  const own = ownClass(text, knowledge);
  const classes = [...(own === undefined ? [] : [own]), ...knowledge.own];
  for (const key of classes) {
    const member = membersOf(key, knowledge.symbols).find((one) => isNamed(one, step.name, knowledge));
    const type = member === undefined ? undefined : knowledge.symbols[member]?.type;
    if (type !== undefined) {
      return type;
    }
  }
  if (step.isCall && handsOut.has(step.name)) {
    return own;
  }
  return variableType(step.name, text, knowledge, depth) ?? likeNamed(step.name, knowledge);
}

function isNamed(key: SymbolKey, name: string, { symbols }: Knowledge): boolean {
  return symbols[key]?.name.replace(/^#/, '') === name.replace(/^#/, '');
}

/** The type of a variable, parameter or field, by its nearest declaration before the cursor. */
function variableType(name: string, text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  let values = depth === 0 ? mostValues : 1;
  for (const { kind, text: said, index } of declarationsOf(name, text)) {
    if (kind !== 'type' && values-- <= 0) {
      continue;
    }
    const before = text.slice(0, index);
    const type =
      kind === 'type'
        ? writtenType(said, text, knowledge, depth)
        : kind === 'value'
          ? madeOf(said, before, knowledge, depth)
          : follow(madeOf(said, before, knowledge, depth), [{ name, isCall: false }], knowledge);
    if (type !== undefined) {
      return type;
    }
  }
  return elementType(name, text, knowledge, depth);
}

/** A type as it is written: of the workspace, the class around it (`Self`), or what stands for any type with a bound (`<R: Reader>`). */
function writtenType(type: string, text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  const named = namedType(type, knowledge);
  if (named !== undefined || depth > deepest) {
    return named;
  }
  if (/\bSelf\b/.test(type)) {
    return ownClass(text, knowledge);
  }
  const parameter = /^[\s&*]*(?:'\w+\s+)?(?:mut\s+)?([A-Z]\w{0,30})\s*$/.exec(type)?.[1];
  const bound = new RegExp(`(?<![\\w.])${parameter}\\s*(?::|\\bextends\\b)\\s*([^,;{}()=]+)`, 'g');
  return parameter === undefined ? undefined : namedType(lastMatch(text, bound)?.[1] ?? '', knowledge);
}

/** What `for (const x of list)`, `for x in list`, `list.map((x) =>` and `list.iter().map(|x|` make of a name. */
function elementType(name: string, text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  const escapedName = escaped(name);
  const lambda = lastMatch(
    text,
    new RegExp(
      `\\(\\s*(?:async\\s*)?(?:\\(\\s*|\\|&?(?:mut\\s+)?)?${escapedName}\\b[^()|=\\n]*(?:\\)?\\s*=>|\\||->)`,
      'gu',
    ),
  );
  const loop = lastMatch(
    text,
    new RegExp(
      `\\bfor\\b[^\\n]*?\\b${escapedName}\\b[^\\n]*?(?:\\bof\\b|\\bin\\b|:=\\s*range\\b|:)\\s*([^\\n{:]+?)\\)?\\s*[:{]?\\s*\\n`,
      'gu',
    ),
  );
  if (lambda !== undefined && lambda.index > (loop?.index ?? -1)) {
    const before = text.slice(0, lambda.index);
    const list = stepsBefore(`${before}.`).slice(0, -1);
    // `module::with(|x|` takes nothing out of the module.
    return list.at(-1)?.isPath === true ? undefined : symbolOf(list, before, knowledge, depth + 1);
  }
  return loop?.[1] === undefined
    ? undefined
    : symbolOf(stepsBefore(`${loop[1].trim()}.`), text.slice(0, loop.index), knowledge, depth + 1);
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

/** The type of an expression. */
function madeOf(expression: string, text: string, knowledge: Knowledge, depth: number): SymbolKey | undefined {
  const steps = stepsBefore(`${expression}.`);
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
