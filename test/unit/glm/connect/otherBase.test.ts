import { describe, expect, it } from 'vitest';
import { otherBase } from '../../../../src/glm/connect/otherBase';

const noBalance = { code: 'endpoint.noBalanceElsewhere' } as const;

describe('a key without balance', () => {
  it.each<[string, string | undefined]>([
    ['https://api.z.ai/api/paas/v4', 'https://api.z.ai/api/coding/paas/v4'],
    ['https://api.z.ai/api/coding/paas/v4', 'https://api.z.ai/api/paas/v4'],
    ['https://open.bigmodel.cn/api/paas/v4/', 'https://open.bigmodel.cn/api/coding/paas/v4'],
    ['https://open.bigmodel.cn/api/coding/paas/v4', 'https://open.bigmodel.cn/api/paas/v4'],
    // The key may not go to another origin by itself.
    ['https://gateway.example.com/api/paas/v4', undefined],
    ['http://localhost:8000/v1', undefined],
    ['nonsense', undefined],
  ])('at %s may belong to %s', (url, other) => {
    expect(otherBase(url, noBalance)).toBe(other);
  });

  it('is what it is about, and nothing else', () => {
    expect(otherBase('https://api.z.ai/api/paas/v4', { code: 'endpoint.quotaReached' })).toBeUndefined();
  });
});
