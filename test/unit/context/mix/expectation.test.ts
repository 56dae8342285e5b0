/** Types in types' places, values in values'. `█` is the cursor. */
import { describe, expect, it } from 'vitest';
import { expectationAt } from '../../../../src/context/mix/expectation';
import { members } from '../../../support/askedContext';

describe('what comes at the cursor', () => {
  it.each([
    ['const x: shop.', 'type'],
    ['function f(a?: shop.', 'type'],
    ['function f(): shop.', 'type'],
    ['const x = y as shop.', 'type'],
    ['class A extends shop.', 'type'],
    ['let x: Map<shop.', 'type'],
    ['export type Cart<T> = shop.', 'type'],
    ['fn f() -> shop::list::', 'type'],
    ['  const x = shop.op', 'value'],
    ['  return shop.', 'value'],
    ['  f(shop.', 'value'],
    ['  shop.', 'value'],
    ['  if (a && shop.', 'value'],
    ['  { size: shop.', undefined],
    ['  f(a, shop.', undefined],
  ])('%s is a %s', (line, expected) => {
    expect(expectationAt(line)).toBe(expected);
  });

  it('comes first when not all of a module fits', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, at) =>
        `export interface Box${at}<Item> extends Array<Item> {}\nexport function box${at}(item: string, at: number): void {}\n`,
    ).join('');
    const files = { 'shop.ts': lines };
    const shown = (line: string): Promise<string> =>
      members(files, { file: 'a.ts', text: `import * as shop from './shop';\n${line}█`, budget: 1200 });
    const types = await shown('const x: shop.');
    expect(types).toContain('interface Box39');
    expect(types).not.toContain('function box39');
    const values = await shown('const x = shop.');
    expect(values).toContain('function box39');
    expect(values).not.toContain('interface Box39');
  });
});
