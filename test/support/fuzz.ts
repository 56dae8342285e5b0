/** What the tests of random cases share: how many, from which seed, and how long they may take. */

/** `TANDEM_FUZZ_CASES`, which `npm run fuzz` sets; without it a number that takes seconds. */
export function fuzzCases(most = Number.POSITIVE_INFINITY): number {
  return Math.min(most, Number(process.env.TANDEM_FUZZ_CASES ?? 100_000));
}

export const fuzzSeed = Number(process.env.TANDEM_FUZZ_SEED ?? 1);

/** Milliseconds for so many cases: thirty times what a free core takes for the slowest kind, because others may use it as well. */
export function fuzzLimit(cases: number): number {
  return Math.max(60_000, 3 * cases);
}
