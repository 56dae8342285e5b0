/** Composition root 2: the command line, the core without an editor. Finds the command, gives it the machine, translates, exits. */
import { version } from '../package.json';
import { AssistantError } from './base/AssistantError';

import { runAsk } from './node/commands/ask';
import { type CommandInput, type CommandIo, exitCode, UsageError } from './node/commands/CommandIo';
import { runComplete } from './node/commands/complete';
import { runDebug } from './node/commands/debug';
import { displayLanguage, translatorOf } from './node/commands/displayLanguage';
import { runDoctorCommand } from './node/commands/doctor';
import { runEvaluate } from './node/commands/evaluate';
import { faultSentence } from './node/commands/faultSentence';
import { runLog } from './node/commands/log';
import { runModels } from './node/commands/models';
import { runServe } from './node/commands/serve';

type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  ask: runAsk,
  complete: runComplete,
  debug: runDebug,
  doctor: runDoctorCommand,
  evaluate: runEvaluate,
  log: runLog,
  models: runModels,
  serve: runServe,
};

const usage = `Usage: glm-tandem COMMAND [options]

  complete FILE:LINE:COLUMN   print what the editor would suggest at this place
  ask [QUESTION] [--file F]   one question to the model, its answer streamed
  doctor [--endpoint URL]     examine an endpoint and say what is wrong
  serve --model PATH          serve a GGUF model in OpenAI's format on this machine
  models list | get ID        the catalogue of local models
  log list | show | export | delete | redact
                              the prompt log, and texts cleaned the way it does
  evaluate --dataset NAME …   data sets in, scores with intervals out
  debug STAGE                 one stage of the core over JSON Lines

Each command explains itself with --help. Messages go to stderr, data to stdout.
Exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.

  --version   print the version
  --help      print this
`;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usage);
    return exitCode.done;
  }
  if (name === '--version' || name === '-V') {
    process.stdout.write(`${version}\n`);
    return exitCode.done;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(name === undefined ? usage : `There is no command “${name}”.\n\n${usage}`);
    return exitCode.usage;
  }
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new DOMException('Interrupted', 'AbortError'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await command(rest, {
      stdin: standardInput,
      stdout: process.stdout,
      stderr: process.stderr,
      isTerminal: process.stderr.isTTY === true,
      translate: translatorFor(process.env),
      signal: interruption.signal,
      environment: process.env,
      workingDirectory: process.cwd(),
    });
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      return exitCode.usage;
    }
    if (interruption.signal.aborted) {
      return exitCode.interrupted;
    }
    if (error instanceof AssistantError) {
      process.stderr.write(`${faultSentence(error, translatorFor(process.env))}\n`);
      return exitCode.failed;
    }
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    // A read that still waits for input would keep the process alive.
    if (isInputOpen) {
      process.stdin.destroy();
    }
  }
}

/** Touched by the commands that read it only: an opened input keeps a process alive. */
const standardInput: CommandInput = {
  get isTerminal() {
    return process.stdin.isTTY === true;
  },
  [Symbol.asyncIterator]: () => {
    isInputOpen = true;
    return process.stdin[Symbol.asyncIterator]();
  },
};
let isInputOpen = false;

function translatorFor(environment: NodeJS.ProcessEnv): (english: string) => string {
  return translatorOf(displayLanguage(environment));
}

// The next program has read enough (`| head`): nothing is left to do and nobody to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit(exitCode.done);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = exitCode.failed;
  },
);
