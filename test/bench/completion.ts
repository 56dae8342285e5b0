/**
 * What a keystroke costs until the request's body is ready, and what of a prompt a server can keep. The pipeline of the editor with a model
 * that answers nothing; files are sources that our own dependencies bring along. The text of the document changes as the editor's copy does.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { languageOfPath } from '../../src/base/languageOfPath';
import type { Position, TextDocument } from '../../src/base/text';
import { InlineCompletionPipeline } from '../../src/completion/InlineCompletionPipeline';
import { sharedBeginning } from '../../src/completion/prompt/CacheFeedback';
import { linesAround } from '../../src/completion/textAround';
import { codegeex4 } from '../../src/glm/fillInTheMiddle/codegeex4';
import type { CompletionEvent, CompletionRequest, Model } from '../../src/glm/Model';
import { modelTraits } from '../../src/glm/models';
import { profileById } from '../../src/glm/profiles/profileFor';
import { completionCall } from '../../src/glm/requests/completionCall';
import { systemClock } from '../../src/node/systemClock';
import { silentLog } from '../../src/platform/Log';
import { EditorLines } from './EditorLines';
import type { Figure } from './edits';

/** The files of the four sizes: path under `node_modules`, and how many of its lines are taken. */
export const sizes = {
  '140': { file: 'openai/src/internal/uploads.ts', lines: 143 },
  '1k': { file: 'openai/src/client.ts', lines: 1037 },
  '10k': { file: 'fast-check/lib/fast-check.js', lines: 9778 },
  '50k': { file: 'playwright-core/lib/utilsBundle.js', lines: 45_826 },
} as const;
export type Size = keyof typeof sizes;

/** Files that are typed in once each: small ones of the same packages, and the four above. */
const others = [
  ...['pagination', 'streaming', 'uploads', 'error', 'resource', 'version', 'azure'].map(
    (name) => `openai/src/core/${name}.ts`,
  ),
  ...['client', 'pool', 'agent', 'request', 'connect', 'util', 'errors', 'symbols'].flatMap((name) => [
    `undici/lib/core/${name}.js`,
    `undici/lib/dispatcher/${name}.js`,
  ]),
  ...['fetch/body', 'fetch/headers', 'fetch/index', 'fetch/response', 'fetch/request', 'websocket/websocket'].map(
    (name) => `undici/lib/web/${name}.js`,
  ),
  ...['chat', 'images', 'files', 'models', 'batches', 'audio', 'embeddings', 'moderations'].map(
    (name) => `openai/src/resources/${name}.ts`,
  ),
];

const modules = join(process.cwd(), 'node_modules');
export const typed = 'const total = computeTotal(items, ratio);';
const settings = { enabled: true, debounce: 0, multiline: 'auto', maxTokens: 128 } as const;

/** Builds the body as the client does, notes when it is ready, and answers nothing. */
class BodyModel implements Model {
  readyAt = 0;
  prompt = '';
  readonly #target = {
    profile: profileById('vllm'),
    traits: modelTraits('codegeex4-all-9b'),
    modelId: 'codegeex4-all-9b',
  };

  async *complete(request: CompletionRequest): AsyncGenerator<CompletionEvent> {
    const { body } = completionCall(request, request.route ?? 'raw', this.#target);
    const sent = JSON.stringify(body);
    this.readyAt = performance.now();
    this.prompt = sent === '' ? '' : request.prompt;
    yield { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 };
  }

  chat(): AsyncIterable<never> {
    throw new Error('no chat here');
  }

  async listModels() {
    return [];
  }

  async countTokens(): Promise<undefined> {}
}

/** An editor with one file: a text that changes key by key, and what the pipeline makes of it. */
class Typist {
  readonly model = new BodyModel();
  readonly #pipeline = new InlineCompletionPipeline({
    model: this.model,
    format: codegeex4,
    clock: systemClock,
    log: silentLog,
  });
  #version = 0;

  /** Types a piece and asks there: the cursor behind it, and milliseconds until the body is ready; undefined = nothing was asked. */
  async type(
    file: EditorLines,
    at: Position,
    piece: string,
  ): Promise<{ position: Position; time: number | undefined }> {
    this.model.readyAt = 0;
    const begun = performance.now();
    const position = file.insert(at, piece);
    const trigger = { kind: 'automatic', around: linesAround(file, position) } as const;
    await this.#pipeline.complete(documentOf(file, this.#version++), position, trigger, settings, never);
    return { position, time: this.model.readyAt === 0 ? undefined : this.model.readyAt - begun };
  }

  /** Types key by key; the times of the keys that asked, the first one left out. */
  async typeKeys(file: EditorLines, from: Position, keys: string): Promise<number[]> {
    let at = from;
    const times: number[] = [];
    for (const [index, key] of [...keys].entries()) {
      const { position, time } = await this.type(file, at, key);
      at = position;
      times.push(...(time === undefined || index === 0 ? [] : [time]));
    }
    return times;
  }
}

const never = new AbortController().signal;

function documentOf(file: EditorLines, version: number): TextDocument {
  const { path } = file;
  return {
    ...{ uri: `file:///bench/${path}`, path, languageId: languageOfPath(path), version, endOfLine: '\n' },
    get text() {
      return file.text;
    },
  };
}

/** The first lines of a file, cut before they are split: the memory that this takes counts, too. */
function fileOf(path: string, lines = Number.POSITIVE_INFINITY): EditorLines {
  const text = readFileSync(join(modules, path), 'utf8');
  let end = -1;
  for (let line = 0; line < lines && (line === 0 || end >= 0); line++) {
    end = text.indexOf('\n', end + 1);
  }
  return new EditorLines(path, (end < 0 ? text : text.slice(0, end)).replaceAll('\r\n', '\n'));
}

export function percentile(values: readonly number[], share: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? 0;
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

const goals: Readonly<Record<Size, readonly [string, string]>> = {
  '140': ['<= 0.5', '<= 2'],
  '1k': ['<= 0.5', '<= 3'],
  '10k': ['<= 1', '<= 4'],
  '50k': ['<= 2', '<= 4'],
};

/** Warm: ten places in one file, at each a line is typed; the first place does not count, nor the first key of each. */
export async function latency(): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  for (const size of Object.keys(sizes) as Size[]) {
    const typist = new Typist();
    const file = fileOf(sizes[size].file, sizes[size].lines);
    const detail = { lines: file.lineCount };
    const times: number[] = [];
    for (let place = 0; place < 10; place++) {
      const typing = await typist.typeKeys(file, file.placeAt((place + 0.5) / 10), `\n${typed}`);
      times.push(...(place === 0 ? [] : typing));
    }
    const [middle, most] = goals[size];
    const common = { unit: 'ms', n: times.length, detail };
    figures[`completion.latency.${size}.p50`] = { value: rounded(percentile(times, 0.5)), goal: middle, ...common };
    figures[`completion.latency.${size}.p95`] = { value: rounded(percentile(times, 0.95)), goal: most, ...common };
  }
  return figures;
}

function existing(paths: readonly string[]): EditorLines[] {
  return paths.flatMap((path) => {
    try {
      return [fileOf(path)];
    } catch {
      return [];
    }
  });
}

/** First request in each of thirty files, none of which was seen before. */
export async function cold(): Promise<Record<string, Figure>> {
  const typist = new Typist();
  const warm = new EditorLines('warm.ts', 'const a = 1;');
  await typist.typeKeys(warm, warm.end, '\nlet b = ');
  const times: number[] = [];
  for (const file of thirtyFiles()) {
    const { time } = await typist.type(file, file.placeAt(0.5), '\nconst ');
    times.push(...(time === undefined ? [] : [time]));
  }
  return {
    'completion.cold.p95': { value: rounded(percentile(times, 0.95)), unit: 'ms', goal: '<= 10', n: times.length },
  };
}

export function thirtyFiles(): EditorLines[] {
  const large = Object.values(sizes).map(({ file, lines }) => fileOf(file, lines));
  return [...existing(others).slice(0, 30 - large.length), ...large];
}

/** In a process of its own: the first request of all. */
export async function firstInThisProcess(): Promise<object> {
  const file = fileOf(sizes['1k'].file, sizes['1k'].lines);
  const { time } = await new Typist().type(file, file.placeAt(0.5), '\nconst ');
  return { first: time };
}

/** In a process of its own: memory after a line was typed in each of thirty files. */
export async function memoryOfThisProcess(): Promise<object> {
  const typist = new Typist();
  const paths = [...others.map((file) => ({ file })), ...Object.values(sizes)];
  let files = 0;
  for (const { file: path, ...part } of paths) {
    const [file] = existing([path]).map((whole) => ('lines' in part ? fileOf(path, part.lines) : whole));
    if (file !== undefined && files < 30) {
      files++;
      await typist.typeKeys(file, file.placeAt(0.5), `\n${typed}`);
      // The editor's own copy of a file is not ours.
      file.close();
    }
  }
  return { files, rss: process.memoryUsage().rss };
}

/** Bundles `completionAlone.ts` and gives what runs it; the bundle is removed with the folder of results. */
async function ownProcess(): Promise<(what: string) => Promise<Record<string, number>>> {
  const outfile = join(process.cwd(), 'test-results', 'bench', 'completionAlone.mjs');
  const { build } = await import(pathToFileURL(join(modules, 'esbuild', 'lib', 'main.js')).href);
  const entry = join(process.cwd(), 'test', 'bench', 'completionAlone.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return async (what) => {
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, what]);
    return JSON.parse(stdout);
  };
}

export async function ownProcesses(): Promise<Record<string, Figure>> {
  const inOwnProcess = await ownProcess();
  const firsts: number[] = [];
  for (let run = 0; run < 5; run++) {
    firsts.push((await inOwnProcess('first')).first ?? 0);
  }
  const bare = await promisify(execFile)(process.execPath, ['-e', 'console.log(process.memoryUsage().rss)']);
  const { rss = 0, files = 0 } = await inOwnProcess('memory');
  const megabytes = (rss - Number(bare.stdout)) / 1e6;
  return {
    'completion.first': {
      value: rounded(percentile(firsts, 0.5)),
      unit: 'ms',
      goal: '<= 50',
      n: firsts.length,
      detail: { most: rounded(Math.max(...firsts)) },
    },
    'completion.rss.50k': { value: rounded(megabytes, 1), unit: 'MB', goal: '<= 120', n: files },
  };
}

interface Share {
  readonly text: number;
  readonly whole: number;
}

/** Leading bytes of the text before the cursor's end that the last prompt had too, and the same of the whole prompt. */
function shared(before: string, now: string): Share {
  const common = Buffer.byteLength(now.slice(0, sharedBeginning(before, now)));
  const tail = '<|code_middle|><|assistant|>\n';
  return { text: common / (Buffer.byteLength(now) - tail.length), whole: common / Buffer.byteLength(now) };
}

/** Prompts one after the other while a line, or twenty lines of the file itself, are typed. */
export async function prefix(): Promise<Record<string, Figure>> {
  const chars: Share[] = [];
  const byLine: Share[] = [];
  for (const size of ['1k', '10k', '50k'] as const) {
    for (let place = 0; place < 10; place++) {
      const open = () => fileOf(sizes[size].file, sizes[size].lines);
      const share = (place + 0.5) / 10;
      const [one, other] = [open(), open()];
      chars.push(...(await sharesWhile(one, one.placeAt(share), ['\n', ...typed.slice(0, 40)])));
      const at = other.placeAt(share);
      const lines = other.takeLines(at.line, 20);
      byLine.push(...(await sharesWhile(other, at, ['\n', ...lines.map((line) => `${line}\n`)])));
    }
  }
  const figure = (shares: readonly Share[], goal: string): Figure => {
    const mean = (pick: (share: Share) => number): number =>
      rounded(shares.reduce((sum, share) => sum + pick(share), 0) / shares.length, 5);
    const detail = {
      'with the closing tokens': mean(({ whole }) => whole),
      least: rounded(Math.min(...shares.map(({ text }) => text)), 4),
    };
    return { value: mean(({ text }) => text), unit: 'share', goal, n: shares.length, detail };
  };
  return {
    'completion.prefix.chars': figure(chars, '>= 0.9995'),
    'completion.prefix.lines': figure(byLine, '>= 0.99'),
  };
}

async function sharesWhile(file: EditorLines, from: Position, pieces: readonly string[]): Promise<Share[]> {
  const typist = new Typist();
  let at = from;
  const shares: Share[] = [];
  let before: string | undefined;
  for (const piece of pieces) {
    typist.model.prompt = '';
    at = (await typist.type(file, at, piece)).position;
    const now = typist.model.prompt;
    if (now !== '' && before !== undefined) {
      shares.push(shared(before, now));
    }
    before = now === '' ? before : now;
  }
  return shares;
}

/** Typing through a suggestion that is shown, in the largest file: no request, no wait. */
export async function reuse(): Promise<Record<string, Figure>> {
  const said = typed.repeat(3);
  const model: Model = {
    ...{
      chat: () => {
        throw new Error('no chat here');
      },
      listModels: async () => [],
      countTokens: async () => undefined,
    },
    async *complete(): AsyncGenerator<CompletionEvent> {
      yield { type: 'text', text: said };
      yield { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 };
    },
  };
  const pipeline = new InlineCompletionPipeline({ model, format: codegeex4, clock: systemClock, log: silentLog });
  const file = fileOf(sizes['50k'].file, sizes['50k'].lines);
  const times: number[] = [];
  let others = 0;
  for (let place = 0; place < 5; place++) {
    let at = file.placeAt((place + 0.5) / 5);
    for (const [index, key] of [...`\n${said.slice(0, -1)}`].entries()) {
      const begun = performance.now();
      at = file.insert(at, key);
      const trigger = { kind: 'automatic', around: linesAround(file, at) } as const;
      const outcome = await pipeline.complete(documentOf(file, index), at, trigger, settings, never);
      if (outcome.kind === 'shown' && outcome.source === 'reuse') {
        times.push(performance.now() - begun);
      } else {
        others++;
      }
    }
  }
  return {
    'completion.reuse.p95': {
      value: rounded(percentile(times, 0.95)),
      unit: 'ms',
      goal: '< 1',
      n: times.length,
      detail: { 'not reused': others, p50: rounded(percentile(times, 0.5)) },
    },
  };
}
