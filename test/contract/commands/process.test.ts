/** The command line as a process: how it ends when it is interrupted, when nobody reads on, and when it is used wrongly. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEndpointServer } from '../../support/endpointServer';
import { ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';

const cli = resolve(import.meta.dirname, '../../../dist/cli.js');
const line = `${JSON.stringify({ id: 1, languageId: 'c', prefix: 'x = ' })}\n`;

function start(args: readonly string[], environment: Record<string, string> = {}) {
  if (!existsSync(cli)) {
    throw new Error('dist/cli.js is missing: run “npm run build” first');
  }
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, LC_ALL: 'C', ...environment } });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((done) => {
    child.once('close', (code) => done({ code, stderr }));
  });
  return { child, ended };
}

describe('glm-tandem', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 130 on %s, although its input is open', async (signal) => {
    const { child, ended } = start(['debug', 'trigger']);
    child.stdout.once('data', () => child.kill(signal));
    child.stdin.write(line);
    expect(await ended).toEqual({ code: 130, stderr: '' });
  });

  it('ends without a word when nobody reads on', async () => {
    const { child, ended } = start(['debug', 'trigger']);
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => {
      child.stdout.destroy();
      child.stdin.end(line.repeat(50_000));
    });
    child.stdin.write(line);
    expect(await ended).toEqual({ code: 0, stderr: '' });
  });

  it('does not wait for a pause to be over that it has no use for', async () => {
    const endpoint = await createEndpointServer({ kind: 'vllm', fault: 'overloaded' }).start();
    try {
      const startedAt = performance.now();
      const place = [`${import.meta.filename}:1:1`, '--manual', '--workspace', ''];
      const { ended } = start(['complete', ...place, '--endpoint', endpoint.url]);
      expect(await ended).toMatchObject({ code: 1, stderr: expect.stringContaining('slow down') });
      expect(performance.now() - startedAt).toBeLessThan(4500);
    } finally {
      await endpoint.stop();
    }
  });

  it('tells the model of a completion what the imported definitions look like, and can be told not to', async () => {
    const endpoint = await new ScriptedEndpoint().start();
    endpoint.always(streamOf('1'));
    const main = resolve(import.meta.dirname, '../../fixtures/sample/src/main.ts');
    const place = [`${main}:10:32`, '--manual', '--endpoint', endpoint.url, '--fill-in-the-middle', 'codegeex4'];
    const prompt = async (workspace: string): Promise<string> => {
      endpoint.requests.length = 0;
      expect((await start(['complete', ...place, '--workspace', workspace]).ended).code).toBe(0);
      return String(endpoint.generations[0]?.json?.prompt);
    };
    try {
      const signature = 'export function receiptLine(item: BasketItem): string';
      expect(await prompt(resolve(main, '../..'))).toContain(signature);
      expect(await prompt('')).not.toContain(signature);
    } finally {
      await endpoint.stop();
    }
  });

  it('shows in “debug prompt” which pieces of which files would be sent', async () => {
    const { child, ended } = start(['debug', 'prompt']);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const workspace = resolve(import.meta.dirname, '../../fixtures/sample');
    child.stdin.end(JSON.stringify({ id: 1, workspace, file: 'src/main.ts', position: { line: 9, character: 0 } }));
    expect((await ended).code).toBe(0);
    const { snippets } = JSON.parse(stdout);
    const paths = ['src/basket.ts', 'src/inventory.ts', 'src/pricing.ts', 'src/product.ts'];
    expect(snippets).toEqual(
      expect.arrayContaining(paths.map((path) => expect.objectContaining({ path, retriever: 'imports' }))),
    );
  });

  it('answers 2 and the usage to a wrong use', async () => {
    const { ended } = start(['debug', 'nonsense']);
    expect(await ended).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: glm-tandem debug STAGE') });
  });

  it('tells a fault in a sentence, not in a stack', async () => {
    const { ended } = start(['doctor', '--endpoint', 'localhost:1'], { NODE_EXTRA_CA_CERTS: '/no/such/file.pem' });
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain('/no/such/file.pem');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
