/**
 * The chat as a person feels it, in Chromium: a real session with its conversation on the disk, and the page as it is built. Frames while
 * the end of a 100 KB answer arrives at 200 tokens/s in a conversation of 1,000 messages, keys typed meanwhile, and how long opening takes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChatHost } from '../../src/chat/ChatHost';
import { ChatSession } from '../../src/chat/ChatSession';
import { ConversationStore } from '../../src/chat/conversation/ConversationStore';
import { conversationVersion } from '../../src/chat/conversation/records';
import type { ModelEvent } from '../../src/glm/Model';
import { FileStorage } from '../../src/node/promptlog/FileStorage';
import { systemClock } from '../../src/node/systemClock';
import { silentLog } from '../../src/platform/Log';
import type { PanelState, ShownAnswer, ToHost, ToPage } from '../../src/protocol/chat';
import { panelWords } from '../../src/protocol/chatWords';
import { PanelHarness } from '../support/PanelHarness';
import { soak, soakAnswers } from './chatMemory';

interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  readonly n: number;
  readonly detail?: Readonly<Record<string, number>>;
}

const messageCount = 1_000;
const answerBytes = 100_000;
const tokensPerSecond = 200;
/** What of the answer comes at that pace: its end, where there is most on the page. The rest comes at once. */
const pacedTokens = 3_000;
const openings = 12;

/** Prose, lists, code and tables, as answers have them; about four bytes a token. */
function answerText(bytes: number): string {
  const part = (n: number): string => `## Step ${n}

The function \`retry${n}\` in \`src/net/retry${n}.ts:${n + 1}\` waits **before** it asks again; see [the docs](https://example.org/${n}).

1. Read the pause from the settings.
2. Double it, up to a limit of ${n} seconds.

\`\`\`ts src/net/retry${n}.ts
export async function retry${n}(task: () => Promise<void>, limit = ${n}): Promise<void> {
  for (let pause = 100; ; pause *= 2) {
    if (await succeeded(task)) return; // nothing left to do
    await sleep(Math.min(pause, limit));
  }
}
\`\`\`

| pause | limit | result |
|------:|------:|--------|
| ${n} | ${n * 2} | waits |

`;
  let text = '';
  for (let n = 0; text.length < bytes; n++) {
    text += part(n);
  }
  return text.slice(0, bytes);
}

function conversationLines(id: string): string {
  const lines: object[] = [{ type: 'conversation', version: conversationVersion, id, at: 1, folder: null }];
  const text = answerText(2_000);
  for (let n = 0, parent: string | null = null; n < messageCount / 2; n++) {
    lines.push({ type: 'question', id: `q${n}`, parent, at: n, text: `Question ${n} about the retries` });
    lines.push({ type: 'answer', id: `a${n}`, parent: `q${n}`, at: n, model: 'glm-4.6' });
    lines.push({ type: 'part', id: `a${n}`, text });
    lines.push({ type: 'end', id: `a${n}`, finish: 'stop', milliseconds: 1000 });
    parent = `a${n}`;
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** As the first answer, but as fast as it is taken. */
async function* answerAtOnce(): AsyncGenerator<ModelEvent, void, undefined> {
  for (const text of answerText(answerBytes).match(/[\s\S]{1,2000}/g) ?? []) {
    yield { type: 'text', text };
    await wait(0);
  }
  yield { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 };
}

async function* answer(): AsyncGenerator<ModelEvent, void, undefined> {
  const tokens = answerText(answerBytes).match(/[\s\S]{1,4}/g) ?? [];
  const paced = tokens.length - pacedTokens;
  yield { type: 'text', text: tokens.slice(0, paced).join('') };
  const start = performance.now();
  for (const [index, text] of tokens.slice(paced).entries()) {
    const due = start + (1000 * index) / tokensPerSecond;
    if (due > performance.now()) {
      await wait(due - performance.now());
    }
    yield { type: 'text', text };
  }
  yield { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 };
}

function hostWith(
  store: ConversationStore,
  answers: () => AsyncIterable<ModelEvent>,
  post: (message: ToPage) => void,
): ChatHost {
  const memory = new Map<string, string>();
  const words = Object.fromEntries(panelWords.map((word) => [word, word])) as ChatHost['words'];
  const nothing = (): string => '';
  return {
    ...{ store, post, words, log: silentLog, clock: systemClock, language: 'en', folder: null },
    context: {
      offers: () => [],
      search: async () => [],
      definitions: async () => [],
      take: async () => undefined,
      takeFor: async () => [],
      resolve: async (attachment) => attachment,
      instructions: async () => [],
      commands: async () => [],
    },
    connect: async () => ({ modelId: 'glm-4.6', host: null, contextTokens: 1_000_000, chat: answers }),
    now: Date.now,
    createId: () => crypto.randomUUID(),
    namesConversations: () => false,
    compactsByItself: () => true,
    secretsIn: async () => [],
    onOutcome: () => {},
    describeCommand: nothing,
    describeError: ({ code }) => code,
    describe: {
      ...{
        details: nothing,
        leftOut: nothing,
        tooLong: nothing,
        terminal: nothing,
        notSaved: nothing,
        end: nothing,
        unknownModel: nothing,
        notConnected: nothing,
      },
      ...{
        context: nothing,
        serverTool: nothing,
        cannotSee: nothing,
        notTaken: nothing,
        nothingOf: nothing,
        almostFull: nothing,
        compacting: nothing,
      },
      ...{ nothingToCompact: nothing, compacted: nothing, holdsSecret: nothing, hidden: nothing },
    },
    memory: { get: (key) => memory.get(key) ?? '', set: (key, value) => void memory.set(key, value) },
  };
}

const callCount = 200;

/** Frames while a turn streams calls of tools, each with output of its own. */
async function callFrames(harness: PanelHarness, state: PanelState): Promise<readonly number[]> {
  const id = 'calls';
  const answer: ShownAnswer = {
    ...{
      kind: 'answer',
      id,
      text: '',
      reasoning: '',
      reasoningSeconds: 0,
      quietSeconds: 0,
      state: 'running',
      notice: '',
      details: '',
    },
    ...{ branch: { ids: [id], index: 0 }, feedback: 'none', calls: [], checkpoint: 'none', serverTools: [] },
  };
  await harness.post({ method: 'state', params: { ...state, conversation: id, messages: [answer], older: 0 } });
  await harness.painted();
  await harness.times();
  for (let n = 0; n < callCount; n++) {
    const call = { id: `c${n}`, at: 8 * (n + 1), what: 'Read', where: `src/file${n}.ts`, input: '{}', output: '' };
    await harness.post({ method: 'delta', params: { id, text: `step ${String(n).padStart(3)}`, reasoning: '' } });
    await harness.post({ method: 'call', params: { answer: id, call: { ...call, state: 'running' } } });
    await harness.post({
      method: 'callOutput',
      params: { answer: id, id: call.id, text: 'line of output\n'.repeat(20) },
    });
    await wait(10);
    const output = 'line of output\n'.repeat(200);
    await harness.post({ method: 'call', params: { answer: id, call: { ...call, state: 'done', output } } });
  }
  await harness.painted();
  return (await harness.times()).frames;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return Math.round(10 * (sorted[Math.floor((sorted.length - 1) * share)] ?? 0)) / 10;
}

async function measure(built: string): Promise<Record<string, Figure>> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-chat-'));
  const storage = new FileStorage(folder);
  await storage.append('long.jsonl', conversationLines('long'));
  let session: ChatSession | undefined;
  let answers = answer;
  let state: PanelState | undefined;
  const onMessage = (message: ToHost): void => {
    if (message.method === 'ready') {
      void session?.ready();
    } else if (message.method === 'send') {
      void session?.send(message.params.text);
    }
  };
  const harness = await PanelHarness.open({ built, onMessage });
  try {
    session = new ChatSession(
      hostWith(
        new ConversationStore(storage, silentLog),
        () => answers(),
        (message) => {
          state = message.method === 'state' ? message.params : state;
          void harness.post(message);
        },
      ),
    );
    const paints: number[] = [];
    for (let n = 0; n < 5; n++) {
      const start = performance.now();
      await harness.load();
      await harness.page.locator('.composer-text').waitFor();
      await harness.painted();
      paints.push(performance.now() - start);
    }
    const opens: number[] = [];
    for (let n = 0; n < openings; n++) {
      session.startNew();
      await harness.page.locator('.welcome').waitFor();
      const start = performance.now();
      await session.open('long');
      await harness.page.locator('[data-id="a499"]').waitFor();
      await harness.painted();
      opens.push(performance.now() - start);
    }
    const composer = harness.page.locator('.composer-text');
    await composer.fill('Write it all out');
    await composer.press('Enter');
    await harness.page.locator('.answer[aria-busy="true"] .block').nth(50).waitFor();
    await wait(1_000);
    await harness.times();
    const heap = async (): Promise<number> =>
      harness.page.evaluate(
        () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
      );
    const before = await heap();
    const inputs: number[] = [];
    const frames: number[] = [];
    while ((await harness.page.locator('.answer[aria-busy="true"]').count()) > 0) {
      await composer.press('x');
      await wait(80);
      const times = await harness.times();
      inputs.push(...times.inputs);
      frames.push(...times.frames);
    }
    const grown = Math.round(((await heap()) - before) / 100_000) / 10;
    const frame95 = percentile(frames, 0.95);
    answers = answerAtOnce;
    const asking = session;
    const memory = await soak(harness, async () => {
      await asking.send('Write it all out once more');
    });
    const calls = state === undefined ? [] : await callFrames(harness, state);
    return {
      'chat.frame.p95': {
        ...{ value: frame95, unit: 'ms', goal: '< 16', n: frames.length },
        detail: { p50: percentile(frames, 0.5), p99: percentile(frames, 0.99), 'heap grown (MB)': grown },
      },
      'chat.calls.frame.p95': {
        ...{ value: percentile(calls, 0.95), unit: 'ms', goal: '< 16', n: calls.length },
        detail: { p50: percentile(calls, 0.5), max: percentile(calls, 1) },
      },
      'chat.input.p95': {
        ...{ value: percentile(inputs, 0.95), unit: 'ms', goal: '< 30', n: inputs.length },
        detail: { p50: percentile(inputs, 0.5) },
      },
      'chat.memory': {
        ...{ value: memory.page, unit: 'MB', goal: '< 10', n: soakAnswers },
        detail: { before: memory.pageBefore, nodes: memory.nodes, 'text (MB)': (soakAnswers * answerBytes) / 1e6 },
      },
      'chat.memory.host': {
        ...{ value: memory.host, unit: 'MB', goal: '< 15', n: soakAnswers },
        detail: { before: memory.hostBefore, 'text (MB)': (soakAnswers * answerBytes) / 1e6 },
      },
      'chat.open': {
        ...{ value: percentile(opens, 0.5), unit: 'ms', goal: '< 300', n: opens.length },
        detail: { p95: percentile(opens, 0.95), first: Math.round(opens[0] ?? 0) },
      },
      'chat.paint': {
        ...{ value: percentile(paints, 0.5), unit: 'ms', goal: '< 300', n: paints.length },
        detail: { first: Math.round(paints[0] ?? 0) },
      },
    };
  } finally {
    await session?.close();
    await harness.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.stdout.write(JSON.stringify(await measure(process.argv[2] ?? '')));
