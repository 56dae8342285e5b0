/**
 * F-26 and REL-02: a server that reads a long prompt says nothing for minutes. Minutes pass at once here, on one clock for the whole file:
 * the HTTP library keeps a timer of its own that would not come along to another.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultLimits } from '../../../src/glm/ClientLimits';
import type { ProfileId } from '../../../src/glm/profiles/ServerProfile';
import { streamOf } from '../../support/ScriptedEndpoint';
import { faultBench, surfaces } from './faultBench';
import { fine } from './faultRows';

const { endpoint, stack, read } = faultBench();

beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
afterAll(() => void vi.useRealTimers());

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await vi.advanceTimersByTimeAsync(1000);
  }
}

describe.each(Object.entries(surfaces))('%s meets', (surface, ask) => {
  it.each<ProfileId>(['openai', 'engine', 'vllm', 'zai'])(
    'F-26 310 seconds of silence before the first word of %s, and no hidden limit of 300',
    async (profile) => {
      let begin = (): void => {};
      const prefilled = new Promise<void>((resolve) => {
        begin = resolve;
      });
      endpoint.always(async () => {
        await prefilled;
        return streamOf('fine');
      });
      // Chat waits so long by itself; nobody waits so long for a completion unless it is asked for.
      const limits = { ...defaultLimits, completion: defaultLimits.chat };
      const outcome = read(ask(stack({ limits, profile }).model));
      await endpoint.received(1);
      await pass(310);
      begin();
      expect(await outcome).toMatchObject(fine);
      expect(endpoint.generations).toHaveLength(1);
    },
  );

  it('F-26 a longer silence than its limit (REL-37), and says so', async () => {
    endpoint.always({ kind: 'hang' });
    // A completion that comes after half a minute is of no use to anybody.
    const limit = surface === 'a completion' ? defaultLimits.completion : defaultLimits.chat;
    const outcome = read(ask(stack({ limits: defaultLimits }).model));
    await endpoint.received(1);
    await vi.advanceTimersByTimeAsync(limit + 1000);
    expect((await outcome).sentence).toBe(`HOST did not answer within ${limit / 1000} seconds.`);
    expect(endpoint.generations).toHaveLength(1);
  });
});
