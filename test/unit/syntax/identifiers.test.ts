import { describe, expect, it } from 'vitest';
import { identifiersOf, namesOfLine } from '../../../src/syntax/identifiers';

describe('identifiersOf', () => {
  it.each([
    ['const answer = compute(answer);', ['const 0', 'answer 0', 'compute 0']],
    ['foo\n\nbar.baz\r\nfoo', ['foo 0', 'bar 2', 'baz 2', 'foo 3']],
    ['x = a1 + $b2 + _c', ['a1 0', '$b2 0', '_c 0']],
    ['变量 = größe + naïve', ['变量 0', 'größe 0', 'naïve 0']],
    ['12ab 3.5e10', ['ab 0', 'e10 0']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(identifiersOf(text).map(({ name, line }) => `${name} ${line}`)).toEqual(expected);
  });

  it('gives each name of a line once', () => {
    expect([...namesOfLine('one.two(one, two)')]).toEqual(['one', 'two']);
  });
});
