import { describe, expect, it } from 'vitest';
import { isTestCommand, readTestSummary, TestOutcomes } from '../../../../src/promptlog/outcomes/testRuns';

describe('isTestCommand', () => {
  it.each([
    'npm test',
    'npm run test:unit -- --watch=false',
    'pnpm -r test',
    'yarn test',
    'npx vitest run src',
    'cd web && npx jest --ci',
    'pytest -q tests/',
    'python3 -m pytest',
    'uv run pytest',
    'python manage.py test shop',
    'CI=1 cargo test --all',
    'cargo nextest run',
    'go test ./...',
    './mvnw -q test',
    './gradlew :app:check',
    'make -C build test',
    'node --test',
    'dotnet test',
  ])('takes %s for one', (line) => {
    expect(isTestCommand(line)).toBe(true);
  });

  it.each([
    'npm run build',
    'npm install jest',
    'git commit -m "npm test"',
    'vim test.py',
    'cat pytest.ini',
    'npm testament',
    'go build',
    'make latest',
    'echo go test',
  ])('does not take %s for one', (line) => {
    expect(isTestCommand(line)).toBe(false);
  });
});

describe('readTestSummary', () => {
  it.each([
    ['Vitest', '\x1b[2m      Tests \x1b[22m \x1b[31m2 failed\x1b[39m | \x1b[32m13 passed\x1b[39m (15)\r\n', 2, 13],
    ['Jest', 'Tests:       1 failed, 2 passed, 3 total\nTime: 1 s\n', 1, 2],
    ['pytest', '======= 1 failed, 2 passed, 1 warning in 0.12s =======\n', 1, 2],
    ['pytest without a failure', '====== 7 passed in 0.02s ======\n', 0, 7],
    ['cargo', 'test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured\n', 1, 3],
    ['Mocha', '  12 passing (30ms)\n  2 pending\n  1 failing\n', 1, 12],
    ['Maven', '[ERROR] Tests run: 9, Failures: 1, Errors: 1, Skipped: 2\n', 2, 5],
    ['node', '# tests 4\n# pass 3\n# fail 1\n# cancelled 0\n', 1, 3],
    ['.NET', 'Failed!  - Failed:     1, Passed:     3, Skipped:     0, Total:     4\n', 1, 3],
    ['unittest', 'Ran 5 tests in 0.001s\n\nFAILED (failures=1, errors=2)\n', 3, 2],
    ['unittest without a failure', 'Ran 5 tests in 0.001s\n\nOK\n', 0, 5],
  ])('reads what %s says', (_name, output, failed, passed) => {
    expect(readTestSummary(output)).toEqual({ failed, passed });
  });

  it('says nothing where nothing is said', () => {
    expect(readTestSummary('PASS\nok  \texample.org/x\t0.01s\n')).toBeUndefined();
  });
});

describe('TestOutcomes', () => {
  function fixture() {
    const state = { now: 0 };
    const told: unknown[] = [];
    const outcomes = new TestOutcomes({ tell: (outcome) => told.push(outcome), now: () => state.now });
    return { state, told, outcomes };
  }

  it('tells of each change the first run after it, and marks that as a conclusion', () => {
    const { state, told, outcomes } = fixture();
    outcomes.changed('a');
    outcomes.changed('b');
    state.now = 1000;
    outcomes.ran({ succeeded: false, failed: 1, passed: 2 }, 500);
    outcomes.ran({ succeeded: true }, 900);
    const run = { action: 'tests_run', inferred: true, succeeded: false, failed: 1, passed: 2 };
    expect(told).toEqual([
      { record: 'a', ...run },
      { record: 'b', ...run },
    ]);
    expect(outcomes.isWaiting).toBe(false);
  });

  it('leaves out runs that began before the change, and those long after it', () => {
    const { state, told, outcomes } = fixture();
    state.now = 1000;
    outcomes.changed('a');
    outcomes.ran({ succeeded: true }, 500);
    expect([told, outcomes.isWaiting]).toEqual([[], true]);
    outcomes.ran({ succeeded: true }, 31 * 60_000 + 1000);
    expect([told, outcomes.isWaiting]).toEqual([[], false]);
  });
});
