/** The machine's sandbox for tests of the evaluation. */
import { type OpenTools, openTools } from '../../src/node/evaluation/scoringTools';
import { thisMachine } from '../../src/node/sandbox/programs';
import { defaultLimits, type SandboxEnd, type SandboxLimits } from '../../src/sandbox/Sandbox';

/** With a Python, which every machine with the first sandbox has. */
export interface TestTools extends OpenTools {
  readonly tools: OpenTools['tools'] & { readonly python: string };
}

export async function openTestTools(): Promise<TestTools> {
  const opened = await openTools(thisMachine(process.env));
  const { python } = opened.tools;
  if (python === undefined) {
    throw new Error('the sandbox has no Python');
  }
  return { ...opened, tools: { ...opened.tools, python } };
}

export interface Run extends SandboxEnd {
  /** What the program wrote to file descriptor 3. */
  readonly lines: readonly string[];
}

/** Runs lines of Python in the sandbox. */
export async function runPython(
  { tools }: TestTools,
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
