/**
 * Hard cases of the leaderboard's rules, each with the verdict that its own checker (bfcl-eval 2026.3.23) gives: made up here, compared with it by
 * hand. JSON as text, because `2` and `2.0` differ.
 */
import type { BfclLanguage } from '../../../../src/evaluation/bfcl/BfclQuestion';

/** One function `f` with one required parameter `p`: its type, the type of its items, what is allowed, what is given. */
export type ValueCase = readonly [
  language: BfclLanguage,
  type: string,
  items: string | undefined,
  allowed: string,
  given: string,
  passes: boolean,
  /** Where `--strict` says otherwise. */
  strictly?: boolean,
];

export const valueCases: readonly ValueCase[] = [
  // Types
  ['python', 'integer', undefined, '[5]', '5', true],
  ['python', 'integer', undefined, '[5]', '5.0', false],
  ['python', 'integer', undefined, '[5]', '"5"', false],
  ['python', 'integer', undefined, '[1]', 'true', false],
  ['python', 'integer', undefined, '[0]', 'null', false],
  ['python', 'float', undefined, '[5.0]', '5', true],
  ['python', 'float', undefined, '[5]', '5.0', true],
  ['python', 'float', undefined, '[0.1]', '0.1000000001', false],
  ['python', 'float', undefined, '[1.0]', 'true', false],
  ['python', 'boolean', undefined, '[true]', 'true', true],
  ['python', 'boolean', undefined, '[true]', '1', false],
  ['python', 'boolean', undefined, '[false]', '"false"', false],
  ['python', 'any', undefined, '["x"]', '"x"', true],
  ['python', 'any', undefined, '[3]', '3', true],
  // What is allowed has another type than the parameter: it stands for a variable.
  ['python', 'integer', undefined, '["count"]', '"count"', true],
  ['python', 'integer', undefined, '["count"]', '"Count"', false],
  ['python', 'integer', undefined, '["count"]', '3', false],
  // Spelling
  ['python', 'string', undefined, '["New York"]', '"new york"', true],
  ['python', 'string', undefined, '["New York"]', '"New-York."', true],
  ['python', 'string', undefined, '["New York"]', '"NewYork!"', false],
  ['python', 'string', undefined, '["x^2 + 3*x"]', '"x2 + 3x"', true],
  ['python', 'string', undefined, '["it\'s"]', '"it\\"s"', true],
  ['python', 'string', undefined, '["a:b"]', '"a b"', false],
  ['python', 'string', undefined, '["a/b_c"]', '"abc"', true],
  ['python', 'string', undefined, '["a"]', '"a\\n"', false],
  ['python', 'string', undefined, '["é"]', '"É"', true],
  // Lists
  ['python', 'array', 'integer', '[[1, 2, 3]]', '[1, 2, 3]', true],
  ['python', 'array', 'integer', '[[1, 2, 3]]', '[3, 2, 1]', false],
  ['python', 'array', 'integer', '[[1, 2], [2, 1]]', '[2, 1]', true],
  ['python', 'array', 'integer', '[[1, 2]]', '[1, 2, 2]', false],
  ['python', 'array', 'integer', '[[1, 2]]', '[1.0, 2]', false],
  ['python', 'array', 'integer', '[[1]]', '[true]', false],
  ['python', 'array', 'float', '[[1.0, 2.5]]', '[1, 2.5]', false],
  ['python', 'array', 'string', '[["Big Apple"]]', '["big-apple"]', true],
  ['python', 'array', 'string', '[["a"]]', '"a"', false],
  ['python', 'array', 'array', '[[[1, 2], [3]]]', '[[1, 2], [3]]', true],
  ['python', 'array', 'array', '[[["a b"]]]', '[["A B"]]', false, true],
  ['python', 'tuple', 'integer', '[[1, 2]]', '[1, 2]', true],
  ['python', 'array', 'integer', '[[]]', '[]', true],
  // Dicts
  ['python', 'dict', undefined, '[{"a": [1], "b": [2, ""]}]', '{"a": 1}', true],
  ['python', 'dict', undefined, '[{"a": [1], "b": [2]}]', '{"a": 1}', false],
  ['python', 'dict', undefined, '[{"a": [1]}]', '{"a": 1, "b": 2}', false],
  ['python', 'dict', undefined, '[{"a": ["New York"]}]', '{"a": "new york"}', true],
  ['python', 'dict', undefined, '[{"a": [1]}]', '{"a": true}', true, false],
  ['python', 'dict', undefined, '[{"a": [1]}]', '{"a": 1.0}', true],
  ['python', 'dict', undefined, '[{"a": [[1, 2]]}]', '{"a": [1, 2]}', true],
  ['python', 'array', 'dict', '[[{"a": [1]}, {"a": [2]}]]', '[{"a": 1}, {"a": 2}]', true],
  ['python', 'array', 'dict', '[[{"a": [1]}, {"a": [2]}]]', '[{"a": 2}, {"a": 1}]', false],
  ['python', 'array', 'dict', '[[{"a": [1]}]]', '[{"a": 1}, {"a": 1}]', false],
  // Java: every value is the text of an expression.
  ['java', 'integer', undefined, '[5]', '"5"', true],
  ['java', 'integer', undefined, '[5]', '5', false],
  ['java', 'integer', undefined, '[5]', '"+5"', false],
  ['java', 'long', undefined, '[5]', '"5L"', true],
  ['java', 'long', undefined, '[5]', '"5"', false],
  ['java', 'float', undefined, '[3.0]', '"3f"', true, false],
  ['java', 'float', undefined, '[3.5]', '"3.5"', false],
  ['java', 'double', undefined, '[3.5]', '"3.5"', true],
  ['java', 'boolean', undefined, '[true]', '"True"', false],
  ['java', 'String', undefined, '["a"]', '"\\"a\\""', false],
  ['java', 'ArrayList', 'integer', '[[1, 2]]', '"new ArrayList<>(Arrays.asList(1, 2))"', true],
  ['java', 'ArrayList', 'integer', '[[1, 2]]', '"Arrays.asList(1, 2)"', false, true],
  ['java', 'ArrayList', 'integer', '[[1, 2]]', '"new ArrayList<>(Arrays.asList(1, 2)).clone()"', true, false],
  ['java', 'ArrayList', 'String', '[["a, b"]]', '"new ArrayList<>(Arrays.asList(\\"a, b\\"))"', false, true],
  ['java', 'Array', 'integer', '[[1, 2]]', '"new int[]{1, 2}"', true],
  ['java', 'HashMap', undefined, '[{"a": [1]}]', '"new HashMap<String, Integer>() {{ put(\\"a\\", 1); }}"', true],
  ['java', 'HashMap', undefined, '[{"a": [1]}]', '"Map.of(\\"a\\", 1)"', false],
  // JavaScript
  ['javascript', 'String', undefined, '["a"]', '"\'a\'"', true],
  ['javascript', 'String', undefined, '["a"]', '"`a`"', false, true],
  ['javascript', 'Bigint', undefined, '[5]', '"5n"', true],
  ['javascript', 'Bigint', undefined, '[5]', '"5"', false],
  ['javascript', 'Boolean', undefined, '[true]', '"true"', true],
  ['javascript', 'float', undefined, '[2.5]', '"2.5e0"', false],
  ['javascript', 'array', 'integer', '[[1, 2]]', '"[1, 2]"', true],
  ['javascript', 'array', 'integer', '[[1, 2]]', '"[1, 2].slice()"', true, false],
  ['javascript', 'array', 'String', '[["a,b"]]', '"[\\"a,b\\"]"', false, true],
  ['javascript', 'dict', undefined, '[{"a": [1], "b": ["x"]}]', '"{a: 1, \'b\': \\"x\\"}"', true],
  ['javascript', 'dict', undefined, '[{"a": [1]}]', '"{a: \\"1\\"}"', true, false],
];

/** Functions `f(a, b?)` and `g.h(a)` with whole numbers; calls and what is allowed as JSON. */
export type CallCase = readonly [name: string, calls: string, allowed: string, passes: boolean, strictly?: boolean];

export const callCases: readonly CallCase[] = [
  ['an optional parameter left out', '[{"f": {"a": 1}}]', '[{"f": {"a": [1], "b": [2, ""]}}]', true],
  ['an optional parameter that has to be there', '[{"f": {"a": 1}}]', '[{"f": {"a": [1], "b": [2]}}]', false],
  ['a default value written out', '[{"f": {"a": 1, "b": 2}}]', '[{"f": {"a": [1], "b": [2, ""]}}]', true],
  ['another default value', '[{"f": {"a": 1, "b": 3}}]', '[{"f": {"a": [1], "b": [2, ""]}}]', false],
  ['a required parameter missing', '[{"f": {"b": 2}}]', '[{"f": {"a": [1], "b": [2]}}]', false],
  ['a parameter that nobody knows', '[{"f": {"a": 1, "c": 1}}]', '[{"f": {"a": [1]}}]', false],
  ['a known parameter that is not expected', '[{"f": {"a": 1, "b": 2}}]', '[{"f": {"a": [1]}}]', false],
  ['the dot of a name written as a tool has to', '[{"g_h": {"a": 1}}]', '[{"g.h": {"a": [1]}}]', true],
  ['another function', '[{"g_h": {"a": 1}}]', '[{"f": {"a": [1]}}]', false],
  ['no call', '[]', '[{"f": {"a": [1]}}]', false],
  ['two calls for one', '[{"f": {"a": 1}}, {"f": {"a": 1}}]', '[{"f": {"a": [1]}}]', false],
  [
    'parallel calls in another order',
    '[{"f": {"a": 2}}, {"f": {"a": 1}}]',
    '[{"f": {"a": [1]}}, {"f": {"a": [2]}}]',
    true,
  ],
  ['one parallel call twice', '[{"f": {"a": 1}}, {"f": {"a": 1}}]', '[{"f": {"a": [1]}}, {"f": {"a": [2]}}]', false],
  [
    'parallel calls of different functions',
    '[{"g_h": {"a": 1}}, {"f": {"a": 1}}]',
    '[{"f": {"a": [1]}}, {"g.h": {"a": [1]}}]',
    true,
  ],
  [
    'parallel calls that only the best matching sorts out',
    '[{"f": {"a": 1}}, {"f": {"a": 2}}]',
    '[{"f": {"a": [1, 2]}}, {"f": {"a": [1]}}]',
    false,
    true,
  ],
];
