/**
 * What the layout of prompts is worth at the real engine: the same keys typed in the same file, once with our prompts and once with naive
 * ones, whose window slides with every line, whose snippets are ranked anew for every key, and whose suffix stands behind the cursor's text.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { estimateTokens } from '../../src/base/estimateTokens';
import { languageOfPath } from '../../src/base/languageOfPath';
import { positionAt } from '../../src/base/text';
import { cursorOf } from '../../src/completion/Cursor';
import { PromptBuilder } from '../../src/completion/prompt/PromptBuilder';
import { noObservations, WorkspaceContext } from '../../src/context/WorkspaceContext';
import { codegeex4 } from '../../src/glm/fillInTheMiddle/codegeex4';
import { createFolderIndexer } from '../../src/node/context/openFolder';
import { startEngineProcess } from '../../src/node/engineProcess';
import { silentLog } from '../../src/platform/Log';
import type { Figure } from './edits';

const modules = join(process.cwd(), 'node_modules');
const folder = join(modules, 'openai', 'src');
const file = 'resources/batches.ts';
const keys = '\nconst a';
const budget = 768;
const places = [0.4, 0.7];
const clock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };

interface State {
  readonly prefix: string;
  readonly suffix: string;
}

/** What an editor holds after each key. */
function states(): State[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const lines = text.split('\n');
  return places.flatMap((share) => {
    const before = lines.slice(0, Math.floor(lines.length * share)).join('\n');
    const after = text.slice(before.length);
    return [...keys].map((_, at) => ({ prefix: before + keys.slice(0, at + 1), suffix: after }));
  });
}

async function ours(): Promise<string[]> {
  const index = await createFolderIndexer(join(process.cwd(), 'dist', 'grammars'))(folder);
  const source = new WorkspaceContext({ index, observations: noObservations, clock, log: silentLog });
  const builder = new PromptBuilder({ format: codegeex4, contextSource: source, promptTokens: budget });
  const prompts: string[] = [];
  for (const [at, { prefix, suffix }] of states().entries()) {
    const text = prefix + suffix;
    const document = { uri: `file:///${file}`, path: file, languageId: languageOfPath(file), version: 1, text };
    const position = positionAt(text, prefix.length);
    // As the editor does it: when a document is shown, not for every key.
    if (at % keys.length === 0) {
      await source.prepare(document, position, new AbortController().signal);
    }
    const cursor = cursorOf(document, position, { kind: 'manual' });
    prompts.push((cursor && builder.build(cursor, false)?.rendered.prompt) ?? '');
  }
  source.dispose();
  index.dispose();
  return prompts;
}

/** As much of everything as ours has, in the order and with the edges of those who do not think of the server. */
function naive(): string[] {
  const pieces = ['files', 'models', 'completions', 'embeddings', 'moderations', 'images'].flatMap((name) => {
    const lines = readFileSync(join(folder, 'resources', `${name}.ts`), 'utf8').split('\n');
    return [0, 20, 40].map((start) => lines.slice(start, start + 20).join('\n'));
  });
  return states().map(({ prefix, suffix }) => {
    const words = new Set((prefix.split('\n').at(-1) ?? '').match(/\w+/g) ?? []);
    const alike = (piece: string): number => [...words].filter((word) => piece.includes(word)).length;
    const ranked = pieces.toSorted((one, other) => alike(other) - alike(one)).slice(0, 3);
    const lines = prefix.split('\n');
    while (estimateTokens(lines.join('\n')) > budget * 0.35) {
      lines.shift();
    }
    return `${ranked.join('\n')}\n${lines.join('\n')}<|code_suffix|>${suffix.slice(0, 400)}<|code_middle|>`;
  });
}

const chunk = z.object({
  usage: z
    .object({
      prompt_tokens: z.number(),
      prompt_tokens_details: z.object({ cached_tokens: z.number() }).nullish(),
    })
    .nullish(),
});

interface Sums {
  tokens: number;
  reused: number;
  readonly first: number[];
}

async function send(
  engine: { readonly url: string; readonly token: string },
  prompts: readonly string[],
): Promise<Sums> {
  const sums: Sums = { tokens: 0, reused: 0, first: [] };
  for (const [at, prompt] of prompts.entries()) {
    const begun = performance.now();
    const response = await fetch(`${engine.url}/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${engine.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        prompt,
        max_tokens: 1,
        temperature: 0,
        stream: true,
        stream_options: { include_usage: true },
      }),
    });
    const text = await response.text();
    const usage = text
      .split('\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => chunk.parse(JSON.parse(line.slice(6))).usage)
      .findLast((one) => one !== null && one !== undefined);
    // The first of a place is new to the server in any layout.
    if (at % keys.length > 0) {
      sums.first.push(performance.now() - begun);
      sums.tokens += usage?.prompt_tokens ?? 0;
      sums.reused += usage?.prompt_tokens_details?.cached_tokens ?? 0;
    }
  }
  return sums;
}

/** `TANDEM_BENCH_MODEL`: the model's file; `scripts/bench.mjs` fetches it and sets the variable. */
export async function engine(): Promise<Record<string, Figure>> {
  const model = process.env.TANDEM_BENCH_MODEL;
  if (model === undefined) {
    throw new Error('TANDEM_BENCH_MODEL is not set: run “npm run bench”');
  }
  const entry = join(process.cwd(), 'dist', 'engine-main.mjs');
  const running = await startEngineProcess({ entry, model, gpu: 'off' }, () => {}, new AbortController().signal);
  try {
    const own = await send(running, await ours());
    const other = await send(running, naive());
    const share = ({ reused, tokens }: Sums): number => Number((reused / Math.max(1, tokens)).toFixed(4));
    const middle = ({ first }: Sums): number =>
      Math.round([...first].sort((a, b) => a - b)[Math.floor(first.length / 2)] ?? 0);
    const tokens = ({ tokens: all, first }: Sums): number => Math.round(all / Math.max(1, first.length));
    const common = { n: own.first.length };
    return {
      'completion.engine.reused': {
        ...{ value: share(own), unit: 'share', goal: '> naive', ...common },
        detail: { naive: share(other), 'prompt tokens': tokens(own), 'prompt tokens naive': tokens(other) },
      },
      'completion.engine.first': {
        ...{ value: middle(own), unit: 'ms', goal: '< naive', ...common },
        detail: { naive: middle(other), 'times faster': Number((middle(other) / Math.max(1, middle(own))).toFixed(1)) },
      },
    };
  } finally {
    running.dispose();
    await running.exited;
  }
}
