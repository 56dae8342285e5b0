import { describe, expect, it } from 'vitest';
import { costOf, priceOf } from '../../../src/glm/prices';

describe('what an answer costs', () => {
  it.each([
    ['zai', 'glm-4.6', { promptTokens: 1_000_000, completionTokens: 0, cachedTokens: undefined }, 0.6],
    ['zai', 'GLM-4.6', { promptTokens: 1_000_000, completionTokens: 100_000, cachedTokens: 500_000 }, 0.575],
    ['zai', 'glm-4.5-flash', { promptTokens: 5_000, completionTokens: 10, cachedTokens: undefined }, 0],
  ] as const)('%s %s', (profile, model, usage, cost) => {
    const price = priceOf(profile, model);
    expect(price && costOf(usage, price)).toBeCloseTo(cost, 6);
  });

  it.each([
    ['zai-coding', 'glm-4.6'],
    ['bigmodel', 'glm-4.6'],
    ['vllm', 'glm-4.6'],
    ['zai', 'glm-9-unheard-of'],
  ] as const)('is not known of %s %s', (profile, model) => expect(priceOf(profile, model)).toBeUndefined());
});
