import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../src/base/estimateTokens';

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['hello', 1],
    ['const value = compute(1);', 7],
    ['export function isBoolean(value: unknown): value is boolean {\n', 13],
    ['    return x', 3],
    ['把两个数加起来', 6],
    ['（）', 2],
    ['internationalization', 4],
    ['1234567', 4],
  ])('%j is about %d', (text, expected) => {
    expect(estimateTokens(text)).toBe(expected);
  });

  it('grows with the text and never exceeds its bytes by much', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(estimateTokens(a + b)).toBeGreaterThanOrEqual(estimateTokens(a) - 1);
        expect(estimateTokens(a)).toBeLessThanOrEqual(new TextEncoder().encode(a).length);
      }),
    );
  });
});
