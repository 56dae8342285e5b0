/**
 * Each data set's exact form, read, run and written, on small fixtures of our own ("format only": no item of a benchmark is here). In all of them the
 * item's own solution passes and deliberately wrong answers fail (EV-18).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluate, evaluationFixtures } from '../../support/evaluateCommand';

const scratch = mkdtempSync(join(tmpdir(), 'tandem-evaluate-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const libraries = ['--libraries', '/usr/share/java'];

function samplesFile(name: string, rows: readonly object[]): string {
  const path = join(scratch, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}

function linesOf(path: string): readonly Record<string, unknown>[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('own solutions pass and wrong ones fail (format only)', () => {
  it.each([
    ['humaneval', 'humaneval', 2, []],
    ['humaneval', 'humaneval-plus', 1, []],
    ['infilling', 'infilling', 1, []],
    ['mbpp', 'mbpp', 2, []],
    ['multipl-e', 'multipl-e', 3, []],
    ['ncb', 'ncb', 3, libraries],
    ['bfcl', 'bfcl', 3, []],
    ['own', 'own', 2, []],
  ])('%s in %s', async (dataset, folder, canonicalPassed, more) => {
    const { stdout, code } = await evaluate(['verify', '--dataset', dataset, '--data', folder, '--json', ...more]);
    expect(JSON.parse(stdout)).toMatchObject({ canonicalPassed, wrongPassed: 0, flaky: [], broken: [] });
    expect(code).toBe(0);
  });

  it('names an item whose own solution does not pass', async () => {
    const items = [
      {
        task_id: 'Chance/0',
        prompt: 'def chance() -> int:\n    """A number that nobody can know."""\n',
        canonical_solution: '    import os\n    return os.urandom(1)[0]\n',
        entry_point: 'chance',
        test: 'def check(candidate):\n    for _ in range(100):\n        assert candidate() % 2 == 0\n',
      },
    ];
    const data = samplesFile('HumanEval-chance.jsonl', items);
    const { stdout, code } = await evaluate(['verify', '--dataset', 'humaneval', '--data', data, '--n', '3', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).broken).toMatchObject([{ id: 'Chance/0', canonicalPasses: false }]);
  });
});

describe('samples in, results out', () => {
  it('scores HumanEval completions and EvalPlus solutions with an interval, in native files', async () => {
    const samples = samplesFile('samples.jsonl', [
      { task_id: 'HumanEval/900', completion: '    return shift(text, 26 - by)\n' },
      { task_id: 'HumanEval/900', completion: '    return text\n' },
      { task_id: 'HumanEval/901', solution: 'def doubled(numbers):\n    return [n + n for n in numbers]\n' },
      { task_id: 'HumanEval/901', completion: '    import time\n    time.sleep(\n' },
    ]);
    const out = join(scratch, 'humaneval');
    const common = ['--dataset', 'humaneval', '--data', 'humaneval', '--samples', samples];
    const { stdout, code } = await evaluate([...common, '--out', out, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      dataset: 'humaneval',
      items: 2,
      samples: 4,
      passed: 2,
      failed: 2,
      errored: 0,
      suspect: 0,
      passAt: { 1: { value: 0.5, low: 0.5, high: 0.5 } },
      isolation: expect.stringMatching(/^bubblewrap/),
    });
    expect(
      linesOf(join(out, 'samples.jsonl_results.jsonl')).map(({ task_id, passed, result }) => [task_id, passed, result]),
    ).toEqual([
      ['HumanEval/900', true, 'passed'],
      ['HumanEval/900', false, expect.stringMatching(/^failed: AssertionError/)],
      ['HumanEval/901', true, 'passed'],
      ['HumanEval/901', false, expect.stringMatching(/^failed: SyntaxError/)],
    ]);
    // What was written can be scored again.
    const again = await evaluate([
      '--dataset',
      'humaneval',
      '--data',
      'humaneval',
      '--samples',
      join(out, 'samples.jsonl'),
      '--json',
    ]);
    expect(JSON.parse(again.stdout)).toMatchObject({ passed: 2, failed: 2 });
    expect((await evaluate([...common, '--fail-below', '0.6'])).code).toBe(1);
    expect((await evaluate([...common, '--fail-below', '50%'])).code).toBe(0);
  });

  it('tells EvalPlus’ base inputs from its others', async () => {
    const samples = samplesFile('plus.jsonl', [
      {
        task_id: 'HumanEval/901',
        solution: 'def doubled(numbers):\n    return [n << 1 if isinstance(n, int) else n for n in numbers]\n',
      },
    ]);
    const out = join(scratch, 'plus');
    const { stdout } = await evaluate([
      '--dataset',
      'humaneval',
      '--data',
      'humaneval-plus',
      '--samples',
      samples,
      '--out',
      out,
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ passed: 0, failed: 1, basePassAt1: { value: 1 } });
    expect(linesOf(join(out, 'samples.jsonl_results.jsonl'))).toMatchObject([
      { base_status: 'pass', plus_status: 'fail', plus_fail_tests: [2] },
    ]);
  });

  it('scores MultiPL-E samples of every language, with the statuses of its result files', async () => {
    const name = 'HumanEval_901_doubled';
    const samples = samplesFile('multipl-e.jsonl', [
      { name, language: 'js', completions: ['  return numbers.map((n) => n + n);\n}\n', '  return numbers;\n}\n'] },
      {
        name,
        language: 'ts',
        completions: ['  return numbers.map((n): number => n * 2);\n}\n', '  return numbers.map((n: => n;\n}\n'],
      },
      {
        name,
        language: 'java',
        completions: [
          '        return Pair.with(numbers, 0l);\n',
          '        return 1;\n',
          '        System.exit(0); return null;\n',
        ],
      },
    ]);
    const out = join(scratch, 'multipl-e');
    await evaluate(['--dataset', 'multipl-e', '--data', 'multipl-e', '--samples', samples, '--out', out, '--json']);
    const found = linesOf(join(out, 'samples.jsonl_results.jsonl')).map(
      ({ language, status }) => `${language} ${status}`,
    );
    expect(found).toEqual([
      'java AssertionError',
      'java SyntaxError',
      'java Exception',
      'js OK',
      'js AssertionError',
      'ts OK',
      'ts SyntaxError',
    ]);
  });

  it('scores NaturalCodeBench’s responses by language and natural language', async () => {
    const wrong =
      '```python\nclass Greeter:\n    def __init__(self, name):\n        pass\n\n    def greet(self):\n        return "Hello, Ada"\n```';
    const samples = samplesFile('model_ncb_python_zh.jsonl', [{ _id: 901, response: wrong }]);
    const { stdout } = await evaluate(['--dataset', 'ncb', '--data', 'ncb', '--samples', samples, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      items: 1,
      failed: 1,
      notAttempted: 2,
      parts: expect.arrayContaining([expect.objectContaining({ by: 'kind', name: 'python zh', passed: 0 })]),
    });
  });

  it('scores BFCL’s results in both of its forms', async () => {
    const samples = samplesFile('bfcl_result.json', [
      { id: 'simple_python_0', result: '[geometry_area(width=2, height=3.5)]' },
      { id: 'simple_python_0', result: [{ geometry_area: '{"width": 2.0, "height": 3.5, "unit": "M2"}' }] },
      { id: 'simple_python_0', result: [{ geometry_area: '{"width": "2", "height": 3.5}' }] },
      { id: 'irrelevance_0', result: 'Goethe did.' },
      { id: 'irrelevance_0', result: '[geometry_area(width=1, height=1)]' },
      { id: 'simple_java_0', result: '[Waiter.hold(controller=mapController, seconds=5L)]' },
    ]);
    const { stdout } = await evaluate(['--dataset', 'bfcl', '--data', 'bfcl', '--samples', samples, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ samples: 6, passed: 4, failed: 2, isolation: 'nothing was run' });
  });

  it('counts an item without tests as not tested', async () => {
    const samples = samplesFile('own.jsonl', [
      {
        task_id: 'slug',
        response:
          'Here:\n```python\ndef slug(title):\n    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())\n```',
      },
      { task_id: 'untested', solution: 'pass' },
    ]);
    const { stdout } = await evaluate(['--dataset', 'own', '--data', 'own', '--samples', samples, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 1,
      errored: 1,
      parts: expect.arrayContaining([expect.objectContaining({ by: 'natural language' })]),
    });
  });

  it.each([
    ['no data set', ['--data', 'humaneval', '--samples', 'x']],
    ['an unknown one', ['--dataset', 'unheard', '--data', 'x', '--samples', 'x']],
    ['a wrong part', ['--dataset', 'humaneval', '--data', 'humaneval', '--samples', 'x', '--shard', '3/2']],
    ['no model', ['--dataset', 'humaneval', '--data', 'humaneval', '--endpoint', 'http://127.0.0.1:1']],
  ])('refuses %s as wrong usage', async (_, args) => {
    await expect(evaluate(args)).rejects.toThrow('Usage:');
  });

  it('says where there is no data', async () => {
    await expect(
      evaluate(['--dataset', 'humaneval', '--data', join(evaluationFixtures, 'bfcl'), '--samples', 'x']),
    ).rejects.toMatchObject({ code: 'evaluation.noData' });
  });
});
