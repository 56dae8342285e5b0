/** Texts that go to the model and come back from it: titles, commit messages, web pages, pictures. */
import { describe, expect, it } from 'vitest';
import { imageOf } from '../../../src/chat/composer/imageOf';
import { commitMessageRequest, readCommitMessage } from '../../../src/chat/prompt/commitMessage';
import { readTitle, titleRequest } from '../../../src/chat/prompt/conversationTitle';
import { hiddenInQuestion } from '../../../src/chat/prompt/hiddenInQuestion';
import { pageAddress } from '../../../src/chat/prompt/PersonsWeb';
import { readablePage } from '../../../src/chat/prompt/readablePage';

describe('a title', () => {
  it.each([
    ['Loop ends early', 'Loop ends early'],
    ['"Loop ends early."', 'Loop ends early'],
    ['**Title: Loop**', 'Title: Loop'],
    ['Title: Loop ends\nand more', 'Loop ends'],
    ['标题：循环提前结束。', '循环提前结束'],
    ['', undefined],
    ['x'.repeat(100), undefined],
  ])('%j', (said, title) => expect(readTitle(said)).toBe(title));
});

describe('a commit message', () => {
  it.each([
    ['Fix the loop\n\nIt ended early.', 'Fix the loop\n\nIt ended early.'],
    ['Here it is:\n```\nFix the loop\n```\nDone.', 'Fix the loop'],
    ['"Fix the loop"', 'Fix the loop'],
    ['Commit message: Fix the loop', 'Fix the loop'],
  ])('%j', (said, message) => expect(readCommitMessage(said)).toBe(message));

  it('leaves no file of a long diff out', () => {
    const file = (name: string): string => `diff --git a/${name} b/${name}\n${'+line of code\n'.repeat(3000)}`;
    const { messages } = commitMessageRequest(file('a.ts') + file('b.ts') + file('c.ts'), ['Add x'], 8192);
    const text = messages.at(-1)?.content ?? '';
    expect(text.match(/diff --git/g)).toHaveLength(3);
    expect(text).toContain('- Add x');
    expect(text.length).toBeLessThan(26_000);
  });
});

describe('a web page', () => {
  it.each([
    ['text/html', '<p>One</p><script>evil()</script><p>Two &amp; three</p>', 'One\n\nTwo & three'],
    ['text/html', '<title>T</title><h2>Head</h2><ul><li>a<li>b</ul><style>x{}</style>', 'T\n\nT\n## Head\n\n- a\n- b'],
    ['text/html', '<div>a<nav><nav>x</nav>menu</nav>b</div><!-- <p>c</p> -->', 'ab'],
    ['text/html', '&#72;&#x69;&#0;&bogus;', 'Hi&bogus;'],
    ['application/json', '{"a": "<p>"}', '{"a": "<p>"}'],
    ['', '<!DOCTYPE html><p>x', 'x'],
    ['text/html', '<p>open <b', 'open'],
  ])('%s %j', (type, source, text) => expect(readablePage(source, type)).toBe(text));

  it('answers for tags that never end', () => {
    expect(readablePage('<a '.repeat(300_000), 'text/html')).toBe('');
    expect(readablePage('<script>'.repeat(100_000), 'text/html')).toBe('');
  });
});

describe('SEC-52: what nobody sees', () => {
  const hidden = 'a\u200bb';
  it('is spelled out in requests for titles and commit messages', () => {
    const requests = [titleRequest(hidden, hidden), commitMessageRequest(`+${hidden}`, [hidden], 8192)];
    const sent = requests.map(({ messages }) => messages.at(-1)?.content ?? '');
    expect(sent.map((text) => text.match(/a⟨U\+200B⟩b/g)?.length)).toEqual([2, 2]);
    expect(sent.join()).not.toContain('\u200b');
  });

  it('is told by where it is and what it is, the most frequent first', () => {
    const attachment = { id: 'a', kind: 'file', label: 'a.ts', text: `${hidden}${hidden}\u{e0041}` } as const;
    const plain = { ...attachment, id: 'b', label: 'b.ts', text: '👩‍💻 می\u200cخواهم' };
    expect(hiddenInQuestion(['Hi'], [attachment, plain])).toEqual({
      ...{ count: 3, names: ['U+200B', 'U+E0041'], labels: ['a.ts'], inWords: false },
    });
    expect(hiddenInQuestion([hidden], [plain])).toMatchObject({ labels: [], inWords: true });
    expect(hiddenInQuestion(['Hi'], [plain])).toBeUndefined();
  });
});

describe('an address that a person types', () => {
  it.each([
    ['example.org/a', 'https://example.org/a'],
    ['http://localhost:3000', 'http://localhost:3000/'],
    ['localhost:3000', 'https://localhost:3000/'],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['https://good.example@evil.example', undefined],
  ])('%s', (typed, url) => expect(pageAddress(typed)?.url).toBe(url));
});

describe('a picture from the page', () => {
  it.each([
    ['data:image/png;base64,iVBORw0KGgo=', true],
    ['data:image/svg+xml;base64,PHN2Zz4=', false],
    ['data:text/html;base64,PHN2Zz4=', false],
    ['https://x/y.png', false],
    ['data:image/png;base64,not base 64', false],
    ['data:image/png,abc', false],
  ])('%s: %s', (address, isOne) => expect(imageOf(address) !== undefined).toBe(isOne));
});
