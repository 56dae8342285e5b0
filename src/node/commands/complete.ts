/** `glm-tandem complete`: one completion at a place in a file, through the same connection and pipeline as in the editor. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { AssistantError } from '../../base/AssistantError';
import { languageOfPath } from '../../base/languageOfPath';
import type { Position, TextDocument } from '../../base/text';
import { type CompletionOutcome, InlineCompletionPipeline } from '../../completion/InlineCompletionPipeline';
import { type ContextSource, emptyContext } from '../../context/ContextSource';
import { noObservations } from '../../context/WorkspaceContext';
import { givenUp } from '../../glm/answer/answerEnd';
import { promptBudget } from '../../glm/promptBudget';
import { silentLog } from '../../platform/Log';
import {
  type CompletionSettings,
  fillInTheMiddleChoices,
  multilineModes,
  settingsSchema,
} from '../../platform/settings';
import { createFolderOpener } from '../context/openFolder';
import { systemClock } from '../systemClock';
import { type CommandIo, exitCode, UsageError } from './CommandIo';
import {
  connectionFor,
  type EndpointChoice,
  endpointChoice,
  endpointOptions,
  endpointOptionsHelp,
  wholeNumber,
} from './endpointOptions';
import { faultSentence } from './faultSentence';

export const completeUsage = `Usage: glm-tandem complete FILE:LINE:COLUMN [options]

Prints what the editor would suggest at this place (line and column count from 1). Without --endpoint the embedded engine
is started for it, with the try-out model where --model names no other.

${endpointOptionsHelp}  --fill-in-the-middle F   auto (default), none, codegeex4, glm45 or chat
  --multiline M            auto (default), never or always
  --max-tokens N           upper bound of the answer
  --language ID            VS Code's language identifier (default: by the file's name)
  --workspace FOLDER       whose other files the model may be told about (default: the working directory, if FILE is in it
                           and it is not the home folder; '' = none)
  --manual                 as if asked for by hand, also where the editor would not ask by itself
  --json                   print {text, range, reason, promptTokens, ms} for machines
`;

interface CompleteOptions {
  readonly file: string;
  readonly position: Position;
  readonly endpoint: EndpointChoice;
  readonly settings: CompletionSettings;
  readonly languageId: string | undefined;
  /** Absolute path of the workspace folder; '' = none. */
  readonly workspace: string;
  readonly manual: boolean;
  readonly json: boolean;
}

export async function runComplete(args: readonly string[], io: CommandIo): Promise<number> {
  const options = parse(args, io);
  if (options === 'help') {
    io.stdout.write(completeUsage);
    return exitCode.done;
  }
  const document = await readDocument(options, io);
  if (document === undefined) {
    io.stderr.write(`${io.translate('This file cannot be read:')} ${options.file}\n`);
    return exitCode.failed;
  }
  const connection = connectionFor(options.endpoint, io);
  const stop = new AbortController();
  const startedAt = systemClock.now();
  try {
    const [{ model, format, contextTokens }, contextSource] = await Promise.all([
      connection.connect(io.signal),
      openContext(options, document, stop.signal),
    ]);
    await contextSource.prepare(document, options.position, io.signal);
    const askedAt = systemClock.now();
    const pipeline = new InlineCompletionPipeline({
      ...{ model, format, contextSource, clock: systemClock, log: silentLog },
      promptTokens: promptBudget(contextTokens),
    });
    const trigger = { kind: options.manual ? 'manual' : 'automatic' } as const;
    const outcome = await pipeline.complete(document, options.position, trigger, options.settings, io.signal);
    pipeline.dispose();
    return print(
      outcome,
      { total: systemClock.now() - startedAt, completion: systemClock.now() - askedAt },
      options,
      io,
    );
  } catch (error) {
    if (io.signal.aborted) {
      return exitCode.interrupted;
    }
    if (!(error instanceof AssistantError)) {
      throw error;
    }
    return print({ kind: 'none', reason: 'error', error }, undefined, options, io);
  } finally {
    stop.abort();
    connection.dispose();
  }
}

function print(
  outcome: CompletionOutcome,
  milliseconds: { readonly total: number; readonly completion: number } | undefined,
  { json }: CompleteOptions,
  io: CommandIo,
): number {
  const fault = outcome.kind === 'none' ? outcome.error : undefined;
  const error = fault === undefined ? undefined : givenUp(fault);
  const message = error === undefined ? undefined : faultSentence(error, io.translate);
  if (json) {
    const answer = {
      text: outcome.kind === 'shown' ? outcome.completion.text : null,
      range: outcome.kind === 'shown' ? outcome.completion.range : null,
      reason: outcome.kind === 'shown' ? outcome.source : outcome.reason,
      promptTokens: outcome.promptTokens ?? null,
      ms: milliseconds === undefined ? null : rounded(milliseconds),
      ...(error === undefined ? {} : { error: { code: error.code, message } }),
    };
    io.stdout.write(`${JSON.stringify(answer)}\n`);
  } else if (outcome.kind === 'shown') {
    io.stdout.write(`${outcome.completion.text}\n`);
  }
  if (message !== undefined) {
    io.stderr.write(`${message}\n`);
    return exitCode.failed;
  }
  if (outcome.kind === 'none') {
    if (outcome.reason === 'cancelled') {
      return exitCode.interrupted;
    }
    io.stderr.write(`${io.translate('Nothing to suggest here:')} ${outcome.reason}\n`);
  }
  return exitCode.done;
}

function rounded({ total, completion }: { readonly total: number; readonly completion: number }): object {
  return { total: Math.round(total), completion: Math.round(completion) };
}

async function readDocument(
  { file, position, languageId, workspace }: CompleteOptions,
  io: CommandIo,
): Promise<TextDocument | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return undefined;
  }
  const lines = text.split(/\r\n|\r|\n/);
  const line = lines[position.line];
  if (line === undefined || position.character > line.length) {
    throw wrong(
      line === undefined
        ? `${file} has ${lines.length} lines.`
        : `Line ${position.line + 1} of ${file} has ${line.length} characters.`,
    );
  }
  const inside = pathBelow(workspace === '' ? io.workingDirectory : workspace, file);
  return {
    uri: pathToFileURL(file).href,
    path: inside ?? basename(file),
    languageId: languageId ?? languageOfPath(file),
    version: 1,
    text,
  };
}

/** What the editor would know of the workspace's other files, read now. */
async function openContext(
  { file, workspace }: CompleteOptions,
  { path }: TextDocument,
  signal: AbortSignal,
): Promise<ContextSource> {
  if (workspace === '' || resolve(workspace, path) !== file) {
    return emptyContext;
  }
  return createFolderOpener(resolve(__dirname, 'grammars'), signal)(workspace, noObservations);
}

/** With forward slashes; undefined = the file is not in the folder. */
function pathBelow(folder: string, file: string): string | undefined {
  const path = relative(folder, file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? undefined : path.split(sep).join('/');
}

/** The folder that is named, or else the working directory where that can be meant. */
function workspaceOf(named: string | undefined, file: string, { workingDirectory }: CommandIo): string {
  if (named !== undefined) {
    return named === '' ? '' : resolve(workingDirectory, named);
  }
  const isMeant = pathBelow(workingDirectory, file) !== undefined && workingDirectory !== homedir();
  return isMeant ? workingDirectory : '';
}

function parse(args: readonly string[], io: CommandIo): CompleteOptions | 'help' {
  const { values, positionals } = parseComplete(args);
  if (values.help) {
    return 'help';
  }
  const place = /^(.+):(\d+):(\d+)$/.exec(positionals[0] ?? '');
  if (place === null || positionals.length !== 1) {
    throw wrong('One place is needed, as FILE:LINE:COLUMN.');
  }
  const file = resolve(io.workingDirectory, place[1] ?? '');
  return {
    file,
    workspace: workspaceOf(values.workspace, file, io),
    position: { line: fromOne(place[2], 'LINE'), character: fromOne(place[3], 'COLUMN') },
    endpoint: endpointChoice(
      values,
      io,
      wrong,
      oneOf(fillInTheMiddleChoices, values['fill-in-the-middle'], '--fill-in-the-middle'),
    ),
    settings: {
      enabled: true,
      debounce: 0,
      multiline: oneOf(multilineModes, values.multiline, '--multiline'),
      maxTokens: wholeNumber(values['max-tokens'], '--max-tokens', settingsSchema['completion.maxTokens'], wrong),
    },
    languageId: values.language,
    manual: values.manual,
    json: values.json,
  };
}

function parseComplete(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...endpointOptions,
        'fill-in-the-middle': { type: 'string', default: 'auto' },
        multiline: { type: 'string', default: 'auto' },
        'max-tokens': { type: 'string' },
        language: { type: 'string' },
        workspace: { type: 'string' },
        manual: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(why: string): UsageError {
  return new UsageError(`${why}\n${completeUsage}`);
}

function fromOne(text: string | undefined, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw wrong(`${name} counts from 1.`);
  }
  return value - 1;
}

function oneOf<T extends string>(allowed: readonly T[], value: string, name: string): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) {
    throw wrong(`${name} takes ${allowed.join(', ')}.`);
  }
  return found;
}
