/** `glm-tandem complete`: one completion at a place in a file, through the same connection and pipeline as in the editor. */
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { AssistantError } from '../../base/AssistantError';
import { languageOfPath } from '../../base/languageOfPath';
import { formatMessage } from '../../base/messages';
import type { Position, TextDocument } from '../../base/text';
import { type CompletionOutcome, InlineCompletionPipeline } from '../../completion/InlineCompletionPipeline';
import { promptBudget } from '../../glm/promptBudget';
import { silentLog } from '../../platform/Log';
import {
  type CompletionSettings,
  fillInTheMiddleChoices,
  multilineModes,
  settingsSchema,
} from '../../platform/settings';
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

export const completeUsage = `Usage: glm-tandem complete FILE:LINE:COLUMN [options]

Prints what the editor would suggest at this place (line and column count from 1). Without --endpoint the embedded engine
is started for it, with the try-out model where --model names no other.

${endpointOptionsHelp}  --fill-in-the-middle F   auto (default), none, codegeex4, glm45 or chat
  --multiline M            auto (default), never or always
  --max-tokens N           upper bound of the answer
  --language ID            VS Code's language identifier (default: by the file's name)
  --manual                 as if asked for by hand, also where the editor would not ask by itself
  --json                   print {text, range, reason, promptTokens, ms} for machines
`;

interface CompleteOptions {
  readonly file: string;
  readonly position: Position;
  readonly endpoint: EndpointChoice;
  readonly settings: CompletionSettings;
  readonly languageId: string | undefined;
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
  const startedAt = systemClock.now();
  try {
    const { model, format, contextTokens } = await connection.connect(io.signal);
    const askedAt = systemClock.now();
    const pipeline = new InlineCompletionPipeline({
      ...{ model, format, clock: systemClock, log: silentLog },
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
    connection.dispose();
  }
}

function print(
  outcome: CompletionOutcome,
  milliseconds: { readonly total: number; readonly completion: number } | undefined,
  { json }: CompleteOptions,
  io: CommandIo,
): number {
  const error = outcome.kind === 'none' ? outcome.error : undefined;
  const message =
    error === undefined ? undefined : formatMessage(error.code, error.args, (english) => io.translate(english));
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
  { file, position, languageId }: CompleteOptions,
  io: CommandIo,
): Promise<TextDocument | undefined> {
  const path = resolve(io.workingDirectory, file);
  const text = await readFile(path, 'utf8').catch(() => undefined);
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
  const inside = relative(io.workingDirectory, path);
  return {
    uri: pathToFileURL(path).href,
    path: inside.startsWith('..') || isAbsolute(inside) ? basename(path) : inside.split(sep).join('/'),
    languageId: languageId ?? languageOfPath(path),
    version: 1,
    text,
  };
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
  return {
    file: place[1] ?? '',
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
