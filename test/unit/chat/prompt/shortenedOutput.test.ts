/** A long output in a small context: its end goes along, and person and model learn what is missing. */
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../../src/base/estimateTokens';
import type { Attachment } from '../../../../src/chat/conversation/records';
import { questionText } from '../../../../src/chat/prompt/attachmentText';
import { linesLeftOut, withOutputShortened } from '../../../../src/chat/prompt/shortenedOutput';

const terminal = (text: string): Attachment => ({ id: 'terminal', kind: 'terminal', label: 'Terminal', text });
const file: Attachment = { id: 'file:a', kind: 'file', label: 'a.ts', text: 'let a;\n'.repeat(40) };
const lines = (count: number): string => Array.from({ length: count }, (_, line) => `line ${line} of it\n`).join('');
const label = (left: number): string => `without ${left}`;
const shortened = (text: string, tokens: number, others: readonly Attachment[] = []): Attachment | undefined =>
  withOutputShortened('Why?', [...others, terminal(text)], tokens, label).at(-1);

describe('what terminals said', () => {
  it.each([300, 500, 2_000])('takes of %i tokens as many as there are', (tokens) => {
    const text = `$ one\n${lines(300)}[exit code 0]\n\n$ two\n${lines(900)}[exit code 1]`;
    const { label: said = '', text: kept = '' } = shortened(text, tokens) ?? {};
    const whole = estimateTokens(questionText('Why?', [{ ...terminal(kept), label: said }]));
    expect([whole <= tokens, whole > tokens - 30]).toEqual([true, true]);
    const [command, mark, ...rest] = kept.split('\n');
    expect([command, rest.at(-1), text.endsWith(rest.join('\n'))]).toEqual(['$ two', '[exit code 1]', true]);
    // The command, and what stands behind it; the rest is missing.
    const missing = text.split('\n').length - 1 - rest.length;
    expect([mark, said]).toEqual([`… ${missing} lines left out …`, `without ${missing}`]);
  });

  it('counts what was missing before', () => {
    const text = `$ one\n${lines(300)}… 5000 lines left out …\n${lines(300)}[exit code 0]`;
    const kept = shortened(text, 300)?.text ?? '';
    const [command, , ...rest] = kept.split('\n');
    expect(command).toBe('$ one');
    expect(linesLeftOut(kept)).toBe(5000 + 600 + 1 - rest.length);
  });

  it('keeps whole commands that fit', () => {
    const kept = shortened(`$ one\n${lines(300)}[exit code 0]\n\n$ two\nDone.\n[exit code 0]`, 500)?.text;
    expect(kept).toMatch(/^… \d+ lines left out …\nline \d+ of it\n[\s\S]+\n\$ two\nDone\.\n\[exit code 0\]$/);
  });

  it('keeps the end of a line without end', () => {
    const kept = shortened(`$ one\n${'word '.repeat(9_000)}the end`, 300)?.text;
    expect(kept).toMatch(/^\$ one\n… beginning left out …\n[\w ]+the end$/);
  });

  it('leaves to other attachments what they need', () => {
    const alone = shortened(lines(900), 800)?.text.length ?? 0;
    const beside = shortened(lines(900), 800, [file])?.text.length ?? 0;
    expect([beside < alone - 200, beside > 0]).toEqual([true, true]);
  });

  it('stays as it is where it fits, or nothing does', () => {
    for (const [text, tokens] of [
      ['$ one\nDone.', 300],
      [lines(900), 5],
    ] as const) {
      expect(shortened(text, tokens)).toEqual(terminal(text));
    }
    expect(withOutputShortened('Why?', [file], 5, label)).toEqual([file]);
  });
});
