import { describe, expect, it } from 'vitest';
import type { BfclFunction, BfclLanguage } from '../../../../src/evaluation/bfcl/BfclQuestion';
import { checkCalls } from '../../../../src/evaluation/bfcl/checkCalls';
import { type PythonValue, parsePythonJson } from '../../../../src/evaluation/bfcl/pythonValues';

/** A function named `f` whose parameters have these types, `required` before the bar. */
function offering(types: Readonly<Record<string, string>>, required: readonly string[]): BfclFunction {
  const properties = Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const [outer = '', item] = type.split(' of ');
      return [name, { type: outer, ...(item === undefined ? {} : { items: { type: item } }) }];
    }),
  );
  return { name: 'ns.f', parameters: { properties, required } };
}

type Arguments = Record<string, PythonValue>;
const read = (json: string): Arguments => parsePythonJson(json) as Arguments;

/** One question with a parameter `a` of a type; `given` and `allowed` as JSON of the argument. */
function check(
  type: string,
  given: string,
  allowed: string,
  { language = 'python', strict = false }: { language?: BfclLanguage; strict?: boolean } = {},
): boolean {
  const calls = [{ name: 'ns_f', arguments: read(`{"a": ${given}}`) }];
  const expected = [{ 'ns.f': { a: parsePythonJson(allowed) as readonly PythonValue[] } }];
  return checkCalls([offering({ a: type }, ['a'])], calls, expected, { language, strict }).pass;
}

describe('types', () => {
  it.each<[string, string, string, boolean]>([
    ['integer', '3', '[3]', true],
    ['integer', '3.0', '[3]', false],
    ['integer', '"3"', '[3]', false],
    ['integer', 'true', '[1]', false],
    ['float', '3', '[3.0]', true],
    ['float', '3.5', '[3.5, 4.0]', true],
    ['float', '"3.5"', '[3.5]', false],
    ['boolean', 'true', '[true]', true],
    ['boolean', '1', '[true]', false],
    ['string', '"New York, NY"', '["new york ny"]', true],
    ['string', '"it\'s"', '["it\\"s"]', true],
    ['string', '"Boston"', '["New York"]', false],
    ['any', '"x"', '["x"]', true],
    ['array of string', '["A b", "c"]', '[["ab", "C"]]', true],
    ['array of string', '["c", "ab"]', '[["ab", "c"]]', false],
    ['array of integer', '[1, 2]', '[[1, 2], [2, 1]]', true],
    ['array of integer', '[1, "2"]', '[[1, 2]]', false],
    ['array of array', '[[1, 2]]', '[[[1, 2]]]', true],
    ['tuple of integer', '[1, 2]', '[[1, 2]]', true],
    ['dict', '{"x": "A"}', '[{"x": ["a", "b"], "y": [1, ""]}]', true],
    ['dict', '{"x": "c"}', '[{"x": ["a", "b"]}]', false],
    ['dict', '{"x": "a", "z": 1}', '[{"x": ["a"]}]', false],
    ['dict', '{}', '[{"x": ["a"]}]', false],
    ['array of dict', '[{"x": 1}, {"x": 2}]', '[[{"x": [1]}, {"x": [2]}]]', true],
    ['array of dict', '[{"x": 2}, {"x": 1}]', '[[{"x": [1]}, {"x": [2]}]]', false],
    ['array of dict', '[{"x": 1}]', '[[{"x": [1]}, {"x": [2]}]]', false],
    // Another type than the question declares, but the answer’s own: a variable, compared as it stands.
    ['integer', '"rowCount"', '["rowCount"]', true],
    ['integer', '"row count"', '["rowCount"]', false],
  ])('%s given %s where %s is allowed', (type, given, allowed, expected) => {
    expect(check(type, given, allowed)).toBe(expected);
  });
});

describe('the leaderboard’s quirks, and strict checking', () => {
  it.each<[string, string, string, boolean, boolean]>([
    ['array of string', '[]', '["", ["a"]]', true, false],
    ['string', '""', '["", "a"]', true, false],
    ['array of array', '[["A b"]]', '[[["ab"]]]', false, true],
    ['dict', '{}', '[{"x": "abc"}]', true, false],
  ])('%s given %s where %s is allowed: %s, strictly %s', (type, given, allowed, loose, strict) => {
    expect(check(type, given, allowed)).toBe(loose);
    expect(check(type, given, allowed, { strict: true })).toBe(strict);
  });
});

describe('source texts', () => {
  it.each<[BfclLanguage, string, string, string, boolean]>([
    ['java', 'integer', '"3"', '[3]', true],
    ['java', 'integer', '3', '[3]', false],
    ['java', 'long', '"5L"', '[5]', true],
    ['java', 'long', '"5"', '[5]', false],
    ['java', 'double', '"0.5"', '[0.5]', true],
    ['java', 'float', '"0.5f"', '[0.5]', true],
    ['java', 'boolean', '"true"', '[true]', true],
    ['java', 'boolean', '"True"', '[true]', false],
    ['java', 'String', '"/usr/bin"', '["/usr/bin"]', true],
    ['java', 'any', '"mapArea"', '["mapArea"]', true],
    ['java', 'ArrayList of String', '"new ArrayList<>(Arrays.asList(\\"GC pause\\"))"', '[["GC pause"]]', true],
    ['java', 'ArrayList of any', '"new ArrayList<>(Arrays.asList(\\"a b\\", 42, true))"', '[["a b", 42, true]]', true],
    ['java', 'ArrayList of long', '"new ArrayList<>(Arrays.asList(1L, 2L))"', '[[1, 2]]', true],
    ['java', 'Array of integer', '"new int[]{2, 7}"', '[[2, 7]]', true],
    ['java', 'Array of String', '"testArgs"', '["testArgs"]', true],
    ['java', 'HashMap', '"new HashMap<String, Object>() {{ put(\\"limit\\", 50); }}"', '[{"limit": [50]}]', true],
    ['java', 'HashMap', '"docFields"', '["docFields"]', true],
    ['javascript', 'String', '"\'utf-8\'"', '["utf-8"]', true],
    ['javascript', 'String', '"utf-8"', '["utf-8"]', true],
    ['javascript', 'float', '"4"', '[4.0]', true],
    ['javascript', 'Bigint', '"4n"', '[4]', true],
    ['javascript', 'Boolean', '"true"', '[true]', true],
    ['javascript', 'array of String', '"[\'a\', \\"b\\"]"', '[["a", "b"]]', true],
    ['javascript', 'array of float', '"[60, 30]"', '[[60, 30]]', true],
    ['javascript', 'array of integer', '"[1, 2.5]"', '[[1, 2]]', false],
    ['javascript', 'dict', '"{method: \'GET\', list: [one]}"', '[{"method": ["GET"], "list": [["one"]]}]', true],
    ['javascript', 'dict', '"{method: \'PUT\'}"', '[{"method": ["GET"]}]', false],
    ['javascript', 'dict', '"responseData"', '["responseData"]', true],
  ])('%s %s given %s where %s is allowed', (language, type, given, allowed, expected) => {
    expect(check(type, given, allowed, { language })).toBe(expected);
  });
});

describe('calls', () => {
  const functions = [offering({ a: 'integer', b: 'string' }, ['a'])];
  const call = (json: string, name = 'ns.f') => ({ name, arguments: read(json) });
  const answer = (json: string) => ({ 'ns.f': parsePythonJson(json) as Record<string, readonly PythonValue[]> });
  const run = (calls: ReturnType<typeof call>[], allowed: ReturnType<typeof answer>[], strict = false) =>
    checkCalls(functions, calls, allowed, { language: 'python', strict });

  it('need their required parameters', () =>
    expect(run([call('{}')], [answer('{"a": [1], "b": ["x", ""]}')])).toEqual({
      pass: false,
      reason: expect.stringContaining('the required a is missing'),
    }));
  it('may leave out what may be left out', () =>
    expect(run([call('{"a": 1}')], [answer('{"a": [1], "b": ["x", ""]}')]).pass).toBe(true));
  it('may not leave out what may not', () =>
    expect(run([call('{"a": 1}')], [answer('{"a": [1], "b": ["x"]}')]).pass).toBe(false));
  it('may not have more than is known', () =>
    expect(run([call('{"a": 1, "c": 2}')], [answer('{"a": [1]}')]).pass).toBe(false));
  it('must name the function', () => expect(run([call('{"a": 1}', 'g')], [answer('{"a": [1]}')]).pass).toBe(false));
  it('must be as many as expected', () => {
    expect(run([call('{"a": 1}'), call('{"a": 1}')], [answer('{"a": [1]}')]).pass).toBe(false);
    expect(run([], [answer('{"a": [1]}')]).pass).toBe(false);
  });
  it('are wrong where none is right', () => {
    expect(run([], []).pass).toBe(true);
    expect(run([call('{"a": 1}')], []).pass).toBe(false);
  });
  it('come in any order', () =>
    expect(run([call('{"a": 2}'), call('{"a": 1}')], [answer('{"a": [1]}'), answer('{"a": [2]}')]).pass).toBe(true));
  it('are matched greedily as the leaderboard does, and in the best way when strict', () => {
    const made = [call('{"a": 1}'), call('{"a": 2}')];
    const allowed = [answer('{"a": [1, 2]}'), answer('{"a": [1]}')];
    expect(run(made, allowed).pass).toBe(false);
    expect(run(made, allowed, true).pass).toBe(true);
  });
});
