/** `evaluate` against an endpoint that answers with the data set's own solutions: scores, seeds, parts, a run that was ended and goes on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluate, evaluationFixtures } from '../../support/evaluateCommand';

interface Problem {
  readonly prompt: string;
  readonly canonical_solution: string;
}

const problems: readonly Problem[] = readFileSync(join(evaluationFixtures, 'humaneval/HumanEval.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const requests: Record<string, unknown>[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'tandem-evaluate-'));
let server: Server;
let endpoint = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.url?.endsWith('/models') === true) {
        response.end(JSON.stringify({ object: 'list', data: [{ id: 'canonical', object: 'model' }] }));
        return;
      }
      if (request.url?.endsWith('/chat/completions') !== true) {
        response.writeHead(404).end('{}');
        return;
      }
      const asked = JSON.parse(body);
      const text: string = asked.messages.at(-1).content;
      const problem = problems.find(({ prompt }) => text.includes(prompt.trimEnd()));
      if (problem !== undefined) {
        requests.push(asked);
      }
      const content = `\`\`\`python\n${problem?.prompt}${problem?.canonical_solution}\`\`\`\n`;
      const chunk = (delta: object, more: object) =>
        `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', model: 'canonical', choices: [{ index: 0, delta, ...more }], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } })}\n\n`;
      response.setHeader('content-type', 'text/event-stream');
      response.end(
        `${chunk({ role: 'assistant', content }, {})}${chunk({}, { finish_reason: 'stop' })}data: [DONE]\n\n`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1`;
});
beforeEach(() => {
  requests.length = 0;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(scratch, { recursive: true });
});

const run = (...more: readonly string[]) =>
  evaluate([
    '--dataset',
    'humaneval',
    '--data',
    'humaneval',
    '--endpoint',
    endpoint,
    '--model',
    'canonical',
    '--json',
    ...more,
  ]);

describe('a model that knows every answer', () => {
  it('scores everything, at a cost', async () => {
    const { stdout, code } = await run(
      '--n',
      '2',
      '--temperature',
      '0.5',
      '--seed',
      '3',
      '--price-in',
      '1',
      '--price-out',
      '2',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      items: 2,
      samples: 4,
      passed: 4,
      passAt: { 1: { value: 1 } },
      model: 'canonical',
      endpoint: expect.stringContaining('127.0.0.1'),
      tokens: { prompt: 40, completion: 20 },
      cost: { total: 80 / 1e6, perSolved: 40 / 1e6 },
    });
    expect(requests.map(({ seed, temperature }) => [seed, temperature]).toSorted()).toEqual([
      [3, 0.5],
      [3, 0.5],
      [4, 0.5],
      [4, 0.5],
    ]);
  });

  it('is asked in the assistant’s words where the product is measured', async () => {
    await run('--surface', 'assistant', '--limit', '1');
    expect(requests).toMatchObject([{ messages: [{ role: 'system' }, { role: 'user' }] }]);
    requests.length = 0;
    await run('--limit', '1');
    expect(requests).toMatchObject([{ messages: [{ role: 'user' }] }]);
  });

  it('is asked nothing twice when a run goes on, and another run is not mixed with it', async () => {
    const out = join(scratch, 'run');
    const first = await run('--out', out);
    expect(requests).toHaveLength(2);
    const again = await run('--out', out, '--resume');
    expect(requests).toHaveLength(2);
    const figures = ({ stdout }: { readonly stdout: string }) => ({ ...JSON.parse(stdout), secondsWall: 0 });
    expect(figures(again)).toEqual(figures(first));
    await expect(run('--out', out)).rejects.toMatchObject({ code: 'evaluation.runExists' });
    await expect(run('--out', out, '--resume', '--seed', '9')).rejects.toMatchObject({ code: 'evaluation.otherRun' });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('<svg');
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('GLM-4-9B-Chat');
  });

  it('gives the same when it was killed in the middle of a line and goes on (EV-17)', async () => {
    const common = ['--dataset', 'humaneval', '--endpoint', endpoint, '--model', 'canonical', '--json', '--n', '4'];
    const args = [...common, '--temperature', '0.5', '--seed', '1', '--concurrency', '1'];
    const data = ['--data', join(evaluationFixtures, 'humaneval')];
    const out = join(scratch, 'killed');
    const journal = join(out, 'journal.jsonl');
    const lines = () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0);
    const child = spawn(process.execPath, ['dist/cli-main.js', 'evaluate', ...args, ...data, '--out', out], {
      stdio: 'ignore',
    });
    await expect.poll(lines, { interval: 20, timeout: 30_000 }).toBeGreaterThan(1);
    child.kill('SIGKILL');
    await once(child, 'close');
    const kept = requests.length;
    appendFileSync(journal, '{"line":"verdict","id":"HumanEval/901","sample":3,"verd');
    const resumed = await evaluate([...args, ...data, '--out', out, '--resume']);
    const whole = await evaluate([...args, ...data, '--out', join(scratch, 'whole')]);
    const results = (folder: string) => JSON.parse(readFileSync(join(scratch, folder, 'report.json'), 'utf8')).results;
    expect(results('killed')).toEqual(results('whole'));
    expect(JSON.parse(resumed.stdout)).toMatchObject({ samples: 8, passed: JSON.parse(whole.stdout).passed });
    // The killed run and its other half asked for 8 answers, but for the one that was on its way; the whole run for 8 more.
    expect(kept).toBeGreaterThan(0);
    expect(requests.length).toBeLessThanOrEqual(8 + 1 + 8);
  });

  it('gives the same from parts as from the whole', async () => {
    const parts = [1, 2].map((part) => join(scratch, `part${part}`));
    for (const [at, out] of parts.entries()) {
      await run('--shard', `${at + 1}/2`, '--out', out);
    }
    const merged = await evaluate(['merge', ...parts, '--json']);
    expect(JSON.parse(merged.stdout)).toMatchObject({ items: 2, samples: 2, passed: 2 });
    const compared = await evaluate(['compare', ...parts.map(() => parts[0] ?? ''), '--json']);
    expect(JSON.parse(compared.stdout)).toMatchObject({ items: 1, difference: { value: 0 } });
  });

  it('is left alone after Ctrl+C', async () => {
    const controller = new AbortController();
    controller.abort(new DOMException('Interrupted', 'AbortError'));
    await expect(
      evaluate(['--dataset', 'humaneval', '--data', 'humaneval', '--endpoint', endpoint, '--model', 'canonical'], {
        signal: controller.signal,
      }),
    ).rejects.toThrow();
    expect(requests).toEqual([]);
  });
});
