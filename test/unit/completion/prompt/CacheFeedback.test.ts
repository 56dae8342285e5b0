import { describe, expect, it } from 'vitest';
import { CacheFeedback, sharedBeginning } from '../../../../src/completion/prompt/CacheFeedback';

const prompt = 'x'.repeat(1000);

/** The share of the budget that is used after answers with so many of 1000 tokens from the cache. */
function scaleAfter(cached: readonly (number | undefined)[], next = (_: number) => prompt): number {
  const feedback = new CacheFeedback();
  cached.forEach((cachedTokens, i) => {
    feedback.observe(next(i), { promptTokens: 1000, completionTokens: 1, cachedTokens });
  });
  return feedback.scale;
}

describe('what the server says of its cache', () => {
  it.each<[string, (number | undefined)[], number]>([
    ['changes nothing while the cache holds', [0, 950, 980, 990, 990], 1],
    ['makes prompts shorter when it never holds', [0, 0, 0, 0], 0.75],
    ['does not count where nothing is said', [undefined, undefined, undefined, undefined, undefined], 1],
    ['forgives a single miss', [0, 0, 990, 0, 990, 0, 990], 1],
    ['makes prompts longer again when it holds', [0, 0, 0, 0, ...Array.from({ length: 8 }, () => 900)], 1],
    ['never makes prompts useless', Array.from({ length: 60 }, () => 0), 0.4],
  ])('%s', (_, cached, expected) => {
    expect(scaleAfter(cached)).toBeCloseTo(expected);
  });

  it('does not count where the prompts have little in common', () => {
    expect(scaleAfter([0, 0, 0, 0, 0], (i) => `${i}${prompt}`)).toBe(1);
  });

  it('compares beginnings', () => {
    expect([sharedBeginning('abc', 'abd'), sharedBeginning('', 'a'), sharedBeginning('ab', 'ab')]).toEqual([2, 0, 2]);
  });
});
