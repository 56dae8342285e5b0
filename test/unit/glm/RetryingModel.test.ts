import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { isAbortError } from '../../../src/base/abort';
import type { MessageId } from '../../../src/base/messages';
import type { ChatRequest, ModelEvent } from '../../../src/glm/Model';
import { RateGate, type RatePause } from '../../../src/glm/RateGate';
import { RetryingModel } from '../../../src/glm/RetryingModel';
import { silentLog } from '../../../src/platform/Log';
import { ManualClock, settle } from '../../support/ManualClock';
import { type Script, ScriptedModel } from '../../support/ScriptedModel';

const chat: ChatRequest = { messages: [{ role: 'user', content: 'q' }] };
const completion = { prompt: 'p', stop: [], maxTokens: 10, temperature: 0 };
const never = new AbortController().signal;

function fault(code: MessageId, retryAfter?: number): AssistantError {
  return new AssistantError(code, ['host'], retryAfter === undefined ? {} : { retryAfter });
}

function fixture(...scripts: Script[]) {
  const clock = new ManualClock();
  const gate = new RateGate(clock);
  const pauses: (RatePause | undefined)[] = [];
  gate.onDidChange((pause) => pauses.push(pause));
  const model = new ScriptedModel(...scripts);
  const retrying = new RetryingModel(model, { gate, clock, log: silentLog, random: () => 0.5 });
  return { clock, gate, pauses, model, retrying };
}

/** Reads a stream and tells how it went: its text, and the code of its fault. */
function read(events: AsyncIterable<ModelEvent>): { outcome: string | undefined } {
  const state: { outcome: string | undefined } = { outcome: undefined };
  void (async () => {
    let text = '';
    try {
      for await (const event of events) {
        text += event.type === 'text' ? event.text : '';
      }
      state.outcome = text;
    } catch (error) {
      state.outcome = text + (isAbortError(error) ? '!aborted' : `!${(error as AssistantError).code}`);
    }
  })();
  return state;
}

describe('a chat turn', () => {
  it('waits as long as the server asks, then asks once more', async () => {
    const { clock, model, pauses, retrying } = fixture(fault('endpoint.rateLimited', 3000), 'answer');
    const turn = read(retrying.chat(chat, never));
    await clock.advance(2999);
    expect([model.calls.length, turn.outcome]).toEqual([1, undefined]);
    expect(pauses).toEqual([{ until: 3000, error: expect.objectContaining({ code: 'endpoint.rateLimited' }) }]);
    await clock.advance(1);
    expect([model.calls.length, turn.outcome]).toEqual([2, 'answer']);
    expect(pauses.at(-1)).toBeUndefined();
  });

  it('waits a minute at most', async () => {
    const { clock, model, retrying } = fixture(fault('endpoint.rateLimited', 3_600_000), 'answer');
    const turn = read(retrying.chat(chat, never));
    await clock.advance(60_000);
    expect([model.calls.length, turn.outcome]).toEqual([2, 'answer']);
  });

  it('gives up after two more attempts, with growing pauses', async () => {
    const { clock, model, retrying } = fixture(fault('endpoint.rateLimited'));
    const turn = read(retrying.chat(chat, never));
    await clock.advance(999);
    expect(model.calls).toHaveLength(1);
    await clock.advance(1);
    expect(model.calls).toHaveLength(2);
    await clock.advance(1999);
    expect(model.calls).toHaveLength(2);
    await clock.advance(1);
    expect([model.calls.length, turn.outcome]).toEqual([3, '!endpoint.busy']);
    await clock.advance(60_000);
    expect(model.calls).toHaveLength(3);
  });

  it.each<MessageId>(['endpoint.serverError', 'endpoint.loading', 'endpoint.unreachable', 'endpoint.streamCut'])(
    'is asked again after %s',
    async (code) => {
      const { clock, model, pauses, retrying } = fixture(fault(code), 'answer');
      const turn = read(retrying.chat(chat, never));
      await clock.advance(1000);
      expect([model.calls.length, turn.outcome, pauses]).toEqual([2, 'answer', []]);
    },
  );

  it.each<MessageId>([
    'endpoint.noBalance',
    'endpoint.noBalanceElsewhere',
    'endpoint.quotaReached',
    'endpoint.quotaReachedUntil',
    'endpoint.planExpired',
    'endpoint.accountProblem',
    'endpoint.keyRejected',
    'endpoint.notAllowed',
    'endpoint.badRequest',
    'endpoint.contextExceeded',
    'endpoint.modelNotFound',
    'endpoint.refusedByPolicy',
    'endpoint.redirect',
    'endpoint.tls',
    'endpoint.timeout',
  ])('is not asked again after %s', async (code) => {
    const { clock, model, retrying } = fixture(fault(code), 'answer');
    const turn = read(retrying.chat(chat, never));
    await clock.advance(120_000);
    expect([model.calls.length, turn.outcome]).toEqual([1, `!${code}`]);
  });

  it('is never asked again once something was shown', async () => {
    const { clock, gate, model } = fixture();
    let requests = 0;
    const breaking = Object.assign(model, {
      chat: async function* (): AsyncGenerator<ModelEvent> {
        requests++;
        yield { type: 'reasoning', text: 'half a thought' };
        throw fault('endpoint.streamCut');
      },
    });
    const retrying = new RetryingModel(breaking, { gate, clock, log: silentLog, random: () => 0 });
    const turn = read(retrying.chat(chat, never));
    await clock.advance(60_000);
    expect([requests, turn.outcome]).toEqual([1, '!endpoint.streamCut']);
  });

  it('is never asked again after a tool has run in it', async () => {
    const { clock, model, retrying } = fixture(fault('endpoint.serverError'), 'answer');
    const messages: ChatRequest['messages'] = [
      ...chat.messages,
      { role: 'assistant', content: '', toolCalls: [{ name: 'f', arguments: {} }] },
      { role: 'tool', content: 'done' },
    ];
    const turn = read(retrying.chat({ messages }, never));
    await clock.advance(60_000);
    expect([model.calls.length, turn.outcome]).toEqual([1, '!endpoint.serverError']);
    const next = read(retrying.chat({ messages: [...messages, ...chat.messages] }, never));
    await clock.advance(60_000);
    expect(next.outcome).toBe('answer');
  });

  it.each<[string, AssistantError, readonly string[]]>([
    ['cannot be reached', fault('endpoint.unreachable'), ['!endpoint.unreachable', 'answer']],
    ['asks for a long pause', fault('endpoint.rateLimited', 2001), ['!endpoint.rateLimited', 'answer']],
    ['asks for a short pause', fault('endpoint.rateLimited', 2000), ['answer', 'answer']],
    ['fails for a moment', fault('endpoint.serverError'), ['answer', 'answer']],
  ])('does not wait long while another endpoint stands by: it %s', async (_, error, [withOther, alone]) => {
    for (const [hasOtherEndpoint, expected] of [[true, withOther] as const, [false, alone] as const]) {
      const { clock, model, retrying } = fixture(error, 'answer');
      const turn = read(retrying.chat({ ...chat, hasOtherEndpoint }, never));
      await settle();
      const isAtOnce = expected !== 'answer';
      expect([turn.outcome, model.calls.length]).toEqual([isAtOnce ? expected : undefined, 1]);
      await clock.advance(60_000);
      expect([turn.outcome, model.calls.length]).toEqual([expected, isAtOnce ? 1 : 2]);
    }
  });

  it('asks nothing of a gate that stays closed for long while another endpoint stands by', async () => {
    const { gate, model, retrying } = fixture('answer');
    gate.close(9000, fault('endpoint.rateLimited'));
    const turn = read(retrying.chat({ ...chat, hasOtherEndpoint: true }, never));
    await settle();
    expect([turn.outcome, model.calls.length]).toEqual(['!endpoint.rateLimited', 0]);
  });

  it('stops waiting at once when it is aborted', async () => {
    const { clock, model, retrying } = fixture(fault('endpoint.rateLimited', 30_000), 'answer');
    const abort = new AbortController();
    const turn = read(retrying.chat(chat, abort.signal));
    await settle();
    abort.abort();
    await settle();
    expect(turn.outcome).toBe('!aborted');
    await clock.advance(60_000);
    expect(model.calls).toHaveLength(1);
  });
});

describe('the gate', () => {
  it('holds all features of an endpoint, and completions fail without a request', async () => {
    const { clock, model, retrying } = fixture(fault('endpoint.rateLimited', 5000), 'first', 'second', 'completion');
    const first = read(retrying.chat(chat, never));
    await settle();
    const second = read(retrying.chat(chat, never));
    const typed = read(retrying.complete(completion, never));
    await settle();
    expect([model.calls.length, typed.outcome]).toEqual([1, '!endpoint.rateLimited']);
    await clock.advance(5000);
    expect([first.outcome, second.outcome]).toEqual(['first', 'second']);
    const later = read(retrying.complete(completion, never));
    await settle();
    expect(later.outcome).toBe('completion');
  });

  it('is closed by a completion too, which is never repeated', async () => {
    const { clock, gate, model, retrying } = fixture(fault('endpoint.rateLimited'), 'answer');
    const typed = read(retrying.complete(completion, never));
    await settle();
    expect([typed.outcome, gate.pause?.until]).toEqual(['!endpoint.rateLimited', 5000]);
    await clock.advance(5000);
    expect([model.calls.length, gate.pause]).toEqual([1, undefined]);
  });

  it('can be opened by hand', async () => {
    const { gate, pauses, retrying } = fixture(fault('endpoint.rateLimited', 30_000), 'answer');
    const turn = read(retrying.chat(chat, never));
    await settle();
    gate.open();
    await settle();
    expect(turn.outcome).toBe('answer');
    expect(pauses.map((pause) => pause?.until)).toEqual([30_000, undefined]);
  });
});
