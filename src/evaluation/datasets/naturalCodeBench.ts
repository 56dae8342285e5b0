/**
 * NaturalCodeBench (Zhang et al. 2024): users' real prompts in Python and Java, in English and Chinese, with tests in pytest and JUnit. Read from a
 * clone of THUDM/NaturalCodeBench that the person has; nothing of it is part of this program.
 */
import * as z from 'zod';
import { extractCode } from '../asking/extractCode';
import type { EvaluationItem, Test } from '../EvaluationItem';
import { type DataFile, type DataSetFormat, type ItemChoice, jsonLines, type Sample } from './DataSetFormat';

const fileName = /ncb_(python|java)_(en|zh)\.jsonl$/;

const problem = z.looseObject({
  _id: z.int(),
  prompt: z.string(),
  testcases: z.string(),
  reference_solution: z.string().default(''),
  classification: z.string().default(''),
});

/** The seven labels of the data, in both languages, and what the paper calls them. */
const domains: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/software engineering|软件工程/i, 'Software Engineering'],
  [/data science|数据科学/i, 'Data Science'],
  [/artificial intelligence|人工智能/i, 'Artificial Intelligence'],
  [/operat|system admin|操作系统|系统管理|运维/i, 'System Administration'],
  [/algorithm|算法/i, 'Algorithm and Data Structure'],
  [/front|前端/i, 'Front-End'],
  [/database|数据库/i, 'Database'],
];

function toItem(
  row: z.infer<typeof problem>,
  language: 'python' | 'java',
  natural: string,
  choice: ItemChoice,
): EvaluationItem {
  const { _id, prompt, testcases, reference_solution, classification } = row;
  const extraction = language === 'python' ? 'ncb-python' : 'ncb-java';
  const tests = withoutFence(testcases);
  const test: Test =
    language === 'python'
      ? { kind: 'pytest', module: `python_${_id}`, tests, preamble: 'import pytest\n' }
      : { kind: 'junit', tests, libraries: choice.libraries ?? '' };
  const code = extractCode(reference_solution, extraction);
  const domain = domains.find(([pattern]) => pattern.test(classification))?.[1] ?? classification;
  return {
    id: `${language}_${natural}/${_id}`,
    task: `${language}/${_id}`,
    slices: { language, 'natural language': natural, ...(domain !== '' && { domain }) },
    ask: { kind: 'message', content: prompt, extraction },
    test,
    // One reference is fenced as another language; it is right all the same.
    canonical: { kind: 'solution', text: code ?? withoutFence(reference_solution) },
  };
}

function withoutFence(text: string): string {
  return /^\s*```\w*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

const sampleSchema = z.looseObject({ _id: z.int(), response: z.string() });

function samples(line: unknown, path: string, items: ReadonlyMap<string, EvaluationItem>): readonly Sample[] {
  const { data } = sampleSchema.safeParse(line);
  if (data === undefined) {
    return [];
  }
  // Numbers are unique in a file only; which one it belongs to is said by the file's name.
  const [, language, natural] = /ncb_(python|java)_(en|zh)/.exec(path) ?? [];
  const prefix = language === undefined ? undefined : `${language}_${natural}`;
  const id = [...items.keys()].find(
    (key) => key === `${prefix}/${data._id}` || (prefix === undefined && key.endsWith(`/${data._id}`)),
  );
  const item = id === undefined ? undefined : items.get(id);
  if (item === undefined || item.ask.kind !== 'message') {
    return [];
  }
  const code = extractCode(data.response, item.ask.extraction);
  return [
    {
      id: item.id,
      answer: code === undefined ? { kind: 'none', why: 'the answer holds no code' } : { kind: 'solution', text: code },
      response: data.response,
    },
  ];
}

function numberOf({ id }: EvaluationItem): number {
  return Number(id.split('/').at(-1));
}

export const naturalCodeBench: DataSetFormat = {
  isData: (path) => fileName.test(path),
  items: async (files: readonly DataFile[], choice) => {
    const lists = await Promise.all(
      files.map(async (file) => {
        const [, language, natural = ''] = fileName.exec(file.path) ?? [];
        if (language !== 'python' && language !== 'java') {
          throw new SyntaxError(`${file.path}: the name says neither which language nor which natural language it is`);
        }
        return jsonLines(await file.read()).map((row) => toItem(problem.parse(row), language, natural, choice));
      }),
    );
    return lists.flat();
  },
  samples,
  sampleLine: (item, answer, response) => ({ _id: numberOf(item), response: response ?? fenced(item, answer) }),
  resultLine: (item, answer, response, verdict) => ({
    _id: numberOf(item),
    response: response ?? fenced(item, answer),
    pass: verdict.outcome === 'passed',
    pass_rate: verdict.testsTotal === 0 ? 0 : verdict.testsPassed / verdict.testsTotal,
    error: verdict.errorClass ?? null,
  }),
  deviations: [
    'evaluation.deviation.ncbFiles',
    'evaluation.deviation.ncbPackages',
    'evaluation.deviation.ncbJava',
    'evaluation.deviation.ncbLimits',
    'evaluation.deviation.ncbProcess',
  ],
};

function fenced({ slices }: EvaluationItem, answer: Parameters<DataSetFormat['sampleLine']>[1]): string {
  return answer.kind === 'solution' || answer.kind === 'completion'
    ? `\`\`\`${slices.language}\n${answer.text}\n\`\`\``
    : '';
}
