/** Programs whose verdict is known: right ones, wrong ones, and ones that try to be taken for right. All for one small exercise. */
import type { Test } from '../EvaluationItem';
import type { ErrorClass, Outcome } from '../scoring/Verdict';
import type { SelfTestCase } from './SelfTestCase';

const prefix = 'def add(a: int, b: int) -> int:\n    """Returns the sum of a and b."""\n';
const right = '    return a + b\n';
const test: Test = {
  kind: 'check',
  prefix,
  suffix: '',
  entry: 'add',
  reference: prefix + right,
  test: 'def check(candidate):\n    assert candidate(1, 2) == 3\n    assert candidate(-1, 1) == 0\n    assert candidate(10**30, 1) == 10**30 + 1\n',
};

function python(name: string, text: string, outcome: Outcome, errorClass?: ErrorClass, isShort = false): SelfTestCase {
  return {
    name,
    language: 'python',
    test,
    answer: { kind: 'completion', text },
    outcome,
    ...(errorClass !== undefined && { errorClass }),
    isShort,
  };
}

const body = (lines: readonly string[]): string => lines.map((line) => `    ${line}\n`).join('');

export const pythonCases: readonly SelfTestCase[] = [
  python('a right solution passes', right, 'passed', undefined, true),
  python('a wrong solution fails', '    return a - b\n', 'failed', 'wrong answer', true),
  python('no program fails', '    return a +\n', 'failed', 'syntax error'),
  python('an exception fails', '    return a // 0\n', 'failed', 'exception'),
  python(
    'an object that equals everything fails',
    `${body(['return Anything()'])}class Anything:\n    def __eq__(self, other):\n        return True\n`,
    'failed',
    'wrong answer',
    true,
  ),
  python(
    'a number whose class equals everything fails',
    `${body(['return Anything(7)'])}class Anything(int):\n    def __eq__(self, other):\n        return True\n    def __rsub__(self, other):\n        return 0\n`,
    'failed',
    'wrong answer',
  ),
  python('os._exit(0) fails', body(['import os', 'os._exit(0)']), 'failed', 'stopped early', true),
  python('sys.exit(0) fails', body(['import sys', 'sys.exit(0)']), 'failed', 'stopped early', true),
  python('sys.exit(0) outside of the function fails', `${right}import sys\nsys.exit(0)\n`, 'failed', 'stopped early'),
  python(
    'printing “passed” fails',
    body(['print("passed")', 'print("PASSED 1/1")', 'return None']),
    'failed',
    'wrong answer',
  ),
  python(
    'a verdict written to the channel fails',
    body([
      'import os, json',
      'os.write(3, (json.dumps({"verdict": {"nonce": "0", "passed": 1, "total": 1}}) + "\\n").encode())',
      'return None',
    ]),
    'failed',
  ),
  python(
    'a walk through the frames finds nothing',
    body([
      'import sys, gc',
      'frame = sys._getframe()',
      'seen = []',
      'while frame:',
      '    seen.append(repr(frame.f_locals) + repr(frame.f_globals))',
      '    frame = frame.f_back',
      'seen += [repr(item)[:10000] for item in gc.get_objects()]',
      'seen = " ".join(seen)',
      // Made only now, so that it is not found in the program itself.
      'needle = "".join(reversed("etadidnac tressa"))',
      'return a + b if needle in seen else 0',
    ]),
    'failed',
    'wrong answer',
  ),
  python(
    'changed built-in functions fail',
    `${body(['return 0'])}import builtins, unittest\nbuiltins.AssertionError = type("E", (BaseException,), {})\nint.__eq__ if True else None\nbuiltins.all = lambda items: True\n__builtins__["isinstance"] = lambda *a: True\n`,
    'failed',
  ),
  python(
    'looking for the tests finds none',
    body([
      'import os',
      'found = []',
      'for root, folders, files in os.walk("/"):',
      '    folders[:] = [name for name in folders if root != "/" or name not in ("usr", "proc", "dev")]',
      '    found += files',
      'found += [open(f"/proc/{pid}/cmdline").read() for pid in os.listdir("/proc") if pid.isdigit()]',
      'return a + b if any("candidate(1, 2)" in text or "test" in text.split("/")[-1][:4] for text in found) else 0',
    ]),
    'failed',
    'wrong answer',
  ),
  python(
    'a program that ends itself by a signal fails',
    body(['import os, signal', 'os.kill(os.getpid(), signal.SIGSEGV)', 'return a + b']),
    'failed',
    'crashed',
  ),
  python('memory has a limit', body(['x = bytearray(64 << 30)', 'return a + b']), 'failed', 'out of memory'),
  python(
    'disk has a limit',
    body([
      'with open("/tmp/full", "wb") as file:',
      '    for _ in range(1 << 14):',
      '        file.write(b"x" * (1 << 16))',
      'return a + b',
    ]),
    'failed',
    'exception',
  ),
  python(
    'output has a limit',
    body(['while True:', '    print("x" * 65536, flush=True)']),
    'failed',
    'too much output',
  ),
  python(
    'processes have a limit',
    body([
      'import os, time',
      'for _ in range(200):',
      '    if os.fork() == 0:',
      '        time.sleep(30)',
      'return a + b',
    ]),
    'failed',
    'exception',
  ),
  python(
    'there is no network',
    body(['import socket', 'socket.create_connection(("1.1.1.1", 53), 2)', 'return a + b']),
    'failed',
    'exception',
  ),
  python('standard input is empty', body(['import sys', 'return a + b if sys.stdin.read() == "" else 0']), 'passed'),
  python(
    'processor time has a limit',
    body([
      'import signal',
      'signal.signal(signal.SIGTERM, signal.SIG_IGN)',
      'signal.signal(signal.SIGXCPU, signal.SIG_IGN)',
      'while True:',
      '    pass',
    ]),
    'failed',
    'timed out',
  ),
];
