/** Runs the approved command of a call and tells how it went. */
import type { ApprovedTarget, ToolRun } from '../../Tool';
import type { ProcessOutcome } from '../../ToolHost';
import { failedResult, type ToolResult } from '../../ToolResult';
import { asData, bounded } from '../output';

/** Characters of output that a model is given; the panel shows more. */
const mostOutput = 20_000;

/** How it ended, and what to think of that. */
const ends: Readonly<Record<Exclude<ProcessOutcome['end'], 'exited'>, readonly [string, string]>> = {
  stopped: ['It was stopped', ''],
  timeout: [
    'It took too long and was ended',
    ' Nobody can answer questions it asks; give it what it needs as options.',
  ],
  'too-much-output': ['It wrote too much and was ended', ''],
  unknown: ['Its end was not seen', ' Do not take it for a success.'],
};

export async function runApproved(
  approved: readonly ApprovedTarget[],
  { host, signal, progress }: ToolRun,
): Promise<ToolResult> {
  const [target] = approved;
  if (target?.kind !== 'command') {
    throw new Error('The call has no approved command.');
  }
  const { command } = target;
  const outcome = await host.processes.run(command, (text) => progress({ kind: 'output', text }), signal);
  if (outcome === undefined) {
    return failedResult('Commands cannot be run here. Nothing was started.');
  }
  const { end, exitCode, output, duration } = outcome;
  const [state, advice] = end === 'exited' ? [`Exit code ${exitCode ?? 'unknown'}`, ''] : ends[end];
  const told = output.trim() === '' ? 'It wrote nothing.' : asData('Output', bounded(output, mostOutput));
  return {
    text: `${state} after ${(duration / 1000).toFixed(1)} s.${advice}\n${told}`,
    data: {
      kind: 'command',
      command: command.command,
      exitCode,
      end,
      output: bounded(output, 4 * mostOutput),
      duration,
    },
    failed: end !== 'exited' || exitCode !== 0,
  };
}
