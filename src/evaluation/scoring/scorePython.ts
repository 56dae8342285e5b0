/** Python answers whose tests are calls of functions: HumanEval, infilling, MBPP, EvalPlus, own items. */
import type { Answer, DifferentialInputs, Test } from '../EvaluationItem';
import candidateSource from '../programs/candidate.py';
import judgeSource from '../programs/judge.py';
import valuesSource from '../programs/values.py';
import { type JudgeResult, judgeRun } from './judgeRun';
import type { ScoringTools } from './Tools';
import { type Verdict, verdictOf } from './Verdict';

type PythonTest = Extract<Test, { readonly kind: 'check' | 'assertions' }>;

/** The whole program that an answer makes; undefined = the answer is none of code. */
export function pythonProgram(test: PythonTest, answer: Answer): string | undefined {
  if (answer.kind === 'solution') {
    return answer.text;
  }
  if (answer.kind !== 'completion') {
    return undefined;
  }
  return test.kind === 'check' ? `${test.prefix}${answer.text}${test.suffix}` : answer.text;
}

export async function scorePython(
  test: PythonTest,
  program: string,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  if (tools.python === undefined) {
    return noPython;
  }
  const { inputs } = test;
  const base = await ownTests(test, program, tools, signal);
  if (inputs === undefined || test.entry === undefined) {
    return base;
  }
  // EvalPlus: right is what is right for all inputs.
  const entry = test.entry;
  const reference = test.reference;
  const run = (chosen: readonly unknown[]): Promise<JudgeResult> =>
    differential({ entry, reference, inputs, chosen }, program, tools, signal);
  const [first, second] = [await run(inputs.base), await run(inputs.plus)];
  const isBase = (base.testsTotal === 0 || base.outcome === 'passed') && first.outcome === 'passed';
  const isPlus = isBase && second.outcome === 'passed';
  const worst = [base, first, second].find(({ outcome }) => outcome !== 'passed') ?? second;
  return {
    ...worst,
    testsPassed: base.testsPassed + first.testsPassed + second.testsPassed,
    testsTotal: base.testsTotal + first.testsTotal + second.testsTotal,
    milliseconds: base.milliseconds + first.milliseconds + second.milliseconds,
    plus: { base: isBase, plus: isPlus, plusFailed: second.failedTests },
  };
}

export const noPython = verdictOf('errored', 'not tested', 'no Python can be started in the sandbox');

function ownTests(test: PythonTest, program: string, tools: ScoringTools, signal: AbortSignal): Promise<Verdict> {
  if (test.kind === 'check') {
    const { entry, reference } = test;
    return judge({ kind: 'check', entry, reference, test: test.test }, 1, program, tools, signal, test.files);
  }
  const { setup, assertions, reference } = test;
  return assertions.length === 0
    ? Promise.resolve(verdictOf(test.inputs === undefined ? 'errored' : 'passed', undefined, 'no tests', [0, 0]))
    : judge({ kind: 'assertions', reference, test: setup, assertions }, assertions.length, program, tools, signal);
}

interface Differential {
  readonly entry: string;
  readonly reference: string;
  readonly inputs: DifferentialInputs;
  readonly chosen: readonly unknown[];
}

function differential(
  { entry, reference, inputs, chosen }: Differential,
  program: string,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<JudgeResult> {
  const { tolerance, oracle } = inputs;
  const task = { kind: 'inputs', entry, reference, inputs: chosen, tolerance, oracle };
  return judge(task, chosen.length, program, tools, signal);
}

function judge(
  judgeTask: object,
  expectedTests: number,
  source: string,
  tools: ScoringTools,
  signal: AbortSignal,
  files: Readonly<Record<string, string>> = {},
): Promise<JudgeResult> {
  const { python = '' } = tools;
  // Where the item has modules, both sides find them.
  const around = Object.keys(files).length === 0 ? {} : { files, environment: { PYTHONPATH: '/box' } };
  return judgeRun(
    {
      judge: { command: [python, '-c', `${valuesSource}\n${judgeSource}`], ...around },
      judgeTask,
      program: { command: [python, '-c', `${valuesSource}\n${candidateSource}`], ...around },
      programTask: { source },
      expectedTests,
    },
    tools,
    signal,
  );
}
