/**
 * Two runs on the same items: whether one is better, by McNemar's exact test and the bootstrap of the paired difference, and which difference
 * could have been seen at all with so many items.
 */
import { bootstrapMean, type Estimate } from './passAtK';

export interface RunComparison {
  readonly items: number;
  /** Items that only the first, and only the second run solved. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Share of the second less share of the first. */
  readonly difference: Estimate;
  /** Two-sided; how likely a difference like this is by chance alone. */
  readonly pValue: number;
  /** The smallest difference that a test at 5 % would have found four times in five, given how often the runs disagree. */
  readonly smallestVisible: number;
}

/** `pairs`: for each item whether the first and the second run solved it; not empty. */
export function compareRuns(pairs: readonly (readonly [first: boolean, second: boolean])[], seed = 1): RunComparison {
  const onlyFirst = pairs.filter(([first, second]) => first && !second).length;
  const onlySecond = pairs.filter(([first, second]) => second && !first).length;
  return {
    items: pairs.length,
    onlyFirst,
    onlySecond,
    difference: bootstrapMean(
      pairs.map(([first, second]) => Number(second) - Number(first)),
      seed,
    ),
    pValue: exactMcNemar(onlyFirst, onlySecond),
    smallestVisible: smallestVisibleDifference(pairs.length, (onlyFirst + onlySecond) / pairs.length),
  };
}

/** The two-sided binomial test of the disagreements against one half. */
export function exactMcNemar(onlyFirst: number, onlySecond: number): number {
  const disagreements = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // Sums the terms from their logarithms: 2^-n would be 0 for a long run.
  let term = -disagreements * Math.LN2;
  let tail = 0;
  for (let count = 0; count <= fewer; count++) {
    tail += Math.exp(term);
    term += Math.log((disagreements - count) / (count + 1));
  }
  return Math.min(1, 2 * tail);
}

/** Standard normal quantiles for 5 % two-sided and a power of 80 %. */
const reach = 1.959_964 + 0.841_621;

/**
 * Connor's approximation for McNemar's test: the difference d with d = reach · sqrt(disagreement − d²) / sqrt(n), solved for d. Where the
 * runs never disagree, the share of one item.
 */
function smallestVisibleDifference(items: number, disagreement: number): number {
  const scale = reach ** 2 / items;
  return Math.max(1 / items, Math.min(1, Math.sqrt((scale * disagreement) / (1 + scale))));
}
