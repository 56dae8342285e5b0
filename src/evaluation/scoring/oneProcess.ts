/** Tests that share a process with the program (pytest, JUnit, Java's main): its verdict counts only with the secret of the run. */
import * as z from 'zod';
import { defaultLimits, type SandboxJob, type SandboxLimits } from '../../sandbox/Sandbox';
import { howItEnded, isBrokenSandbox } from './judgeRun';
import type { ScoringTools } from './Tools';
import { type Verdict, verdictOf } from './Verdict';

export interface OneProcessRun {
  readonly job: Pick<SandboxJob, 'command' | 'files' | 'shown'>;
  /** What the runner gets as its first line. */
  readonly task: (nonce: string) => string;
  /** The least number of tests that must have run. */
  readonly leastTests: number;
  readonly limits: Partial<SandboxLimits>;
  /** Exit code that says that the program does not compile. */
  readonly compileFailure?: number;
}

interface RunnerVerdict {
  readonly passed: number;
  readonly total: number;
  readonly error: string;
  readonly message: string;
  readonly ofProgram: boolean;
  readonly brokenTest: boolean;
}

const count = z.number().int().nonnegative();
const verdictSchema = z.object({
  nonce: z.string(),
  passed: count,
  total: count,
  error: z.string().default(''),
  message: z.string().default(''),
  ofProgram: z.boolean().default(false),
  brokenTest: z.boolean().default(false),
});

export async function oneProcess(run: OneProcessRun, tools: ScoringTools, signal: AbortSignal): Promise<Verdict> {
  const nonce = tools.createNonce();
  const startedAt = performance.now();
  const verdicts: RunnerVerdict[] = [];
  const program = tools.sandbox.start({ ...run.job, limits: { ...defaultLimits, ...run.limits } }, (line) => {
    const verdict = readVerdict(line, nonce);
    if (verdict !== undefined) {
      verdicts.push(verdict);
    }
  });
  const stop = (): void => program.stop();
  signal.addEventListener('abort', stop, { once: true });
  program.send(run.task(nonce));
  const end = await program.ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  const milliseconds = Math.round(performance.now() - startedAt);
  const [verdict] = verdicts;
  // The runner has one thing to say, and then ends well.
  if (verdict !== undefined && verdicts.length === 1 && end.cause === 'ended' && end.exitCode === 0) {
    return { ...verdictOfRun(verdict, run.leastTests), milliseconds };
  }
  if (isBrokenSandbox(end)) {
    return verdictOf('errored', 'not tested', end.stderr.trim());
  }
  if (run.compileFailure !== undefined && end.exitCode === run.compileFailure) {
    const line = end.stderr.split('\n').find((each) => /error:/.test(each)) ?? end.stderr.trim();
    return { ...verdictOf('failed', 'does not compile', line), milliseconds };
  }
  const [errorClass, detail] = howItEnded(end);
  return { ...verdictOf('failed', errorClass, detail, [0, run.leastTests]), milliseconds };
}

function readVerdict(line: string, nonce: string): RunnerVerdict | undefined {
  if (line.startsWith('V')) {
    const found = verdictSchema.safeParse(attempt(() => JSON.parse(line.slice(1)))).data;
    return found?.nonce === nonce ? found : undefined;
  }
  // Java's: fields with a sign between them that no text holds.
  const [first = '', passed, total, error = '', message = ''] = line.split('\u0001');
  return first === `T${nonce}` && passed !== undefined && total !== undefined
    ? {
        passed: Number(passed),
        total: Number(total),
        error,
        message,
        ofProgram: error !== '' && !/Assert|Failed/.test(error),
        brokenTest: false,
      }
    : undefined;
}

function verdictOfRun(
  { passed, total, error, message, ofProgram, brokenTest }: RunnerVerdict,
  leastTests: number,
): Verdict {
  const tests = [passed, Math.max(total, leastTests)] as const;
  const detail = [error, message].filter((part) => part !== '' && part !== 'null').join(': ');
  if (brokenTest) {
    return verdictOf('errored', 'not tested', detail, tests);
  }
  if (passed === total && total >= leastTests && total > 0) {
    return verdictOf('passed', undefined, '', tests);
  }
  if (/SyntaxError|IndentationError/.test(error)) {
    return verdictOf('failed', 'syntax error', detail, tests);
  }
  return total < leastTests && passed === total && error === ''
    ? verdictOf('failed', 'stopped early', `${total} of at least ${leastTests} tests ran`, tests)
    : verdictOf('failed', ofProgram ? 'exception' : 'wrong answer', detail, tests);
}

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch {
    return undefined;
  }
}
