/** `glm-tandem log`: reads, exports and deletes what the prompt log kept, and cleans texts the way it does. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { narrowed } from '../../promptlog/CollectorFeed';
import { exportFormats, exportLines } from '../../promptlog/exports/exportFormats';
import { sendToCollector } from '../../promptlog/exports/otlpFormat';
import { questionText, responseText } from '../../promptlog/exports/recordTexts';
import { type LoggedPrompt, type PromptFilter, PromptLogStore, type Unread } from '../../promptlog/PromptLogStore';
import { contentClasses } from '../../promptlog/records';
import { secretsOfEnvironment } from '../../promptlog/redaction/exactValues';
import { createRedactor } from '../../promptlog/redaction/redact';
import { FileStorage } from '../promptlog/FileStorage';
import { keepMemorySteady } from '../promptlog/keepMemorySteady';
import { promptLogDirectory } from '../promptlog/promptLogDirectory';
import { type CommandInput, type CommandIo, exitCode, UsageError } from './CommandIo';

export const logUsage = `Usage: glm-tandem log list [FILTER…] [--oldest] [--limit N] [--json]
       glm-tandem log show ID [--json]
       glm-tandem log export --format FORMAT [--out FILE | --endpoint URL] [--classes LIST] [FILTER…]
       glm-tandem log delete ID… | --all
       glm-tandem log redact [FILE]

Reads what the prompt log kept. Nothing leaves this machine but by "export".

  --store FOLDER    where the log lies (default: $TANDEM_PROMPT_LOG, or the data folder)
  --from, --to DAY  records of these days, both included; or exact times
  --surface NAME    completion, chat, inline_edit, agent, commit, evaluation
  --model NAME      part of the model's name
  --outcome NAME    accepted, rejected, …, or none
  --text WORDS      part of any text, whatever its case
  --format FORMAT   ${exportFormats.join(', ')}
  --classes LIST    content to export: ${contentClasses.join(',')}, or none
                    (default: all that was kept)
  --endpoint URL    send to an OpenTelemetry collector (format otlp)
  --json            print for machines

"redact" prints a file, or its standard input, without secrets and personal details.
`;

const optionSpec = {
  store: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  surface: { type: 'string' },
  model: { type: 'string' },
  outcome: { type: 'string' },
  text: { type: 'string' },
  oldest: { type: 'boolean', default: false },
  limit: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  endpoint: { type: 'string' },
  classes: { type: 'string' },
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: optionSpec });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${logUsage}`);
  }
}

type Options = ReturnType<typeof parse>['values'];

export async function runLog(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(args);
  const [action, ...operands] = positionals;
  if (values.help) {
    io.stdout.write(logUsage);
    return exitCode.done;
  }
  keepMemorySteady();
  const store = new PromptLogStore(new FileStorage(storeFolder(values, io)), Date.now);
  const [operand] = operands;
  if (action === 'list' && operand === undefined) {
    return await list(store, values, io);
  }
  if (action === 'show' && operand !== undefined && operands.length === 1) {
    return await show(store, operand, values, io);
  }
  if (action === 'export' && operand === undefined) {
    return await exportRecords(store, values, io);
  }
  if (action === 'delete' && values.all !== operands.length > 0) {
    return values.all ? await deleteAll(store, io) : await deleteSome(store, operands, io);
  }
  if (action === 'redact' && operands.length < 2) {
    return await redactText(operand, io);
  }
  const wanted: Readonly<Record<string, string>> = {
    show: 'show: exactly one id.',
    delete: 'delete: either ids or --all.',
    redact: 'redact: one file at most.',
  };
  throw action === undefined
    ? new UsageError(logUsage)
    : wrong(wanted[action] ?? `What is “${positionals.join(' ')}”?`);
}

function wrong(what: string): UsageError {
  return new UsageError(`${what}\n\n${logUsage}`);
}

function storeFolder({ store }: Options, { environment, workingDirectory }: CommandIo): string {
  return store === undefined || store === ''
    ? promptLogDirectory(environment, workingDirectory)
    : resolve(workingDirectory, store);
}

function filterOf({ from, to, surface, model, outcome, text }: Options): PromptFilter {
  for (const [name, time] of Object.entries({ from, to })) {
    if (time !== undefined && !(/^\d{4}-\d{2}-\d{2}/.test(time) && Number.isFinite(Date.parse(time)))) {
      throw wrong(`--${name} ${time}: not a day like 2026-01-31.`);
    }
  }
  return {
    ...(from !== undefined && { from }),
    // A day given as the end is meant whole.
    ...(to !== undefined && { to: /^\d{4}-\d{2}-\d{2}$/.test(to) ? `${to}T24` : to }),
    ...(surface !== undefined && { surface }),
    ...(model !== undefined && { model }),
    ...(outcome !== undefined && { outcome }),
    ...(text !== undefined && { text }),
  };
}

async function list(store: PromptLogStore, options: Options, io: CommandIo): Promise<number> {
  const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : Number(options.limit);
  if (!(limit > 0)) {
    throw wrong(`--limit ${options.limit}: not a number above 0.`);
  }
  const unread = new UnreadLines();
  let count = 0;
  const order = options.oldest ? 'oldest' : 'newest';
  for await (const logged of store.read(filterOf(options), order, io.signal, unread.count)) {
    io.stdout.write(options.json ? `${JSON.stringify(summary(logged))}\n` : `${summaryLine(logged)}\n`);
    if (++count >= limit) {
      break;
    }
  }
  if (count === 0) {
    const isEmpty = (await store.size()) === 0;
    const folder = storeFolder(options, io);
    say(io, isEmpty ? io.translate('There are no records in {0}.') : io.translate('No record in {0} fits.'), folder);
  }
  unread.tell(io);
  return exitCode.done;
}

/** What a list or an export leaves out without anybody having asked for it. */
class UnreadLines {
  readonly #counts = { torn: 0, foreign: 0 };

  readonly count = (why: Unread): void => {
    this.#counts[why]++;
  };

  tell(io: CommandIo): void {
    const { torn, foreign } = this.#counts;
    if (torn > 0) {
      say(io, io.translate('Torn lines left out, as after a crash: {0}'), torn);
    }
    if (foreign > 0) {
      say(io, io.translate('Lines of another version left out: {0}'), foreign);
    }
  }
}

function say(io: CommandIo, text: string, ...values: readonly (string | number)[]): void {
  io.stderr.write(`${text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]))}\n`);
}

function summary({ record, outcomes }: LoggedPrompt) {
  return {
    id: record.id,
    ts: record.ts,
    surface: record.surface,
    model: record['gen_ai.response.model'] ?? record['gen_ai.request.model'] ?? null,
    outcomes: outcomes.map(({ action }) => action),
    inputTokens: record['gen_ai.usage.input_tokens'] ?? null,
    outputTokens: record['gen_ai.usage.output_tokens'] ?? null,
    redactions: record.redaction.hits.reduce((sum, { count }) => sum + count, 0),
  };
}

function summaryLine(logged: LoggedPrompt): string {
  const { id, ts, surface, model, outcomes } = summary(logged);
  // A terminal obeys what it is shown: colours and titles of a text stay in the text.
  const text = (questionText(logged.record) || responseText(logged.record))
    .replace(/\s+/g, ' ')
    .replace(/[\p{Control}\p{Bidi_Control}]/gu, '')
    .slice(0, 60)
    .toWellFormed();
  return [id, ts, surface, model ?? '-', [...new Set(outcomes)].join(',') || '-', text].join('  ');
}

async function show(store: PromptLogStore, id: string, options: Options, io: CommandIo): Promise<number> {
  const logged = await store.find(id, io.signal);
  if (logged === undefined) {
    say(io, io.translate('There is no such record in the prompt log.'));
    return exitCode.failed;
  }
  const value = { ...logged.record, outcomes: logged.outcomes };
  const json = JSON.stringify(value, null, options.json ? undefined : 2);
  // JSON leaves the controls of eight bits as they are, which some terminals obey.
  io.stdout.write(`${json.replace(/[\x7f-\x9f]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`)}\n`);
  return exitCode.done;
}

async function exportRecords(store: PromptLogStore, options: Options, io: CommandIo): Promise<number> {
  const format = exportFormats.find((each) => each === (options.format ?? 'jsonl'));
  const wanted =
    options.classes === undefined
      ? contentClasses
      : options.classes.split(',').filter((name) => name !== '' && name !== 'none');
  const classes = contentClasses.filter((each) => wanted.some((name) => name === each));
  if (format === undefined) {
    throw wrong(`--format ${options.format}: not one of ${exportFormats.join(', ')}.`);
  }
  if (classes.length !== wanted.length) {
    throw wrong(`--classes ${options.classes}: not all of these are among ${contentClasses.join(', ')}.`);
  }
  if (options.endpoint !== undefined && format !== 'otlp') {
    throw wrong('--endpoint goes with --format otlp.');
  }
  const unread = new UnreadLines();
  const logged = store.read(filterOf(options), 'oldest', io.signal, unread.count);
  if (options.endpoint !== undefined) {
    try {
      await sendToCollector(narrowed(logged, classes), { endpoint: options.endpoint }, fetch, io.signal);
    } catch (error) {
      io.signal.throwIfAborted();
      say(
        io,
        io.translate('The collector did not take the records: {0}'),
        error instanceof Error ? error.message : String(error),
      );
      return exitCode.failed;
    }
    unread.tell(io);
    return exitCode.done;
  }
  let count = 0;
  const lines = counted(exportLines(logged, format, classes), () => count++);
  if (options.out !== undefined) {
    const path = resolve(io.workingDirectory, options.out);
    try {
      await writeFile(path, lines, { mode: 0o600 });
    } catch (error) {
      return fileFault(error, io.translate('This file cannot be written: {0} ({1})'), path, io);
    }
    say(io, io.translate('Lines written to {1}: {0}'), count, path);
  } else {
    for await (const line of lines) {
      io.stdout.write(line);
    }
  }
  if (count === 0) {
    say(io, io.translate('No record in {0} fits.'), storeFolder(options, io));
  }
  unread.tell(io);
  return exitCode.done;
}

async function* counted<T>(values: AsyncIterable<T>, onValue: () => void): AsyncGenerator<T> {
  for await (const value of values) {
    onValue();
    yield value;
  }
}

/** A file that the system refuses is told in a sentence; everything else stays a fault. */
function fileFault(error: unknown, text: string, path: string, io: CommandIo): number {
  if (!(error instanceof Error && 'code' in error) || io.signal.aborted) {
    throw error;
  }
  say(io, text, path, String(error.code));
  return exitCode.failed;
}

async function deleteAll(store: PromptLogStore, io: CommandIo): Promise<number> {
  await store.deleteAll();
  say(io, io.translate('The prompt log is empty now.'));
  return exitCode.done;
}

async function deleteSome(store: PromptLogStore, ids: readonly string[], io: CommandIo): Promise<number> {
  let deleted = 0;
  for (const id of ids) {
    if (await store.delete(id, io.signal)) {
      deleted++;
    } else {
      say(io, io.translate('The prompt log has no record {0}.'), id);
    }
  }
  say(io, io.translate('Records deleted: {0}'), deleted);
  return deleted === ids.length ? exitCode.done : exitCode.failed;
}

async function redactText(file: string | undefined, io: CommandIo): Promise<number> {
  const redact = createRedactor({ known: { environment: secretsOfEnvironment(io.environment) } });
  let text: string;
  if (file === undefined || file === '-') {
    text = await textOf(io.stdin);
  } else {
    const path = resolve(io.workingDirectory, file);
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      return fileFault(error, io.translate('This file cannot be read: {0} ({1})'), path, io);
    }
  }
  const { text: clean, hits } = redact(text);
  io.stdout.write(clean);
  const counts = new Map<string, number>();
  for (const { rule } of hits) {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  for (const [rule, count] of counts) {
    io.stderr.write(`${rule}: ${count}\n`);
  }
  return exitCode.done;
}

async function textOf(input: CommandInput | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input ?? []) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
