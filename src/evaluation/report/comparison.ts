/** Two runs on the same items: which is better, how sure that is, and where they differ. */

import { compareRuns, type RunComparison } from '../statistics/compareRuns';
import { bootstrapMean } from '../statistics/passAtK';
import type { EvaluationReport } from './EvaluationReport';
import { percent } from './figures';

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
export function compareReports(first: EvaluationReport, second: EvaluationReport): ReportComparison | undefined {
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
    first: nameOf(first),
    second: nameOf(second),
    firstPassAt1: share(left),
    secondPassAt1: share(right),
    unpaired: left.size + right.size - 2 * shared.length,
    solvedByFirstOnly: shared.filter((id) => isSolved(left, id) && !isSolved(right, id)),
    solvedBySecondOnly: shared.filter((id) => !isSolved(left, id) && isSolved(right, id)),
  };
}

function nameOf({ model, dataset, settings }: EvaluationReport): string {
  return `${model ?? 'samples'}${settings.surface === 'assistant' ? ' in the assistant' : ''} on ${dataset}`;
}

function solvedShares({ results }: EvaluationReport): ReadonlyMap<string, readonly boolean[]> {
  const groups = Map.groupBy(results, ({ id }) => id);
  return new Map([...groups].map(([id, samples]) => [id, samples.map(({ outcome }) => outcome === 'passed')]));
}

function mean(values: readonly boolean[]): number {
  return values.length === 0 ? 0 : values.filter(Boolean).length / values.length;
}

export function comparisonText(comparison: ReportComparison): string {
  const { first, second, firstPassAt1, secondPassAt1, difference, pValue, items, onlyFirst, onlySecond } = comparison;
  const points = (share: number): string => `${share >= 0 ? '+' : '−'}${percent(Math.abs(share))}`;
  const isClear = difference.low > 0 || difference.high < 0;
  return [
    `A  ${first}: pass@1 ${percent(firstPassAt1)} %`,
    `B  ${second}: pass@1 ${percent(secondPassAt1)} %`,
    `B − A on ${items} shared items: ${points(difference.value)} points (95 % interval ${points(difference.low)} to ${points(difference.high)})`,
    `solved by A only: ${onlyFirst}, by B only: ${onlySecond}; McNemar’s exact test: p = ${pValue.toPrecision(2)}`,
    `the smallest difference that so many items could have shown: ${percent(comparison.smallestVisible)} points`,
    isClear && pValue < 0.05
      ? `${difference.value > 0 ? 'B' : 'A'} is better on these items.`
      : 'These items do not show which one is better.',
    ...(comparison.unpaired === 0 ? [] : [`${comparison.unpaired} items are in one run only and were left out`]),
    '',
  ].join('\n');
}
