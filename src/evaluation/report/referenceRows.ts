/**
 * What others published for the same benchmarks, to stand beside a result. Numbers of another set-up: prompts, versions and test environments
 * differ, so that they are landmarks, not opponents.
 */

export interface ReferenceRow {
  readonly model: string;
  /** Per cent, by column. */
  readonly values: Readonly<Record<string, number>>;
}

export interface ReferenceTable {
  readonly title: string;
  readonly source: string;
  readonly columns: readonly string[];
  /** The column that is nearest to a whole run, and which column a part of it has. */
  readonly main: string;
  readonly rows: readonly ReferenceRow[];
}

const paper =
  'GLM Team, “ChatGLM: A Family of Large Language Models from GLM-130B to GLM-4 All Tools”, arXiv 2406.12793';

function table(
  title: string,
  source: string,
  columns: readonly string[],
  main: string,
  rows: readonly (readonly [model: string, ...values: readonly number[]])[],
): ReferenceTable {
  return {
    title,
    source,
    columns,
    main,
    rows: rows.map(([model, ...values]) => ({
      model,
      values: Object.fromEntries(
        columns.flatMap((column, at) => (values[at] === undefined ? [] : [[column, values[at]]])),
      ),
    })),
  };
}

const humanEval = table('HumanEval', `${paper}, table 2`, ['HumanEval'], 'HumanEval', [
  ['GLM-4 (0520)', 78.5],
  ['GLM-4-Air (0605)', 75.7],
  ['GLM-4 (0116)', 72.0],
  ['GLM-4-9B-Chat', 71.8],
  ['GPT-4 Turbo (2024-04-09)', 88.2],
  ['Claude 3 Opus', 84.9],
  ['Gemini 1.5 Pro', 84.1],
  ['GPT-4 Turbo (1106)', 83.7],
  ['GPT-4 (0314)', 67.0],
]);

const naturalCodeBench = table(
  'NaturalCodeBench',
  `${paper}, table 6 (its test set, which is not public; the development set can be run here)`,
  ['python en', 'java en', 'python zh', 'java zh', 'overall'],
  'overall',
  [
    ['GLM-4 (0520)', 51.6, 42.8, 45.4, 48.9, 47.1],
    ['GLM-4-Air (0605)', 40.8, 39.7, 43.1, 39.7, 40.8],
    ['GLM-4-9B-Chat', 33.9, 29.8, 30.8, 34.4, 32.2],
    ['GPT-4 Turbo (2024-04-09)', 57.5, 52.3, 53.1, 52.3, 53.8],
    ['GPT-4 (0613)', 55.7, 51.1, 53.4, 51.1, 52.8],
    ['GPT-4 Turbo (1106)', 51.9, 55.0, 47.3, 51.9, 51.5],
    ['Claude 3 Opus', 48.9, 48.9, 45.0, 50.4, 48.3],
    ['Gemini 1.5 Pro', 45.0, 39.7, 41.5, 43.1, 42.3],
    ['Claude 2', 34.4, 36.6, 33.6, 32.8, 34.4],
  ],
);

const bfcl = table(
  'Berkeley Function Calling Leaderboard',
  `${paper}, table 7 (an earlier version of the leaderboard; “AST” is what single-turn questions are nearest to)`,
  ['AST', 'executed', 'relevance', 'overall'],
  'AST',
  [
    ['GLM-4 (0520)', 82.59, 87.78, 84.17, 81.76],
    ['GLM-4-Air (0605)', 84.34, 85.93, 68.33, 80.94],
    ['GLM-4-9B-Chat', 80.26, 84.4, 87.92, 81.0],
    ['GPT-4o (2024-05-13)', 85.23, 80.37, 81.25, 82.94],
    ['GPT-4 Turbo (2024-04-09)', 82.14, 78.61, 88.75, 81.24],
    ['Llama-3-8B-Instruct', 59.25, 70.01, 45.83, 58.88],
    ['ChatGLM3-6B', 62.18, 69.78, 5.42, 57.88],
  ],
);

const codeGeeX = 'CodeGeeX4’s own report (README of the model)';

const mbpp = table('MBPP', codeGeeX, ['MBPP'], 'MBPP', [
  ['CodeGeeX4-ALL-9B', 75.7],
  ['Codestral-22B', 78.2],
  ['DeepSeek-Coder-33B-Instruct', 80.4],
  ['Llama3-70B-Instruct', 82.3],
]);

const infilling = table('HumanEval, fill in the middle', codeGeeX, ['fill in the middle'], 'fill in the middle', [
  ['CodeGeeX4-ALL-9B', 85.0],
  ['Codestral-22B', 91.6],
  ['DeepSeek-Coder-33B-Instruct', 78.2],
]);

const tables: Readonly<Record<string, ReferenceTable>> = {
  humaneval: humanEval,
  ncb: naturalCodeBench,
  bfcl,
  mbpp,
  infilling,
};

/** Undefined = nobody's figures are known for it. */
export function referenceTable(dataset: string): ReferenceTable | undefined {
  return Object.hasOwn(tables, dataset) ? tables[dataset] : undefined;
}
