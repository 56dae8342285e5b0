/** `evaluate self-test`: what has to hold before a score is believed. */
import { selfTest } from '../../evaluation/selfTest/selfTest';
import { type CommandIo, exitCode } from '../commands/CommandIo';
import type { EvaluateOptions } from '../commands/evaluate';
import { thisMachine } from '../sandbox/programs';
import { sandboxChoice } from './options';
import { openTools } from './scoringTools';

export { selfTest };

export async function selfTestCommand(options: EvaluateOptions, io: CommandIo): Promise<number> {
  const startedAt = performance.now();
  // Opening the sandbox tries to get out of it first.
  const opening = await openTools(thisMachine(io.environment), { sandbox: sandboxChoice(options) });
  try {
    const { passed, cases } = await selfTest(opening.tools, io.signal, 'full');
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const { isolation } = opening.tools;
    if (options.json) {
      io.stdout.write(`${JSON.stringify({ passed, isolation, seconds, cases })}\n`);
    } else {
      for (const { name, ok, found } of cases) {
        io.stdout.write(`${ok ? '✓' : '✗'} ${name}${ok ? '' : `: ${found}`}\n`);
      }
      io.stdout.write(`${isolation}, ${seconds} s\n`);
    }
    return passed ? exitCode.done : exitCode.failed;
  } finally {
    await opening[Symbol.asyncDispose]();
  }
}
