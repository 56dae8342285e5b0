/** Figures in words. */
import type { Estimate } from '../statistics/passAtK';

/** For example `71.8` (per cent). */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** For example `71.8 % (64.6–78.7)`: the value and the ends of its 95 % interval. */
export function intervalText({ value, low, high }: Estimate): string {
  return `${percent(value)} % (${percent(low)}–${percent(high)})`;
}
