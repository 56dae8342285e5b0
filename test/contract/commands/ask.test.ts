/** `glm-tandem ask` against the scripted endpoint: where the question comes from, what goes where, and how it fails. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAsk } from '../../../src/node/commands/ask';
import { type CommandInput, type CommandIo, UsageError } from '../../../src/node/commands/CommandIo';
import {
  chunkOf,
  eventsOf,
  json,
  type Reply,
  ScriptedEndpoint,
  streamOf,
  unusedPort,
} from '../../support/ScriptedEndpoint';
import { type CommandRun, inputOf, runCommand } from '../../unit/node/commands/commandIo';

const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.7' });
let folder: string;

beforeAll(async () => {
  await endpoint.start();
  folder = mkdtempSync(join(tmpdir(), 'tandem-ask-'));
  writeFileSync(join(folder, 'a.py'), 'x = 1');
  writeFileSync(join(folder, 'b.md'), '```js\ny\n```\n');
});
afterAll(async () => {
  await endpoint.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  endpoint.reset();
});

async function ask(args: readonly string[], io: Partial<CommandIo> = {}): Promise<CommandRun> {
  const run = await runCommand(runAsk, args.includes('--endpoint') ? args : [...args, '--endpoint', endpoint.url], {
    environment: { KEY: 'canaryKey' },
    workingDirectory: folder,
    ...io,
  });
  expect(run.stdout + run.stderr).not.toContain('canaryKey');
  return run;
}

const said = (text: string, end: string | null = null): object => chunkOf('/chat/completions', 'm', text, end);
const bytes = (piece: string): Reply => ({ kind: 'bytes', pieces: [piece] });

const question = (): unknown => (endpoint.generations[0]?.json?.messages as { content: string }[])?.at(-1)?.content;

/** A stream with thoughts before the text. */
const thoughtful = (): void => {
  const delta = (value: object, end: string | null = null) => ({
    choices: [{ index: 0, delta: value, finish_reason: end }],
  });
  endpoint.always({
    kind: 'bytes',
    pieces: [
      eventsOf(delta({ reasoning_content: 'I wonder' }), delta({ reasoning_content: ' why.' })),
      eventsOf(delta({ content: 'Because' }), delta({ content: ' so.' }), delta({}, 'stop'), '[DONE]'),
    ],
  });
};

describe('glm-tandem ask', () => {
  it('gives a terminal nothing to obey, however it is cut, and scripts all of it', async () => {
    const hostile = 'a\u001b]0;title\u0007b\u001b[2J\u009b31mc\u0000d\r\ne';
    const delta = (value: object, end: string | null = null) => ({
      choices: [{ index: 0, delta: value, finish_reason: end }],
    });
    const frames = [
      ...[...hostile].map((letter) => delta({ reasoning_content: letter })),
      ...[...hostile].map((letter) => delta({ content: letter })),
      delta({}, 'stop'),
    ];
    endpoint.always({ kind: 'bytes', pieces: [eventsOf(...frames, '[DONE]')] });
    expect(await ask(['Hi?'])).toMatchObject({ code: 0, stdout: 'abcd\ne\n', stderr: 'abcd\ne\n' });
    expect(JSON.parse((await ask(['Hi?', '--json'])).stdout)).toMatchObject({ content: hostile, reasoning: hostile });
    endpoint.reset().always(streamOf(hostile));
    expect((await ask(['Hi?', '--agent'])).stdout).toBe('abcd\ne\n');
  });

  it('streams the answer, piece by piece, and ends its line', async () => {
    endpoint.always(streamOf('Hello to you.'));
    const pieces: string[] = [];
    const { code, stderr } = await ask(['Hi?', '--key-from-env', 'KEY'], {
      stdout: { write: (text) => pieces.push(text) },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(pieces.join('')).toBe('Hello to you.\n');
    expect(pieces.length).toBeGreaterThan(2);
    expect(question()).toBe('Hi?');
    expect(endpoint.generations[0]?.headers.authorization).toBe('Bearer canaryKey');
  });

  it('reads the question from what is piped in', async () => {
    endpoint.always(streamOf('4'));
    expect((await ask([], { stdin: inputOf(['What is\n', '2+2?\n']) })).stdout).toBe('4\n');
    expect(question()).toBe('What is\n2+2?');
  });

  it('sends files along, each in a fence of its own', async () => {
    endpoint.always(streamOf('ok'));
    await ask(['Why?', '--file', 'a.py', '--file', 'b.md']);
    expect(question()).toBe('a.py\n```python\nx = 1\n```\n\nb.md\n````markdown\n```js\ny\n```\n````\n\nWhy?');
  });

  describe('about a web page', () => {
    let page: Server;
    let address = '';
    let visits = 0;
    beforeAll(async () => {
      page = createServer((_request, response) => {
        visits++;
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Loops</h1><script>1</script>');
      });
      await new Promise<void>((done) => page.listen(0, '127.0.0.1', done));
      address = `http://127.0.0.1:${(page.address() as AddressInfo).port}/loops`;
    });
    afterAll(() => new Promise((done) => page.close(done)));
    /** Somebody at a terminal who types this. */
    const typing = (line: string): CommandInput => ({ ...inputOf([line]), isTerminal: true });

    it('asks at a terminal, and fetches after a yes', async () => {
      endpoint.always(streamOf('ok'));
      const { code, stderr } = await ask([`What says @url:${address}?`], { stdin: typing('y\n') });
      expect([code, stderr]).toEqual([0, `Fetch this page for the model? ${address} [y] yes  [n] no: `]);
      expect(question()).toContain(`Web page ${address}:\n\`\`\`\n# Loops\n\`\`\``);
    });

    it('fetches nothing after a no, or where nobody can be asked, unless this very address was allowed', async () => {
      endpoint.always(streamOf('ok'));
      const before = visits;
      const declined = await ask([`@url:${address}`], { stdin: typing('\n') });
      expect([declined.code, declined.stderr]).toEqual([1, expect.stringContaining('This was not fetched:')]);
      const unasked = await ask([`@url:${address}`, '--allow-url', `${address}/other`], { stdin: inputOf([]) });
      expect([unasked.code, unasked.stderr]).toEqual([1, expect.stringContaining('allow it with --allow-url:')]);
      expect([visits, endpoint.generations.length]).toEqual([before, 0]);
      expect((await ask([`@url:${address}`, '--allow-url', address])).code).toBe(0);
      expect(visits).toBe(before + 1);
    });

    it('says why there are no problems and no terminals', async () => {
      expect((await ask(['Fix @problems'])).stderr).toMatch(/^Only the editor knows problems\..*--file.*@problems\n$/);
      expect((await ask(['Why @terminal?'])).stderr).toMatch(/^Only the editor sees its terminals\..*@terminal\n$/);
      expect(endpoint.generations).toEqual([]);
    });
  });

  it('SEC-52: sends nothing that nobody sees, says so, and leaves the file alone', async () => {
    endpoint.always(streamOf('ok'));
    const hidden = 'x\u{e0041}\u200b = 1 # می\u200cخواهم';
    writeFileSync(join(folder, 'hidden.py'), hidden);
    const { stderr } = await ask(['Why\u202e @hidden.py', '--file', 'hidden.py']);
    expect(question()).not.toMatch(/[\u{e0041}\u200b\u202e]/u);
    expect(question()).toMatch(/x⟨U\+E0041⟩⟨U\+200B⟩ = 1 # می\u200cخواهم[\s\S]*Why⟨U\+202E⟩/);
    expect(stderr).toBe(
      '5 characters that cannot be seen (U+E0041, U+200B, U+202E) go to the model as visible marks.\n',
    );
    expect(readFileSync(join(folder, 'hidden.py'), 'utf8')).toBe(hidden);
  });

  it('keeps thoughts off stdout, and to itself when told so', async () => {
    thoughtful();
    expect(await ask(['Why?'])).toEqual({ code: 0, stdout: 'Because so.\n', stderr: 'I wonder why.\n' });
    expect(await ask(['Why?', '--quiet'])).toEqual({ code: 0, stdout: 'Because so.\n', stderr: '' });
    expect((await ask(['Why?'], { isTerminal: true })).stderr).toContain('\u001B[2mI wonder\u001B[22m');
  });

  it('prints all about it for machines', async () => {
    thoughtful();
    const { stdout, stderr } = await ask(['Why?', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      content: 'Because so.',
      reasoning: 'I wonder why.',
      finish: 'stop',
      usage: null,
      ms: expect.any(Number),
    });
    expect(stderr).toBe('');
  });

  it('says that the answer was cut at the limit', async () => {
    endpoint.always(streamOf('one two three four five'));
    const { code, stdout, stderr } = await ask(['Count', '--max-tokens', '2']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one two \n' });
    expect(stderr).toContain('--max-tokens');
  });

  it.each<[string, Reply, number, string, string]>([
    ['cut off', bytes(eventsOf(said('half'))), 1, 'half\n', 'The answer was interrupted.\n'],
    ['ended by a policy', bytes(eventsOf(said('half', 'sensitive'))), 1, 'half\n', 'The provider’s content policy'],
    ['ended for a strange reason', bytes(eventsOf(said('half', 'flare'))), 1, 'half\n', 'not known here: “flare”'],
    ['with a hole', bytes(`data: {"choi\n\n${eventsOf(said('half', 'stop'), '[DONE]')}`), 1, 'half\n', 'may have gaps'],
    ['that is empty', bytes(eventsOf(said('', 'stop'), '[DONE]')), 0, '', 'The model gave an empty answer.\n'],
  ])('says of an answer %s that it is', async (_, reply, code, stdout, stderr) => {
    endpoint.always(reply);
    expect(await ask(['Hi?'])).toEqual({ code, stdout, stderr: expect.stringContaining(stderr) });
    expect(JSON.parse((await ask(['Hi?', '--json'])).stdout)).toMatchObject({ content: stdout.trim() });
  });

  it('gives up on a server that stays busy, and promises nothing', async () => {
    endpoint.always(json({ error: { code: '1302', message: 'busy' } }, 429, { 'retry-after': '0.01' }));
    const { code, stderr } = await ask(['Hi?']);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')).toBe(
      'HOST asks to slow down. Trying again by itself in a moment.\nHOST is busy and asked to slow down. Try again in a moment.\n',
    );
  });

  it('says that a key is missing where none was given', async () => {
    endpoint.always(json({ error: { code: '1001', message: 'x' } }, 401));
    const { stderr } = await ask(['Hi?']);
    expect(stderr).toContain('wants a key, and none is set');
    expect(stderr).toContain('--key-from-env names the environment variable');
  });

  it('fails with the fault’s sentence', async () => {
    endpoint.always(json({ error: { code: '1002', message: 'canaryKey is wrong' } }, 401));
    expect(await ask(['Hi?', '--key-from-env', 'KEY'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('rejected the key'),
    });
    expect(await ask(['Hi?', '--endpoint', `http://127.0.0.1:${await unusedPort()}`])).toMatchObject({ code: 1 });
    expect(await ask(['Hi?', '--file', 'missing.ts'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('missing.ts'),
    });
  });

  it('asks a busy server again, and says so', async () => {
    endpoint.always(streamOf('Here I am.'));
    endpoint.enqueue(json({ error: { code: '1302', message: 'busy' } }, 429, { 'retry-after': '0.2' }));
    const { code, stdout, stderr } = await ask(['Hi?']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Here I am.\n' });
    expect(stderr).toContain('slow down');
  });

  it('ends at once, and the request with it, when it is interrupted', async () => {
    endpoint.always(streamOf('on and on '.repeat(500), { betweenMilliseconds: 20 }));
    const controller = new AbortController();
    const { code } = await ask(['Go on'], {
      signal: controller.signal,
      stdout: { write: () => controller.abort(new DOMException('Interrupted', 'AbortError')) },
    });
    expect(code).toBe(130);
    await endpoint.generations[0]?.finished;
    expect(endpoint.generations[0]?.closedByClientAt).toBeDefined();
  });

  it.each<[readonly string[], string | undefined]>([
    [[], undefined],
    [[''], undefined],
    [[], ' \n'],
    [['one', 'two'], undefined],
    [['Hi', '--max-tokens', '0'], undefined],
    [['Hi', '--model', 'x.gguf'], undefined],
    [['Hi', '--key-from-env', 'NOT_SET'], undefined],
    [['Hi', '--nonsense'], undefined],
  ])('refuses %j with input %j', async (args, input) => {
    await expect(ask(args, input === undefined ? {} : { stdin: inputOf([input]) })).rejects.toThrow(UsageError);
  });
});
