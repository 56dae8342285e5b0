/**
 * Whether a model's function calls are right, by the rules of the Berkeley Function Calling Leaderboard's single-turn checker (v4), quirks
 * included, so that scores can be compared: expected calls are matched in no order, each by the first call that fits it; nested lists are
 * looked into one level deep. `strict` does away with the quirks that let wrong calls pass or fail right ones.
 */
import type { AllowedCall, BfclCall, BfclFunction, BfclLanguage, BfclParameter } from './BfclQuestion';
import { leaderboardValue } from './leaderboardValues';
import {
  Float,
  isDict,
  isEqual,
  isList,
  type PythonDict,
  type PythonType,
  type PythonValue,
  standardize,
  standardizeString,
  typeOf,
} from './pythonValues';
import { pythonTypeOf, valueOfSource } from './sourceValues';

export interface CheckOptions {
  readonly language: BfclLanguage;
  /** Match expected and made calls in the best way, and compare nested values in full; false = as the leaderboard does. */
  readonly strict?: boolean;
}

export type CheckResult = { readonly pass: true } | { readonly pass: false; readonly reason: string };

const passed: CheckResult = { pass: true };
const failed = (reason: string): CheckResult => ({ pass: false, reason });

/** `allowed`: one entry for each expected call; empty = no call is right, which is what questions about irrelevance ask for. */
export function checkCalls(
  functions: readonly BfclFunction[],
  calls: readonly BfclCall[],
  allowed: readonly AllowedCall[],
  options: CheckOptions,
): CheckResult {
  if (calls.length !== allowed.length) {
    return failed(`expected ${count(allowed.length)}, got ${calls.length}`);
  }
  const results = allowed.map((expected) => calls.map((call) => checkCall(functions, call, expected, options)));
  const matched = options.strict === true ? bestMatching(results) : firstMatching(results);
  const missing = matched.indexOf(undefined);
  if (missing < 0) {
    return passed;
  }
  const name = nameOf(allowed[missing] ?? {});
  const reasons = (results[missing] ?? []).flatMap((result) => (result.pass ? [] : [result.reason]));
  return failed(`no call fits the expected ${name}: ${reasons.join('; ')}`);
}

function count(calls: number): string {
  return calls === 0 ? 'no call' : calls === 1 ? 'one call' : `${calls} calls`;
}

type Fits = readonly (readonly CheckResult[])[];

/** For each expected call the first made one that fits and is still free; undefined = there is none. */
function firstMatching(results: Fits): readonly (number | undefined)[] {
  const taken = new Set<number>();
  return results.map((row) => {
    const index = row.findIndex(({ pass }, at) => pass && !taken.has(at));
    if (index < 0) {
      return undefined;
    }
    taken.add(index);
    return index;
  });
}

/** The same with as many pairs as there can be: augmenting paths. */
function bestMatching(results: Fits): readonly (number | undefined)[] {
  const ownerOf = new Map<number, number>();
  const claim = (expected: number, seen: Set<number>): boolean =>
    (results[expected] ?? []).some(({ pass }, made) => {
      if (!pass || seen.has(made)) {
        return false;
      }
      seen.add(made);
      const owner = ownerOf.get(made);
      if (owner !== undefined && !claim(owner, seen)) {
        return false;
      }
      ownerOf.set(made, expected);
      return true;
    });
  results.forEach((_, expected) => void claim(expected, new Set()));
  const pairs = new Map([...ownerOf].map(([made, expected]) => [expected, made]));
  return results.map((_, expected) => pairs.get(expected));
}

function nameOf(allowed: AllowedCall): string {
  return Object.keys(allowed)[0] ?? '';
}

/** Names as tool interfaces can carry them. */
export function toToolName(name: string): string {
  return name.replaceAll('.', '_');
}

function checkCall(
  functions: readonly BfclFunction[],
  call: BfclCall,
  expected: AllowedCall,
  options: CheckOptions,
): CheckResult {
  const name = nameOf(expected);
  const description = functions.find((each) => each.name === name);
  const parameters = expected[name] ?? {};
  if (description === undefined) {
    return failed(`the question offers no function ${name}`);
  }
  if (toToolName(call.name) !== toToolName(name)) {
    return failed(`${call.name} is called, not ${name}`);
  }
  const { properties, required = [] } = description.parameters;
  for (const parameter of required) {
    if (!(parameter in call.arguments)) {
      return failed(`the required ${parameter} is missing`);
    }
  }
  for (const [parameter, value] of Object.entries(call.arguments)) {
    const property = properties[parameter];
    const answers = parameters[parameter];
    if (property === undefined || answers === undefined) {
      return failed(`${parameter} is not expected`);
    }
    const problem = checkArgument(parameter, value, property, answers, options);
    if (problem !== undefined) {
      return failed(problem);
    }
  }
  const omitted = Object.entries(parameters).find(
    ([parameter, answers]) => !(parameter in call.arguments) && !answers.includes(''),
  );
  return omitted === undefined ? passed : failed(`${omitted[0]} is missing and may not be left out`);
}

/** What is wrong with an argument; undefined = nothing. */
function checkArgument(
  name: string,
  given: PythonValue,
  parameter: BfclParameter,
  answers: readonly PythonValue[],
  { language, strict = false }: CheckOptions,
): string | undefined {
  const expected = pythonTypeOf(language, parameter.type);
  if (expected === undefined) {
    return `${name} has the unknown type ${parameter.type}`;
  }
  const wrongType = `${name} should be ${parameter.type}, and is ${typeOf(given)}`;
  if (language !== 'python' && typeof given !== 'string') {
    return `${name} should be the text of an expression, and is ${typeOf(given)}`;
  }
  const value = converted(given, parameter, expected, { language, strict });
  const itemType = expected === 'list' && parameter.items !== undefined ? parameter.items.type : undefined;
  // In the texts of other languages `any` is no type: each element is what it looks like.
  const isOpen = itemType === undefined || (itemType === 'any' && language !== 'python');
  const nested = isOpen ? undefined : pythonTypeOf(language, itemType);
  const kind = kindOf(value, answers, expected, nested);
  if (kind === 'wrong') {
    return wrongType;
  }
  const isRight =
    kind === 'variable'
      ? answers.some((answer) => isEqual(value, answer))
      : fits(value, answers, expected, nested, strict);
  return isRight ? undefined : `${name} should be one of ${show(answers)}, and is ${show([value])}`;
}

/** Python takes a whole number for a float; texts of the other languages become what they stand for. */
function converted(
  value: PythonValue,
  parameter: BfclParameter,
  expected: PythonType,
  { language, strict = false }: CheckOptions,
): PythonValue {
  if (language !== 'python') {
    const read = strict ? valueOfSource : leaderboardValue;
    return typeof value === 'string' ? read(language, value, parameter) : value;
  }
  return expected === 'float' && typeof value === 'number' ? new Float(value) : value;
}

/** A value of the declared type, something that stands for one (a variable), or neither. */
function kindOf(
  value: PythonValue,
  answers: readonly PythonValue[],
  expected: PythonType,
  nested: PythonType | undefined,
): 'value' | 'variable' | 'wrong' {
  const sample = answers.find((answer) => answer !== '');
  const answerType = sample === undefined ? undefined : typeOf(sample);
  const isVariable = answerType !== undefined && answerType !== expected;
  if (typeOf(value) !== expected) {
    return answerType !== undefined && typeOf(value) === answerType ? 'variable' : 'wrong';
  }
  if (nested !== undefined && isList(value)) {
    const itemsFit = answers.some(
      (answer) => !isList(answer) || value.every((item) => kindOf(item, answer, nested, undefined) !== 'wrong'),
    );
    if (!itemsFit) {
      return 'wrong';
    }
  }
  return isVariable ? 'variable' : 'value';
}

function fits(
  value: PythonValue,
  answers: readonly PythonValue[],
  expected: PythonType,
  nested: PythonType | undefined,
  strict: boolean,
): boolean {
  if (expected === 'dict' && isDict(value)) {
    return fitsDict(value, answers, strict);
  }
  if (expected === 'list' && isList(value)) {
    return nested === 'dict' ? fitsDicts(value, answers, strict) : fitsList(value, answers, strict);
  }
  if (expected === 'str' && typeof value === 'string') {
    const standard = standardizeString(value);
    // The empty answer says that the parameter may be left out; by the leaderboard's rule it is also a right value.
    return answers.some(
      (answer) => typeof answer === 'string' && !(strict && answer === '') && standardizeString(answer) === standard,
    );
  }
  return answers.some((answer) => isEqual(value, answer));
}

function fitsList(value: readonly PythonValue[], answers: readonly PythonValue[], strict: boolean): boolean {
  const standard = strict ? standardizeDeep(value) : value.map(standardize);
  return answers.some((answer) => {
    if (isList(answer)) {
      return isEqual(standard, strict ? standardizeDeep(answer) : answer.map(standardize));
    }
    // The leaderboard takes the mark for “may be left out” as an empty list.
    return !strict && answer === '' && value.length === 0;
  });
}

function standardizeDeep(value: PythonValue): PythonValue {
  if (isList(value)) {
    return value.map(standardizeDeep);
  }
  return isDict(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, standardizeDeep(member)]))
    : standardize(value);
}

/** Of a dict each key has answers of its own. */
function fitsDict(value: PythonDict, answers: readonly PythonValue[], strict: boolean): boolean {
  return answers.some((answer) => {
    if (!isDict(answer)) {
      return false;
    }
    const membersFit = Object.entries(value).every(([key, member]) => {
      const allowed = allowedOf(answer[key], strict);
      const [standard, among] = strict
        ? [standardizeDeep(member), allowed.map(standardizeDeep)]
        : [standardize(member), allowed.map(standardize)];
      // A truth value is no number, though Python takes them for equal.
      const differs = (each: PythonValue): boolean => (typeof standard === 'boolean') !== (typeof each === 'boolean');
      return among.some((each) => isEqual(standard, each) && !(strict && differs(each)));
    });
    return (
      membersFit &&
      // Python finds the empty text in every text, so that the leaderboard lets a key go whose answers are no list.
      Object.entries(answer).every(
        ([key, allowed]) =>
          key in value || (isList(allowed) ? allowed.includes('') : typeof allowed === 'string' && !strict),
      )
    );
  });
}

/** The answers for one key. A few of the data set's are no list but a text, whose characters the leaderboard takes for the answers. */
function allowedOf(answers: PythonValue | undefined, strict: boolean): readonly PythonValue[] {
  if (answers === undefined || isList(answers)) {
    return answers ?? [];
  }
  return typeof answers === 'string' && !strict ? [answers, ...answers] : [answers];
}

function fitsDicts(value: readonly PythonValue[], answers: readonly PythonValue[], strict: boolean): boolean {
  return answers.some(
    (answer) =>
      isList(answer) &&
      answer.length === value.length &&
      value.every((item, index) => isDict(item) && fitsDict(item, [answer[index] ?? null], strict)),
  );
}

function show(values: readonly PythonValue[]): string {
  const text = values.map((value) => JSON.stringify(value, (_, each) => (each instanceof Float ? each.value : each)));
  return text.join(', ').slice(0, 300);
}
