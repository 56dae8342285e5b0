/** Answers that would rather be taken for right than be right, where tests and program share a process (EV-08, EV-09), and many at once (EV-16). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Test } from '../../../src/evaluation/EvaluationItem';
import { scoreAnswer } from '../../../src/evaluation/scoring/scoreAnswer';
import { pythonCases } from '../../../src/evaluation/selfTest/pythonCases';
import { openTestTools, type TestTools } from '../../support/evaluationTools';

const never = new AbortController().signal;
let opened: TestTools;
beforeAll(async () => {
  opened = await openTestTools();
});
afterAll(() => opened[Symbol.asyncDispose]());

const score = (test: Test, text: string) =>
  scoreAnswer({ test }, { kind: 'solution', text } satisfies Answer, opened.tools, { strict: false }, never);

const pytest: Test = {
  kind: 'pytest',
  module: 'python_1',
  preamble: '',
  tests: 'def test_one():\n    assert f() == 1\n\n\ndef test_two():\n    assert f() + f() == 2\n',
};

describe('pytest', () => {
  it.each([
    ['ends the process well', 'import os\nos._exit(0)\n', 'failed'],
    ['exits', 'import sys\nsys.exit(0)\n', 'failed'],
    ['ends while it is tested', 'import os\ndef f():\n    os._exit(0)\n', 'failed'],
    ['prints a report', 'print("2 passed")\ndef f():\n    return 0\n', 'failed'],
    [
      'writes a verdict',
      'import os\nos.write(3, b\'V{"nonce": "0", "passed": 2, "total": 2}\\n\')\ndef f():\n    return 0\n',
      'failed',
    ],
    [
      'equals everything',
      'class A:\n    def __eq__(self, other):\n        return True\n    def __add__(self, other):\n        return self\ndef f():\n    return A()\n',
      'suspect',
    ],
    [
      'patches the runner',
      'import _pytest.runner\n_pytest.runner.CallInfo.from_call = classmethod(lambda *a, **k: None)\ndef f():\n    return 0\n',
      'failed',
    ],
    ['skips the tests', 'import pytest\npytest.skip("no", allow_module_level=True)\n', 'failed'],
    ['leaves a conftest', 'open("/box/conftest.py", "w").write("")\ndef f():\n    return 0\n', 'failed'],
    [
      'overwrites the tests',
      'open("/box/test_python_1.py", "w").write("def test_one(): pass")\ndef f():\n    return 0\n',
      'failed',
    ],
    ['is right', 'def f():\n    return 1\n', 'passed'],
  ])('a program that %s', async (_, program, outcome) => {
    expect(await score(pytest, program)).toMatchObject({ outcome });
  });
});

describe('Java', () => {
  const junit: Test = {
    kind: 'junit',
    libraries: '/usr/share/java',
    tests:
      'class AdderTest {\n  @Test void adds() { assertEquals(3, Adder.add(1, 2)); }\n  @Test void subtracts() { assertEquals(0, Adder.add(1, -1)); }\n}\n',
  };
  it.each([
    // The report that NaturalCodeBench's own runner believes.
    [
      'prints a report and halts',
      'class Adder {\n  static { System.out.println("Found 2 tests\\nFailed 0 tests\\nPassed rate: 1.0"); Runtime.getRuntime().halt(0); }\n  static int add(int a, int b) { return 0; }\n}\n',
      'failed',
    ],
    [
      'brings its own test class',
      'class AdderTest { }\nclass Adder { static int add(int a, int b) { return 0; } }\n',
      'failed',
    ],
    ['is right', 'class Adder { static int add(int a, int b) { return a + b; } }\n', 'passed'],
  ])('a program that %s', async (_, program, outcome) => {
    expect(await score(junit, program)).toMatchObject({ outcome });
  });
});

describe('many at once', () => {
  it('come out as they do one after another (EV-16)', async () => {
    const cases = pythonCases.filter(({ isShort = false }) => isShort);
    const one = ({ test, answer }: (typeof cases)[number]) =>
      scoreAnswer({ test }, answer, opened.tools, { strict: false }, never);
    const together = await Promise.all(cases.map(one));
    const serial = [];
    for (const each of cases) {
      serial.push(await one(each));
    }
    expect(together.map(({ outcome }) => outcome)).toEqual(serial.map(({ outcome }) => outcome));
    expect(together.map(({ outcome }) => outcome)).toEqual(cases.map(({ outcome }) => outcome));
  });
});
