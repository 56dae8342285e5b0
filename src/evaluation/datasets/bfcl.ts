/** The Berkeley Function Calling Leaderboard (v4), single turn: its questions, its allowed answers, and results in its forms. */
import * as z from 'zod';
import {
  type AllowedCall,
  type BfclCall,
  type BfclFunction,
  type BfclLanguage,
  type BfclParameter,
  bfclFunctions,
} from '../bfcl/BfclQuestion';
import { parseCalls } from '../bfcl/callText';
import { toToolName } from '../bfcl/checkCalls';
import {
  isDict,
  isList,
  type PythonValue,
  parsePythonJson,
  pythonJson,
  toPythonValue,
  typeOf,
} from '../bfcl/pythonValues';
import { sourceOf } from '../bfcl/sourceOf';
import type { Answer, EvaluationItem } from '../EvaluationItem';
import type { DataFile, DataSetFormat, Sample } from './DataSetFormat';

interface Message {
  readonly role: 'system' | 'user';
  readonly content: string;
}

const message = z.looseObject({ role: z.string(), content: z.string() });
const question = z.looseObject({
  id: z.string(),
  question: z.array(z.array(message)),
  function: bfclFunctions,
});
const value: z.ZodType<PythonValue> = z.unknown().transform(toPythonValue);
const answer = z.looseObject({
  id: z.string(),
  ground_truth: z.array(z.record(z.string(), z.record(z.string(), z.array(value)))),
});

/** Of one turn, with calls that are compared; others lie in the same folders of the benchmark's own repository and package. */
const questions =
  /BFCL_v\d+_(?!.*(?:multi_turn|memory|web_search|format_sensitivity|exec_|chatable|rest\.|sql\.))\w+\.jsonl?$/;
const isAnswers = (path: string): boolean => /\.answer\.jsonl?$|possible_answer\//.test(path);

function languageOf(category: string): BfclLanguage {
  return /java_?script|_js/.test(category) ? 'javascript' : /java/.test(category) ? 'java' : 'python';
}

function lines(text: string): readonly PythonValue[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parsePythonJson(line)]));
}

async function items(files: readonly DataFile[]): Promise<readonly EvaluationItem[]> {
  const allowed = new Map<string, readonly AllowedCall[]>();
  for (const file of files.filter(({ path }) => isAnswers(path))) {
    for (const line of lines(await file.read())) {
      const { id, ground_truth } = answer.parse(line);
      allowed.set(id, ground_truth);
    }
  }
  const lists = await Promise.all(
    files
      .filter(({ path }) => !isAnswers(path))
      .map(async (file) => lines(await file.read()).flatMap((line) => toItem(question.parse(line), allowed))),
  );
  return lists.flat();
}

function toItem(
  row: z.infer<typeof question>,
  allowedOf: ReadonlyMap<string, readonly AllowedCall[]>,
): readonly EvaluationItem[] {
  const { id, function: functions, question: turns } = row;
  const category = id.replace(/_\d+(-\d+-\d+)?$/, '');
  const language = languageOf(category);
  const isIrrelevance = /irrelevance/.test(category);
  const isRelevance = !isIrrelevance && /relevance/.test(category);
  const allowed = isIrrelevance ? [] : allowedOf.get(id);
  if ((allowed === undefined && !isRelevance) || turns.length !== 1) {
    return [];
  }
  const messages = (turns[0] ?? []).flatMap(({ role, content }): Message[] =>
    role === 'system' || role === 'user' ? [{ role, content }] : [],
  );
  const calls = (allowed ?? []).map((each) => canonicalCall(each, functions, language));
  return [
    {
      id,
      slices: { language, category },
      ask: { kind: 'tools', messages, functions, language },
      test: { kind: 'calls', functions, allowed: isRelevance ? undefined : allowed, language },
      canonical: isRelevance ? undefined : { kind: 'calls', calls },
    },
  ];
}

/** A call by the first allowed value of each parameter; what may be left out is. */
export function canonicalCall(
  allowed: AllowedCall,
  functions: readonly BfclFunction[],
  language: BfclLanguage,
): BfclCall {
  const [[name, parameters] = ['', {}]] = Object.entries(allowed);
  const { properties = {}, required = [] } = functions.find((each) => each.name === name)?.parameters ?? {};
  const given = Object.entries(parameters).flatMap(([parameter, answers]): [string, PythonValue][] => {
    // The empty text among the answers says that the parameter may be left out.
    const [first] = answers.filter((each) => each !== '');
    if ((answers.includes('') && !required.includes(parameter)) || (first === undefined && answers.includes(''))) {
      return required.includes(parameter) ? [[parameter, '']] : [];
    }
    const property = properties[parameter] ?? { type: 'any' };
    const chosen = chosenValue(first ?? null, property);
    return [[parameter, language === 'python' ? chosen : sourceOf(chosen, property, language)]];
  });
  return { name: toToolName(name), arguments: Object.fromEntries(given) };
}

/** In a dict each key has its own allowed values, and so in a list of dicts. */
function chosenValue(allowed: PythonValue, { type, items: item }: BfclParameter): PythonValue {
  if (isDict(allowed)) {
    return Object.fromEntries(
      Object.entries(allowed).flatMap(([key, answers]): [string, PythonValue][] => {
        const list = isList(answers) ? answers : [answers];
        return list.includes('') ? [] : [[key, list[0] ?? null]];
      }),
    );
  }
  return isList(allowed) &&
    (item?.type === 'dict' || (type === 'array' && allowed.every((each) => typeOf(each) === 'dict')))
    ? allowed.map((each) => chosenValue(each, { type: 'dict' }))
    : allowed;
}

const sampleSchema = z.looseObject({
  id: z.string(),
  result: z.union([z.string(), z.array(z.record(z.string(), z.unknown()))]),
});

/** Both forms of the leaderboard: text of calls, or the calls of a tool interface with their arguments as JSON. */
function samples(line: unknown, _: string, known: ReadonlyMap<string, EvaluationItem>): readonly Sample[] {
  const { data } = sampleSchema.safeParse(line);
  if (data === undefined) {
    return [];
  }
  const test = known.get(data.id)?.test;
  const language = test?.kind === 'calls' ? test.language : 'python';
  const calls = typeof data.result === 'string' ? parseCalls(data.result, language) : toolCalls(data.result);
  const found: Answer =
    calls === undefined ? { kind: 'none', why: 'the answer is no list of calls' } : { kind: 'calls', calls };
  return [{ id: data.id, answer: found, ...(typeof data.result === 'string' && { response: data.result }) }];
}

function toolCalls(result: readonly Readonly<Record<string, unknown>>[]): readonly BfclCall[] | undefined {
  const calls: BfclCall[] = [];
  for (const [name, given] of result.flatMap((call) => Object.entries(call))) {
    const read = typeof given === 'string' ? attempt(() => parsePythonJson(given)) : toPythonValue(given);
    if (read === undefined || !isDict(read)) {
      return undefined;
    }
    calls.push({ name, arguments: read });
  }
  return calls;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function resultOf(found: Answer, response: string | undefined): unknown {
  return found.kind === 'calls'
    ? found.calls.map(({ name, arguments: given }) => ({ [name]: pythonJson(given) }))
    : (response ?? '');
}

export const bfcl: DataSetFormat = {
  isData: (path) => questions.test(path.replace('.answer.', '.')) && !/_result\.|_score\./.test(path),
  items,
  samples,
  sampleLine: ({ id }, found, response) => ({ id, result: resultOf(found, response) }),
  resultLine: ({ id }, found, response, verdict) => ({
    id,
    valid: verdict.outcome === 'passed',
    error: verdict.outcome === 'passed' ? [] : [verdict.detail],
    model_result: resultOf(found, response),
  }),
  deviations: [
    'evaluation.deviation.bfclSingle',
    'evaluation.deviation.bfclSource',
    'evaluation.deviation.bfclElements',
  ],
};
