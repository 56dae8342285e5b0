/**
 * F-72: a day with a bad network. Chat turns and completions through one stack, a fifth of the requests met by some fault of the list;
 * `TANDEM_CHAOS_SEED` begins elsewhere.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { streamOf } from '../../support/ScriptedEndpoint';
import { randomFrom } from '../../unit/glm/formats/support';
import { completion, faultBench, never, question } from './faultBench';
import { chatRows, fine } from './faultRows';

const { endpoint, stack, read } = faultBench();
const seed = Number(process.env.TANDEM_CHAOS_SEED ?? 1);
const turns = 150;

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', note));
afterEach(() => void process.off('unhandledRejection', note));

describe(`${turns} turns with random faults, seed ${seed}`, () => {
  it('each come to an end of their own, and leave nothing stuck', async () => {
    const random = randomFrom(seed);
    const faults = chatRows.flatMap(([, , replies]) => replies);
    endpoint.always(() => {
      const fault = random(5) === 0 ? faults[random(faults.length)] : undefined;
      return fault ?? streamOf('fine');
    });
    const { model, gate } = stack();
    const ends = { whole: 0, partial: 0, told: 0 };
    for (let turn = 0; turn < turns; turn++) {
      // A person would wait; what is tested here is what comes after.
      gate.open();
      const both = [read(model.chat(question, never)), read(model.complete(completion, never))];
      for (const { text, finish, sentence } of await Promise.all(both)) {
        ends[finish === 'stop' && text === 'fine' ? 'whole' : sentence === undefined ? 'partial' : 'told']++;
        expect(sentence ?? text).not.toBe('');
        expect(finish === undefined).toBe(sentence !== undefined);
      }
    }
    expect(ends.whole).toBeGreaterThan(turns);
    expect(ends.told).toBeGreaterThan(5);
    expect(unhandled).toEqual([]);
    // A chat turn asks at most three times, a completion once.
    expect(endpoint.generations.length).toBeLessThan(turns * 4);
    gate.open();
    endpoint.reset().always(streamOf('fine'));
    expect(await read(model.chat(question, never))).toMatchObject(fine);
  });
});
