/** `glm-tandem log`: reads, exports and deletes what the prompt log kept, and cleans texts the way it does. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { narrowed } from '../../promptlog/CollectorFeed';
import { exportFormats, exportLines } from '../../promptlog/exports/exportFormats';
import { sendToCollector } from '../../promptlog/exports/otlpFormat';
import { questionText, responseText } from '../../promptlog/exports/recordTexts';
import { type LoggedPrompt, type PromptFilter, PromptLogStore } from '../../promptlog/PromptLogStore';
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
    return values.all ? await deleteAll(store) : await deleteSome(store, operands, io);
  }
  if (action === 'redact' && operands.length < 2) {
    return await redactText(operand, io);
  }
  throw new UsageError(logUsage);
}

function storeFolder({ store }: Options, { environment, workingDirectory }: CommandIo): string {
  return store === undefined || store === ''
    ? promptLogDirectory(environment, workingDirectory)
    : resolve(workingDirectory, store);
}

function filterOf({ from, to, surface, model, outcome, text }: Options): PromptFilter {
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
    throw new UsageError(logUsage);
  }
  let count = 0;
  for await (const logged of store.read(filterOf(options), options.oldest ? 'oldest' : 'newest', io.signal)) {
    io.stdout.write(options.json ? `${JSON.stringify(summary(logged))}\n` : `${summaryLine(logged)}\n`);
    if (++count >= limit) {
      break;
    }
  }
  return exitCode.done;
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
  const text = (questionText(logged.record) || responseText(logged.record)).replace(/\s+/g, ' ').slice(0, 60);
  return [id, ts, surface, model ?? '-', [...new Set(outcomes)].join(',') || '-', text].join('  ');
}

async function show(store: PromptLogStore, id: string, options: Options, io: CommandIo): Promise<number> {
  const logged = await store.find(id, io.signal);
  if (logged === undefined) {
    io.stderr.write(`${io.translate('There is no such record in the prompt log.')}\n`);
    return exitCode.failed;
  }
  const value = { ...logged.record, outcomes: logged.outcomes };
  io.stdout.write(`${JSON.stringify(value, null, options.json ? undefined : 2)}\n`);
  return exitCode.done;
}

async function exportRecords(store: PromptLogStore, options: Options, io: CommandIo): Promise<number> {
  const format = exportFormats.find((each) => each === (options.format ?? 'jsonl'));
  const wanted =
    options.classes === undefined
      ? contentClasses
      : options.classes.split(',').filter((name) => name !== '' && name !== 'none');
  const classes = contentClasses.filter((each) => wanted.some((name) => name === each));
  if (
    format === undefined ||
    classes.length !== wanted.length ||
    (options.endpoint !== undefined && format !== 'otlp')
  ) {
    throw new UsageError(logUsage);
  }
  const logged = store.read(filterOf(options), 'oldest', io.signal);
  if (options.endpoint !== undefined) {
    try {
      await sendToCollector(narrowed(logged, classes), { endpoint: options.endpoint }, fetch, io.signal);
    } catch (error) {
      io.signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      io.stderr.write(`${io.translate('The collector did not take the records: {0}').replace('{0}', reason)}\n`);
      return exitCode.failed;
    }
    return exitCode.done;
  }
  const lines = exportLines(logged, format, classes);
  if (options.out !== undefined) {
    await writeFile(resolve(io.workingDirectory, options.out), lines, { mode: 0o600 });
    return exitCode.done;
  }
  for await (const line of lines) {
    io.stdout.write(line);
  }
  return exitCode.done;
}

async function deleteAll(store: PromptLogStore): Promise<number> {
  await store.deleteAll();
  return exitCode.done;
}

async function deleteSome(store: PromptLogStore, ids: readonly string[], io: CommandIo): Promise<number> {
  let result: number = exitCode.done;
  for (const id of ids) {
    if (!(await store.delete(id, io.signal))) {
      io.stderr.write(`${io.translate('There is no such record in the prompt log.')} ${id}\n`);
      result = exitCode.failed;
    }
  }
  return result;
}

async function redactText(file: string | undefined, io: CommandIo): Promise<number> {
  const redact = createRedactor({ known: { environment: secretsOfEnvironment(io.environment) } });
  const text =
    file === undefined || file === '-'
      ? await textOf(io.stdin)
      : await readFile(resolve(io.workingDirectory, file), 'utf8');
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
