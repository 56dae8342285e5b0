import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src/glm/Model';
import { SwitchedModel } from '../../../src/promptlog/SwitchedModel';

const never = new AbortController().signal;
const request = { prompt: 'p', stop: [], maxTokens: 1, temperature: 0 };

/** A model that answers with its own name. */
function named(name: string): Model {
  async function* stream() {
    yield { type: 'text', text: name } as const;
  }
  return { complete: stream, chat: stream, listModels: async () => [], countTokens: async () => 7 };
}

async function check(logged: () => Model | undefined, answers: string): Promise<void> {
  const model = new SwitchedModel(named('inner'), logged);
  for (const stream of [model.complete(request, never), model.chat({ messages: [] }, never)]) {
    const events = [];
    for await (const event of stream) {
      events.push(event);
    }
    expect(events).toEqual([{ type: 'text', text: answers }]);
  }
  expect(await model.countTokens('x', never)).toBe(7);
}

describe('SwitchedModel', () => {
  it('goes straight on while there is no log', () => check(() => undefined, 'inner'));
  it('goes through the log once it is there', () => check(() => named('logged'), 'logged'));
  it('asks anew for each call', async () => {
    let log: Model | undefined;
    const model = new SwitchedModel(named('inner'), () => log);
    const answers: unknown[] = [];
    for (const current of [undefined, named('logged')]) {
      log = current;
      for await (const event of model.complete(request, never)) {
        answers.push(event);
      }
    }
    expect(answers).toMatchObject([{ text: 'inner' }, { text: 'logged' }]);
  });
});
