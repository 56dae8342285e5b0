/** What counts as a round that brings nothing, each by itself. */
import { describe, expect, it } from 'vitest';
import { LoopGuard, type RoundOutcome } from '../../../../src/chat/agent/LoopGuard';

const said = 'I will look at the settings once more, they must be wrong.';
let number = 0;
const round = (about: Partial<RoundOutcome>): RoundOutcome => ({
  ...{ text: `Round ${number++}`, repeated: false, results: [{ name: 'read_file', output: `file ${number}` }] },
  ...about,
});

/** What is said of round after round. */
function verdicts(about: Partial<RoundOutcome>, count = 6): readonly string[] {
  const guard = new LoopGuard();
  return Array.from({ length: count }, () => guard.checkRound(round(about)));
}

describe('rounds', () => {
  it('that bring something new go on', () => {
    expect(verdicts({})).toEqual(['go', 'go', 'go', 'go', 'go', 'go']);
  });

  it('with the same results are asked about and then refused', () => {
    const results = [{ name: 'read_file', output: 'the same' }];
    expect(verdicts({ results })).toEqual(['go', 'go', 'go', 'ask', 'go', 'refuse']);
  });

  it('with the same words are none the better for new results, unless the words are few', () => {
    expect(verdicts({ text: said })).toEqual(['go', 'go', 'go', 'ask', 'go', 'refuse']);
    expect(verdicts({ text: 'Now the next.' })).toEqual(['go', 'go', 'go', 'go', 'go', 'go']);
  });

  it('whose text was cut for its repetitions bring nothing, whatever ran', () => {
    expect(verdicts({ repeated: true }, 5)).toEqual(['go', 'go', 'ask', 'go', 'refuse']);
  });

  it('that change files begin to count anew', () => {
    const guard = new LoopGuard();
    const idle = round({ results: [] });
    guard.checkRound(idle);
    guard.checkRound(idle);
    guard.filesChanged();
    expect(guard.checkRound(idle)).toBe('go');
  });
});
