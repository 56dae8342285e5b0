import { describe, expect, it } from 'vitest';
import { Float } from '../../../../src/evaluation/bfcl/pythonValues';
import type { EvaluationItem } from '../../../../src/evaluation/EvaluationItem';
import { runEvaluation, shardOf } from '../../../../src/evaluation/runs/runEvaluation';
import {
  type AnswerLine,
  journalLine,
  readJournal,
  type VerdictLine,
} from '../../../../src/evaluation/runs/SampleResult';
import { verdictOf } from '../../../../src/evaluation/scoring/Verdict';

const never = new AbortController().signal;
const items = ['a', 'b', 'c', 'd'].map(
  (id): EvaluationItem => ({
    id,
    slices: {},
    ask: { kind: 'message', content: id, extraction: 'last-fence' },
    test: { kind: 'missing' },
  }),
);
const planned = items.flatMap((item) => [0, 1].map((sample) => ({ item, sample })));

/** Runs everything, noting in `journal`; stops with a fault after so many notes. */
async function run(journal: string[], faultAfter = Number.POSITIVE_INFINITY) {
  const asked: string[] = [];
  const note = async (line: AnswerLine | VerdictLine) => {
    if (journal.length >= faultAfter) {
      throw new Error('killed');
    }
    journal.push(journalLine(line));
  };
  const results = await runEvaluation(
    planned,
    readJournal(journal.join('')),
    {
      answer: async ({ item, sample }) => {
        asked.push(`${item.id}${sample}`);
        return { line: 'answer', id: item.id, sample, answer: { kind: 'solution', text: item.id } };
      },
      score: async ({ item }) => verdictOf(item.id < 'c' ? 'passed' : 'failed', undefined, item.id, [1, 1]),
      note,
      progress: () => {},
    },
    { answers: 3, scores: 2 },
    never,
  );
  return { asked, results };
}

describe('a run', () => {
  it('that was ended in the middle goes on and gives the same result (EV-17)', async () => {
    const whole = await run([]);
    for (const faultAfter of [1, 4, 7, 11]) {
      const journal: string[] = [];
      await expect(run(journal, faultAfter)).rejects.toThrow('killed');
      // The line that was being written is torn.
      const torn = [...journal.slice(0, -1), (journal.at(-1) ?? '').slice(0, 20), '\n'];
      const again = await run(torn);
      expect(again.results).toEqual(whole.results);
      expect(again.asked.length).toBeLessThanOrEqual(whole.asked.length);
    }
  });

  it('asks nothing again that is in the journal', async () => {
    const journal: string[] = [];
    await run(journal);
    expect((await run(journal)).asked).toEqual([]);
  });

  it('ends everything at the first fault', async () => {
    await expect(run([], 0)).rejects.toThrow('killed');
  });

  it('is divided into parts that do not overlap', () => {
    const all = Array.from({ length: 10 }, (_, at) => at);
    const parts = [1, 2, 3].map((index) => shardOf(all, index, 3));
    expect(parts.flat().toSorted((left, right) => left - right)).toEqual(all);
    expect(parts.map(({ length }) => length)).toEqual([4, 3, 3]);
  });

  it('keeps floats of function calls apart from whole numbers', () => {
    const line: AnswerLine = {
      line: 'answer',
      id: 'x',
      sample: 0,
      answer: { kind: 'calls', calls: [{ name: 'f', arguments: { a: new Float(2), b: 2, c: [new Float(1.5)] } }] },
    };
    expect(readJournal(journalLine(line)).answers.get('0 x')).toEqual(line);
  });
});
