/** Terminal output without what only a terminal understands (SEC-55), cut anywhere. */
import { describe, expect, it } from 'vitest';
import { PlainOutput, plainOutput } from '../../../src/base/PlainOutput';

const rows: readonly (readonly [string, string, string])[] = [
  ['colours', '\x1b[31mred\x1b[0m', 'red'],
  ['cursor movement', 'a\x1b[2K\x1b[1Gb', 'ab'],
  ['a title', 'a\x1b]0;title\x07b', 'ab'],
  ['a link, ended by ST', 'a\x1b]8;;https://evil.invalid\x1b\\text\x1b]8;;\x1b\\b', 'atextb'],
  ['the clipboard', '\x1b]52;c;aWQ=\x07x', 'x'],
  ['device control', 'a\x1bPq#0;2\x1b\\b', 'ab'],
  ['application commands', 'a\x1b_Gx\x1b\\b', 'ab'],
  ['eight bits', 'a\x9b31mb\x9d0;t\x07c\x90x\x9cd', 'abcd'],
  ['character sets', '\x1b(Bx\x1b=y\x1bMz', 'xyz'],
  ['a bell and backspaces', 'a\x07b\b\bc', 'abc'],
  ['what hides text', 'a\u202eb\u2066c\u2028d', 'abcd'],
  ['line ends', 'a\r\nb\rc\nd\r\r\ne', 'a\nb\nc\nd\ne'],
  ['plain text of any script', 'äöü 你好 🎉\ttab', 'äöü 你好 🎉\ttab'],
  ['a sequence that never ends', 'a\x1b]0;no end', 'a'],
  ['one that another one cuts off', 'a\x1b]0;x\x1b[31mb', 'ab'],
];

describe.each(rows)('%s', (_, raw, shown) => {
  it('is shown as text', () => {
    expect(plainOutput(raw)).toBe(shown);
  });

  it('is the same however it is cut', () => {
    for (let first = 0; first <= raw.length; first++) {
      const output = new PlainOutput();
      expect(output.push(raw.slice(0, first)) + output.push(raw.slice(first)) + output.finish(), String(first)).toBe(
        shown,
      );
    }
    const output = new PlainOutput();
    expect([...raw].map((sign) => output.push(sign)).join('') + output.finish()).toBe(shown);
  });
});

it('gives a sequence up that swallows everything', () => {
  const output = new PlainOutput();
  expect(`${output.push(`a\x1b]${'x'.repeat(5000)}`)}${output.push('shown')}${output.finish()}`).toBe('ashown');
});
