import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompletionCache } from '../../../../src/completion/reuse/CompletionCache';
import { reuseShown } from '../../../../src/completion/reuse/reuseShown';
import { splitAtCursor } from '../../../support/cursor';

/** `shown` is a place with the suggestion between ⟦ and ⟧ at the cursor. */
function check(shown: string, now: string, expected: string | undefined): void {
  const match = /^([\s\S]*)⟦([\s\S]*)⟧([\s\S]*)$/.exec(shown);
  const suggestion = { prefix: match?.[1] ?? '', text: match?.[2] ?? '', suffix: match?.[3] ?? '' };
  expect(reuseShown(suggestion, splitAtCursor(now))?.text).toBe(expected);
}

describe('a suggestion on the screen', () => {
  it.each<[string, string, string, string | undefined]>([
    ['stays at its place', 'x = ⟦foo()⟧', 'x = █', 'foo()'],
    ['shrinks as it is typed', 'x = ⟦foo()⟧', 'x = fo█', 'o()'],
    ['comes back when one goes back', 'x = ⟦foo()⟧', 'x = █', 'foo()'],
    ['is over when all of it is typed', 'x = ⟦foo()⟧', 'x = foo()█', undefined],
    ['is over when something else is typed', 'x = ⟦foo()⟧', 'x = fa█', undefined],
    ['is over when one goes back before its place', 'x = ⟦foo()⟧', 'x =█', undefined],
    ['is over when the text below changes', 'x = ⟦foo()⟧\ny', 'x = █\nz', undefined],
    ['is over in another document', 'x = ⟦foo()⟧', 'y = █', undefined],
    ['goes on after the first line', 'if x:⟦\n  a\n  b⟧\n', 'if x:\n  a█\n', '\n  b'],
    ['survives a bracket that the editor closes', 'x = ⟦foo(1)⟧', 'x = foo(█)', '1)'],
    ['survives a quote that the editor closes', 'x = ⟦"你好"⟧;', 'x = "█";', '你好"'],
    ['survives a bracket that is typed over', 'f(⟦1).g()⟧)', 'f(1)█', '.g()'],
    ['does not survive a bracket that it does not have', 'x = ⟦foo⟧', 'x = f█)', undefined],
    [
      'gives back what is removed of an empty line’s indentation',
      'def f():\n    ⟦return 1⟧\n',
      'def f():\n  █\n',
      '  return 1',
    ],
    [
      'loses what is added to an empty line’s indentation',
      'def f():\n⟦    return 1⟧\n',
      'def f():\n  █\n',
      '  return 1',
    ],
    ['gives way to deeper indentation', 'def f():\n  ⟦return 1⟧\n', 'def f():\n      █\n', 'return 1'],
    ['is over with another kind of indentation', 'a\n\t\t⟦b⟧\n', 'a\n\t █\n', undefined],
    ['is over with other indentation', 'a\n\t\t⟦b⟧\n', 'a\n  █\n', undefined],
    ['survives a semicolon that the editor adds', 'x = ⟦foo()⟧', 'x = fo█;', 'o()'],
    ['survives Enter', 'if (a) {⟦\n  b();⟧\n}', 'if (a) {\n  █\n}', 'b();'],
    ['survives Enter with less indentation', 'if (a) {⟦\n    b();⟧\n}', 'if (a) {\n  █\n}', '  b();'],
    ['survives Enter with more indentation', 'if (a) {⟦\n  b();⟧\n}', 'if (a) {\n    █\n}', 'b();'],
    [
      'is over when Enter indents several lines otherwise',
      'if (a) {⟦\n  b();\n  c();⟧\n}',
      'if (a) {\n    █\n}',
      undefined,
    ],
    ['survives Enter between brackets', 'if (a) {⟦\n  b();\n⟧}', 'if (a) {\n  █\n}', 'b();\n'],
    ['closes nothing twice after Enter between brackets', 'f(() => {⟦\n  b();\n});⟧})', 'f(() => {\n  █\n})', 'b();'],
    ['counts indentation on its own line only', 'a\n  ⟦b⟧\n', 'a\n  \n█\n', undefined],
  ])('%s', (_, shown, now, expected) => {
    check(shown, now, expected);
  });
});

describe('CompletionCache', () => {
  it('gives for typed text what is left of the stored one, wherever one is in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), fc.nat(), (prefix, text, suffix, at) => {
        const cache = new CompletionCache();
        cache.add('file:///a', { prefix, suffix, text });
        const typed = at % text.length;
        const place = { prefix: prefix + text.slice(0, typed), suffix };
        expect(cache.find('file:///a', place)).toMatchObject({ kind: 'text', text: text.slice(typed) });
      }),
    );
  });

  it('knows documents apart', () => {
    const cache = new CompletionCache();
    cache.add('file:///a', { prefix: 'x', suffix: '', text: 'y' });
    expect(cache.find('file:///b', { prefix: 'x', suffix: '' })).toBeUndefined();
  });

  it('remembers that there was nothing, for that place only', () => {
    const cache = new CompletionCache();
    cache.addNothing('file:///a', { prefix: 'x', suffix: '' }, 'empty');
    expect(cache.find('file:///a', { prefix: 'x', suffix: '' })).toEqual({ kind: 'nothing', reason: 'empty' });
    expect(cache.find('file:///a', { prefix: 'xy', suffix: '' })).toBeUndefined();
    expect(cache.find('file:///a', { prefix: 'x', suffix: '\ny' })).toBeUndefined();
  });

  it('prefers the newest and forgets the oldest', () => {
    const cache = new CompletionCache({ entries: 2, characters: 1000 });
    for (const text of ['one', 'two', 'three']) {
      cache.add('file:///a', { prefix: `x${text}`, suffix: '', text });
    }
    cache.add('file:///a', { prefix: 'xthree', suffix: '', text: '3' });
    expect(cache.size).toBe(2);
    expect(cache.find('file:///a', { prefix: 'xone', suffix: '' })).toBeUndefined();
    expect(cache.find('file:///a', { prefix: 'xthree', suffix: '' })).toMatchObject({ kind: 'text', text: '3' });
  });

  it('stays within its size however long documents are', () => {
    const cache = new CompletionCache({ entries: 100, characters: 5000 });
    for (let i = 0; i < 20; i++) {
      cache.add('file:///a', { prefix: `${i}`.padEnd(1000, ' '), suffix: '', text: 'x' });
    }
    expect(cache.size).toBe(5);
  });
});
