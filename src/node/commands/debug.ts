/**
 * `glm-tandem debug STAGE`: one stage of the core over JSON Lines, so that recorded cases and bug reports can be replayed. Answers each
 * line as soon as it is there, in the order of the lines; a line that makes no sense gets an error and the next one goes on.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shellTree } from '../syntax/shellTree';
import { type CommandInput, type CommandIo, exitCode, UsageError } from './CommandIo';
import { debugBfcl } from './debugBfcl';
import { createDebugCommand } from './debugCommand';
import { debugPostProcess, debugReuse, debugTrigger, debugTruncate } from './debugCompletion';
import { debugEdit } from './debugEdit';
import { debugMarkdown } from './debugMarkdown';
import { debugParse } from './debugParse';
import { debugPath } from './debugPath';
import { createDebugPrompt } from './debugPrompt';
import { openPromptContext } from './debugPromptContext';
import { debugRedact } from './debugRedact';
import { debugRender } from './debugRender';
import type { DebugStage } from './debugStage';
import { linesOf } from './linesOf';

const stages: Readonly<Record<string, DebugStage>> = {
  prompt: createDebugPrompt(openPromptContext),
  postprocess: debugPostProcess,
  truncate: debugTruncate,
  trigger: debugTrigger,
  reuse: debugReuse,
  parse: debugParse,
  render: debugRender,
  edit: debugEdit,
  command: createDebugCommand(shellTree(join(__dirname, 'grammars'))),
  path: debugPath,
  redact: debugRedact,
  markdown: debugMarkdown,
  bfcl: debugBfcl,
};

export const debugUsage = `Usage: glm-tandem debug STAGE

Runs one stage of the core: one JSON object a line on stdin, one answer a line on stdout with the same "id", in order.
A bad line is answered by {"id", "error": {"code", "message"}}. Positions count from 0, in UTF-16 units.

  prompt        the request that a completion at a place would send
  postprocess   what of a model's completion would be shown, or why nothing
  truncate      where a streamed completion would be ended
  trigger       whether a completion would be asked for
  reuse         what is left of a shown suggestion after typing
  parse         text, thoughts and tool calls in a model's output
  render        the raw prompt of a conversation for a GLM model
  edit          what a model's edit would make of files, or why it is refused
  command       what the gate says to a command line, part by part
  path          what the gate says to a tool that wants a path (the real file system)
  redact        a text as the prompt log would keep it, and what was taken out
  markdown      a model's text as the chat panel would give it to the DOM
  bfcl          whether function calls are right by the rules of the Berkeley leaderboard

For example: echo '{"id":1,"format":"glm47","chunks":["<tool_call>now</tool_call>"]}' | glm-tandem debug parse
`;

export async function runDebug(args: readonly string[], io: CommandIo): Promise<number> {
  const { positionals, help } = parse(args);
  if (help) {
    io.stdout.write(debugUsage);
    return exitCode.done;
  }
  const [name, ...rest] = positionals;
  const stage = name !== undefined && rest.length === 0 && Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (stage === undefined) {
    throw new UsageError(
      name === undefined ? debugUsage : `There is no stage “${positionals.join(' ')}”.\n${debugUsage}`,
    );
  }
  return answerLines(stage, io.stdin, io);
}

async function answerLines(stage: DebugStage, input: CommandInput | undefined, io: CommandIo): Promise<number> {
  try {
    for await (const line of linesOf(input, io.signal)) {
      if (line.trim() !== '') {
        io.stdout.write(`${JSON.stringify(await answerTo(line, stage, io.signal))}\n`);
      }
    }
    return exitCode.done;
  } catch (error) {
    if (io.signal.aborted) {
      return exitCode.interrupted;
    }
    throw error;
  }
}

async function answerTo(line: string, stage: DebugStage, signal: AbortSignal): Promise<object> {
  let request: unknown;
  try {
    request = stage.read === undefined ? JSON.parse(line) : stage.read(line);
  } catch (error) {
    return failure(null, 'bad_json', error);
  }
  try {
    return await stage(request, signal);
  } catch (error) {
    signal.throwIfAborted();
    // A mistake of ours in one case must not end a long replay.
    return failure(idOf(request), 'internal', error);
  }
}

function failure(id: string | number | null, code: string, error: unknown): object {
  return { id, error: { code, message: error instanceof Error ? error.message : String(error) } };
}

function idOf(request: unknown): string | number | null {
  const id = typeof request === 'object' && request !== null && 'id' in request ? request.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

function parse(args: readonly string[]): { readonly positionals: readonly string[]; readonly help: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', default: false, short: 'h' } },
    });
    return { positionals, help: values.help };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${debugUsage}`);
  }
}
