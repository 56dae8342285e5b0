/** MultiPL-E (Cassano et al. 2022): HumanEval and MBPP in other languages. Here JavaScript, TypeScript and Java. */
import * as z from 'zod';
import type { CodeLanguage, EvaluationItem, Test } from '../EvaluationItem';
import type { Verdict } from '../scoring/Verdict';
import { type DataFile, type DataSetFormat, jsonLines, type Sample } from './DataSetFormat';

const languages: Readonly<Record<string, CodeLanguage>> = {
  js: 'javascript',
  javascript: 'javascript',
  ts: 'typescript',
  typescript: 'typescript',
  java: 'java',
};

const problem = z.looseObject({
  name: z.string(),
  language: z.string(),
  prompt: z.string(),
  tests: z.string(),
  stop_tokens: z.array(z.string()).default([]),
  canonical_solution: z.string().optional(),
});
type Problem = z.infer<typeof problem>;

function toItem(row: Problem): readonly EvaluationItem[] {
  const language = languages[row.language];
  if (language === undefined || language === 'python') {
    return [];
  }
  const { name, prompt, tests, stop_tokens, canonical_solution } = row;
  const test: Test =
    language === 'java'
      ? { kind: 'javaMain', prefix: prompt, tests }
      : { kind: 'script', language, prefix: prompt, tests };
  return [
    {
      id: `${row.language}/${name}`,
      slices: { language },
      ask: { kind: 'function', language, prompt, entry: entryOf(prompt), stop: stop_tokens },
      test,
      ...(canonical_solution !== undefined && { canonical: { kind: 'completion' as const, text: canonical_solution } }),
    },
  ];
}

/** The name of the function that the prompt ends with the head of. */
function entryOf(prompt: string): string {
  return (
    [...prompt.matchAll(/\bfunction\s+(\w+)|\bstatic\b[^(\n]*?(\w+)\s*\(/g)]
      .map((match) => match[1] ?? match[2] ?? '')
      .at(-1) ?? ''
  );
}

const sampleSchema = z.looseObject({
  name: z.string().optional(),
  task_id: z.string().optional(),
  language: z.string().optional(),
  completion: z.string().optional(),
  /** A solution that stands alone, for copies of the format that have it. */
  solution: z.string().optional(),
  completions: z.array(z.string()).optional(),
});

function samples(line: unknown, path: string, items: ReadonlyMap<string, EvaluationItem>): readonly Sample[] {
  const { data } = sampleSchema.safeParse(line);
  if (data === undefined) {
    return [];
  }
  const name = data.name ?? data.task_id ?? '';
  const short = data.language ?? /[-_./](js|ts|java)[-_./]/.exec(path)?.[1];
  const id = [name, `${short}/${name}`, ...['js', 'ts', 'java'].map((each) => `${each}/${name}`)].find((each) =>
    items.has(each),
  );
  const texts = data.completions ?? (data.completion === undefined ? [] : [data.completion]);
  if (id === undefined) {
    return [];
  }
  return data.solution === undefined
    ? texts.map((text) => ({ id, answer: { kind: 'completion', text } }))
    : [{ id, answer: { kind: 'solution', text: data.solution } }];
}

/** In the words of MultiPL-E's result files. */
function statusOf({ outcome, errorClass, detail }: Verdict): string {
  if (outcome === 'passed') {
    return 'OK';
  }
  switch (errorClass) {
    case 'timed out':
      return 'Timeout';
    case 'syntax error':
    case 'does not compile':
      return 'SyntaxError';
    default:
      return /Assertion/.test(detail) ? 'AssertionError' : 'Exception';
  }
}

async function rowsOf(file: DataFile): Promise<readonly unknown[]> {
  const text = await file.read();
  // One problem a file, or a line each.
  return /\.json(\.gz)?$/.test(file.path) ? [JSON.parse(text)].flat() : jsonLines(text);
}

export const multiPlE: DataSetFormat = {
  isData: (path) =>
    /(?:multipl|humaneval|mbpp)[^/]*[-_](?:js|ts|java|javascript|typescript)\b.*\.jsonl?(\.gz)?$|multipl.*\.jsonl?(\.gz)?$/i.test(
      path,
    ) && !/results?\.json/i.test(path),
  items: async (files) => (await Promise.all(files.map(rowsOf))).flat().flatMap((row) => toItem(problem.parse(row))),
  samples,
  sampleLine: ({ id }, answer) => ({
    ...nameOf(id),
    ...(answer.kind === 'solution'
      ? { solution: answer.text }
      : { completion: answer.kind === 'completion' ? answer.text : '' }),
  }),
  resultLine: ({ id }, answer, _, verdict) => ({
    ...nameOf(id),
    program: answer.kind === 'completion' || answer.kind === 'solution' ? answer.text : '',
    status: statusOf(verdict),
    exit_code: verdict.outcome === 'passed' ? 0 : 1,
    stdout: '',
    stderr: verdict.detail,
  }),
  deviations: [
    'evaluation.deviation.multiPlETypes',
    'evaluation.deviation.multiPlESplit',
    'evaluation.deviation.multiPlEJava',
    'evaluation.deviation.javatuples',
  ],
};

function nameOf(id: string): { readonly name: string; readonly language: string } {
  const [language = '', ...name] = id.split('/');
  return { name: name.join('/'), language };
}
