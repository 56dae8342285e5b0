/** Two runs on the same items: which is better, how sure that is, and where they differ. */

import { compareRuns, type RunComparison } from '../statistics/compareRuns';
import { bootstrapMean } from '../statistics/passAtK';
import type { EvaluationReport } from './EvaluationReport';
import { percent } from './figures';
import type { Words } from './Words';

export interface ReportComparison extends RunComparison {
  readonly first: string;
  readonly second: string;
  readonly firstPassAt1: number;
  readonly secondPassAt1: number;
  /** Items of either run that the other does not have. */
  readonly unpaired: number;
  readonly solvedByFirstOnly: readonly string[];
  readonly solvedBySecondOnly: readonly string[];
}

/** By each item's first sample for McNemar's test, by all its samples for the difference. Undefined = they share no item. */
export function compareReports(
  first: EvaluationReport,
  second: EvaluationReport,
  words: Words,
): ReportComparison | undefined {
  const [left, right] = [solvedShares(first), solvedShares(second)];
  const shared = [...left.keys()].filter((id) => right.has(id));
  if (shared.length === 0) {
    return undefined;
  }
  const isSolved = (shares: ReadonlyMap<string, readonly boolean[]>, id: string): boolean =>
    shares.get(id)?.[0] === true;
  const pairs = shared.map((id) => [isSolved(left, id), isSolved(right, id)] as const);
  const share = (shares: ReadonlyMap<string, readonly boolean[]>): number =>
    shared.reduce((sum, id) => sum + mean(shares.get(id) ?? []), 0) / shared.length;
  const differences = shared.map((id) => mean(right.get(id) ?? []) - mean(left.get(id) ?? []));
  return {
    ...compareRuns(pairs),
    difference: bootstrapMean(differences),
    first: nameOf(first, words),
    second: nameOf(second, words),
    firstPassAt1: share(left),
    secondPassAt1: share(right),
    unpaired: left.size + right.size - 2 * shared.length,
    solvedByFirstOnly: shared.filter((id) => isSolved(left, id) && !isSolved(right, id)),
    solvedBySecondOnly: shared.filter((id) => !isSolved(left, id) && isSolved(right, id)),
  };
}

function nameOf({ model, dataset, settings }: EvaluationReport, { say }: Words): string {
  const asked = model ?? say('evaluation.report.samples');
  const named = settings.surface === 'assistant' ? say('evaluation.compare.inAssistant', asked) : asked;
  return say('evaluation.report.title', named, dataset);
}

function solvedShares({ results }: EvaluationReport): ReadonlyMap<string, readonly boolean[]> {
  const groups = Map.groupBy(results, ({ id }) => id);
  // As in the score: what could not be tested says nothing.
  const tested = [...groups].filter(([, samples]) => samples.some(({ outcome }) => outcome !== 'errored'));
  return new Map(tested.map(([id, samples]) => [id, samples.map(({ outcome }) => outcome === 'passed')]));
}

function mean(values: readonly boolean[]): number {
  return values.length === 0 ? 0 : values.filter(Boolean).length / values.length;
}

export function comparisonText(comparison: ReportComparison, { say }: Words): string {
  const { first, second, firstPassAt1, secondPassAt1, difference, pValue, items, onlyFirst, onlySecond } = comparison;
  const points = (share: number): string => `${share >= 0 ? '+' : '−'}${percent(Math.abs(share))}`;
  const { value, low, high } = difference;
  const isClear = low > 0 || high < 0;
  return [
    say('evaluation.compare.run', 'A', first, percent(firstPassAt1)),
    say('evaluation.compare.run', 'B', second, percent(secondPassAt1)),
    say('evaluation.compare.difference', items, points(value), points(low), points(high)),
    say('evaluation.compare.disagreements', onlyFirst, onlySecond, pValue.toPrecision(2)),
    say('evaluation.compare.smallest', percent(comparison.smallestVisible)),
    isClear && pValue < 0.05
      ? say('evaluation.compare.better', value > 0 ? 'B' : 'A')
      : say('evaluation.compare.unclear'),
    ...(comparison.unpaired === 0 ? [] : [say('evaluation.compare.unpaired', comparison.unpaired)]),
    '',
  ].join('\n');
}
