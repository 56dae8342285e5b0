import { describe, expect, it } from 'vitest';
import { guardedExpression } from '../../../../src/node/tools/guardedExpression';

describe('a model’s regular expression', () => {
  it('finds lines', () => {
    const fits = guardedExpression('^b.?$', 'iu');
    expect(fits(['a', 'b', 'Bx', 'bxx'])).toEqual([1, 2]);
    expect(fits([])).toEqual([]);
  });

  it('that is none says so', () => {
    expect(() => guardedExpression('(', 'u')).toThrow(SyntaxError);
  });

  it('that would take for ever is given up, and the next one works', () => {
    const fits = guardedExpression('^(a+)+$', 'u');
    expect(() => fits([`${'a'.repeat(60)}!`])).toThrow(/takes too long/);
    expect(fits(['aaa'])).toEqual([0]);
  });
});
