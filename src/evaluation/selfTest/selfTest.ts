/** Scores programs whose verdict is known, and says whether every verdict is the known one. No score is shown before that. */

import type { Sandbox } from '../../sandbox/Sandbox';
import type { CodeLanguage } from '../EvaluationItem';
import { scoreAnswer } from '../scoring/scoreAnswer';
import type { ScoringTools } from '../scoring/Tools';
import { pythonCases } from './pythonCases';
import type { SelfTestCase } from './SelfTestCase';
import { scriptCases } from './scriptCases';

export interface SelfTestResult {
  readonly passed: boolean;
  readonly cases: readonly {
    readonly name: string;
    readonly ok: boolean;
    /** Outcome, class of error and detail. */
    readonly found: string;
  }[];
}

/**
 * `languages`: of the programs that are to be scored; undefined = all that the machine can run. Nothing to try is no pass.
 */
export async function selfTest(
  tools: ScoringTools,
  signal: AbortSignal,
  extent: 'short' | 'full',
  languages?: ReadonlySet<CodeLanguage>,
): Promise<SelfTestResult> {
  const wantsScripts = languages === undefined || languages.has('javascript') || languages.has('typescript');
  const wantsOthers = languages === undefined || languages.has('python') || languages.has('java');
  const chosen = [
    ...(tools.python !== undefined && wantsOthers ? pythonCases : []),
    ...(tools.script !== undefined && wantsScripts ? scriptCases : []),
  ].filter(({ isShort = false }) => extent === 'full' || isShort);
  const brisk = briskTools(tools);
  const toolsFor = ({ errorClass }: SelfTestCase): ScoringTools => (errorClass === 'timed out' ? brisk : tools);
  const cases = await inPairs(chosen, (each) => oneCase(each, toolsFor(each), signal));
  return { passed: cases.length > 0 && cases.every(({ ok }) => ok), cases };
}

/** Of the programs that never end: that processor time runs out is shown sooner so. */
const cpuSeconds = 2;

function briskTools({ script, ...tools }: ScoringTools): ScoringTools {
  const brisk = (sandbox: Sandbox): Sandbox => ({
    isolation: sandbox.isolation,
    start: (job, onLine) => sandbox.start({ ...job, limits: { ...job.limits, cpuSeconds } }, onLine),
  });
  return {
    ...tools,
    sandbox: brisk(tools.sandbox),
    script: script && { ...script, sandbox: brisk(script.sandbox) },
  };
}

async function oneCase(
  { name, test, answer, outcome, errorClass }: SelfTestCase,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<SelfTestResult['cases'][number]> {
  const verdict = await scoreAnswer({ test }, answer, tools, { strict: false }, signal);
  const ok = verdict.outcome === outcome && (errorClass === undefined || verdict.errorClass === errorClass);
  return { name, ok, found: `${verdict.outcome}, ${verdict.errorClass ?? 'no error'}, ${verdict.detail}` };
}

/** Two at a time, in order. */
async function inPairs<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) {
        results.set(at, await work(item));
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return items.flatMap((_, at) => results.get(at) ?? []);
}
