/**
 * One item's tests in one sandbox, the program under test in another, and this process between them. The program never holds a test, an
 * expected value or the secret of the verdict; whatever it does can only be a wrong answer to a call.
 */
import * as z from 'zod';
import { defaultLimits, type SandboxEnd, type SandboxJob, type SandboxLimits } from '../../sandbox/Sandbox';
import type { ScoringTools } from './Tools';
import { type ErrorClass, type Verdict, verdictOf } from './Verdict';

type JudgedJob = Pick<SandboxJob, 'command' | 'files' | 'environment'>;

export interface JudgeRun {
  readonly judge: JudgedJob;
  /** First line for the judge, without the nonce. */
  readonly judgeTask: object;
  readonly program: JudgedJob;
  readonly programTask: object;
  /** How many tests the verdict must speak of. */
  readonly expectedTests: number;
  readonly limits?: Partial<SandboxLimits>;
}

const count = z.number().int().nonnegative();
const verdictSchema = z.object({
  nonce: z.string(),
  passed: count,
  total: count,
  error: z.string().optional(),
  message: z.string().optional(),
  ofProgram: z.boolean().optional(),
  brokenTest: z.boolean().optional(),
  failedTests: z.array(count).optional(),
});
export type JudgeVerdict = z.infer<typeof verdictSchema>;
const answerLine = z.union([z.object({ result: z.unknown(), args: z.unknown() }), z.object({ error: z.string() })]);
const readyLine = z.object({ ready: z.boolean(), error: z.string().optional(), message: z.string().optional() });

/** `failedTests`: indices, where the judge tells them. */
export interface JudgeResult extends Verdict {
  readonly failedTests: readonly number[];
}

export async function judgeRun(run: JudgeRun, tools: ScoringTools, signal: AbortSignal): Promise<JudgeResult> {
  const { sandbox, createNonce } = tools;
  const startedAt = performance.now();
  const nonce = createNonce();
  const limits = { ...defaultLimits, ...run.limits };
  let verdict: JudgeVerdict | undefined;
  let refusal: z.infer<typeof readyLine> | undefined;
  let isReady = false;
  const program = sandbox.start({ ...run.program, limits }, (line) => {
    if (isReady && answerLine.safeParse(parsed(line)).success) {
      judge.send(line);
      return;
    }
    if (isReady) {
      // Nobody but the program itself can have written that.
      refusal = { ready: false, error: 'SystemExit', message: 'it wrote to the channel of the tests' };
      program.stop();
      return;
    }
    const answer = readyLine.safeParse(parsed(line));
    isReady = answer.success && answer.data.ready;
    if (isReady) {
      judge.send(JSON.stringify({ ...run.judgeTask, nonce }));
    } else {
      refusal = answer.data ?? { ready: false };
      program.stop();
    }
  });
  // The tests may take as long as the program, and a little more.
  const judgeLimits = {
    ...limits,
    wallMilliseconds: limits.wallMilliseconds + 5_000,
    processes: defaultLimits.processes,
  };
  const judge = sandbox.start({ ...run.judge, limits: judgeLimits }, (line) => {
    // Calls pass through unread: numbers of Python are longer than JavaScript's.
    if (line.startsWith('C')) {
      program.send(line.slice(1));
      return;
    }
    const found = line.startsWith('V') ? verdictSchema.safeParse(parsed(line.slice(1))).data : undefined;
    if (found?.nonce === nonce) {
      verdict = found;
      program.stop();
    }
  });
  const stop = (): void => {
    program.stop();
    judge.stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    program.send(JSON.stringify(run.programTask));
    // Without the program the tests wait for ever.
    const programEnded = program.ended.then((end) => {
      judge.stop();
      return end;
    });
    const judgeEnded = judge.ended.then((end) => {
      program.stop();
      return end;
    });
    const [programEnd, judgeEnd] = await Promise.all([programEnded, judgeEnded]);
    signal.throwIfAborted();
    const broken = [programEnd, judgeEnd].find(isBrokenSandbox);
    const result =
      verdict === undefined && !isReady && broken !== undefined
        ? verdictOf('errored', 'not tested', broken.stderr.trim(), [0, run.expectedTests])
        : resultOf(run, verdict, refusal, programEnd, judgeEnd);
    return {
      ...result,
      milliseconds: Math.round(performance.now() - startedAt),
      failedTests: verdict?.failedTests ?? [],
    };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function resultOf(
  { expectedTests }: JudgeRun,
  verdict: JudgeVerdict | undefined,
  refusal: z.infer<typeof readyLine> | undefined,
  programEnd: SandboxEnd,
  judgeEnd: SandboxEnd,
): Verdict {
  const none = [0, expectedTests] as const;
  if (verdict !== undefined) {
    return verdictOfTests(verdict, expectedTests);
  }
  if (refusal !== undefined) {
    const { error = 'Error', message = '' } = refusal;
    return verdictOf('failed', classOfException(error), `${error}: ${message}`, none);
  }
  if (programEnd.cause === 'stopped') {
    // The program had to go because the judge did.
    const why = judgeEnd.stderr.trim().split('\n').at(-1) || judgeEnd.cause;
    return judgeEnd.cause === 'time' || judgeEnd.signal === 9
      ? verdictOf('failed', 'timed out', 'the tests took too long', none)
      : verdictOf('errored', 'not tested', `the tests ended without a verdict: ${why}`, none);
  }
  const [errorClass, detail] = howItEnded(programEnd);
  return verdictOf('failed', errorClass, detail, none);
}

function verdictOfTests(verdict: JudgeVerdict, expectedTests: number): Verdict {
  const { passed, total, error = '', message = '', ofProgram = false, brokenTest = false } = verdict;
  const tests = [passed, Math.max(total, expectedTests)] as const;
  const detail = error === '' ? '' : message === '' ? error : `${error}: ${message}`;
  if (brokenTest) {
    return verdictOf('errored', 'not tested', `the test itself failed: ${detail}`, tests);
  }
  if (total !== expectedTests) {
    return verdictOf('errored', 'not tested', `${total} tests ran instead of ${expectedTests}`, tests);
  }
  return passed === total && total > 0
    ? verdictOf('passed', undefined, '', tests)
    : verdictOf('failed', ofProgram ? classOfException(error) : 'wrong answer', detail, tests);
}

function classOfException(name: string): ErrorClass {
  switch (name) {
    case 'SyntaxError':
    case 'IndentationError':
    case 'TabError':
      return 'syntax error';
    case 'MemoryError':
      return 'out of memory';
    case 'SystemExit':
      return 'stopped early';
    default:
      return 'exception';
  }
}

/** Whether the sandbox itself could not start; the program has had no chance to print anything then. */
export function isBrokenSandbox({ stderr, cause }: SandboxEnd): boolean {
  return cause === 'ended' && /^(?:bwrap|unshare|mount|mkdir|prlimit|sh|spawn)\b.*: /.test(stderr);
}

/** Of a program that ended although it was still needed. */
export function howItEnded({ cause, exitCode, signal, stderr }: SandboxEnd): readonly [ErrorClass, string] {
  switch (cause) {
    case 'time':
      return ['timed out', 'it ran too long'];
    case 'memory':
      return ['out of memory', 'it took more memory than it may'];
    case 'output':
      return ['too much output', 'it printed more than it may'];
    default:
  }
  const memory = /^.*(?:MemoryError|Cannot allocate memory|out of memory|OutOfMemoryError).*$/m.exec(stderr)?.[0];
  if (memory !== undefined) {
    return ['out of memory', memory];
  }
  if (signal === 9 || signal === 24) {
    return ['timed out', 'it used more processor time than it may'];
  }
  if (signal !== undefined) {
    return ['crashed', `signal ${signal}`];
  }
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return ['stopped early', `it ended with exit code ${exitCode}${last === '' ? '' : `: ${last}`}`];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
