/** The machine's sandbox for tests of the evaluation. */
import { type OpenTools, openTools } from '../../src/node/evaluation/scoringTools';
import { thisMachine } from '../../src/node/sandbox/openSandbox';
import { defaultLimits, type SandboxEnd, type SandboxLimits } from '../../src/sandbox/Sandbox';

export function openTestTools(): Promise<OpenTools> {
  return openTools(thisMachine(process.env));
}

export interface Run extends SandboxEnd {
  /** What the program wrote to file descriptor 3. */
  readonly lines: readonly string[];
}

/** Runs lines of Python in the sandbox. */
export async function runPython(
  { tools }: OpenTools,
  source: string,
  limits: Partial<SandboxLimits> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const lines: string[] = [];
  const { ended } = tools.sandbox.start(
    { command: [tools.python, '-c', source], files, limits: { ...defaultLimits, ...limits } },
    (line) => lines.push(line),
  );
  return { ...(await ended), lines };
}
