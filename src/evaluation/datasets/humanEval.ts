/**
 * HumanEval (Chen et al. 2021), its infilling version (Bavarian et al. 2022) and EvalPlus' additions (Liu et al. 2023): functions to be completed
 * in Python, with a test of assertions for each.
 */
import * as z from 'zod';
import type { Answer, EvaluationItem, Test } from '../EvaluationItem';
import { humanEvalResult } from '../scoring/Verdict';
import { type DataSetFormat, type DeviationId, jsonLines, type Sample } from './DataSetFormat';

const problem = z.looseObject({
  task_id: z.string(),
  prompt: z.string(),
  canonical_solution: z.string(),
  test: z.string(),
  entry_point: z.string(),
  suffix: z.string().default(''),
  base_input: z.array(z.unknown()).optional(),
  plus_input: z.array(z.unknown()).optional(),
  atol: z.number().default(0),
});

const sampleSchema = z.looseObject({
  task_id: z.union([z.string(), z.number()]),
  solution: z.string().nullish(),
  completion: z.string().nullish(),
});

/** Texts that only stand outside of the function: the ones that the benchmark's authors stopped their models at. */
const pythonStops = ['\nclass ', '\ndef ', '\n#', '\nif ', '\nprint('];

function toItem(row: z.infer<typeof problem>, kind: 'function' | 'hole'): EvaluationItem {
  const { task_id, prompt, suffix, canonical_solution, entry_point, base_input, plus_input, atol } = row;
  const reference = `${prompt}${canonical_solution}${suffix}`;
  const oracle = entry_point === 'find_zero' ? ('root' as const) : undefined;
  const inputs =
    base_input === undefined
      ? undefined
      : { base: base_input, plus: plus_input ?? [], tolerance: atol, ...(oracle === undefined ? {} : { oracle }) };
  const test: Test = { kind: 'check', prefix: prompt, suffix, entry: entry_point, test: row.test, reference, inputs };
  return {
    id: task_id,
    slices: { language: 'python', ...(kind === 'hole' && { set: task_id.split('/')[0] ?? '' }) },
    ask:
      kind === 'hole'
        ? { kind, language: 'python', prefix: prompt, suffix }
        : { kind, language: 'python', prompt, entry: entry_point, stop: pythonStops },
    test,
    canonical: { kind: 'completion', text: canonical_solution },
  };
}

/** The sample of a line of HumanEval or EvalPlus; a whole solution counts more than a completion. */
export function taskSamples(line: unknown): readonly Sample[] {
  const { data } = sampleSchema.safeParse(line);
  const { task_id = '', solution, completion } = data ?? {};
  const id = String(task_id);
  if (typeof solution === 'string') {
    return [{ id, answer: { kind: 'solution', text: solution } }];
  }
  return typeof completion === 'string' ? [{ id, answer: { kind: 'completion', text: completion } }] : [];
}

export function taskSampleLine({ id }: EvaluationItem, answer: Answer): object {
  return answer.kind === 'solution'
    ? { task_id: id, solution: answer.text }
    : { task_id: id, completion: answer.kind === 'completion' ? answer.text : '' };
}

function format(
  kind: 'function' | 'hole',
  isData: (path: string) => boolean,
  deviations: readonly DeviationId[],
): DataSetFormat {
  return {
    isData,
    items: async (files) => {
      const rows = await Promise.all(files.map(async (file) => jsonLines(await file.read())));
      return rows.flat().map((row) => toItem(problem.parse(row), kind));
    },
    samples: taskSamples,
    sampleLine: taskSampleLine,
    resultLine: (item, answer, _, verdict) => ({
      ...taskSampleLine(item, answer),
      result: humanEvalResult(verdict),
      passed: verdict.outcome === 'passed',
      ...(verdict.plus !== undefined && {
        base_status: verdict.plus.base ? 'pass' : 'fail',
        plus_status: verdict.plus.plus ? 'pass' : 'fail',
        plus_fail_tests: verdict.plus.plusFailed,
      }),
    }),
    deviations,
  };
}

const split = 'evaluation.deviation.split';
const limits = 'evaluation.deviation.humanEvalLimits';

export const humanEval = format('function', (path) => /human-?eval(?!.*infilling).*\.jsonl(\.gz)?$/i.test(path), [
  split,
  limits,
  'evaluation.deviation.partial',
]);

export const infilling = format('hole', (path) => /infilling.*\.jsonl(\.gz)?$/i.test(path), [split, limits]);
