/** Function calling: whether a model saw when to call and when not to, whatever it then called. */
import * as z from 'zod';
import type { EvaluationItem } from '../EvaluationItem';
import type { SampleResult } from '../runs/SampleResult';
import { percent } from './figures';
import type { Words } from './Words';

const made = z.object({ call: z.number().nonnegative(), noCall: z.number().nonnegative() });
/** Samples by what was wanted, and in that by what was made of it. */
export const callDecisionsSchema = z.object({ callWanted: made, noCallWanted: made });
export type CallDecisions = z.infer<typeof callDecisionsSchema>;

/** Undefined = no item is about calls. An answer that cannot be read as calls makes none. */
export function callDecisions(
  items: readonly EvaluationItem[],
  byId: ReadonlyMap<string, readonly SampleResult[]>,
): CallDecisions | undefined {
  const decisions = { callWanted: { call: 0, noCall: 0 }, noCallWanted: { call: 0, noCall: 0 } };
  const questions = items.flatMap(({ id, test }) => (test.kind === 'calls' ? [{ id, test }] : []));
  for (const { id, test } of questions) {
    const wanted = test.allowed?.length === 0 ? 'noCallWanted' : 'callWanted';
    for (const { answer } of byId.get(id) ?? []) {
      decisions[wanted][answer.kind === 'calls' && answer.calls.length > 0 ? 'call' : 'noCall'] += 1;
    }
  }
  return questions.length === 0 ? undefined : decisions;
}

export function sumOfCallDecisions(all: readonly CallDecisions[]): CallDecisions | undefined {
  const sum = (wanted: keyof CallDecisions, did: 'call' | 'noCall'): number =>
    all.reduce((total, each) => total + each[wanted][did], 0);
  return all.length === 0
    ? undefined
    : {
        callWanted: { call: sum('callWanted', 'call'), noCall: sum('callWanted', 'noCall') },
        noCallWanted: { call: sum('noCallWanted', 'call'), noCall: sum('noCallWanted', 'noCall') },
      };
}

/** In words; `–` where there is nothing to take a share of. */
export function callDecisionRows(
  { callWanted, noCallWanted }: CallDecisions,
  { say }: Words,
): readonly (readonly string[])[] {
  const share = (right: number, wrong: number): string =>
    right + wrong === 0 ? '–' : say('evaluation.report.share', percent(right / (right + wrong)), right, right + wrong);
  return [
    [
      say('evaluation.report.call'),
      share(callWanted.call, noCallWanted.call),
      share(callWanted.call, callWanted.noCall),
    ],
    [
      say('evaluation.report.noCall'),
      share(noCallWanted.noCall, callWanted.noCall),
      share(noCallWanted.noCall, noCallWanted.call),
    ],
  ];
}
