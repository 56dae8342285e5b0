/** The rules of the leaderboard's checker at their edges, and what `--strict` does otherwise. */
import { describe, expect, it } from 'vitest';
import type { BfclFunction } from '../../../../src/evaluation/bfcl/BfclQuestion';
import { checkCalls } from '../../../../src/evaluation/bfcl/checkCalls';
import {
  isDict,
  isList,
  type PythonDict,
  type PythonValue,
  parsePythonJson,
} from '../../../../src/evaluation/bfcl/pythonValues';
import { callCases, valueCases } from './hardCases';

function dict(value: PythonValue | undefined): PythonDict {
  if (value === undefined || !isDict(value)) {
    throw new Error('a case is no dict where it has to be');
  }
  return value as PythonDict;
}

function list(text: string): readonly PythonValue[] {
  const value = parsePythonJson(text);
  return isList(value) ? value : [];
}

describe('a value', () => {
  for (const [language, type, items, allowed, given, passes, strictly] of valueCases) {
    it(`${language} ${type} of ${items}: ${allowed} allowed, ${given} given`, () => {
      const property = { type, ...(items !== undefined && { items: { type: items } }) };
      const functions: BfclFunction[] = [
        { name: 'f', description: '', parameters: { properties: { p: property }, required: ['p'] } },
      ];
      const verdict = (strict: boolean): boolean =>
        checkCalls(
          functions,
          [{ name: 'f', arguments: { p: parsePythonJson(given) } }],
          [{ f: { p: list(allowed) } }],
          {
            ...{ language, strict },
          },
        ).pass;
      expect([verdict(false), verdict(true)]).toEqual([passes, strictly ?? passes]);
    });
  }
});

describe('calls', () => {
  const integers = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { type: 'integer' }]));
  const functions: BfclFunction[] = [
    { name: 'f', description: '', parameters: { properties: integers('a', 'b'), required: ['a'] } },
    { name: 'g.h', description: '', parameters: { properties: integers('a'), required: ['a'] } },
  ];

  for (const [name, calls, allowed, passes, strictly] of callCases) {
    it(name, () => {
      const made = list(calls).flatMap((call) =>
        Object.entries(dict(call)).map(([name, given]) => ({ name, arguments: dict(given) })),
      );
      const wanted = list(allowed).map((each) =>
        Object.fromEntries(
          Object.entries(dict(each)).map(([name, parameters]) => [
            name,
            Object.fromEntries(
              Object.entries(dict(parameters)).map(([key, answers]) => [key, isList(answers) ? answers : []]),
            ),
          ]),
        ),
      );
      const verdict = (strict: boolean) => checkCalls(functions, made, wanted, { language: 'python', strict }).pass;
      expect([verdict(false), verdict(true)]).toEqual([passes, strictly ?? passes]);
    });
  }
});
