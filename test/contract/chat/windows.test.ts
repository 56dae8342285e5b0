/** Chats in windows that are processes of their own, with real files and a real endpoint: killed in the middle, and two at once. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
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
  /** Resolves when the answer on the page has this in it. */
  shows(text: string): Promise<void>;
  readonly closed: Promise<unknown>;
}

function openWindow(folder: string, question: string, conversation = ''): Window {
  const child = fork(program, [folder, `${endpoint.url}/v1`, conversation, question], {
    execArgv: [],
    env: { ...process.env, TANDEM_TEST_KEY: key },
  });
  open.push(child);
  const told: ToPage[] = [];
  let shown = '';
  child.on('message', (message: ToPage) => {
    told.push(message);
    shown += message.method === 'delta' ? message.params.text : '';
  });
  return {
    process: child,
    told,
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
  for (const name of await readdir(folder)) {
    sinks.add('file', await readFile(join(folder, name), 'utf8'));
  }
  expect(sinks.found()).toEqual([]);
  expect(sinks.sinks).toEqual(['file', 'page']);
}

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

  it('F-69: whose disk is full says so and shows the answer all the same', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux has a device that is always full');
    const folder = newFolder();
    endpoint.always(streamOf('before'));
    await openWindow(folder, 'Old').closed;
    const { conversation } = await conversationIn(folder);
    const file = join(folder, `${conversation.id}.jsonl`);
    const before = await readFile(file, 'utf8');
    // The device refuses each write as a full disk does (ENOSPC); what was there stays beside it.
    const full = newFolder();
    await new FileStorage(full).append('other.jsonl', before);
    await symlink('/dev/full', join(full, `${conversation.id}.jsonl`));
    endpoint.reset().always(streamOf('shown all the same'));
    const window = openWindow(full, 'New', conversation.id);
    await window.closed;
    const state = window.told.findLast((message) => message.method === 'message');
    expect(state?.params).toMatchObject({ text: 'shown all the same', state: 'done' });
    expect(await readFile(join(full, 'other.jsonl'), 'utf8')).toBe(before);
  });
});
