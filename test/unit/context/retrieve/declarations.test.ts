/** What texts say of the name `x`. */
import { describe, expect, it } from 'vitest';
import { declarationsOf, expressionAt } from '../../../../src/context/retrieve/declarations';

describe('a name', () => {
  it.each([
    ['const x = shop.cart(a(1), [2]).items;\n', 'value shop.cart(a(1), [2]).items'],
    ['const x = await new Shop(1)\n  .open()\n  .cart();\nx.', 'value Shop(1)\n  .open()\n  .cart()'],
    ['x, err := shop.Open(a)\n', 'value shop.Open(a)'],
    ['if let Some(ref mut x) = self.cart() {\n', 'value self.cart()'],
    ['match self.cart(a) {\n    Ok(x) => ', 'value self.cart(a)'],
    ['let x = ready!(self.cart.poll(cx))?;', 'value self.cart.poll(cx)'],
    ['with open_shop(a) as x:\n', 'value open_shop(a)'],
    ['const { y, x } = useShop();', 'part useShop()'],
    ['const x = y as Shop;\n', 'type Shop'],
    ['if (y instanceof Shop x && true)', 'type Shop'],
    ['function f(x: Shop, y: Other) {', 'type Shop'],
    ['try:\n    pass\nexcept ShopError as x:\n', 'type ShopError'],
    ['/** @type {Shop} */\nlet x;', 'type Shop'],
  ])('of %j is declared by its %s', (text, expected) => {
    const [nearest] = declarationsOf('x', text);
    expect(`${nearest?.kind} ${nearest?.text}`).toBe(expected);
  });

  it('is declared by more than one line, the nearest first', () => {
    const said = declarationsOf('x', 'x: Far\nx = near()\n');
    expect(said.map(({ text }) => text)).toEqual(['near()', 'Far']);
  });

  it('that stands nowhere is not declared', () => {
    expect(declarationsOf('x', 'const y = 1;')).toEqual([]);
  });
});

describe('an expression', () => {
  it.each([
    ['a.b(c, { d: 1 }) + e', 'a.b(c, { d: 1 })'],
    ['&mut a.b)', 'a.b'],
    ['Shop { a: 1 }', 'Shop'],
    ['a\nb.c', 'a'],
  ])('%j ends where no chain goes on', (text, expected) => {
    expect(expressionAt(text, 0)).toBe(expected);
  });
});
