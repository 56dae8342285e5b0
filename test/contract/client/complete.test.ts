/** `glm-tandem complete` against a scripted server: what is printed where, and the exit codes. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/node/commands/CommandIo';
import { runComplete } from '../../../src/node/commands/complete';
import { json, ScriptedEndpoint, streamOf, unusedPort } from '../../support/ScriptedEndpoint';

const endpoint = new ScriptedEndpoint({ modelId: 'codegeex4' });
let folder: string;

beforeAll(async () => {
  await endpoint.start();
  folder = mkdtempSync(join(tmpdir(), 'tandem-complete-'));
  writeFileSync(join(folder, 'a.ts'), 'const x = ;\nfoo(x)\n');
  writeFileSync(join(folder, 'dos.py'), 'def 加(甲):\r\n    \r\n');
});
afterAll(async () => {
  await endpoint.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  endpoint.reset();
});

async function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runComplete(args, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    isTerminal: false,
    translate: (english) => english,
    signal: new AbortController().signal,
    environment: { MY_KEY: 'verySecretKey' },
    workingDirectory: folder,
  });
  const [stdout, stderr] = [out.join(''), err.join('')];
  expect(stdout + stderr).not.toContain('verySecretKey');
  return { code, stdout, stderr };
}

describe('glm-tandem complete', () => {
  it('prints the text that the editor would show', async () => {
    endpoint.always(streamOf('compute(1);\nnext();'));
    expect(await run('a.ts:1:11', '--endpoint', endpoint.url, '--key-from-env', 'MY_KEY')).toEqual({
      code: 0,
      stdout: 'compute(1)\n',
      stderr: '',
    });
    const [sent] = endpoint.generations;
    expect(sent?.json).toMatchObject({ model: 'codegeex4' });
    expect(sent?.headers.authorization).toBe('Bearer verySecretKey');
    expect(sent?.json?.prompt).toContain(
      '###PATH:a.ts\n###LANGUAGE:TypeScript\n###MODE:LINE\n<|code_suffix|>;\nfoo(x)\n<|code_prefix|>const x = <|code_middle|>',
    );
  });

  it('prints all about it for machines', async () => {
    endpoint.always(streamOf('"""把甲加一。"""\n    return 甲 + 1\n\n'));
    const { stdout } = await run('dos.py:2:5', '--endpoint', endpoint.url, '--fill-in-the-middle', 'none', '--json');
    expect(JSON.parse(stdout)).toEqual({
      text: '"""把甲加一。"""\r\n    return 甲 + 1',
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 4 } },
      reason: 'model',
      promptTokens: expect.any(Number),
      ms: { total: expect.any(Number), completion: expect.any(Number) },
    });
    expect(endpoint.generations[0]?.json?.prompt).toBe('def 加(甲):\n    ');
  });

  it('says why there is nothing', async () => {
    endpoint.always(streamOf(''));
    expect(await run('a.ts:1:11', '--endpoint', endpoint.url)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nothing to suggest here: empty\n',
    });
    expect(await run('a.ts:1:2', '--endpoint', endpoint.url)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nothing to suggest here: word-right-of-cursor\n',
    });
  });

  it('asks everywhere by hand', async () => {
    endpoint.always(streamOf('x'));
    expect((await run('a.ts:1:2', '--endpoint', endpoint.url, '--manual')).stdout).toBe('x\n');
  });

  it('fails with the fault’s sentence', async () => {
    expect(await run('a.ts:1:11', '--endpoint', `http://127.0.0.1:${await unusedPort()}`)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Start the server'),
    });
    endpoint.always(json({ error: { code: '1002', message: 'x' } }, 401));
    const { code, stdout } = await run('a.ts:1:11', '--endpoint', endpoint.url, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ text: null, reason: 'error', error: { code: 'endpoint.keyNeeded' } });
    expect(await run('missing.ts:1:1', '--endpoint', endpoint.url)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('missing.ts'),
    });
    expect(await run('a.ts:1:11', '--model', 'missing.gguf')).toMatchObject({ code: 1 });
  });

  it.each([
    [[]],
    [['a.ts']],
    [['a.ts:0:1']],
    [['a.ts:1:99']],
    [['a.ts:99:1']],
    [['a.ts:1:1', 'b.ts:1:1']],
    [['a.ts:1:1', '--endpoint', 'http://h', '--model', 'x.gguf']],
    [['a.ts:1:1', '--fill-in-the-middle', 'other']],
    [['a.ts:1:1', '--max-tokens', 'many']],
    [['a.ts:1:1', '--key-from-env', 'NOT_SET']],
    [['a.ts:1:1', '--nonsense']],
  ])('refuses %j', async (args) => {
    await expect(run(...args)).rejects.toThrow(UsageError);
  });

  it('explains itself', async () => {
    expect((await run('--help')).stdout).toContain('FILE:LINE:COLUMN');
  });
});
