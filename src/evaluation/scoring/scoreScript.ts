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
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  const { script } = tools;
  if (script === undefined) {
    return verdictOf('errored', 'not tested', 'neither Node.js nor Deno can be started in a sandbox');
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
  return judgeRun(
    {
      judge: { command: script.command(`${valuesSource}\n${judgeSource}`) },
      judgeTask: { tests, names: functionsOf(program) },
      program: { command: script.command(`${valuesSource}\n${candidateSource}`) },
      programTask: { source },
      expectedTests: 1,
      limits: { limitAddressSpace: false, processes: 64 },
    },
    { ...tools, sandbox: script.sandbox },
    signal,
  );
}

/** Names of the functions and classes that a program defines outermost; what the tests may call. */
function functionsOf(program: string): readonly string[] {
  const pattern = /^(?:export\s+)?(?:async\s+)?(?:function\*?|class|const|let|var)\s+([\w$]+)/gm;
  return [...new Set([...program.matchAll(pattern)].map(([, name = '']) => name))];
}
