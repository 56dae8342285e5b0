import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../../src/base/AssistantError';
import { faultOfEnd, givenUp } from '../../../../src/glm/answer/answerEnd';
import type { EndEvent } from '../../../../src/glm/Model';

const end = (more: Partial<EndEvent>): EndEvent => ({
  ...{ type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 },
  ...more,
});

describe('how an answer ended', () => {
  it.each<[string, Partial<EndEvent>, string | undefined]>([
    ['well', {}, undefined],
    ['at a limit', { finish: 'length', finishReason: 'length' }, undefined],
    ['cut off', { finish: 'incomplete', finishReason: undefined }, undefined],
    ['for a strange reason', { finish: 'incomplete', finishReason: 'flare' }, 'endpoint.unknownEnd(flare)'],
    ['with pieces lost', { lostFrames: 2 }, 'endpoint.partsLost()'],
    [
      'a call with a piece lost',
      { finish: 'incomplete', finishReason: 'tool_calls', lostFrames: 1 },
      'endpoint.partsLost()',
    ],
  ])('%s', (_, more, fault) => {
    expect(faultOfEnd(end(more))?.message).toBe(fault);
  });

  it('quotes no long reason', () => {
    const fault = faultOfEnd(end({ finish: 'incomplete', finishReason: 'x'.repeat(5000) }));
    expect(String(fault?.args[0])).toHaveLength(60);
  });
});

describe('a fault that nobody tries again', () => {
  it('promises nothing and keeps the rest', () => {
    const busy = givenUp(
      new AssistantError('endpoint.rateLimited', ['h'], { status: 429, retryAfter: 5, serverCode: '1302' }),
    );
    expect(busy).toMatchObject({ code: 'endpoint.busy', args: ['h'], status: 429, retryAfter: 5, serverCode: '1302' });
    expect(givenUp(new AssistantError('endpoint.loading', ['h'])).code).toBe('endpoint.stillLoading');
    const other = new AssistantError('endpoint.refused', ['h']);
    expect(givenUp(other)).toBe(other);
  });
});
