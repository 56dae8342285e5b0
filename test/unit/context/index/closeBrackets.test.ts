/** Texts that end in the middle of something. */
import { describe, expect, it } from 'vitest';
import { closeBrackets } from '../../../../src/context/index/closeBrackets';

describe('a text that ends early', () => {
  it.each([
    ['class A {\n  f() {\n    g("(", [1', 'class A {\n  f() {\n    g("(", [1\n])}}\n'],
    ['class A {\n  f() {\n    if (!this.shop.', 'class A {\n  f() {\n    if (!this.shop\n)}}\n'],
    ['impl A {\n    let x = Shop::', 'impl A {\n    let x = Shop\n}\n'],
    ['f(a,\n  new ', 'f(a\n)\n'],
    ['class A(B):\n    ', 'class A(B):\n    '],
    ['const a = 1;\n/* whole */', 'const a = 1;\n/* whole */'],
  ])('%j has what is open closed, and what is unfinished left out', (text, expected) => {
    expect(closeBrackets(text)).toBe(expected);
  });
});
