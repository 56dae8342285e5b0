import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerGuard } from '../../../../src/glm/answer/AnswerGuard';

function read(chunks: readonly string[], stop: readonly string[], maxTokens?: number) {
  const guard = new AnswerGuard({ stop, maxTokens, stopsRepetition: true });
  const text = chunks.map((chunk) => guard.push(chunk)).join('') + guard.end();
  return { text, ended: guard.ended };
}

describe('an answer', () => {
  it.each<[string, readonly string[], readonly string[], string, string | undefined]>([
    ['ends at a stop text', ['one<|us', 'er|>two'], ['<|user|>'], 'one', 'stop'],
    ['ends at the first of several', ['a--b==c'], ['==', '--'], 'a', 'stop'],
    ['keeps what only begins like one', ['a <|us', 'e'], ['<|user|>'], 'a <|use', undefined],
    ['keeps such an end', ['a <|us'], ['<|user|>'], 'a <|us', undefined],
  ])('%s', (_, chunks, stop, text, ended) => {
    expect(read(chunks, stop)).toEqual({ text, ended });
  });

  it('ends far beyond the length that was asked for', () => {
    const { text, ended } = read(Array<string>(2000).fill('word and '), [], 100);
    expect(ended).toBe('length');
    expect(text.length).toBeLessThan(2000);
  });

  it('ends when a line repeats for ever, and only then', () => {
    expect(read(Array<string>(2000).fill('I will try again.\n'), [])).toMatchObject({ ended: 'repetition' });
    expect(read(Array<string>(6000).fill('好'), [])).toMatchObject({ ended: 'repetition' });
    const rows = Array.from({ length: 2000 }, (_, index) => `| ${index} | 0 | 0 | 0 |\n`);
    expect(read(rows, []).ended).toBeUndefined();
  });

  it('is cut at the same place however it arrives', () => {
    const piece = fc.constantFrom('a', '<', '|', 'END', 'E', 'N', 'D', '<|', '好');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const whole = pieces.join('');
        const expected = whole.includes('END') ? whole.slice(0, whole.indexOf('END')) : whole;
        expect(read(pieces, ['END']).text).toBe(expected);
        expect(read([whole], ['END']).text).toBe(expected);
      }),
    );
  });
});
