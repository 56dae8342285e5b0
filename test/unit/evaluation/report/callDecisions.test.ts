import { describe, expect, it } from 'vitest';
import type { Answer, EvaluationItem } from '../../../../src/evaluation/EvaluationItem';
import { createReport, type EvaluationReport, reportSchema } from '../../../../src/evaluation/report/EvaluationReport';
import { htmlReport } from '../../../../src/evaluation/report/htmlReport';
import { markdownReport } from '../../../../src/evaluation/report/markdownReport';
import { mergeReports } from '../../../../src/evaluation/report/mergeReports';
import { terminalReport } from '../../../../src/evaluation/report/terminalReport';
import { englishWords } from '../../../../src/evaluation/report/Words';
import type { SampleResult } from '../../../../src/evaluation/runs/SampleResult';
import { verdictOf } from '../../../../src/evaluation/scoring/Verdict';

/** Two wants, five answers each way that matters; what is called does not count. */
const rows: readonly (readonly [wanted: 'a call' | 'any call' | 'no call', answer: Answer])[] = [
  ['a call', { kind: 'calls', calls: [{ name: 'other', arguments: {} }] }],
  ['any call', { kind: 'calls', calls: [{ name: 'f', arguments: {} }] }],
  ['a call', { kind: 'calls', calls: [] }],
  ['no call', { kind: 'none', why: 'no calls' }],
  ['no call', { kind: 'calls', calls: [] }],
  ['no call', { kind: 'calls', calls: [{ name: 'f', arguments: {} }] }],
  ['no call', { kind: 'none', why: 'no calls' }],
];
const items = rows.map(([wanted], at): EvaluationItem => {
  const allowed = { 'a call': [{ f: {} }], 'any call': undefined, 'no call': [] }[wanted];
  return {
    ...{ id: String(at), slices: {}, ask: { kind: 'message', content: '', extraction: 'last-fence' } },
    test: { kind: 'calls', functions: [], allowed, language: 'python' },
  };
});
const results = rows.map(
  ([, answer], at): SampleResult => ({
    id: String(at),
    sample: 0,
    answer,
    verdict: verdictOf('failed', undefined, ''),
  }),
);

function report(from: number, to: number, some: readonly EvaluationItem[] = items): EvaluationReport {
  return createReport({
    ...{ dataset: 'bfcl', items: some.slice(from, to), results: results.slice(from, to) },
    ...{ settings: { samplesPerItem: 1, strict: false }, isolation: 'none', secondsWall: 1, deviations: [] },
  });
}

describe('the decision to call', () => {
  const decisions = { callWanted: { call: 2, noCall: 1 }, noCallWanted: { call: 1, noCall: 3 } };

  it('is counted by what was wanted, and told as precision and recall in every form', () => {
    const made = report(0, 7);
    expect(made.callDecisions).toEqual(decisions);
    expect(reportSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
    const call = ['66.7 % (2 of 3)', '66.7 % (2 of 3)'] as const;
    const none = ['75.0 % (3 of 4)', '75.0 % (3 of 4)'] as const;
    const markdown = markdownReport(made, englishWords);
    expect(markdown).toContain(`| a call | ${call.join(' | ')} |`);
    expect(markdown).toContain(`| no call | ${none.join(' | ')} |`);
    expect(terminalReport(made, englishWords)).toMatch(
      /decided: no call +precision 75\.0 % \(3 of 4\), recall 75\.0 % \(3 of 4\)/,
    );
    expect(htmlReport(made, englishWords)).toContain('When to call');
  });

  it('tells no share where there is nothing to take it of', () => {
    expect(markdownReport(report(0, 2), englishWords)).toContain('| no call | – | – |');
  });

  it('is added up from the parts of a run, and absent where no item is about calls', () => {
    const journal = { answers: new Map(), verdicts: new Map() };
    expect(mergeReports([report(0, 3), report(3, 7)], [journal, journal])).toMatchObject({ callDecisions: decisions });
    const others = items.map((item) => ({ ...item, test: { kind: 'missing' } as const }));
    expect(report(0, 7, others)).not.toHaveProperty('callDecisions');
    expect(markdownReport(report(0, 7, others), englishWords)).not.toContain('When to call');
  });
});
