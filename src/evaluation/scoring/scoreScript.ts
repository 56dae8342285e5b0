/** JavaScript and TypeScript answers (MultiPL-E, own items): statements with `node:assert` in one sandbox, the program in another. */
import type { Answer, Test } from '../EvaluationItem';
import candidateSource from '../programs/candidate.script';
import judgeSource from '../programs/judge.script';
import valuesSource from '../programs/values.script';
import { judgeRun } from './judgeRun';
import type { ScoringTools } from './Tools';
import { type Verdict, verdictOf } from './Verdict';

type ScriptTest = Extract<Test, { readonly kind: 'script' }>;

export function scriptProgram({ prefix }: ScriptTest, answer: Answer): string | undefined {
  switch (answer.kind) {
    case 'solution':
      return answer.text;
    case 'completion':
      return prefix + answer.text;
    default:
      return undefined;
  }
}

export async function scoreScript(
  test: ScriptTest,
  program: string,
  { node, ...tools }: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  if (node === undefined) {
    return verdictOf('errored', 'not tested', 'no Node.js can be started in the sandbox');
  }
  let [source, tests] = [program, test.tests];
  if (test.language === 'typescript') {
    if (tools.stripTypes === undefined) {
      return verdictOf('errored', 'not tested', 'TypeScript needs Node.js 22.13 or later');
    }
    try {
      [source, tests] = [tools.stripTypes(program), tools.stripTypes(tests)];
    } catch (error) {
      return verdictOf('failed', 'does not compile', error instanceof Error ? error.message : String(error));
    }
  }
  // V8 reserves much more than it uses, so its own limit takes the place of the address space's.
  const command = (script: string): readonly string[] => [
    node,
    '--max-old-space-size=400',
    '-e',
    `${valuesSource}\n${script}`,
  ];
  return judgeRun(
    {
      judge: { command: command(judgeSource) },
      judgeTask: { tests, names: functionsOf(program) },
      program: { command: command(candidateSource) },
      programTask: { source },
      expectedTests: 1,
      limits: { limitAddressSpace: false, processes: 64 },
    },
    { ...tools, node },
    signal,
  );
}

/** Names of the functions and classes that a program defines outermost; what the tests may call. */
function functionsOf(program: string): readonly string[] {
  const pattern = /^(?:export\s+)?(?:async\s+)?(?:function\*?|class|const|let|var)\s+([\w$]+)/gm;
  return [...new Set([...program.matchAll(pattern)].map(([, name = '']) => name))];
}
