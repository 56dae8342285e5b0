import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../../src/base/estimateTokens';
import { documentContext } from '../../../../src/completion/prompt/documentContext';

const line = (i: number): string => `const value${i} = compute(${i}); // 第${i}行\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');

describe('documentContext', () => {
  it('takes a small document whole', () => {
    expect(documentContext('a\nb', 'c\nd', 100)).toEqual({ prefix: 'a\nb', suffix: 'c\nd', startLine: 0 });
    expect(documentContext('', '', 100)).toEqual({ prefix: '', suffix: '', startLine: 0 });
  });

  it('begins and ends at lines', () => {
    const { prefix, suffix, startLine } = documentContext(`${lines(0, 500)}const x = `, `\n${lines(500, 900)}`, 1000);
    expect(prefix.startsWith(line(startLine))).toBe(true);
    expect(prefix.endsWith('const x = ')).toBe(true);
    expect(suffix.endsWith('\n')).toBe(true);
  });

  it('moves its beginning in steps while lines are added', () => {
    const starts = Array.from({ length: 128 }, (_, i) => documentContext(lines(0, 1000 + i), '', 8000).startLine);
    expect(new Set(starts).size).toBeLessThanOrEqual(4);
    expect(starts.every((start) => start % 64 === 0)).toBe(true);
  });

  it('does not move while a line is typed', () => {
    const typed = 'return someFunction(argument);';
    const starts = Array.from(typed, (_, i) => documentContext(lines(0, 1000) + typed.slice(0, i), '', 2000).startLine);
    expect(new Set(starts).size).toBe(1);
  });

  it('cuts a line that alone is too long', () => {
    const { prefix, suffix } = documentContext('x = "'.padEnd(100_000, '长'), '尾'.repeat(100_000), 200);
    expect(prefix.length).toBeGreaterThan(50);
    expect(suffix.length).toBeGreaterThan(20);
  });

  it('keeps to the budget, and to the document', () => {
    const text = fc
      .array(fc.constantFrom('foo', ' ', '\n', '()', '中文', '{', '    ', '12345', '🙂', 'é'), { maxLength: 400 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 8, max: 300 }), (before, after, budget) => {
        const { prefix, suffix } = documentContext(before, after, budget);
        expect(before.endsWith(prefix)).toBe(true);
        expect(after.startsWith(suffix)).toBe(true);
        expect(estimateTokens(suffix)).toBeLessThanOrEqual(Math.ceil(budget * 0.25) + 2);
        expect(estimateTokens(prefix) + estimateTokens(suffix)).toBeLessThanOrEqual(budget + 2);
        expect(`${prefix}${suffix}`.isWellFormed()).toBe(`${before}${after}`.isWellFormed());
      }),
    );
  });
});
