/**
 * A program: the same rows for a peer. What `completion.ts` and `context.ts` measure of us, measured of Copilot's library with the same
 * files, keys and places. Its prompt is read in the order in which a server is given it: context, suffix, prefix.
 *
 * Arguments: the folder with the package, and what to measure. Prints one JSON object.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageOfPath } from '../../../src/base/languageOfPath';
import { sharedBeginning } from '../../../src/completion/prompt/CacheFeedback';
import { percentile, rounded, type Size, sizes, thirtyFiles, typed } from '../completion';
import { EditorLines } from '../EditorLines';
import { fetchRepositories, folderOf } from '../recall/fetchRepositories.mjs';
import { type RecallLanguage, recallPoints } from '../recall/points';
import { openPeer, type PeerBody } from './copilot.mjs';

const [, , folder = '', what = ''] = process.argv;
const modules = join(process.cwd(), 'node_modules');
/** Fewer than of ours: each takes the peer some milliseconds more. */
const places = 4;
const pointsOfKind = 5;

type Row = readonly [name: string, value: number, unit: string, n: number];

/** One for the whole process: the library does not work a second time. */
const peer = await openPeer(folder);
peer.openFolder(modules);

function promptOf(body: PeerBody): string {
  return `${(body.extra?.context ?? []).join('\n')}${body.suffix}${body.prompt}`;
}

/** A peer with one document open, and the place where one types. */
class PeerTypist {
  readonly #path: string;
  #text: string;
  #offset = 0;

  constructor(file: EditorLines) {
    this.#path = join(modules, file.path);
    this.#text = file.text;
    peer.openDocument(this.#path, languageOfPath(file.path), this.#text);
  }

  /** Moves to the end of the line at a share of the lines. */
  moveTo(share: number): void {
    const lines = this.#text.split('\n');
    const line = Math.min(lines.length - 1, Math.floor(lines.length * share));
    this.#offset = lines.slice(0, line + 1).join('\n').length;
  }

  /** Takes out the lines after the cursor's, to type them again. */
  takeLines(count: number): readonly string[] {
    const after = this.#text.slice(this.#offset + 1).split('\n');
    this.#text = `${this.#text.slice(0, this.#offset + 1)}${after.slice(count).join('\n')}`;
    peer.closeDocument(this.#path);
    peer.openDocument(this.#path, languageOfPath(this.#path), this.#text);
    return after.slice(0, count);
  }

  close(): void {
    peer.closeDocument(this.#path);
  }

  /** Undefined = no request was made. The time includes telling the library of the change. */
  async type(piece: string): Promise<{ readonly milliseconds: number; readonly prompt: string } | undefined> {
    const begun = performance.now();
    peer.type(this.#path, this.#offset, piece);
    const told = performance.now() - begun;
    this.#text = this.#text.slice(0, this.#offset) + piece + this.#text.slice(this.#offset);
    this.#offset += piece.length;
    const request = await peer.request(this.#path, this.#offset);
    return request === undefined
      ? undefined
      : { milliseconds: request.milliseconds + told, prompt: promptOf(request.body) };
  }
}

function fileOf(size: Size): EditorLines {
  const { file, lines } = sizes[size];
  const text = readFileSync(join(modules, file), 'utf8').replaceAll('\r\n', '\n');
  return new EditorLines(file, text.split('\n').slice(0, lines).join('\n'));
}

async function latency(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of Object.keys(sizes) as Size[]) {
    const typist = new PeerTypist(fileOf(size));
    const times: number[] = [];
    for (let place = 0; place < places; place++) {
      typist.moveTo((place + 0.5) / places);
      for (const [index, key] of [...`\n${typed}`].entries()) {
        const answer = await typist.type(key);
        times.push(...(answer === undefined || place === 0 || index === 0 ? [] : [answer.milliseconds]));
      }
    }
    typist.close();
    rows.push(
      [`latency.${size}.p50`, percentile(times, 0.5), 'ms', times.length],
      [`latency.${size}.p95`, percentile(times, 0.95), 'ms', times.length],
    );
  }
  return rows;
}

async function prefix(): Promise<Row[]> {
  peer.setPromptTokens(2048);
  const shares: Record<'chars' | 'lines', number[]> = { chars: [], lines: [] };
  for (const size of ['1k', '10k'] as const) {
    for (let place = 0; place < places; place++) {
      for (const how of ['chars', 'lines'] as const) {
        const typist = new PeerTypist(fileOf(size));
        typist.moveTo((place + 0.5) / places);
        const pieces = how === 'chars' ? [...typed.slice(0, 40)] : typist.takeLines(20).map((line) => `${line}\n`);
        let before: string | undefined;
        for (const piece of ['\n', ...pieces]) {
          const now = (await typist.type(piece))?.prompt;
          if (now !== undefined && before !== undefined) {
            shares[how].push(sharedBeginning(before, now) / now.length);
          }
          before = now ?? before;
        }
        typist.close();
      }
    }
  }
  return (['chars', 'lines'] as const).map((how) => {
    const mean = shares[how].reduce((sum, share) => sum + share, 0) / Math.max(1, shares[how].length);
    return [`prefix.${how}`, mean, 'share', shares[how].length];
  });
}

/** To be asked of a process of its own. */
async function first(): Promise<Row[]> {
  const typist = new PeerTypist(fileOf('1k'));
  typist.moveTo(0.5);
  return [['first', (await typist.type('\nconst '))?.milliseconds ?? Number.NaN, 'ms', 1]];
}

/** To be asked of a process of its own; over a bare one, as ours. */
async function memory(): Promise<Row[]> {
  const files = thirtyFiles();
  for (const file of files) {
    const typist = new PeerTypist(file);
    typist.moveTo(0.5);
    for (const key of `\n${typed}`) {
      await typist.type(key);
    }
  }
  const { rss } = process.memoryUsage();
  const bare = execFileSync(process.execPath, ['-e', 'console.log(process.memoryUsage().rss)'], { encoding: 'utf8' });
  return [['rss.50k', (rss - Number(bare)) / 1e6, 'MB', files.length]];
}

const languages: readonly RecallLanguage[] = ['typescript', 'javascript', 'python', 'java', 'go', 'rust'];

async function recall(): Promise<Row[]> {
  const { fetched } = await fetchRepositories(() => {});
  const rows: Row[] = [];
  for (const budget of [1024, 2048]) {
    peer.setPromptTokens(budget);
    for (const mode of ['alone', 'tabs'] as const) {
      let found = 0;
      let all = 0;
      for (const repository of fetched) {
        const root = folderOf(repository);
        const language = languages.find((name) => name === repository.language);
        for (const point of language === undefined ? [] : recallPoints(root, repository.name, language, pointsOfKind)) {
          const path = join(root, point.file);
          const tabs = mode === 'alone' ? [] : [join(root, point.definedIn)].filter((tab) => tab !== path);
          for (const tab of tabs) {
            peer.openDocument(tab, languageOfPath(tab), readFileSync(tab, 'utf8'));
          }
          const lines = readFileSync(path, 'utf8')
            .replaceAll('\r\n', '\n')
            .split('\n')
            .slice(0, point.line + 1);
          const text = [...lines.slice(0, -1), lines.at(-1)?.slice(0, point.character) ?? ''].join('\n');
          peer.openDocument(path, languageOfPath(path), text);
          const request = await peer.request(path, text.length);
          for (const each of [path, ...tabs]) {
            peer.closeDocument(each);
          }
          all++;
          found += Number(request !== undefined && promptOf(request.body).includes(point.definingLine));
        }
      }
      rows.push([`recall.${budget}.${mode}`, (100 * found) / Math.max(1, all), '%', all]);
    }
  }
  return rows;
}

const measurements: Readonly<Record<string, () => Promise<Row[]>>> = { latency, prefix, first, memory, recall };

const rows = (await measurements[what]?.()) ?? [];
process.stdout.write(
  JSON.stringify(
    Object.fromEntries(
      rows.map(([name, value, unit, n]) => [`peer.completion.${name}`, { value: rounded(value), unit, goal: '-', n }]),
    ),
  ),
);
// The library keeps timers of its own.
process.exit(0);
