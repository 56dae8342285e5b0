/** `glm-tandem log` and `debug redact` over a store on disk. */
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/node/commands/CommandIo';
import { debugRedact } from '../../../src/node/commands/debugRedact';
import { runLog } from '../../../src/node/commands/log';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { PromptLogWriter } from '../../../src/promptlog/PromptLogWriter';
import { createRedactor } from '../../../src/promptlog/redaction/redact';
import { record } from '../../support/promptlog';

let folder = '';
const first = record({ ts: '2026-03-01T10:00:00.000Z', user_text: 'Sort a list' });
const second = record({ ts: '2026-03-02T10:00:00.000Z', surface: 'commit', user_text: 'Name this commit' });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-log-'));
  const writer = new PromptLogWriter(
    {
      storage: new FileStorage(folder),
      now: Date.now,
      defer: queueMicrotask,
      onFault: (fault) => expect.unreachable(String(fault)),
      redact: createRedactor(),
    },
    'w',
  );
  writer.append(first);
  writer.append(second);
  writer.appendOutcome({ record: second.id, action: 'applied', inferred: false });
  await writer.flush();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(args: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io = {
    stdin: {
      isTerminal: false,
      async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
        yield Buffer.from(input);
      },
    },
    stdout: {
      write: (text: string) => {
        out += text;
      },
    },
    stderr: {
      write: (text: string) => {
        err += text;
      },
    },
    isTerminal: false,
    translate: (english: string) => english,
    signal: new AbortController().signal,
    environment: { TANDEM_PROMPT_LOG: folder, SOME_TOKEN: 'environment-secret-1' },
    workingDirectory: folder,
  };
  return { code: await runLog(args, io), out, err };
}

describe('glm-tandem log', () => {
  it('lists newest first, for people and machines', async () => {
    expect((await run(['list'])).out.split('\n').map((line) => line.split('  ').slice(2).join('|'))).toEqual([
      'commit|glm-4-9b|applied|Name this commit',
      'chat|glm-4-9b|-|Sort a list',
      '',
    ]);
    const { out } = await run(['list', '--json', '--oldest', '--limit', '1']);
    expect(JSON.parse(out)).toMatchObject({ id: first.id, surface: 'chat', outcomes: [] });
    expect((await run(['list', '--from', '2026-03-02', '--to', '2026-03-02', '--json'])).out.split('\n')).toHaveLength(
      2,
    );
  });

  it('shows one, whole', async () => {
    const { out, code } = await run(['show', second.id]);
    expect([code, JSON.parse(out).outcomes[0].action]).toEqual([0, 'applied']);
    expect(await run(['show', 'nobody'])).toMatchObject({ code: 1, err: expect.stringContaining('no such record') });
  });

  it('says what it leaves out of a store with odd lines, and that there is nothing', async () => {
    const [day = ''] = await readdir(folder);
    const later = JSON.stringify({ schema: 'glm.promptlog/2', id: 'z', anything: 1 });
    await appendFile(join(folder, day), `${JSON.stringify(second).slice(0, 40)}\n\n${later}\n   \n{"half`);
    const odd = 'Torn lines left out, as after a crash: 2\nLines of another version left out: 1\n';
    expect(await run(['list', '--surface', 'chat'])).toMatchObject({
      out: expect.stringContaining(first.id),
      err: odd,
    });
    expect(await run(['list', '--text', 'nowhere'])).toEqual({
      code: 0,
      out: '',
      err: `No record in ${folder} fits.\n${odd}`,
    });
    const path = join(folder, 'x.jsonl');
    expect(await run(['export', '--out', path])).toEqual({
      code: 0,
      out: '',
      err: `Lines written to ${path}: 2\n${odd}`,
    });
    const empty = join(folder, 'none');
    expect(await run(['list', '--store', empty])).toEqual({
      code: 0,
      out: '',
      err: `There are no records in ${empty}.\n`,
    });
  });

  it('lets no text command the terminal', async () => {
    const writer = new PromptLogWriter(
      {
        ...{ storage: new FileStorage(folder), now: Date.now, defer: queueMicrotask, redact: createRedactor() },
        onFault: (fault) => expect.unreachable(String(fault)),
      },
      'x',
    );
    const hostile = record({ ts: '2026-03-03T10:00:00.000Z', user_text: 'a\u001b]0;title\u0007b\u009b31mc\u202ed' });
    writer.append(hostile);
    await writer.flush();
    const { out } = await run(['list', '--limit', '1']);
    expect(out).toMatch(/ {2}a\]0;titleb31mcd\n$/);
    const shown = (await run(['show', hostile.id])).out;
    expect(shown).not.toMatch(/[\p{Control}--\n]/v);
    expect(JSON.parse(shown).user_text).toBe(hostile.user_text);
  });

  it.each<[string, readonly string[], string]>([
    ['a format', ['export', '--format', 'nope'], '--format nope: not one of jsonl, humaneval'],
    ['a class', ['export', '--classes', 'prompts,nope'], '--classes prompts,nope: not all of these are among prompts'],
    ['a collector for files', ['export', '--endpoint', 'http://h'], '--endpoint goes with --format otlp.'],
    ['a day', ['list', '--from', 'yesterday'], '--from yesterday: not a day like 2026-01-31.'],
    ['a day that is none', ['list', '--to', '2026-13-45'], '--to 2026-13-45: not a day like 2026-01-31.'],
    ['a limit', ['list', '--limit', '0'], '--limit 0: not a number above 0.'],
    ['no id', ['delete'], 'delete: either ids or --all.'],
    ['ids and all', ['delete', 'x', '--all'], 'delete: either ids or --all.'],
    ['two ids', ['show', 'a', 'b'], 'show: exactly one id.'],
    ['a word', ['lst'], 'What is “lst”?'],
  ])('says what is wrong with %s, before how it is used', async (_, args, reason) => {
    await expect(run(args)).rejects.toSatisfy(
      (error) => error instanceof UsageError && error.message.startsWith(reason) && error.message.includes('Usage:'),
    );
  });

  it('tells files that cannot be read or written in a sentence', async () => {
    const path = join(folder, 'none', 'x');
    expect(await run(['redact', path])).toEqual({
      code: 1,
      out: '',
      err: `This file cannot be read: ${path} (ENOENT)\n`,
    });
    expect(await run(['export', '--out', path])).toEqual({
      ...{ code: 1, out: '', err: `This file cannot be written: ${path} (ENOENT)\n` },
    });
  });

  it('says what it deleted', async () => {
    expect(await run(['delete', first.id, 'nobody'])).toEqual({
      ...{ code: 1, out: '', err: 'The prompt log has no record nobody.\nRecords deleted: 1\n' },
    });
    expect(await run(['delete', '--all'])).toEqual({ code: 0, out: '', err: 'The prompt log is empty now.\n' });
  });

  it('exports to a file that nobody else reads, and only what is asked for', async () => {
    await run(['export', '--out', 'x.jsonl', '--classes', 'none']);
    const text = await readFile(join(folder, 'x.jsonl'), 'utf8');
    expect([
      text.split('\n').length,
      text.includes('Sort'),
      ((await stat(join(folder, 'x.jsonl'))).mode & 0o77) === 0 || process.platform === 'win32',
    ]).toEqual([3, false, true]);
    expect((await run(['export', '--format', 'continue', '--surface', 'chat'])).out).toContain('chatInteraction');
  });

  it('sends to a collector what was allowed and nothing else', async () => {
    const received: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push(`${request.method} ${request.url} ${body}`);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    try {
      const { code } = await run([
        'export',
        '--format',
        'otlp',
        '--endpoint',
        `http://127.0.0.1:${port}`,
        '--classes',
        'responses',
      ]);
      expect([code, received.length]).toEqual([0, 1]);
      expect(received[0]).toMatch(/^POST \/v1\/traces \{"resourceSpans"/);
      expect([received[0]?.includes('sorted()'), received[0]?.includes('Sort a list')]).toEqual([true, false]);
    } finally {
      server.close();
    }
    expect((await run(['export', '--format', 'otlp', '--endpoint', 'http://127.0.0.1:1'])).code).toBe(1);
  });

  it('deletes one, or all', async () => {
    expect((await run(['delete', first.id])).code).toBe(0);
    expect((await run(['delete', first.id])).code).toBe(1);
    expect((await run(['list'])).out).not.toContain(first.id);
    await run(['delete', '--all']);
    expect((await run(['list'])).out).toBe('');
  });

  it('cleans a text', async () => {
    const { out, err } = await run(['redact'], 'mail a@b.org and environment-secret-1\n');
    expect(out).toBe('mail <EMAIL#1> and <SECRET:environment-value#1>\n');
    expect(err).toContain('email: 1');
  });

  it.each([
    [[]],
    [['list', 'x']],
    [['show']],
    [['delete']],
    [['delete', '--all', 'x']],
    [['export', '--format', 'csv']],
    [['export', '--classes', 'all']],
    [['list', '--limit', 'x']],
    [['--nonsense']],
  ])('refuses %j', async (args) => {
    await expect(run(args)).rejects.toBeInstanceOf(UsageError);
  });
});

describe('debug redact', () => {
  it('answers as documented', () => {
    const key = `${'0'.repeat(32)}.${'FAKE'.repeat(4)}`;
    expect(debugRedact({ id: 1, text: `key=${key}` })).toEqual({
      id: 1,
      text: 'key=<SECRET:glm-key#1>',
      hits: [{ rule: 'glm-key', start: 4, end: 53 }],
    });
    expect(debugRedact({ id: 2, text: 'xyzzy123', secrets: ['xyzzy123'] })).toMatchObject({
      text: '<SECRET:known-secret#1>',
    });
    expect(debugRedact({ id: 3 })).toMatchObject({ id: 3, error: { code: 'bad_request' } });
  });
});
