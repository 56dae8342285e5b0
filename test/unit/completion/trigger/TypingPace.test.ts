import { describe, expect, it } from 'vitest';
import { TypingPace } from '../../../../src/completion/trigger/TypingPace';
import { ManualClock } from '../../../support/ManualClock';

/** The wait after keys at a steady pace and answers that took so long. */
async function waitAfter(
  gap: number,
  latency: number | undefined,
  longest = 300,
  atLineStart = false,
): Promise<number> {
  const clock = new ManualClock();
  const pace = new TypingPace(clock);
  for (let key = 0; key < 20; key++) {
    pace.typed();
    await clock.advance(gap);
  }
  if (latency !== undefined) {
    pace.answered(latency);
  }
  return pace.wait(longest, atLineStart);
}

describe('the pause before a request', () => {
  it.each<[string, number, number | undefined, number, boolean, number]>([
    ['is a usual one while nothing is known of the server', 100, undefined, 300, false, 75],
    ['is none where the server answers between two keys', 200, 50, 300, false, 0],
    ['is a little longer than between two keys where it does not', 120, 800, 300, false, 180],
    ['is at most what is set', 260, 800, 300, false, 300],
    ['is none at the start of a line', 120, 800, 300, true, 0],
    ['is none when none is set', 120, 800, 0, false, 0],
    ['is at most what is set while nothing is known', 100, undefined, 20, false, 20],
    ['takes a pause for thought for no speed of typing', 5000, 800, 300, false, 75],
  ])('%s', async (_, gap, latency, longest, atLineStart, expected) => {
    expect(await waitAfter(gap, latency, longest, atLineStart)).toBe(expected);
  });
});
