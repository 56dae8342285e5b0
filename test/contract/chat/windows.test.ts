/** Chats in windows that are processes of their own, with real files and a real endpoint: killed in the middle, and two at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConversationStore } from '../../../src/chat/conversation/ConversationStore';
import { parseRecord } from '../../../src/chat/conversation/records';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { silentLog } from '../../../src/platform/Log';
import type { ToPage } from '../../../src/protocol/chat';
import { CanarySinks } from '../../support/CanarySinks';
import { ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';

const key = ['id123.the', 'Secret', 'Key'].join('/');
const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
const open: ChildProcess[] = [];
let home = '';
let program = '';
let folders = 0;

beforeAll(async () => {
  await endpoint.start();
  home = await mkdtemp(join(tmpdir(), 'tandem-windows-'));
  // A window that gives up its rights must still find its program.
  await chmod(home, 0o755);
  program = join(home, 'window.mjs');
  await build({
    ...{ bundle: true, platform: 'node', format: 'esm', outfile: program },
    entryPoints: [join(import.meta.dirname, 'chatWindow.ts')],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
});
afterEach(() => {
  open.splice(0).forEach((window) => void window.kill('SIGKILL'));
  endpoint.reset();
});
afterAll(async () => {
  await endpoint.stop();
  await rm(home, { recursive: true, force: true });
});

interface Window {
  readonly process: ChildProcess;
  readonly told: ToPage[];
  /** Names of the files that it says it has begun in place of others. */
  readonly renewed: string[];
  /** Resolves when the answer on the page has this in it. */
  shows(text: string): Promise<void>;
  readonly closed: Promise<unknown>;
}

/**
 * `next`: a question that is sent too early, and once more in time; `user`: whose rights it has; `blocks`: of 512 bytes, how long its files
 * may grow.
 */
function openWindow(
  folder: string,
  question: string,
  conversation = '',
  { next = '', user = 0, blocks = 0 } = {},
): Window {
  const args = [program, folder, `${endpoint.url}/v1`, conversation, question, next];
  const limited = ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath];
  const child = spawn(blocks === 0 ? process.execPath : 'sh', blocks === 0 ? args : [...limited, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TANDEM_TEST_KEY: key, TANDEM_TEST_USER: String(user) },
  });
  open.push(child);
  const told: ToPage[] = [];
  const renewed: string[] = [];
  let shown = '';
  child.on('message', (message: ToPage | { readonly renewed: string }) => {
    if ('renewed' in message) {
      renewed.push(message.renewed);
      return;
    }
    told.push(message);
    shown += message.method === 'delta' ? message.params.text : '';
  });
  return {
    process: child,
    told,
    renewed,
    shows: (text) => expect.poll(() => shown, { timeout: 30_000 }).toContain(text),
    closed: once(child, 'close'),
  };
}

/** A folder of conversations that must hold no key when the test is over. */
function newFolder(): string {
  return join(home, `conversations${folders++}`);
}

async function conversationIn(folder: string) {
  const store = new ConversationStore(new FileStorage(folder), silentLog);
  const [newest] = await store.list();
  return { store, conversation: (await store.open(newest?.id ?? 'none')) ?? expect.unreachable() };
}

async function expectNoKey(folder: string, told: readonly ToPage[]): Promise<void> {
  const sinks = new CanarySinks({ secrets: { key } });
  sinks.add('page', JSON.stringify(told));
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) {
      sinks.add('file', await readFile(join(folder, entry.name), 'utf8'));
    }
  }
  expect(sinks.found()).toEqual([]);
  expect(sinks.sinks).toEqual(['file', 'page']);
}

/** The number of a user without rights on every system that has numbers. */
const nobody = 65_534;

const words = Array.from({ length: 400 }, (_, index) => `word${index} `).join('');

describe('a window', () => {
  it('F-65, F-66: that is killed while an answer streams leaves question, partial answer and no connection; the next one goes on', async () => {
    const folder = newFolder();
    endpoint.enqueue(streamOf(words, { betweenMilliseconds: 30 }));
    const window = openWindow(folder, 'What of it?');
    // What is shown reaches the disk within a second or two.
    await expect
      .poll(async () => (await conversationIn(folder).catch(() => undefined))?.conversation.path()[1]?.text, {
        timeout: 30_000,
      })
      .toMatch(/^word0 word1/);
    window.process.kill('SIGKILL');
    await window.closed;
    await endpoint.requests[0]?.finished;
    expect(endpoint.requests[0]?.closedByClientAt).toBeDefined();
    const { conversation } = await conversationIn(folder);
    const [question, answer] = conversation.path();
    expect(question?.text).toBe('What of it?');
    // No end is what “interrupted” is shown for.
    expect(answer).toMatchObject({ kind: 'answer', end: undefined });
    expect(words.startsWith(answer?.text ?? '?')).toBe(true);
    endpoint.always(streamOf('and on'));
    const next = openWindow(folder, 'Go on.', conversation.id);
    await next.closed;
    const state = next.told.find((message) => message.method === 'state');
    expect(state?.params.messages[1]).toMatchObject({
      state: 'interrupted',
      notice: 'interrupted',
      text: answer?.text,
    });
    const after = (await conversationIn(folder)).conversation;
    expect(after.path().map(({ text }) => text)).toEqual(['What of it?', answer?.text, 'Go on.', 'and on']);
    await expectNoKey(folder, [...window.told, ...next.told]);
  });

  it('F-66: that is killed at any moment, also while it saves, leaves a file that is read', async () => {
    const folder = newFolder();
    let conversation = '';
    for (const [round, pieces] of [1, 2, 5, 9].entries()) {
      endpoint.reset().always(streamOf(words, { betweenMilliseconds: 5 }));
      const window = openWindow(folder, `Question ${round}`, conversation);
      await window.shows(`word${pieces} `);
      window.process.kill('SIGKILL');
      await window.closed;
      const found = await conversationIn(folder);
      conversation = found.conversation.id;
      const asked = found.conversation.messages().filter(({ kind }) => kind === 'question');
      expect(asked.map(({ text }) => text)).toEqual(
        Array.from({ length: round + 1 }, (_, index) => `Question ${index}`),
      );
      expect(found.store.unreadable).toEqual([]);
      const lines = (await readFile(join(folder, `${conversation}.jsonl`), 'utf8')).split('\n').slice(0, -1);
      // Only the line that was being written may be half.
      expect(lines.slice(0, -1).filter((line) => line !== '' && parseRecord(line) === undefined)).toEqual([]);
    }
  });

  it('F-68: and another one stream at once, each into its own history, one killed and the other not harmed', async () => {
    const folder = newFolder();
    endpoint.always((request) =>
      JSON.stringify(request.json).includes('First')
        ? streamOf('of the first', { betweenMilliseconds: 100 })
        : streamOf(words, { betweenMilliseconds: 20 }),
    );
    const second = openWindow(folder, 'Second?');
    await second.shows('word0');
    const first = openWindow(folder, 'First?');
    await first.shows('of');
    await second.shows('word9');
    second.process.kill('SIGKILL');
    await Promise.all([first.closed, second.closed]);
    const store = new ConversationStore(new FileStorage(folder), silentLog);
    const paths = new Map<string, string>();
    for (const { id, title } of await store.list()) {
      paths.set(title, (await store.open(id))?.path()[1]?.text ?? '');
    }
    expect([...paths.keys()].toSorted()).toEqual(['First?', 'Second?']);
    expect(paths.get('First?')).toBe('of the first');
    expect(words.startsWith(paths.get('Second?') ?? '?')).toBe(true);
    await expectNoKey(folder, [...first.told, ...second.told]);
  });

  it('F-69: whose disk is full says so once and shows the answer all the same; what was there stays', async ({
    skip,
  }) => {
    skip(process.platform === 'win32', 'Windows has no such limits');
    const folder = newFolder();
    endpoint.always(streamOf('before'));
    await openWindow(folder, 'Old').closed;
    const { conversation } = await conversationIn(folder);
    const file = join(folder, `${conversation.id}.jsonl`);
    const before = await readFile(file, 'utf8');
    // No file may grow beyond 4 blocks: the system writes what fits and refuses the rest, as a disk does that fills up.
    endpoint.reset().always(streamOf(words, { betweenMilliseconds: 1 }));
    const window = openWindow(folder, 'New', conversation.id, { blocks: 4 });
    await window.closed;
    const state = window.told.findLast((message) => message.method === 'message');
    expect(state?.params).toMatchObject({ text: words, state: 'done' });
    const notices = window.told.flatMap((message) => (message.method === 'status' ? [message.params.notice] : []));
    expect([notices.at(-1), new Set(notices)]).toEqual(['not saved', new Set(['', 'not saved'])]);
    expect((await readFile(file, 'utf8')).startsWith(before)).toBe(true);
    // The next window, with room again, goes on with what there is.
    endpoint.reset().always(streamOf('and on'));
    await openWindow(folder, 'Go on.', conversation.id).closed;
    const after = await conversationIn(folder);
    const texts = after.conversation.path().map(({ text }) => text);
    expect([texts.slice(0, 3), texts.slice(4)]).toEqual([
      ['Old', 'before', 'New'],
      ['Go on.', 'and on'],
    ]);
    expect(words.startsWith(texts[3] ?? '?')).toBe(true);
    expect(after.store.unreadable).toEqual([]);
    await expectNoKey(folder, window.told);
  });

  it.each<[string, (file: string) => Promise<unknown>, newName: RegExp]>([
    ['removed', (file) => rm(file), /^[\w-]+\.jsonl$/],
    ['read-only', (file) => chmod(file, 0o400), /^[\w-]+\.jsonl$/],
    // As good as a lock of Windows: neither can be written, nor put something else in its place.
    ['a folder now', (file) => rm(file).then(() => mkdir(file)), /^[\w-]+\.1\.jsonl$/],
  ])(
    'F-70: whose file is %s while open says so, writes a new one with all of it, and shows the answer',
    async (what, harm, newName) => {
      const folder = newFolder();
      const isRoot = process.getuid?.() === 0;
      const user = isRoot ? nobody : 0;
      await mkdir(folder);
      if (isRoot) {
        await chown(folder, nobody, nobody);
      }
      endpoint.always(streamOf('before'));
      await openWindow(folder, 'Old', '', { user }).closed;
      const { conversation } = await conversationIn(folder);
      endpoint.reset().always(streamOf(words, { betweenMilliseconds: 5 }));
      const window = openWindow(folder, 'New', conversation.id, { user });
      await window.shows('word0');
      const file = join(folder, `${conversation.id}.jsonl`);
      await expect.poll(() => readFile(file, 'utf8'), { timeout: 30_000 }).toContain('word0');
      await harm(file);
      await window.closed;
      const state = window.told.findLast((message) => message.method === 'message');
      expect(state?.params).toMatchObject({ text: words, state: 'done' });
      expect(window.renewed, what).toEqual([expect.stringMatching(newName)]);
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      // The next window finds all of it.
      const after = await conversationIn(folder);
      expect(after.conversation.path().map(({ text }) => text)).toEqual(['Old', 'before', 'New', words]);
      expect(after.store.unreadable).toEqual([]);
      await expectNoKey(folder, window.told);
    },
  );

  it.each(['What of it?', '你好，世界'])('F-60: shows an answer as it is, also %j', async (answer) => {
    const folder = newFolder();
    endpoint.always(streamOf(answer));
    const window = openWindow(folder, 'What of it?');
    await window.closed;
    const state = window.told.findLast((message) => message.method === 'message');
    expect(state?.params).toMatchObject({ text: answer, state: 'done', notice: '' });
    const { conversation } = await conversationIn(folder);
    expect(conversation.path().map(({ text }) => text)).toEqual(['What of it?', answer]);
    await expectNoKey(folder, window.told);
  });

  it('F-60: says that an answer of nothing but spaces is empty', async () => {
    const folder = newFolder();
    endpoint.always(streamOf('   \n '));
    const window = openWindow(folder, 'What of it?');
    await window.closed;
    const state = window.told.findLast((message) => message.method === 'message');
    expect(state?.params).toMatchObject({ text: '', state: 'done', notice: 'empty' });
    await expectNoKey(folder, window.told);
  });

  it('F-62: refuses a question that comes while an answer is written, loses neither, and takes it afterwards', async () => {
    const folder = newFolder();
    endpoint.enqueue(streamOf(words, { betweenMilliseconds: 1 })).always(streamOf('and on'));
    const window = openWindow(folder, 'First?', '', { next: 'And then?' });
    await window.closed;
    expect(endpoint.generations).toHaveLength(2);
    const { conversation } = await conversationIn(folder);
    expect(conversation.path().map(({ text }) => text)).toEqual(['First?', words, 'And then?', 'and on']);
    await expectNoKey(folder, window.told);
  });
});
