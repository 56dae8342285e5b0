/** `glm-tandem evaluate` in memory. */
import { resolve } from 'node:path';
import { runEvaluate } from '../../src/node/commands/evaluate';

export interface Evaluated {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const evaluationFixtures = resolve(import.meta.dirname, '../fixtures/evaluation');

export async function evaluate(
  args: readonly string[],
  { signal = new AbortController().signal, onStderr = (_: string) => {}, environment = process.env } = {},
): Promise<Evaluated> {
  let [stdout, stderr] = ['', ''];
  const code = await runEvaluate(args, {
    stdout: {
      write: (text) => {
        stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
        onStderr(text);
      },
    },
    isTerminal: false,
    translate: (english) => english,
    signal,
    environment,
    workingDirectory: evaluationFixtures,
  });
  return { code, stdout, stderr };
}
