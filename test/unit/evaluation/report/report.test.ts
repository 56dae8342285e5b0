import { describe, expect, it } from 'vitest';
import { messages } from '../../../../src/base/messages';
import { dataSets } from '../../../../src/evaluation/datasets/dataSets';
import type { EvaluationItem } from '../../../../src/evaluation/EvaluationItem';
import { compareReports, comparisonText } from '../../../../src/evaluation/report/comparison';
import { createReport, reportSchema, reportSummary } from '../../../../src/evaluation/report/EvaluationReport';
import { htmlReport } from '../../../../src/evaluation/report/htmlReport';
import { markdownReport } from '../../../../src/evaluation/report/markdownReport';
import { mergeReports } from '../../../../src/evaluation/report/mergeReports';
import { terminalReport } from '../../../../src/evaluation/report/terminalReport';
import { columnsOf, createWords, englishWords } from '../../../../src/evaluation/report/Words';
import type { SampleResult } from '../../../../src/evaluation/runs/SampleResult';
import { suspicionsOf } from '../../../../src/evaluation/scoring/suspicions';
import { errorClasses, outcomes, verdictOf } from '../../../../src/evaluation/scoring/Verdict';
import { translatorOf } from '../../../../src/node/commands/displayLanguage';

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

  it('leaves what could not be tested out of the score, and says so', () => {
    const untested = items.slice(0, 4).map((each) => ({
      ...result(each, true),
      verdict: verdictOf('errored', 'not tested', 'the item has no tests yet'),
    }));
    const others = items.slice(4).map((each, at) => result(each, at < 8));
    const input = {
      dataset: 'own',
      items,
      settings: { samplesPerItem: 1, strict: false },
      isolation: '',
      secondsWall: 1,
    };
    const made = createReport({ ...input, results: [...untested, ...others], deviations: [] });
    expect(made).toMatchObject({ items: 20, errored: 4, passed: 8, passAt: { 1: { value: 0.5 } } });
    expect(made.parts.find(({ by, name }) => by === 'natural language' && name === 'en')?.items).toBe(6);
    expect(terminalReport(made, englishWords)).toContain('8 passed, 8 failed, 4 not tested');
    const whole = report((index) => index < 10);
    expect(compareReports(made, whole, englishWords)).toMatchObject({ items: 16, unpaired: 4 });
  });

  it('shows every form without trusting what programs said', () => {
    const made = report((index) => index % 2 === 0);
    const page = htmlReport(made, englishWords);
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>|https?:\/\/(?!www\.w3\.org)/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(2);
    expect(page).toContain('GLM-4-9B-Chat');
    const markdown = markdownReport(made, englishWords);
    expect(markdown).toContain('| GLM-4 (0520) | 51.6 | 42.8 | 45.4 | 48.9 | 47.1 |');
    expect(markdown).toContain('arXiv 2406.12793');
    expect(markdown).toContain('None \\<b\\>at all\\</b\\>.');
    expect(terminalReport(made, englishWords)).toMatch(/pass@1\s+50\.0 % \(\d+\.\d–\d+\.\d\)/);
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
    expect(mergeReports([whole, whole], journals)).toBe('evaluation.merge.twice');
    expect(mergeReports([whole, report(() => true, items, { seed: 1 })], journals)).toBe('evaluation.merge.differ');
  });
});

describe('two runs', () => {
  it('are compared item by item', () => {
    const comparison = compareReports(
      report((index) => index < 5),
      report((index) => index < 15),
      englishWords,
    );
    expect(comparison).toMatchObject({
      items: 20,
      onlyFirst: 0,
      onlySecond: 10,
      difference: { value: 0.5 },
      unpaired: 0,
    });
    expect(comparison?.pValue).toBeCloseTo(2 * 0.5 ** 10, 10);
    expect(comparison && comparisonText(comparison, englishWords)).toContain('B is better on these items.');
    const same = compareReports(
      report(() => true),
      report(() => true),
      englishWords,
    );
    expect(same && comparisonText(same, englishWords)).toContain('These items do not show which one is better.');
  });

  it('need an item in common', () => {
    expect(
      compareReports(
        report(() => true, items.slice(0, 5)),
        report(() => true, items.slice(5)),
        englishWords,
      ),
    ).toBeUndefined();
  });
});

describe('a report in Chinese', () => {
  const words = createWords('zh-CN', translatorOf('zh-cn'));
  const made = {
    ...report((index) => index % 2 === 0),
    deviations: Object.values(dataSets).flatMap(({ deviations }) => deviations.map((id) => messages[id])),
    errors: errorClasses.map((errorClass) => ({ errorClass, samples: 1 })),
    callDecisions: { callWanted: { call: 1, noCall: 1 }, noCallWanted: { call: 1, noCall: 1 } },
  };

  it('has no English word but names, figures and the published tables', () => {
    const names =
      /pass@\d|GLM|McNemar|bubblewrap|CNY|Token|Python|Java(?:Script)?|TypeScript|JUnit|javatuples|Node|tsc|report\.json|System\.exit|--libraries|(?:python|java) (?:en|zh)/g;
    const own = (text: string): string =>
      text
        .replace(/[\s\S]*?<body>|<svg[\s\S]*?<\/svg>|<[^>]*>/g, ' ')
        // What others published, and what the program under test said.
        .replace(/arXiv[\s\S]*?47\.1|.*alert\(1\).*|.*“ChatGLM.*/g, ' ')
        .replace(names, '')
        .split('\n')
        .filter((line) => /[a-z]{3,}/i.test(line) && /[a-z]{3,}\s+[a-z]{2,}/i.test(line))
        .join('\n');
    expect(own(terminalReport(made, words))).toBe('');
    expect(own(markdownReport(made, words).replace(/^\| [A-Z].*\|$/gm, ''))).toBe('');
    const page = htmlReport(made, words);
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('<h1>m · ncb</h1>');
    const comparison = compareReports(
      report(() => true),
      report((index) => index < 3),
      words,
    );
    expect(comparison && comparisonText(comparison, words)).toContain('在这些题目上 A 更好。');
  });

  it('keeps the columns of a terminal under each other', () => {
    const lines = terminalReport(made, words).trimEnd().split('\n');
    expect(lines.find((line) => line.startsWith('数据集'))).toMatch(/^数据集 +ncb/);
    const starts = lines.map((line) => columnsOf(/^\s*.+?\s{2,}/.exec(line)?.[0] ?? ''));
    expect(new Set(starts).size).toBe(1);
  });

  it('knows every text that a result can hold', () => {
    const known: readonly string[] = Object.values(messages);
    const translate = translatorOf('zh-cn');
    const every = [
      ...errorClasses,
      ...outcomes,
      ...suspicionsOf('python', 'os._exit(0) sys._getframe() gc.get_objects() pytest.x builtins.x os.write(1)'),
      ...suspicionsOf('python', 'def __eq__(self, other):\n  return True'),
      ...suspicionsOf('javascript', "process.exit(); assert.ok = 1; Object.prototype; require('x')"),
      ...suspicionsOf('java', 'System.exit(0) reflect FileDescriptor "Passed rate" setDefaultAssertionStatus'),
    ];
    expect(every.length).toBeGreaterThan(25);
    expect(every.filter((text) => !known.includes(text))).toEqual([]);
    expect(every.filter((text) => translate(text) === text)).toEqual([]);
  });
});
