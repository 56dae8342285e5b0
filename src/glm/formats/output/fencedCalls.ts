/**
 * Calls of CodeGeeX4: a fenced JSON block with exactly the members name and arguments. Any other JSON block is part of the answer, so
 * nothing but the name of an offered tool makes it a call. Format: glm.md, section 3.7.
 */
import { outputEnds } from '../specialTokens';
import { isJsonObject } from '../ToolDefinition';
import { type CallReading, type CallSyntax, callReading, pending, plainText, tokenAt } from './CallSyntax';
import { scanObjectRun, skipSpace } from './jsonObjects';
import type { ParseOptions } from './OutputParser';
import { problem } from './problems';
import { callFromValue, findTool, parseJson, refused, unfinished } from './toolArguments';

const marker = '```json';
const fence = '```';
const firstMember = /^\{\s*"((?:[^"\\]|\\.)*)"/;
const nameFirst = /^\{\s*"name"\s*:\s*"((?:[^"\\]|\\.)*)"/;

export const fencedCalls: CallSyntax = { marker, strayTags: new Map(), read };

function read(text: string, ended: boolean, options: ParseOptions): CallReading {
  const start = skipSpace(text, marker.length);
  if (start === text.length && !ended) {
    return pending;
  }
  if (text[start] !== '{') {
    return plainText;
  }
  const inside = skipSpace(text, start + 1);
  if (inside < text.length && text[inside] !== '"') {
    return plainText;
  }
  const body = text.slice(start);
  const member = firstMember.exec(body)?.[1];
  if (member !== undefined && member !== 'name' && member !== 'arguments') {
    return plainText; // at once, so that a long JSON example streams
  }
  const named = nameFirst.exec(body)?.[1];
  const name = named !== undefined && findTool(options, named) !== undefined ? named : undefined;
  const run = scanObjectRun(text, start, ended);
  if (run.end > options.limits.callLength) {
    return name === undefined
      ? { kind: 'text', searched: true }
      : callReading(text.length, refused(problem('too_large', name, options.limits.callLength)));
  }
  if (!run.complete) {
    if (!ended) {
      return { kind: 'pending', name };
    }
    return name === undefined
      ? { kind: 'text', searched: true }
      : callReading(text.length, refused(unfinished(name, run)));
  }
  const close = tokenAt(text, run.end, [fence, ...outputEnds], ended);
  if (close === undefined) {
    return { kind: 'pending', name };
  }
  if (close === false && !(ended && fence.startsWith(text.slice(run.end)))) {
    return plainText; // something else stands in the block
  }
  const length = close === fence ? run.end + fence.length : close === false ? text.length : run.end;
  return readObjects(run, name, length, options);
}

function readObjects(
  run: { readonly objects: readonly string[]; readonly depth: number },
  name: string | undefined,
  length: number,
  options: ParseOptions,
): CallReading {
  // The call's own two braces are no part of its arguments.
  if (run.depth > options.limits.depth + 1) {
    return name === undefined
      ? plainText
      : callReading(length, refused(problem('too_deep', name, options.limits.depth)));
  }
  const [source = '', ...others] = new Set(run.objects);
  const value = parseJson(source);
  if (!isJsonObject(value)) {
    return name === undefined
      ? plainText
      : callReading(length, refused(problem('bad_json', name, 'it cannot be parsed.', source)));
  }
  if (typeof value.name !== 'string' || !Object.hasOwn(value, 'arguments') || Object.keys(value).length !== 2) {
    return plainText;
  }
  if (findTool(options, value.name) === undefined) {
    return (options.tools ?? []).length === 0
      ? plainText
      : { kind: 'text', problem: problem('unknown_tool', value.name) };
  }
  if (others.some((other) => JSON.stringify(parseJson(other)) !== JSON.stringify(value))) {
    return callReading(length, refused(problem('glued_arguments', value.name)));
  }
  return callReading(
    length,
    isJsonObject(value.arguments)
      ? callFromValue(value.name, value.arguments, options)
      : refused(problem('bad_json', value.name, '“arguments” is not an object.', source)),
  );
}
