/**
 * What the tests of faults share: the scripted endpoint, the whole stack that features use before it, and every place where a secret could
 * come out, looked at after each test.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { formatMessage } from '../../../src/base/messages';
import type { ClientLimits } from '../../../src/glm/ClientLimits';
import { GlmClient } from '../../../src/glm/GlmClient';
import type { AnswerFinish, Model, ModelEvent } from '../../../src/glm/Model';
import { profileById } from '../../../src/glm/profiles/profileFor';
import type { ProfileId } from '../../../src/glm/profiles/ServerProfile';
import { QueuedModel } from '../../../src/glm/QueuedModel';
import { RateGate } from '../../../src/glm/RateGate';
import { RetryingModel } from '../../../src/glm/RetryingModel';
import { directNetwork, type NetworkOptions } from '../../../src/platform/network';
import { LoggedModel } from '../../../src/promptlog/LoggedModel';
import { contentClasses } from '../../../src/promptlog/records';
import { CanarySinks } from '../../support/CanarySinks';
import { ScriptedEndpoint } from '../../support/ScriptedEndpoint';
import { key, prompt, secret } from './faultRows';

export interface Stack {
  readonly model: Model;
  readonly gate: RateGate;
  /** Milliseconds of the pauses that were made, none of which took any time. */
  readonly waits: number[];
}

export interface Outcome {
  readonly text: string;
  readonly finish: AnswerFinish | undefined;
  readonly lost: number | undefined;
  /** What the person reads; undefined = the answer came to its end. */
  readonly sentence: string | undefined;
}

/** Call it at the top of a test file: it registers what is done before and after each test. */
export function faultBench() {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
  const closers: (() => unknown)[] = [];
  let sinks: CanarySinks;

  beforeAll(() => endpoint.start());
  afterAll(() => endpoint.stop());
  beforeEach(() => {
    sinks = new CanarySinks({
      secrets: { key, secret, prompt },
      // Which is there for prompts, where the person has allowed it.
      exceptions: { 'prompt log': ['prompt'] },
    }).watchOutput();
  });
  afterEach(async () => {
    const found = sinks.found();
    await Promise.all(closers.splice(0).map((close) => close()));
    endpoint.reset();
    expect(found, 'secrets came out').toEqual([]);
  });

  function stack(
    options: {
      limits?: Partial<ClientLimits>;
      profile?: ProfileId;
      url?: string;
      network?: Partial<NetworkOptions>;
    } = {},
  ): Stack {
    const waits: number[] = [];
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        waits.push(Math.round(milliseconds));
        now += milliseconds;
      },
    };
    const gate = new RateGate(clock);
    const client = new GlmClient({
      url: options.url ?? `${endpoint.url}/v1`,
      key,
      modelId: 'glm-4.6',
      profile: profileById(options.profile ?? 'openai'),
      limits: { completion: 2000, chat: 2000, probe: 2000, idle: 300, grace: 100, ...options.limits },
      network: { ...directNetwork, ...options.network },
    });
    closers.push(() => client.close());
    const queued = new QueuedModel(client, { concurrency: 1 });
    const retrying = new RetryingModel(queued, { gate, clock, log: sinks.log, random: () => 0.5 });
    const model = new LoggedModel(retrying, {
      consent: () => ({ version: 1, classes: contentClasses }),
      append: (record) => sinks.add('prompt log', JSON.stringify(record)),
      now: () => 0,
      session: 's',
      provider: 'p',
      modelId: () => 'glm-4.6',
    });
    gate.onDidChange((pause) => sinks.add('state', pause));
    return { model, gate, waits };
  }

  async function read(events: AsyncIterable<ModelEvent>): Promise<Outcome> {
    let text = '';
    try {
      for await (const event of events) {
        text += event.type === 'text' ? event.text : '';
        if (event.type === 'end') {
          return { text, finish: event.finish, lost: event.lostFrames, sentence: undefined };
        }
      }
      throw new Error('No end came');
    } catch (error) {
      if (!(error instanceof AssistantError)) {
        throw error;
      }
      sinks.add('error', error);
      const sentence = formatMessage(error.code, error.args).replace(/127\.0\.0\.1:\d+/g, 'HOST');
      return { text, finish: undefined, lost: undefined, sentence };
    }
  }

  return { endpoint, closers, stack, read, sinks: () => sinks };
}

export const never = new AbortController().signal;
export const question = { messages: [{ role: 'user', content: prompt }] } as const;
export const tools = [{ type: 'function', function: { name: 'look' } }] as const;
export const toolTurn = {
  messages: [
    ...question.messages,
    { role: 'assistant', content: '', toolCalls: [{ id: 'c', name: 'look', arguments: {} }] },
    { role: 'tool', content: 'seen', toolCallId: 'c' },
  ],
} as const;
export const completion = { prompt, stop: [], maxTokens: 100, temperature: 0 };

/** What a feature asks, in the three ways that differ in what may be repeated. */
export const surfaces: Readonly<Record<string, (model: Model) => AsyncIterable<ModelEvent>>> = {
  'a chat turn': (model) => model.chat(question, never),
  'a completion': (model) => model.complete(completion, never),
  'a turn in which a tool has run': (model) => model.chat({ ...toolTurn, tools }, never),
};
