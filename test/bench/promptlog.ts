/** The prompt log's figures: what a record costs, how fast texts are cleaned, how a large store is read. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FileStorage } from '../../src/node/promptlog/FileStorage';
import { keepMemorySteady } from '../../src/node/promptlog/keepMemorySteady';
import { WorkerPromptLog } from '../../src/node/promptlog/WorkerPromptLog';
import { exportLines } from '../../src/promptlog/exports/exportFormats';
import { PromptLogStore } from '../../src/promptlog/PromptLogStore';
import { contentClasses, createId } from '../../src/promptlog/records';
import { createRedactor } from '../../src/promptlog/redaction/redact';
import { segmentName } from '../../src/promptlog/segments';
import { record } from '../support/promptlog';

export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  /** Measurements behind the value. */
  readonly n: number;
  readonly detail?: Readonly<Record<string, number>>;
}

const source = `export async function loadSettings(path: string, token: string | undefined): Promise<Settings> {
  const text = await readFile(path, 'utf8');
  const parsed: unknown = JSON.parse(text);
  if (!isSettings(parsed)) {
    throw new Error(\`\${path} holds no settings\`); // "key" and "secret" are checked later
  }
  return { ...defaults, ...parsed, headers: { Authorization: \`Bearer \${token}\` } };
}

`;

function sourceOf(length: number): string {
  return source.repeat(Math.ceil(length / source.length)).slice(0, length);
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? 0;
}

function milliseconds(task: () => void): number {
  const begun = performance.now();
  task();
  return performance.now() - begun;
}

/** The processor time of a task that is no longer cold: a machine that does other things, too, must not count as slow. */
function leastTime(task: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const begun = process.threadCpuUsage();
    task();
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** 100,000 characters of source text with a few findings; the goal is the issue's. */
export function redact100k(): Record<'redact.100k', Figure> {
  const redact = createRedactor();
  const text = `${sourceOf(99_900)}\nmail me@host.org, DB_PASSWORD=hunter2x9\n`;
  const times = Array.from({ length: 40 }, () => milliseconds(() => redact(text))).slice(10);
  return { 'redact.100k': { value: percentile(times, 0.95), unit: 'ms', goal: '< 20', n: times.length } };
}

/** Ten million characters, and texts built to make an expression try everything: both must stay linear. */
export function redactLimits(): Record<'redact.10m' | 'redact.worst', Figure> {
  const redact = createRedactor();
  const large = sourceOf(10_000_000);
  redact(sourceOf(1_000_000));
  const time = milliseconds(() => redact(large));
  const pieces = [
    'a',
    'a.',
    'a@',
    '@a',
    'eyJ',
    'eyJ.',
    '://',
    '://a:',
    'key',
    'key=',
    'password=',
    '%25',
    '\\',
    '\\u0041',
    '\\\\"',
    '"',
    '1',
    '1 ',
    '1-',
    '+1',
    '1.',
    ':',
    'a:',
    '::',
    '-----BEGIN RSA ',
    `-----BEGIN ${['PRIVATE', 'KEY'].join(' ')}-----\n`,
    'kind: Secret\n',
    'kind: Secret\ndata: {',
    'PuTTY-User-Key-File-2: a\n',
    'SG.',
    'x-api-key: ',
    'https -a ',
    'htpasswd -b a b ',
    '"key", "',
    'AB_KEY "',
    'password is ',
    '密码: ',
    '\u001b[31ma',
    'data:\n a: b\n',
    'curl -u ',
    'mysql -p ',
    'aws',
    'aws ',
    '<SECRET:x#1>',
    '\u001b[',
    'cookie: a=b; ',
    'mnemonic: abandon ',
    'recovery codes ',
    'machine a login b ',
    '&token=',
    '/home/',
    'A',
    'aA1',
    'YWFh',
    'YWFh\n',
    '<password>',
    '-',
    '_',
    ' ',
    '\n',
    '中',
  ];
  const detail = Object.fromEntries(
    pieces.map((piece) => [
      JSON.stringify(piece),
      leastTime(() => redact(piece.repeat(Math.ceil(100_000 / piece.length)))),
    ]),
  );
  const worst = Math.max(...Object.values(detail));
  return {
    'redact.10m': { value: time, unit: 'ms', goal: '< 1000', n: 1 },
    'redact.worst': {
      value: worst,
      unit: 'ms',
      goal: '< 50',
      n: pieces.length,
      detail: Object.fromEntries(
        Object.entries(detail)
          .sort(([, one], [, other]) => other - one)
          .slice(0, 5),
      ),
    },
  };
}

/**
 * Appending a completion's record of about 8 KB: processor time on the thread that appends, from the call until the worker has confirmed
 * the write, with everything that this thread has to do for it in between.
 */
export async function appendCost(count = 400): Promise<Record<'promptlog.append.p95', Figure>> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
  const log = new WorkerPromptLog({
    entry: join(import.meta.dirname, '../../dist/promptlog-worker.js'),
    folder,
    window: 'bench',
    settings: () => ({ secrets: [], identity: [], patterns: [], retention: {} }),
    onFault: ({ reason }) => {
      throw new Error(reason);
    },
  });
  const append = async (length: number): Promise<number> => {
    const next = record({
      ts: new Date().toISOString(),
      surface: 'completion',
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'code_context', content: sourceOf(length) }] }],
    });
    const begun = process.threadCpuUsage();
    log.append(next);
    await log.flush();
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1000;
  };
  const appendMany = async (length: number): Promise<readonly number[]> => {
    const costs: number[] = [];
    for (let i = 0; i < count; i++) {
      costs.push(await append(length));
    }
    return costs.slice(50);
  };
  try {
    const usual = await appendMany(8000);
    const large = await appendMany(100_000);
    return {
      'promptlog.append.p95': {
        value: percentile(usual, 0.95),
        unit: 'ms',
        goal: '< 0.2',
        n: usual.length,
        detail: { p50: percentile(usual, 0.5), 'of 100 KB, p95': percentile(large, 0.95) },
      },
    };
  } finally {
    await log.close(1000);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fills a folder with a large store: a day of records in each segment, an outcome for every other one. */
export async function makeLargeStore(folder: string, count = 1_000_000): Promise<void> {
  const storage = new FileStorage(folder);
  const begun = Date.UTC(2026, 0, 1);
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const ts = new Date(begun + i * 10_000).toISOString();
    const next = record({ ts, id: createId(begun + i * 10_000), user_text: randomBytes(20).toString('hex') });
    lines.push(`${JSON.stringify(next)}\n`);
    if (i % 2 === 0) {
      const outcome = {
        schema: next.schema,
        event: 'outcome',
        record: next.id,
        ts,
        action: 'accepted',
        inferred: false,
      };
      lines.push(`${JSON.stringify(outcome)}\n`);
    }
    if (i % 2000 === 1999 || i === count - 1) {
      await storage.append(segmentName(ts.slice(0, 10), 'bench', Math.floor(i / 8000)), lines.splice(0).join(''));
    }
  }
}

/** Makes a store of a million records and reads it in a process of its own, which is started with `readStore` and its folder. */
export async function millionRecords(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
  try {
    await makeLargeStore(folder);
    const { stdout } = await promisify(execFile)(process.execPath, [process.argv[1] ?? '', readStore, folder]);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Instead of a prefix of names: read the store in the folder that follows. */
export const readStore = '--read-store';

/** Lists, filters and exports such a store, as the command line does. */
export async function readLargeStore(
  folder: string,
): Promise<Record<'promptlog.million.rss' | 'promptlog.million.list', Figure>> {
  keepMemorySteady();
  const store = new PromptLogStore(new FileStorage(folder), Date.now);
  const signal = new AbortController().signal;
  let peak = 0;
  let seen = 0;
  const drain = async (stream: AsyncIterable<unknown>): Promise<number> => {
    const begun = performance.now();
    for await (const _each of stream) {
      if (++seen % 1000 === 0) {
        peak = Math.max(peak, process.memoryUsage().rss);
      }
    }
    return (performance.now() - begun) / 1000;
  };
  const listed = await drain(store.read({ outcome: 'accepted', text: 'sort' }, 'newest', signal));
  const exported = await drain(exportLines(store.read({}, 'oldest', signal), 'jsonl', contentClasses));
  return {
    'promptlog.million.list': { value: listed, unit: 's', goal: '-', n: seen, detail: { export: exported } },
    'promptlog.million.rss': { value: peak / 1024 / 1024, unit: 'MB', goal: '< 200', n: seen },
  };
}
