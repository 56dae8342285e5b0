/** Scores programs whose verdict is known, and says whether every verdict is the known one. No score is shown before that. */
import { scoreAnswer } from '../scoring/scoreAnswer';
import type { ScoringTools } from '../scoring/Tools';
import { pythonCases, type SelfTestCase } from './pythonCases';

export interface SelfTestResult {
  readonly passed: boolean;
  readonly cases: readonly {
    readonly name: string;
    readonly ok: boolean;
    /** Outcome, class of error and detail. */
    readonly found: string;
  }[];
}

export async function selfTest(
  tools: ScoringTools,
  signal: AbortSignal,
  extent: 'short' | 'full',
): Promise<SelfTestResult> {
  const chosen = pythonCases.filter(({ isShort = false }) => extent === 'full' || isShort);
  const cases = await inPairs(chosen, (each) => oneCase(each, tools, signal));
  return { passed: cases.every(({ ok }) => ok), cases };
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
