import { describe, expect, it } from 'vitest';
import type { EvaluationItem } from '../../../../src/evaluation/EvaluationItem';
import { type Verdict, verdictOf } from '../../../../src/evaluation/scoring/Verdict';
import { verifyItem, wrongAnswers } from '../../../../src/evaluation/selfTest/verifyItem';

const passed = verdictOf('passed', undefined, '', [1, 1]);
const failed = verdictOf('failed', 'wrong answer', 'no');

const item: EvaluationItem = {
  id: 'x',
  slices: {},
  ask: { kind: 'message', content: '', extraction: 'last-fence' },
  test: { kind: 'pytest', module: 'm', tests: '', preamble: '' },
  canonical: { kind: 'solution', text: 'right' },
};

function verify(verdicts: readonly Verdict[], wrong: Verdict) {
  const left = [...verdicts];
  return verifyItem(item, verdicts.length, async (answer) =>
    answer.kind === 'solution' && answer.text === 'right' ? (left.shift() ?? failed) : wrong,
  );
}

describe('an item', () => {
  it.each([
    [
      'whose solution passes every time',
      [passed, passed, passed],
      failed,
      { canonicalPasses: true, isFlaky: false, wrongPassed: 0 },
    ],
    [
      'whose solution passes sometimes is flaky (EV-14)',
      [passed, failed, passed],
      failed,
      { canonicalPasses: false, isFlaky: true, detail: 'no' },
    ],
    ['whose solution fails', [failed, failed], failed, { canonicalPasses: false, isFlaky: false }],
    ['that lets wrong answers pass', [passed], passed, { wrongTried: 1, wrongPassed: 1 }],
  ])('%s', async (_, verdicts, wrong, expected) => {
    expect(await verify(verdicts, wrong)).toMatchObject(expected);
  });

  it('for which any call is right is tried with none', () => {
    const test = { kind: 'calls', functions: [], allowed: undefined, language: 'python' } as const;
    expect(wrongAnswers({ ...item, test, canonical: undefined })).toEqual([{ kind: 'calls', calls: [] }]);
  });

  it('of function calls is tried with one mistake of every kind', () => {
    const answers = wrongAnswers({
      ...item,
      test: { kind: 'calls', functions: [], allowed: [], language: 'python' },
      canonical: { kind: 'calls', calls: [{ name: 'f', arguments: { a: 1 } }] },
    });
    expect(answers.map((answer) => (answer.kind === 'calls' ? answer.calls : []))).toEqual([
      [
        { name: 'f', arguments: { a: 1 } },
        { name: 'f', arguments: { a: 1 } },
      ],
      [],
      [{ name: 'f_other', arguments: { a: 1 } }],
      [{ name: 'f', arguments: { a: 1, 'no such parameter': 1 } }],
      [{ name: 'f', arguments: {} }],
    ]);
  });
});
