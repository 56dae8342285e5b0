/**
 * From what a model wrote as arguments to a call, or to the problem that says why not. Strict: nothing is repaired here, because a
 * repaired argument of a tool that writes is a guess about somebody's file.
 */
import { isJsonObject, type JsonObject, type ToolCall, type ToolDefinition } from '../ToolDefinition';
import { findMismatch } from './argumentSchema';
import { scanObject, scanObjectRun, skipSpace } from './jsonObjects';
import type { ParseLimits, ParseOptions } from './OutputParser';
import { type ParseProblem, problem } from './problems';

/** A call, perhaps with a schema_mismatch beside it, or only a problem. */
export type CallResult = { readonly call: ToolCall | undefined; readonly problems: readonly ParseProblem[] };

export function refused(why: ParseProblem): CallResult {
  return { call: undefined, problems: [why] };
}

export function findTool(options: ParseOptions, name: string): ToolDefinition | undefined {
  return options.tools?.find((tool) => tool.function.name === name);
}

/** The call whose arguments are these closed objects (source texts, at least one); several must be identical. */
export function callFromObjects(
  name: string,
  run: { readonly objects: readonly string[]; readonly depth: number },
  options: ParseOptions,
): CallResult {
  if (run.depth > options.limits.depth) {
    return refused(problem('too_deep', name, options.limits.depth));
  }
  const texts = [...new Set(run.objects)];
  const values: JsonObject[] = [];
  for (const text of texts) {
    const value = parseJson(text);
    if (!isJsonObject(value)) {
      return refused(problem('bad_json', name, 'it cannot be parsed.', text));
    }
    values.push(value);
  }
  const [first, ...others] = values;
  if (first === undefined || others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) {
    return refused(problem('glued_arguments', name));
  }
  return callFromValue(name, first, options);
}

/** The call with these arguments, already parsed and within the limits of depth. */
export function callFromValue(name: string, value: JsonObject, options: ParseOptions): CallResult {
  const key = forbiddenKey(value);
  if (key !== undefined) {
    return refused(problem('forbidden_key', name, key));
  }
  const mismatch = findMismatch(value, findTool(options, name)?.function.parameters);
  return {
    call: { name, arguments: value },
    problems: mismatch === undefined ? [] : [problem('schema_mismatch', name, mismatch, JSON.stringify(value))],
  };
}

/** The call whose whole arguments are `text`, as the `arguments` of a chunk stream; `cut` = the server stopped in the middle. */
export function callFromText(name: string, text: string, cut: boolean, options: ParseOptions): CallResult {
  const trimmed = text.trim();
  if (trimmed.length > options.limits.callLength) {
    return refused(problem('too_large', name, options.limits.callLength));
  }
  if (trimmed === '') {
    // Servers send no arguments at all for tools without parameters.
    return cut ? refused(problem('truncated_arguments', name)) : callFromValue(name, {}, options);
  }
  if (!trimmed.startsWith('{')) {
    return refused(problem('bad_json', name, 'it does not begin with a brace.', trimmed));
  }
  const run = scanObjectRun(trimmed, 0, true);
  if (!run.complete) {
    return refused(unfinished(name, run));
  }
  return run.end < trimmed.length
    ? refused(problem('bad_json', name, 'something follows its closing brace.', trimmed))
    : callFromObjects(name, run, options);
}

/** The problem of a run of objects whose last one is not closed. */
export function unfinished(name: string, run: { readonly objects: readonly string[] }): ParseProblem {
  return problem(run.objects.length > 0 ? 'glued_arguments' : 'truncated_arguments', name);
}

/** Parses strictly; undefined = not JSON (JSON itself has no undefined). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of one tagged argument may be JSON: how deep, counted before it is parsed. */
export function nestsDeeperThan(text: string, limits: ParseLimits): boolean {
  const start = skipSpace(text, 0);
  return (text[start] === '{' || text[start] === '[') && scanObject(text, start).depth > limits.depth;
}

/** The same of a value that somebody else has parsed; looks no deeper than the limit. */
export function valueNestsDeeperThan(value: unknown, { depth }: Pick<ParseLimits, 'depth'>): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return depth === 0 || Object.values(value).some((inner) => valueNestsDeeperThan(inner, { depth: depth - 1 }));
}

// JSON.parse makes `__proto__` an ordinary property, but the first careless copy of it would not.
function forbiddenKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const [key, inner] of Object.entries(value)) {
    const hit =
      key === '__proto__' || (key === 'constructor' && isJsonObject(inner) && Object.hasOwn(inner, 'prototype'))
        ? key
        : forbiddenKey(inner);
    if (hit !== undefined) {
      return hit;
    }
  }
  return undefined;
}
