/**
 * What code does that has no place in the answer to an exercise, but in a forged result. Where the verdict is made outside of the program it
 * is only reported; where tests and program share a process, such an answer counts as suspect, not as passed.
 */
import type { CodeLanguage } from '../EvaluationItem';

type Rule = readonly [name: string, pattern: RegExp];

const pythonRules: readonly Rule[] = [
  [
    'ends the process',
    /\bos\._exit\b|\b(?:sys\.)?exit\s*\(|\bquit\s*\(|\bSystemExit\b|\bos\.(?:kill|abort)\b|\batexit\b/,
  ],
  [
    'looks into other frames',
    /\b_getframe\b|\bsys\._current_frames\b|\binspect\.(?:stack|currentframe|trace)\b|\bgi_frame\b|\btb_frame\b|\bf_back\b/,
  ],
  ['looks through memory', /\bgc\.get_|\bctypes\b|\/proc\/(?:self|\d)/],
  ['equals everything', /def\s+__(?:eq|ne)__\s*\([^)]*\)[^:]*:\s*(?:\n\s*)?return\s+(?:True|False|not\b)/],
  [
    'changes the test runner',
    /\b(?:pytest|_pytest|unittest|conftest|sitecustomize)\b\s*(?:\.|=)|pytest_\w+|\bsys\.(?:modules|settrace|setprofile|excepthook|meta_path)\b/,
  ],
  ['changes built-in functions', /\bbuiltins?\b\s*\.|__builtins__|\bsetattr\s*\(\s*(?:builtins|sys|os)\b/],
  ['writes to open channels', /\bos\.(?:write|dup2?|fdopen)\b|\bos\.open\b/],
];

const scriptRules: readonly Rule[] = [
  ['ends the process', /\bprocess\s*\.\s*(?:exit|kill|abort|reallyExit|binding)\b/],
  ['changes the assertions', /\bassert\s*\.\s*\w+\s*=|require\s*\(\s*['"](?:node:)?assert/],
  ['changes built-in objects', /\b(?:Object|Array|JSON)\s*\.\s*(?:prototype|defineProperty)\b|__proto__/],
  [
    'looks beyond its own code',
    /\brequire\s*\(|\bimport\s*\(|\bmodule\s*\.\s*constructor\b|\beval\s*\(|\bFunction\s*\(/,
  ],
];

const javaRules: readonly Rule[] = [
  [
    'ends the process',
    /\bSystem\s*\.\s*exit\b|\bhalt\s*\(|\baddShutdownHook\b|\bProcessHandle\b|\bRuntime\s*\.\s*getRuntime\b/,
  ],
  [
    'looks beyond its own code',
    /\breflect\b|\bsetAccessible\b|\bUnsafe\b|\bMethodHandles?\b|\bStackWalker\b|\bgetStackTrace\b|\bInstrumentation\b/,
  ],
  ['writes to open channels', /\bFileDescriptor\b|\/proc\/|\/dev\/fd|\bSystem\s*\.\s*set(?:Out|Err|In)\b/],
  ['imitates the report', /Passed rate|Failed \d+ tests|Found \d+ tests|\bstatic\s*\{/],
  ['equals everything', /\bequals\s*\(\s*(?:final\s+)?Object\s+\w+\s*\)\s*\{\s*return\s+true\s*;/],
  ['turns assertions off', /\bsetDefaultAssertionStatus\b|\bsetClassAssertionStatus\b|\$assertionsDisabled/],
];

const rulesOf: Readonly<Record<CodeLanguage, readonly Rule[]>> = {
  python: pythonRules,
  javascript: scriptRules,
  typescript: scriptRules,
  java: javaRules,
};

/** Names of the rules that a program breaks. */
export function suspicionsOf(language: CodeLanguage, code: string): readonly string[] {
  return rulesOf[language].filter(([, pattern]) => pattern.test(code)).map(([name]) => name);
}
