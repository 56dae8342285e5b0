import { describe, expect, it } from 'vitest';
import type { EvaluationItem } from '../../../../src/evaluation/EvaluationItem';
import { compareReports, comparisonText } from '../../../../src/evaluation/report/comparison';
import { createReport, reportSchema, reportSummary } from '../../../../src/evaluation/report/EvaluationReport';
import { htmlReport } from '../../../../src/evaluation/report/htmlReport';
import { markdownReport } from '../../../../src/evaluation/report/markdownReport';
import { mergeReports } from '../../../../src/evaluation/report/mergeReports';
import { terminalReport } from '../../../../src/evaluation/report/terminalReport';
import type { SampleResult } from '../../../../src/evaluation/runs/SampleResult';
import { verdictOf } from '../../../../src/evaluation/scoring/Verdict';

const item = (number: number): EvaluationItem => ({
  id: `${number < 10 ? 'en' : 'zh'}/${number % 10}`,
  task: String(number % 10),
  slices: { language: 'python', 'natural language': number < 10 ? 'en' : 'zh' },
  ask: { kind: 'message', content: '', extraction: 'last-fence' },
  test: { kind: 'missing' },
});
const items = Array.from({ length: 20 }, (_, number) => item(number));

function result({ id }: EvaluationItem, isRight: boolean): SampleResult {
  return {
    id,
    sample: 0,
    answer: { kind: 'solution', text: '' },
    generation: { milliseconds: 100, promptTokens: 1000, completionTokens: 500, finish: 'stop' },
    verdict: isRight
      ? verdictOf('passed', undefined, '', [1, 1])
      : verdictOf('failed', 'wrong answer', '<img src=x onerror=alert(1)> | `x`'),
  };
}

function report(isRight: (index: number) => boolean, some: readonly EvaluationItem[] = items, more: object = {}) {
  const results = some.map((each) => result(each, isRight(items.indexOf(each))));
  return createReport({
    dataset: 'ncb',
    items: some,
    results,
    settings: { model: 'm', surface: 'model', samplesPerItem: 1, strict: false, ...more },
    isolation: 'bubblewrap 0.8.0',
    secondsWall: 1,
    deviations: ['None <b>at all</b>.'],
    prices: { prompt: 1, completion: 2, currency: 'CNY' },
  });
}

describe('a report', () => {
  it('counts, divides and prices', () => {
    const made = report((index) => index % 10 < 5);
    expect(reportSummary(made)).toMatchObject({
      dataset: 'ncb',
      items: 20,
      samples: 20,
      passed: 10,
      failed: 10,
      errored: 0,
      suspect: 0,
      passAt: { 1: { value: 0.5 } },
      model: 'm',
      errors: [{ errorClass: 'wrong answer', samples: 10 }],
      consistency: { pairs: 10, agreeing: 10 },
      latency: { median: 100, p95: 100 },
      cost: { total: 0.04, perSolved: 0.004, currency: 'CNY' },
    });
    expect(made.parts.find(({ by, name }) => by === 'kind' && name === 'python zh')).toMatchObject({
      items: 10,
      passed: 5,
    });
    expect(Object.keys(made.passAt)).toEqual(['1']);
    expect(reportSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it('shows every form without trusting what programs said', () => {
    const made = report((index) => index % 2 === 0);
    const page = htmlReport(made);
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>|https?:\/\/(?!www\.w3\.org)/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(2);
    expect(page).toContain('GLM-4-9B-Chat');
    const markdown = markdownReport(made);
    expect(markdown).toContain('| GLM-4 (0520) | 51.6 | 42.8 | 45.4 | 48.9 | 47.1 |');
    expect(markdown).toContain('arXiv 2406.12793');
    expect(markdown).toContain('None \\<b\\>at all\\</b\\>.');
    expect(terminalReport(made)).toMatch(/pass@1\s+50\.0 % \(\d+\.\d–\d+\.\d\)/);
  });

  it('is the same from its parts as from the whole', () => {
    const whole = report((index) => index % 3 === 0);
    const halves = [0, 1].map((half) => items.filter((_, at) => at % 2 === half));
    const reports = halves.map((half, at) => report((index) => index % 3 === 0, half, { shard: `${at + 1}/2` }));
    const journals = halves.map((half) => {
      const results = half.map((each) => result(each, items.indexOf(each) % 3 === 0));
      return {
        answers: new Map(
          results.map(({ verdict: _, ...answer }) => [`0 ${answer.id}`, { line: 'answer' as const, ...answer }]),
        ),
        verdicts: new Map(
          results.map(({ id, sample, verdict }) => [`0 ${id}`, { line: 'verdict' as const, id, sample, verdict }]),
        ),
      };
    });
    const merged = mergeReports(reports, journals);
    expect(merged).toMatchObject({
      items: 20,
      passed: whole.passed,
      passAt: { 1: { value: whole.passAt['1']?.value } },
      consistency: whole.consistency,
    });
    expect(mergeReports([whole, whole], journals)).toBe('some samples are in several of them');
    expect(mergeReports([whole, report(() => true, items, { seed: 1 })], journals)).toBe(
      'their data sets or settings differ',
    );
  });
});

describe('two runs', () => {
  it('are compared item by item', () => {
    const comparison = compareReports(
      report((index) => index < 5),
      report((index) => index < 15),
    );
    expect(comparison).toMatchObject({
      items: 20,
      onlyFirst: 0,
      onlySecond: 10,
      difference: { value: 0.5 },
      unpaired: 0,
    });
    expect(comparison?.pValue).toBeCloseTo(2 * 0.5 ** 10, 10);
    expect(comparison && comparisonText(comparison)).toContain('B is better on these items.');
    const same = compareReports(
      report(() => true),
      report(() => true),
    );
    expect(same && comparisonText(same)).toContain('These items do not show which one is better.');
  });

  it('need an item in common', () => {
    expect(
      compareReports(
        report(() => true, items.slice(0, 5)),
        report(() => true, items.slice(5)),
      ),
    ).toBeUndefined();
  });
});
