/**
 * pass@k: how likely at least one of k samples is right. The unbiased estimator of Chen et al. 2021 (arXiv 2107.03374), and an interval by the
 * bootstrap over problems.
 */
import { seededRandom } from './random';

/** One problem's samples. */
export interface Attempts {
  readonly samples: number;
  readonly passed: number;
}

export interface Estimate {
  /** From 0 to 1. */
  readonly value: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** Of one problem; undefined = it has fewer than k samples. */
export function passAtKOf({ samples, passed }: Attempts, k: number): number | undefined {
  if (k > samples || k < 1) {
    return undefined;
  }
  if (samples - passed < k) {
    return 1;
  }
  let allWrong = 1;
  for (let count = samples - passed + 1; count <= samples; count++) {
    allWrong *= 1 - k / count;
  }
  return 1 - allWrong;
}

/** The mean over problems; undefined = there is none, or one has fewer than k samples. The same `seed` gives the same interval. */
export function passAtK(problems: readonly Attempts[], k: number, seed = 1, resamples = 2_000): Estimate | undefined {
  const values = problems.map((problem) => passAtKOf(problem, k));
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 || known.length < values.length ? undefined : bootstrapMean(known, seed, resamples);
}

/** A mean with the 95 % percentile interval of resampled means. `values` is not empty. */
export function bootstrapMean(values: readonly number[], seed = 1, resamples = 2_000): Estimate {
  const random = seededRandom(seed);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn++) {
      sum += values[Math.floor(random() * values.length)] ?? 0;
    }
    return sum / values.length;
  }).sort((left, right) => left - right);
  const at = (share: number): number => means[Math.round(share * (means.length - 1))] ?? Number.NaN;
  return { value: values.reduce((sum, value) => sum + value, 0) / values.length, low: at(0.025), high: at(0.975) };
}
