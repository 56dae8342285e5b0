/** What became of one answer. */

/** `errored`: our side or the data set failed, not the answer; `suspect`: passed, but by code that could have forged that. */
export const outcomes = ['passed', 'failed', 'errored', 'suspect'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why an answer is not right, from the least to the most that was reached. */
export const errorClasses = [
  'no code',
  'syntax error',
  'does not compile',
  'stopped early',
  'crashed',
  'out of memory',
  'timed out',
  'too much output',
  'exception',
  'wrong answer',
  'suspect',
  'not tested',
] as const;
export type ErrorClass = (typeof errorClasses)[number];

export interface Verdict {
  readonly outcome: Outcome;
  /** Undefined when it passed. */
  readonly errorClass?: ErrorClass | undefined;
  /** For people: what went wrong. Text of the program under test, so never to be trusted. */
  readonly detail: string;
  readonly testsPassed: number;
  readonly testsTotal: number;
  /** What the code does that honest code has no reason for. */
  readonly suspicions: readonly string[];
  readonly milliseconds: number;
  /** EvalPlus: how each of its two sets of inputs went. */
  readonly plus?: { readonly base: boolean; readonly plus: boolean; readonly plusFailed: readonly number[] };
}

export function verdictOf(
  outcome: Outcome,
  errorClass: ErrorClass | undefined,
  detail: string,
  tests: readonly [passed: number, total: number] = [0, 1],
): Verdict {
  const [testsPassed, testsTotal] = tests;
  return {
    outcome,
    errorClass,
    detail: detail.slice(0, 500),
    testsPassed,
    testsTotal,
    suspicions: [],
    milliseconds: 0,
  };
}

/** In the words of HumanEval's result files. */
export function humanEvalResult({ outcome, errorClass, detail }: Verdict): string {
  if (outcome === 'passed') {
    return 'passed';
  }
  return errorClass === 'timed out' ? 'timed out' : `failed: ${detail || errorClass}`;
}
