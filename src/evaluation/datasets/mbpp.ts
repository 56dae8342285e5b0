/** MBPP (Austin et al. 2021): short tasks in words with three assertions, and EvalPlus' version of it with more inputs. */
import * as z from 'zod';
import type { DifferentialInputs, EvaluationItem } from '../EvaluationItem';
import { mbppPrompt } from '../prompts';
import { humanEvalResult } from '../scoring/Verdict';
import { type DataSetFormat, jsonLines } from './DataSetFormat';
import { taskSampleLine, taskSamples } from './humanEval';

const text = z.string().transform((value) => value.replaceAll('\r\n', '\n'));
const problem = z.looseObject({
  task_id: z.union([z.string(), z.int()]),
  /** The task in words: `text` in the original, `prompt` in later versions. */
  text: text.optional(),
  prompt: text.optional(),
  /** The right solution: `code`, or EvalPlus' `canonical_solution` behind its prompt. */
  code: text.optional(),
  canonical_solution: text.optional(),
  entry_point: z.string().optional(),
  test_setup_code: text.default(''),
  test_imports: z.array(text).default([]),
  test_list: z.array(text).default([]),
  challenge_test_list: z.array(text).default([]),
  base_input: z.array(z.unknown()).optional(),
  plus_input: z.array(z.unknown()).optional(),
  atol: z.number().default(0),
});
type Problem = z.infer<typeof problem>;

/** Functions whose answers EvalPlus compares as sets, or only as true or false. */
const comparedAsSets = new Set([
  'similar_elements',
  'find_char_long',
  'common_in_nested_lists',
  'extract_singly',
  'larg_nnum',
  'intersection_array',
  'find_dissimilar',
  'Diff',
]);
const comparedAsTruth = new Set(['check_str', 'text_match_three', 'text_starta_endb']);

function toItem(row: Problem): EvaluationItem {
  const { task_id, code, canonical_solution, prompt = '', entry_point, test_setup_code, test_imports, test_list } = row;
  const reference = code ?? `${prompt}${canonical_solution ?? ''}`;
  const setup = [...test_imports, test_setup_code].filter((part) => part !== '').join('\n');
  return {
    id: String(task_id),
    slices: { language: 'python' },
    ask: { kind: 'message', content: mbppPrompt(row.text ?? prompt, test_list), extraction: 'last-fence' },
    test: {
      kind: 'assertions',
      setup,
      assertions: test_list,
      reference,
      entry: entry_point,
      inputs: differentialInputs(row),
    },
    canonical: { kind: 'solution', text: reference },
  };
}

function differentialInputs({
  base_input,
  plus_input,
  atol,
  entry_point = '',
}: Problem): DifferentialInputs | undefined {
  if (base_input === undefined) {
    return undefined;
  }
  const oracle = comparedAsSets.has(entry_point) ? 'set' : comparedAsTruth.has(entry_point) ? 'truth' : undefined;
  return { base: base_input, plus: plus_input ?? [], tolerance: atol, oracle };
}

/** The original file's problems 1 to 10 are examples for prompts, 511 and up are for training. */
function testSplit(rows: readonly Problem[]): readonly Problem[] {
  const inSplit = rows.filter(({ task_id }) => typeof task_id === 'number' && task_id >= 11 && task_id <= 510);
  return rows.length > 510 && inSplit.length === 500 ? inSplit : rows;
}

export const mbpp: DataSetFormat = {
  isData: (path) => /mbpp.*\.jsonl(\.gz)?$/i.test(path),
  items: async (files) => {
    const rows = await Promise.all(files.map(async (file) => jsonLines(await file.read())));
    return testSplit(rows.flat().map((row) => problem.parse(row))).map(toItem);
  },
  // EvalPlus writes `Mbpp/2` for what the original calls 2.
  samples: (line, _, items) =>
    taskSamples(line).map(({ id, answer }) => {
      const number = id.replace(/^Mbpp\//, '');
      const known = [id, number, `Mbpp/${number}`].find((each) => items.has(each)) ?? id;
      return { id: known, answer: answer.kind === 'completion' ? { kind: 'solution', text: answer.text } : answer };
    }),
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
  deviations: ['evaluation.deviation.mbppPrompt', 'evaluation.deviation.split'],
};
