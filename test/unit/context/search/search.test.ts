/** Symbols by letters of their name, and places by the words of a question, in a small workspace with the real grammars. */
import { describe, expect, it } from 'vitest';
import { definitionsOf } from '../../../../src/context/search/definitionsOf';
import { wordsOfQuestion } from '../../../../src/context/search/retrievePieces';
import { builtIndex } from '../../../support/contextIndex';

const filler = Array.from(
  { length: 12 },
  (_, at) => `export function other${at}(value: number) {\n  return value + ${at};\n}\n`,
);

const index = await builtIndex({
  'src/session.ts': `export class ChatSession {
  title = '';
  send(text: string) {
    return text;
  }
}
export function chatSessions() {}
`,
  'src/retry.ts': `${filler.join('')}
/** Waits before it asks again. */
export async function retryWithBackoff(task: () => Promise<void>) {
  let pause = 100;
  for (;;) {
    await task();
    pause *= 2;
  }
}
`,
  'src/shop.py': 'class Shop:\n    def sell(self, apple):\n        return apple.price * 2\n',
  'src/much.ts': filler.join('\n'),
});

describe('finding symbols', () => {
  it.each([
    ['ChatSession', ['ChatSession', 'chatSessions']],
    ['chses', ['ChatSession', 'chatSessions']],
    ['session', ['ChatSession', 'chatSessions']],
    ['sell', ['sell']],
    ['', []],
    ['nothingLikeIt', []],
    ['"[', []],
  ])('%s', async (letters, names) => {
    expect((await index.findSymbols(letters, 10)).map(({ name }) => name)).toEqual(names);
  });

  it('tells where and inside of what a symbol stands', async () => {
    expect(await index.findSymbols('send', 5)).toEqual([
      { name: 'send', kind: 'method', path: 'src/session.ts', startLine: 2, endLine: 4, container: 'ChatSession' },
    ]);
  });

  it('gives no more than asked for', async () => {
    expect(await index.findSymbols('other', 3)).toHaveLength(3);
  });
});

describe('retrieving what a question is about', () => {
  it.each([
    ['Where do we retry with a backoff?', 'src/retry.ts', 'retryWithBackoff'],
    ['How does the chat session send a text?', 'src/session.ts', 'ChatSession'],
    ['What happens when I sell an apple at the shop?', 'src/shop.py', 'class Shop'],
  ])('%s', async (question, path, text) => {
    const [first] = await index.retrieve(question, 1000);
    expect(first).toMatchObject({ path, retriever: 'question' });
    expect(first?.text).toContain(text);
  });

  it('keeps to the budget and overlaps nothing', async () => {
    const found = await index.retrieve('other value functions', 120);
    expect(found.length).toBeGreaterThan(1);
    expect(found.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(120);
    const places = found.map(({ path, startLine }) => `${path}:${startLine}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('finds nothing for a question without a telling word', async () => {
    expect(await index.retrieve('What does this do?', 1000)).toEqual([]);
  });

  it('takes names apart and Han text in pairs', () => {
    expect(wordsOfQuestion('Where is fitMessages called? 登录处理')).toEqual([
      'fitmessage',
      'message',
      'call',
      'fit',
      '登录',
      '录处',
      '处理',
    ]);
  });
});

describe('definitions of names that a text mentions', () => {
  it('are those that stand in one place', async () => {
    const names = ['retryWithBackoff', 'ChatSession.send', 'Shop.send', 'other1', 'nowhere', 'retry', 'Shop'];
    const found = await definitionsOf(index, names, new AbortController().signal);
    // `other1` stands in two files, `retry` is only a part of a name, and no shop sends.
    expect(found.map(({ name, symbol: { path, startLine } }) => [name, path, startLine])).toEqual([
      ['retryWithBackoff', 'src/retry.ts', 38],
      ['ChatSession.send', 'src/session.ts', 2],
      ['Shop', 'src/shop.py', 0],
    ]);
  });
});
