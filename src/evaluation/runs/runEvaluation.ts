/**
 * Goes through the samples of a run: what the journal has is taken from there, the rest is asked for and tested, a few at a time, and noted at
 * once. The order of the results does not depend on who was ready first.
 */
import type { EvaluationItem } from '../EvaluationItem';
import type { Verdict } from '../scoring/Verdict';
import { createSlots } from './createSlots';
import { type AnswerLine, type JournalState, type SampleResult, sampleKey, type VerdictLine } from './SampleResult';

export interface PlannedSample {
  readonly item: EvaluationItem;
  /** From 0. */
  readonly sample: number;
}

export interface RunSteps {
  /** Finds an answer. Throws a fault that ends the run, such as an endpoint that rejects the key. */
  answer(planned: PlannedSample, signal: AbortSignal): Promise<AnswerLine>;
  score(planned: PlannedSample, answer: AnswerLine, signal: AbortSignal): Promise<Verdict>;
  /** Resolves once the line is written. */
  note(line: AnswerLine | VerdictLine): Promise<void>;
  /** Hears of every sample that is done. */
  progress(done: number, total: number): void;
}

export interface RunLimits {
  /** Requests at the same time. */
  readonly answers: number;
  /** Programs under test at the same time. */
  readonly scores: number;
}

export async function runEvaluation(
  planned: readonly PlannedSample[],
  known: JournalState,
  steps: RunSteps,
  limits: RunLimits,
  signal: AbortSignal,
): Promise<readonly SampleResult[]> {
  // One fault ends what the others are at.
  const ending = new AbortController();
  const both = AbortSignal.any([signal, ending.signal]);
  const asking = createSlots(limits.answers);
  const scoring = createSlots(limits.scores);
  let done = 0;
  const one = async (sample: PlannedSample): Promise<SampleResult> => {
    const key = sampleKey({ id: sample.item.id, sample: sample.sample });
    const answer = known.answers.get(key) ?? (await asking(() => asked(sample, steps, both)));
    const verdict = known.verdicts.get(key)?.verdict ?? (await scoring(() => scored(sample, answer, steps, both)));
    steps.progress(++done, planned.length);
    const { line: _, ...rest } = answer;
    return { ...rest, verdict };
  };
  try {
    return await Promise.all(planned.map(one));
  } catch (error) {
    ending.abort(error);
    throw error;
  }
}

async function asked(sample: PlannedSample, steps: RunSteps, signal: AbortSignal): Promise<AnswerLine> {
  signal.throwIfAborted();
  const answer = await steps.answer(sample, signal);
  await steps.note(answer);
  return answer;
}

async function scored(
  sample: PlannedSample,
  answer: AnswerLine,
  steps: RunSteps,
  signal: AbortSignal,
): Promise<Verdict> {
  signal.throwIfAborted();
  const verdict = await steps.score(sample, answer, signal);
  await steps.note({ line: 'verdict', id: sample.item.id, sample: sample.sample, verdict });
  return verdict;
}

/** The samples of a part of a run: every n-th item, so that all parts take about as long. `index` from 1. */
export function shardOf<T>(items: readonly T[], index: number, count: number): readonly T[] {
  return items.filter((_, at) => at % count === index - 1);
}
