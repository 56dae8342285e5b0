/** The same as `pythonCases` for JavaScript, which is also run in another sandbox on some machines. */
import type { Test } from '../EvaluationItem';
import type { ErrorClass, Outcome } from '../scoring/Verdict';
import type { SelfTestCase } from './SelfTestCase';

// Its name is one that the evaluation's own script has as well.
const test: Test = {
  kind: 'script',
  language: 'javascript',
  prefix: 'function encode(a, b) {\n',
  tests:
    "const assert = require('node:assert');\nassert.deepEqual(encode(1, 2), [3, { sum: 3 }]);\nassert.deepEqual(encode(-1, 1), [0, { sum: 0 }]);\n",
};
const right = '  return [a + b, { sum: a + b }];\n}\n';

function script(name: string, text: string, outcome: Outcome, errorClass?: ErrorClass, isShort = false): SelfTestCase {
  return {
    name: `JavaScript: ${name}`,
    language: 'javascript',
    test,
    answer: { kind: 'completion', text },
    outcome,
    ...(errorClass !== undefined && { errorClass }),
    isShort,
  };
}

export const scriptCases: readonly SelfTestCase[] = [
  script('a right solution passes', right, 'passed', undefined, true),
  script('a wrong solution fails', '  return [a - b, { sum: 0 }];\n}\n', 'failed', 'wrong answer', true),
  script('no program fails', '  return [a +;\n}\n', 'failed', 'syntax error'),
  script('an exception fails', '  return a.b.c;\n}\n', 'failed', 'exception'),
  script('process.exit(0) fails', '  process.exit(0);\n}\n', 'failed', 'stopped early', true),
  script('process.exit(0) outside of the function fails', `${right}process.exit(0);\n`, 'failed', 'stopped early'),
  script(
    'changed assertions fail',
    "  return 0;\n}\nrequire('node:assert').deepEqual = () => {};\nJSON.stringify = () => 'null';\nObject.keys = () => [];\n",
    'failed',
  ),
  script(
    'what looks like the answer fails',
    '  return { length: 2, 0: a + b, 1: { sum: a + b }, valueOf: () => [3, { sum: 3 }], toJSON: () => [3, { sum: 3 }] };\n}\n',
    'failed',
    'wrong answer',
  ),
  script(
    'a verdict written to the channel fails',
    '  const text = \'V{"nonce":"0","passed":1,"total":1}\\n\';\n  try { require("node:fs").writeSync(3, text); } catch { require("node:fs").writeSync(1, text); }\n}\n',
    'failed',
  ),
  script('printing does no harm', `  console.log('PASSED');\n${right}`, 'passed'),
  script(
    'memory has a limit',
    '  const all = [];\n  for (;;) all.push(new Array(1e7).fill(a));\n}\n',
    'failed',
    'out of memory',
  ),
  script(
    'memory outside of the heap has a limit',
    '  const all = [];\n  for (;;) all.push(new Uint8Array(1e8).fill(a));\n}\n',
    'failed',
    'out of memory',
  ),
  script(
    'output has a limit',
    "  for (;;) require('node:fs').writeSync(2, 'x'.repeat(65536));\n}\n",
    'failed',
    'too much output',
  ),
  script('processor time has a limit', '  for (;;) {}\n}\n', 'failed', 'timed out'),
  script(
    'no file, no variable and no other program is reached',
    [
      "  const reached = [() => require('node:fs').readFileSync('/etc/passwd').length > 0,",
      "    () => require('node:child_process').execFileSync('id', { stdio: 'pipe' }).length > 0 && require('node:os').userInfo().username !== 'nobody',",
      '    () => Object.keys(process.env).some((name) => name.startsWith("npm_") || name === "USER")].some((attempt) => {',
      '    try { return attempt(); } catch { return false; }',
      '  });',
      '  return reached ? 0 : [a + b, { sum: a + b }];\n}\n',
    ].join('\n'),
    'passed',
  ),
];
