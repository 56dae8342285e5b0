import { describe, expect, it } from 'vitest';
import { runTurn } from '../../../../src/chat/turns/runTurn';
import type { EndEvent, ModelEvent } from '../../../../src/glm/Model';

async function* answer(end: Partial<EndEvent>): AsyncGenerator<ModelEvent> {
  yield { type: 'text', text: 'half' };
  yield { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0, ...end };
}

describe('an answer that ended well only by its own account', () => {
  it.each<[string, Partial<EndEvent>, string, string | undefined]>([
    ['nothing wrong', {}, 'stop', undefined],
    ['pieces lost on the way', { lostFrames: 1 }, 'incomplete', 'endpoint.partsLost'],
    [
      'a reason that nobody knows',
      { finish: 'incomplete', finishReason: 'flare' },
      'incomplete',
      'endpoint.unknownEnd',
    ],
    ['no end at all', { finish: 'incomplete', finishReason: undefined }, 'incomplete', undefined],
  ])('%s', async (_, end, finish, fault) => {
    const result = await runTurn(
      answer(end),
      () => 0,
      () => {},
      new AbortController().signal,
    );
    expect({ finish: result.finish, fault: result.error?.code }).toEqual({ finish, fault });
  });
});
