/** The real try-out model in the real engine: priorities, cancellation with its times, and the end of the process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAgentTurn } from '../../../src/chat/agent/AgentTurn';
import type { TurnEvent } from '../../../src/chat/agent/agentEvents';
import { TurnMeter } from '../../../src/chat/agent/TurnMeter';
import { GlmClient } from '../../../src/glm/GlmClient';
import type { ChatMessage } from '../../../src/glm/Model';
import { engine as engineProfile } from '../../../src/glm/profiles/engine';
import { directNetwork } from '../../../src/platform/network';
import { generate, send, stream } from '../../support/engineClient';
import { startEngine, type TestEngine, tryOutModel } from '../../support/engineProcess';
import { createToolWorld, root, tool } from '../../support/toolWorld';
import { noChoice } from '../../unit/chat/agent/agentWorld';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine(tryOutModel());
});
afterAll(() => engine?.stop());

/** Text of about this many tokens that no earlier request has sent. */
let fresh = 0;
const longPrompt = (lines: number): string =>
  Array.from({ length: lines }, (_, line) => `value_${fresh++} = compute(${line}, "text")\n`).join('');

/** Milliseconds until the chat sequence is free again: one new token, behind whatever still runs. */
async function untilFree(): Promise<number> {
  const start = performance.now();
  await generate(engine, { messages: [{ role: 'system', content: `${fresh++}` }], max_tokens: 1 });
  return performance.now() - start;
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

describe('a real model', () => {
  it('completes and chats', async () => {
    const completion = await generate(engine, { prompt: 'def add(a, b):\n    return', max_tokens: 16, stop: ['\n'] });
    expect(completion.text).not.toBe('');
    expect(completion.finishReason).toBe('stop');
    const chat = await generate(engine, { messages: [{ role: 'user', content: 'Say hello.' }], max_tokens: 16 });
    expect(chat.text).not.toBe('');
    expect(chat.text).not.toContain('<|im_end|>');
  });

  it('streams token by token', async () => {
    const frames = [];
    for await (const frame of stream(engine, { prompt: 'Once upon a time', max_tokens: 12 })) {
      frames.push(frame);
    }
    expect(frames.length).toBeGreaterThan(8);
    expect(frames.at(-1)).toMatchObject({ usage: { completion_tokens: 12 } });
  });
});

describe('closing the connection', () => {
  it('stops the work within 100 ms while text is generated', async () => {
    const idle = middle([await untilFree(), await untilFree(), await untilFree()]);
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const controller = new AbortController();
      let frames = 0;
      const messages = [{ role: 'user', content: `Tell a long story about number ${round}.` }];
      const reading = (async () => {
        for await (const _frame of stream(engine, { messages, max_tokens: 2000 }, controller.signal)) {
          if (++frames === 5) {
            controller.abort();
          }
        }
      })();
      await reading.catch(() => {});
      times.push((await untilFree()) - idle);
    }
    console.log(`cancelled while generating: free again after ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    expect(middle(times)).toBeLessThan(100);
  });

  it('stops the reading of a prompt within one batch', async () => {
    const prompt = longPrompt(80);
    const whole = performance.now();
    const { promptTokens } = await generate(engine, { prompt, max_tokens: 1 });
    const wholeTime = performance.now() - whole;

    const controller = new AbortController();
    const unread = longPrompt(80);
    const sent = send(
      engine,
      '/v1/chat/completions',
      { messages: [{ role: 'user', content: unread }], max_tokens: 5 },
      controller.signal,
    );
    sent.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 400));
    const start = performance.now();
    controller.abort();
    await untilFree();
    const free = performance.now() - start;
    const { cachedTokens } = await generate(engine, { messages: [{ role: 'user', content: unread }], max_tokens: 1 });
    console.log(
      `cancelled while reading a prompt: free again after ${free.toFixed(0)} ms; ` +
        `the whole prompt of ${promptTokens} tokens takes ${wholeTime.toFixed(0)} ms`,
    );
    // The rest of the prompt was not read: far less time than it takes, and most of it is not in the cache.
    expect(free).toBeLessThan(wholeTime / 2);
    expect(cachedTokens).toBeLessThan(promptTokens / 2);
  });
});

describe('several requests', () => {
  it('a completion goes before a chat that is being answered', async () => {
    const seen: string[] = [];
    let completion: Promise<void> | undefined;
    const messages = [{ role: 'user', content: 'Write a long story.' }];
    for await (const _frame of stream(engine, { messages, max_tokens: 60 })) {
      seen.push('chat');
      completion ??= (async () => {
        await generate(engine, { prompt: 'def f(x):', max_tokens: 10 });
        seen.push('completion');
      })();
    }
    await completion;
    const place = seen.indexOf('completion');
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThan(40);
  });

  it('a newer completion takes the place of an older one', async () => {
    let older = 'unfinished';
    let newer: Promise<unknown> | undefined;
    for await (const frame of stream(engine, { prompt: 'A very long list: 1, 2, 3,', max_tokens: 3000 })) {
      newer ??= generate(engine, { prompt: 'Another list: a, b,', max_tokens: 5 });
      const [choice] = frame.choices as [{ finish_reason: string | null }];
      older = choice.finish_reason ?? older;
    }
    expect(older).toBe('cancelled');
    expect(await newer).toMatchObject({ completionTokens: 5 });
  });
});

describe('the process', () => {
  it('ends within a second when its starter lets go, whatever it is doing', async () => {
    const second = await startEngine(tryOutModel(), { contextSize: 4096 });
    const running = send(second, '/v1/completions', { prompt: longPrompt(80), max_tokens: 500 });
    running.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    const start = performance.now();
    await second.stop();
    const time = performance.now() - start;
    console.log(`the engine ended ${time.toFixed(0)} ms after it was told to`);
    expect(time).toBeLessThan(1000);
    await expect(running.then((response) => response.text())).rejects.toThrow();
  });

  it('tells when it is killed from outside', async () => {
    const second = await startEngine(tryOutModel(), { contextSize: 512 });
    const told = new Promise((resolve) => second.process.onDidExit(resolve));
    process.kill(second.process.pid ?? 0, 'SIGKILL');
    expect(await told).toMatchObject({ code: 'engine.stopped', args: ['SIGKILL'] });
  });
});

/** Rounds that went before: a model this small calls nothing of its own accord, but goes on with what it sees done. */
function rounds(texts: Readonly<Record<string, string>>): ChatMessage[] {
  return Object.entries(texts).flatMap(([path, text], index): ChatMessage[] => [
    { role: 'user', content: `Read ${path}` },
    {
      ...{ role: 'assistant', content: '' },
      toolCalls: [{ id: `${index}`, name: 'read_file', arguments: JSON.stringify({ path }) }],
    },
    { role: 'tool', toolCallId: `${index}`, content: `${path}:\n${text}` },
    { role: 'assistant', content: 'I have read it.' },
  ]);
}

describe('a turn with tools', () => {
  it('runs the call that the model wrote as text, behind the gate, and gives it the result', async () => {
    const client = new GlmClient({
      ...{ url: engine.url, key: engine.token, modelId: engine.model, profile: engineProfile, network: directNetwork },
    });
    const world = createToolWorld({ [`${root}/src/cart.ts`]: 'export const items = [];\n' });
    const texts = {
      ...{ 'src/app.ts': 'export const port = 80;', 'README.md': 'A shop.' },
      ...{ 'test/cart.test.ts': 'it("adds", add);', 'lib/tax.ts': 'export const tax = 0.2;' },
    };
    const sent: ChatMessage[][] = [];
    const events: TurnEvent[] = [];
    await runAgentTurn(
      {
        model: {
          ...{ modelId: engine.model, host: null, contextTokens: engine.contextTokens },
          chat: (request, signal) => {
            sent.push([...request.messages]);
            return client.chat({ ...request, temperature: 0 }, signal);
          },
        },
        messages: [
          { role: 'system', content: 'You call tools.' },
          ...rounds(texts),
          { role: 'user', content: 'Read src/cart.ts' },
        ],
        ...{ tools: () => [tool('read_file')], firstRound: 0, serverTools: [], editTools: noChoice() },
        runner: {
          async run({ name }, values) {
            const { text, failed } = await world.run(name, values);
            return { end: failed ? 'failed' : 'done', output: text, changed: false };
          },
        },
        meter: new TurnMeter({ rounds: 2 }, undefined, () => performance.now()),
        askToGoOn: async () => false,
        ...{ promptTokens: engine.contextTokens - 200, answerTokens: 80, createId: () => 'call' },
        ...{ note: () => ({ id: 'note', surface: 'agent' }), now: () => performance.now(), onRound: () => {} },
        push: (event) => events.push(event),
      },
      new AbortController().signal,
    );
    await client.close();
    expect(events).toContainEqual(
      expect.objectContaining({
        ...{ type: 'callResult', end: 'done', output: expect.stringContaining('export const items = [];') },
      }),
    );
    expect(world.touched).toContain(`read ${root}/src/cart.ts`);
    expect(sent[1]?.at(-1)).toMatchObject({ role: 'tool', content: expect.stringContaining('export const items') });
  });
});
