/** `evaluate --surface assistant`: the product's prompts, an item's files and the tools that look at them, against a scripted endpoint. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agentPrompt } from '../../../src/chat/prompt/agentPrompt';
import { systemPrompt } from '../../../src/chat/prompt/systemPrompt';
import { evaluate, evaluationFixtures } from '../../support/evaluateCommand';

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: string | null }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly prompt?: string;
}

/** Paths that the scripted model reads before it answers. */
let paths: readonly string[] = [];
const chats: Asked[] = [];
const completions: Asked[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'tandem-assistant-'));
const secret = join(scratch, 'secret.txt');
let context = 0;
let modelId = '';
let server: Server;
let endpoint = '';

function answer(asked: Asked): object {
  const results = asked.messages.filter(({ role }) => role === 'tool');
  if (asked.tools !== undefined && results.length === 0) {
    return {
      tool_calls: paths.map((path, index) => ({
        ...{ index, id: `call-${index}`, type: 'function' },
        function: { name: 'read_file', arguments: JSON.stringify({ path }) },
      })),
    };
  }
  const isKnown = results.some(({ content }) => content?.includes('three times the amount') === true);
  return { content: `\`\`\`python\ndef price(amount):\n    return amount * ${isKnown ? '3 + 1' : '2'}\n\`\`\`\n` };
}

beforeAll(async () => {
  writeFileSync(secret, 'canary');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.url?.endsWith('/models') === true) {
        response.end(
          JSON.stringify({
            object: 'list',
            data: [{ id: modelId, object: 'model', max_model_len: context }],
          }),
        );
        return;
      }
      const asked = body === '' ? undefined : JSON.parse(body);
      const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
      const piece = (choice: object) =>
        `data: ${JSON.stringify({ id: '1', model: modelId, choices: [{ index: 0, ...choice }], usage })}\n\n`;
      response.setHeader('content-type', 'text/event-stream');
      if (request.url?.endsWith('/chat/completions') === true) {
        chats.push(asked);
        const delta = answer(asked);
        const reason = 'tool_calls' in delta ? 'tool_calls' : 'stop';
        response.end(`${piece({ delta })}${piece({ delta: {}, finish_reason: reason })}data: [DONE]\n\n`);
      } else if (request.url?.endsWith('/completions') === true) {
        completions.push(asked);
        response.end(`${piece({ text: 'sum(basket)', finish_reason: 'stop' })}data: [DONE]\n\n`);
      } else {
        response.writeHead(404).end('{}');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1`;
});
beforeEach(() => {
  chats.length = 0;
  completions.length = 0;
  paths = ['shop/rules.py'];
  context = 32_000;
  modelId = 'glm-4.6';
});
afterAll(() => {
  server.close();
  rmSync(scratch, { recursive: true });
});

const asked = (...more: readonly string[]): readonly string[] => [
  ...['--endpoint', endpoint, '--model', modelId, '--surface', 'assistant', '--json', ...more],
];
const price = (...more: readonly string[]) =>
  evaluate(['--dataset', 'own', '--data', 'own-files/items/price', ...asked(...more)]);

describe('the assistant under evaluation', () => {
  it('looks at the files of an item with its tools, in its own words, and says so', async () => {
    const { stdout } = await price('--seed', '7');
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ items: 1, passed: 1, tokens: { prompt: 20, completion: 10 } });
    const tools = ['read_file', 'list_directory', 'find_files', 'search_text', 'find_symbol', 'find_references'];
    expect(result.settings).toMatchObject({ surface: 'assistant', assistant: { hasFiles: true, tools } });
    expect(chats).toHaveLength(2);
    expect(chats[0]).toMatchObject({ temperature: 0, seed: 7 });
    expect(chats[0]?.tools?.map(({ function: { name } }) => name)).toEqual(tools);
    expect(chats[0]?.messages[0]?.content).toBe(agentPrompt(systemPrompt, 'ask'));
    expect(chats[0]?.messages[1]?.content).toMatch(/^Write `price\(amount\)`/);
  });

  it('does not leave the item’s folder, and nobody says yes', async () => {
    paths = ['../../../../../../package.json', secret, '../tests.py', '../reference.py'];
    const { stdout } = await price();
    expect(JSON.parse(stdout)).toMatchObject({ passed: 0, failed: 1 });
    const results = chats[1]?.messages.filter(({ role }) => role === 'tool') ?? [];
    expect(results).toHaveLength(4);
    expect(JSON.stringify(results)).not.toMatch(/canary|glm-tandem"|candidate\(2\)|amount \* 3/);
  });

  it('has no tools where the model’s context is too small, as in the editor', async () => {
    context = 8_000;
    const { stdout } = await price();
    expect(JSON.parse(stdout).settings.assistant).toEqual({ hasFiles: true, tools: [] });
    expect(chats).toHaveLength(1);
    expect(chats[0]?.tools).toBeUndefined();
    expect(chats[0]?.messages[0]?.content).toBe(systemPrompt);
  });

  it('asks for a function behind its own words', async () => {
    const args = ['--dataset', 'humaneval', '--data', 'humaneval', '--limit', '1', ...asked()];
    const { stdout } = await evaluate(args);
    expect(JSON.parse(stdout).settings.assistant).toEqual({ hasFiles: false, tools: [] });
    expect(chats[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(chats[0]?.messages[0]?.content).toBe(systemPrompt);
    expect(chats[0]?.tools).toBeUndefined();
  });

  it('completes with what the other files say', async () => {
    modelId = 'codegeex4-all-9b';
    const out = join(scratch, 'run');
    const cli = resolve('dist/cli-main.js');
    const data = join(evaluationFixtures, 'own-files/items/total');
    const args = ['evaluate', '--dataset', 'own', '--data', data, ...asked('--out', out)];
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args]);
    expect(JSON.parse(stdout)).toMatchObject({ items: 1, passed: 1 });
    expect(completions[0]?.prompt).toContain('weigh_everything');
    expect(completions[0]?.prompt).toContain('def total(basket: Basket):');
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('files around a completion');
  });
});
