import { describe, expect, it } from 'vitest';
import { parseCalls } from '../../../../src/evaluation/bfcl/callText';
import { Float } from '../../../../src/evaluation/bfcl/pythonValues';

describe('calls as text', () => {
  it.each<[string, unknown]>([
    ['[f(a=1, b=2.0, c="x, y")]', [{ name: 'f', arguments: { a: 1, b: new Float(2), c: 'x, y' } }]],
    ['f(a=[1, -2], b={"k": (True, None)})', [{ name: 'f', arguments: { a: [1, -2], b: { k: [true, null] } } }]],
    [
      '[ns.f(), g(x=name)]',
      [
        { name: 'ns.f', arguments: {} },
        { name: 'g', arguments: { x: 'name' } },
      ],
    ],
    ["```python\n[f(a='it\\'s')]\n```", [{ name: 'f', arguments: { a: "it's" } }]],
    ['I would call f(a=1).', undefined],
    ['[f(a=1) and more]', undefined],
    ['[f(1)]', undefined],
    ['[]', undefined],
    ['', undefined],
  ])('%j', (text, calls) => {
    expect(parseCalls(text, 'python')).toEqual(calls);
  });

  it('leaves Java’s and JavaScript’s values as the text of expressions', () => {
    expect(parseCalls('[f(a=5L, b="x", c=new ArrayList<>(Arrays.asList("p", "q")), d=map)]', 'java')).toEqual([
      { name: 'f', arguments: { a: '5L', b: 'x', c: 'new ArrayList<>(Arrays.asList("p", "q"))', d: 'map' } },
    ]);
    expect(parseCalls('[f(a={x: [1, 2]}, b=(e) => e)]', 'javascript')).toEqual([
      { name: 'f', arguments: { a: '{x: [1, 2]}', b: '(e) => e' } },
    ]);
  });
});
