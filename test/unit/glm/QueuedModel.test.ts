import { describe, expect, it } from 'vitest';
import { isAbortError } from '../../../src/base/abort';
import type { ModelEvent } from '../../../src/glm/Model';
import { QueuedModel } from '../../../src/glm/QueuedModel';
import { RequestQueue } from '../../../src/glm/RequestQueue';
import { settle } from '../../support/ManualClock';
import { ScriptedModel } from '../../support/ScriptedModel';

const completion = { prompt: 'p', stop: [], maxTokens: 10, temperature: 0 };
const chat = { messages: [{ role: 'user', content: 'q' }] } as const;

/** Reads a stream and tells how it went: its text, `aborted` or `failed`. */
async function read(events: AsyncIterable<ModelEvent>): Promise<string> {
  let text = '';
  try {
    for await (const event of events) {
      text += event.type === 'text' ? event.text : '';
    }
    return text;
  } catch (error) {
    return isAbortError(error) ? 'aborted' : 'failed';
  }
}

const signal = (): AbortSignal => new AbortController().signal;

describe('QueuedModel', () => {
  it('lets a newer completion replace a running one', async () => {
    const model = new ScriptedModel('├one┤⏸├!┤', 'two');
    const queued = new QueuedModel(model);
    const first = read(queued.complete(completion, signal()));
    await settle();
    const second = read(queued.complete(completion, signal()));
    expect(await Promise.all([first, second])).toEqual(['aborted', 'two']);
    expect(model.mostRunning).toBe(1);
  });

  it('lets a newer completion replace a waiting one', async () => {
    const model = new ScriptedModel('├chat┤⏸', 'newest');
    const queued = new QueuedModel(model);
    const turn = read(queued.chat(chat, signal()));
    await settle();
    const older = read(queued.complete(completion, signal()));
    await settle();
    const newer = read(queued.complete(completion, signal()));
    await settle();
    expect(model.calls).toHaveLength(1);
    model.resume();
    expect(await Promise.all([turn, older, newer])).toEqual(['chat', 'aborted', 'newest']);
    expect(model.calls).toHaveLength(2);
  });

  it('does not starve a chat turn while somebody types', async () => {
    const model = new ScriptedModel('├a┤⏸', 'answer', '├c┤');
    const queued = new QueuedModel(model);
    const typed = [read(queued.complete(completion, signal()))];
    await settle();
    const turn = read(queued.chat(chat, signal()));
    for (let i = 0; i < 5; i++) {
      typed.push(read(queued.complete(completion, signal())));
    }
    expect(await turn).toBe('answer');
    expect(model.calls.map(({ kind }) => kind).slice(0, 2)).toEqual(['complete', 'chat']);
    expect((await Promise.all(typed)).at(-1)).toBe('c');
  });

  it('goes on after a fault and after an abort', async () => {
    const model = new ScriptedModel(new Error('no'), '├a┤⏸', 'fine');
    const queued = new QueuedModel(model);
    expect(await read(queued.chat(chat, signal()))).toBe('failed');
    const abort = new AbortController();
    const aborted = read(queued.chat(chat, abort.signal));
    await settle();
    abort.abort();
    expect(await aborted).toBe('aborted');
    expect(await read(queued.chat(chat, signal()))).toBe('fine');
  });

  it('asks nothing for a request that is aborted while it waits', async () => {
    const model = new ScriptedModel('├a┤⏸', 'b');
    const queued = new QueuedModel(model);
    const running = read(queued.chat(chat, signal()));
    await settle();
    const abort = new AbortController();
    const waiting = read(queued.chat(chat, abort.signal));
    await settle();
    abort.abort();
    expect(await waiting).toBe('aborted');
    model.resume();
    await running;
    expect(model.calls).toHaveLength(1);
  });

  it('frees its place when nobody reads a stream to its end', async () => {
    const model = new ScriptedModel('├a┤├b┤', 'next');
    const queued = new QueuedModel(model);
    for await (const _ of queued.chat(chat, signal())) {
      break;
    }
    expect(await read(queued.chat(chat, signal()))).toBe('next');
    expect(model.calls[0]?.closed).toBe(true);
  });

  it('runs a completion beside a chat turn where the server can do two things at once', async () => {
    const model = new ScriptedModel('├chat┤⏸', 'completion');
    const queued = new QueuedModel(model, { concurrency: 2 });
    const turn = read(queued.chat(chat, signal()));
    await settle();
    expect(await read(queued.complete(completion, signal()))).toBe('completion');
    model.resume();
    expect(await turn).toBe('chat');
  });
});

describe('RequestQueue', () => {
  it('starts a completion only once the one before it has ended, however many requests there may be', async () => {
    const queue = new RequestQueue(4);
    const started: string[] = [];
    let end = (): void => {};
    const lateEnd = new Promise<void>((resolve) => {
      end = resolve;
    });
    const read = async (name: string, until: Promise<void>): Promise<void> => {
      const events = queue.runCompletion(new AbortController().signal, async function* () {
        started.push(name);
        await until;
        yield name;
      });
      for await (const _ of events) {
        // Nobody wants to know what it says.
      }
    };
    const older = read('older', lateEnd);
    await settle();
    const newer = read('newer', Promise.resolve());
    await settle();
    expect(started).toEqual(['older']);
    end();
    await Promise.all([older, newer]);
    expect(started).toEqual(['older', 'newer']);
  });

  it('tells when chat turns leave no room for a completion', async () => {
    const model = new ScriptedModel('├a┤⏸', '├b┤⏸');
    const queue = new RequestQueue(2);
    const queued = new QueuedModel(model, { queue });
    const occupied: boolean[] = [queue.isOccupied];
    const turns = [];
    for (let i = 0; i < 2; i++) {
      turns.push(read(queued.chat(chat, signal())));
      await settle();
      occupied.push(queue.isOccupied);
    }
    model.resume();
    await Promise.all(turns);
    expect([...occupied, queue.isOccupied]).toEqual([false, false, true, false]);
  });

  it('is not occupied by a completion', async () => {
    const model = new ScriptedModel('├a┤⏸');
    const queue = new RequestQueue(1);
    const one = read(new QueuedModel(model, { queue }).complete(completion, signal()));
    await settle();
    expect(queue.isOccupied).toBe(false);
    model.resume();
    await one;
  });
});
