/**
 * Calls of GLM-4.5, 4.6 (a tag a line) and 4.7 (the same tags without line breaks):
 * `<tool_call>name<arg_key>k</arg_key><arg_value>v</arg_value>…</tool_call>`. Strings stand raw, without escapes, so a value may itself
 * contain an end tag: a value's real end is the one that another tag of the call follows. Format: glm.md, sections 3.4, 3.5 and 3.7.
 */
import { outputEnds } from '../specialTokens';
import { type JsonObject, parameterSchema } from '../ToolDefinition';
import { readTaggedValue } from './argumentSchema';
import { type CallReading, type CallSyntax, callReading, pending, plainText, tokenAt } from './CallSyntax';
import { skipSpace, trimSpace } from './jsonObjects';
import type { ParseOptions } from './OutputParser';
import { type ParseProblem, problem } from './problems';
import { callFromValue, findTool, nestsDeeperThan, refused } from './toolArguments';

const open = '<tool_call>';
const close = '</tool_call>';
const keyOpen = '<arg_key>';
const keyClose = '</arg_key>';
const valueOpen = '<arg_value>';
const valueClose = '</arg_value>';
/** What ends a call whose own end tag the model left out. */
const impliedEnds = [open, ...outputEnds];
/** What may follow the name or an argument. */
const followers = [keyOpen, close, ...impliedEnds];
const longestName = 256;

export const taggedCalls: CallSyntax = {
  marker: open,
  strayTags: new Map([
    [valueClose, 'takesBack'],
    [close, 'ignored'],
  ]),
  read,
};

type Argument = { readonly key: string; readonly text: string };
type Arguments =
  /** `end`: so much belongs to the call whatever comes. */
  | { readonly kind: 'pending'; readonly end: number }
  | { readonly kind: 'complete'; readonly end: number; readonly list: readonly Argument[] }
  | { readonly kind: 'refused'; readonly end: number; readonly problem: ParseProblem };

function read(text: string, ended: boolean, options: ParseOptions): CallReading {
  const nameEnd = text.indexOf('<', open.length);
  const name = trimSpace(text.slice(open.length, nameEnd < 0 ? undefined : nameEnd));
  if ((nameEnd < 0 ? text.length : nameEnd) - open.length > longestName) {
    return plainText;
  }
  const tag = nameEnd < 0 ? (ended ? false : undefined) : tokenAt(text, nameEnd, followers, ended);
  if (tag === undefined) {
    return pending;
  }
  const isProse = /\S\s+\S/.test(name);
  if (isProse && tag === close && findTool(options, firstWord(name)) !== undefined) {
    const why = problem('bad_tags', firstWord(name), 'its arguments do not stand in tags.');
    return callReading(nameEnd + close.length, refused(why));
  }
  if (tag === false || (isProse && tag !== keyOpen)) {
    // Cut off within the name, or somebody writes about the tag.
    const cut = ended && (nameEnd < 0 || followers.some((follower) => follower.startsWith(text.slice(nameEnd))));
    return cut && !isProse ? callReading(text.length, refused(problem('truncated_arguments', name))) : plainText;
  }
  const known = options.tools === undefined || findTool(options, name) !== undefined;
  const read = readArguments(text, nameEnd, name, ended);
  const length = read.end;
  if (length > options.limits.callLength) {
    return callReading(text.length, refused(problem('too_large', name, options.limits.callLength)));
  }
  if (read.kind === 'pending') {
    return { kind: 'pending', name: known ? name : undefined };
  }
  if (!known) {
    return callReading(length, refused(problem('unknown_tool', name)));
  }
  if (read.kind === 'refused' || name === '' || isProse) {
    const why = read.kind === 'refused' ? read.problem : problem('bad_tags', name, 'its name is not one word.');
    return callReading(length, refused(why));
  }
  return callReading(length, callFromArguments(name, read.list, options));
}

/** The arguments from `start` to the end of the call; the end is after the end tag, or before what implies it. */
function readArguments(text: string, start: number, name: string, ended: boolean): Arguments {
  const list: Argument[] = [];
  let at = start;
  for (;;) {
    at = skipSpace(text, at);
    const tag = tokenAt(text, at, followers, ended);
    if (tag === undefined) {
      return { kind: 'pending', end: at };
    }
    if (tag === close) {
      return { kind: 'complete', end: at + close.length, list };
    }
    if (tag !== false && tag !== keyOpen) {
      return { kind: 'complete', end: at, list };
    }
    if (tag === false) {
      const atEnd = ended && followers.some((follower) => follower.startsWith(text.slice(at)));
      return atEnd ? { kind: 'complete', end: text.length, list } : skipMalformed(text, at, name, ended);
    }
    const keyEnd = text.indexOf(keyClose, at);
    const early = text.indexOf(valueOpen, at);
    if (early >= 0 && (keyEnd < 0 || early < keyEnd)) {
      return skipMalformed(text, early, name, ended);
    }
    const valueStart = keyEnd < 0 ? -1 : skipSpace(text, keyEnd + keyClose.length);
    const value = valueStart < 0 ? undefined : tokenAt(text, valueStart, [valueOpen], ended);
    if (value === false && !(ended && valueOpen.startsWith(text.slice(valueStart)))) {
      return skipMalformed(text, valueStart, name, ended);
    }
    const textStart = valueStart + valueOpen.length;
    const textEnd = value === valueOpen ? findValueEnd(text, textStart, ended) : undefined;
    if (textEnd === undefined) {
      return ended
        ? { kind: 'refused', end: text.length, problem: problem('truncated_arguments', name) }
        : { kind: 'pending', end: text.length };
    }
    list.push({ key: trimSpace(text.slice(at + keyOpen.length, keyEnd)), text: text.slice(textStart, textEnd) });
    at = textEnd + valueClose.length;
  }
}

/** The first end tag behind which the call goes on or ends; undefined = not there (yet). */
function findValueEnd(text: string, start: number, ended: boolean): number | undefined {
  for (let end = text.indexOf(valueClose, start); end >= 0; end = text.indexOf(valueClose, end + 1)) {
    const next = skipSpace(text, end + valueClose.length);
    // A beginning of a follower counts: whoever reads on from here waits for the rest of it.
    const follows = tokenAt(text, next, followers, ended) !== false;
    if (follows || (ended && followers.some((follower) => follower.startsWith(text.slice(next))))) {
      return end;
    }
  }
  return undefined;
}

function firstWord(name: string): string {
  return /^\S*/.exec(name)?.[0] ?? '';
}

function skipMalformed(text: string, from: number, name: string, ended: boolean): Arguments {
  const end = text.indexOf(close, from);
  if (end < 0 && !ended) {
    return { kind: 'pending', end: text.length };
  }
  return {
    kind: 'refused',
    end: end < 0 ? text.length : end + close.length,
    problem: problem('bad_tags', name, 'something other than an argument stands in it.'),
  };
}

function callFromArguments(name: string, list: readonly Argument[], options: ParseOptions) {
  const tool = findTool(options, name);
  const values = new Map<string, unknown>();
  const texts = new Map<string, string>();
  for (const { key, text } of list) {
    const earlier = texts.get(key);
    if (key === '' || (earlier !== undefined && earlier !== text)) {
      return refused(problem('bad_tags', name, key === '' ? 'an argument has no name.' : `“${key}” is given twice.`));
    }
    // Two arguments, or two calls, run into one where the end of the first is missing.
    if (text.includes(keyOpen) && text.includes(valueOpen)) {
      return refused(problem('bad_tags', name, `where “${key}” ends cannot be told.`));
    }
    const schema = parameterSchema(tool, key);
    if (nestsDeeperThan(text, options.limits)) {
      return refused(problem('too_deep', name, options.limits.depth));
    }
    texts.set(key, text);
    values.set(key, readTaggedValue(text, schema));
  }
  const value: JsonObject = Object.fromEntries(values);
  return callFromValue(name, value, options);
}
