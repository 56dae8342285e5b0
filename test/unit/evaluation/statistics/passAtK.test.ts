import { describe, expect, it } from 'vitest';
import { compareRuns, exactMcNemar } from '../../../../src/evaluation/statistics/compareRuns';
import { bootstrapMean, passAtK, passAtKOf } from '../../../../src/evaluation/statistics/passAtK';

describe('pass@k of a problem', () => {
  it.each<[number, number, number, number | undefined]>([
    [1, 0, 1, 0],
    [1, 1, 1, 1],
    [10, 3, 1, 0.3],
    [10, 3, 10, 1],
    [5, 2, 2, 0.7],
    [200, 1, 100, 0.5],
    [1, 1, 2, undefined],
    [0, 0, 1, undefined],
  ])('%i samples, %i right, k = %i: %s', (samples, passed, k, expected) => {
    const value = passAtKOf({ samples, passed }, k);
    expect(value === undefined ? undefined : Number(value.toFixed(10))).toBe(expected);
  });
});

describe('pass@k of a run', () => {
  const problems = [...Array(60)].map((_, index) => ({ samples: 1, passed: index < 20 ? 1 : 0 }));

  it('is the mean, with an interval around it', () => {
    const { value, low, high } = passAtK(problems, 1) ?? { value: 0, low: 0, high: 0 };
    expect(value).toBeCloseTo(1 / 3);
    // Normal approximation: 1/3 ± 1.96 · sqrt(2/9/60) = 0.214 to 0.453.
    expect(low).toBeGreaterThan(0.18);
    expect(low).toBeLessThan(0.25);
    expect(high).toBeGreaterThan(0.42);
    expect(high).toBeLessThan(0.49);
  });
  it('is the same for the same seed', () => expect(passAtK(problems, 1, 7)).toEqual(passAtK(problems, 1, 7)));
  it('is not told where a problem has too few samples', () =>
    expect(passAtK([...problems, { samples: 0, passed: 0 }], 1)).toBeUndefined());
  it('has no width where all agree', () => expect(bootstrapMean([1, 1, 1])).toEqual({ value: 1, low: 1, high: 1 }));
});

describe('two runs', () => {
  it.each<[number, number, number]>([
    [0, 0, 1],
    [0, 1, 1],
    [0, 5, 0.0625],
    [1, 9, 0.021_484_375],
    [5, 5, 1],
    [2000, 2000, 1],
  ])('that disagree %i and %i times have p = %d', (first, second, expected) =>
    expect(exactMcNemar(first, second)).toBeCloseTo(expected, 9),
  );

  it('are compared item by item', () => {
    const pairs = [...Array(100)].map((_, index) => [index < 50, index < 62] as const);
    const { onlyFirst, onlySecond, difference, pValue, smallestVisible } = compareRuns(pairs);
    expect({ onlyFirst, onlySecond }).toEqual({ onlyFirst: 0, onlySecond: 12 });
    expect(difference.value).toBeCloseTo(0.12);
    expect(difference.low).toBeGreaterThan(0);
    expect(pValue).toBeCloseTo(2 * 0.5 ** 12, 9);
    // d = 2.80 · sqrt(0.12 − d²) / 10
    expect(smallestVisible).toBeCloseTo(0.0934, 3);
  });
});
