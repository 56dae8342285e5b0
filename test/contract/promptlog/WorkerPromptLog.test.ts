/** The prompt log's worker in its own bundle: what is confirmed is on the disk, whatever happens to the thread. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { type PromptLogFault, WorkerPromptLog } from '../../../src/node/promptlog/WorkerPromptLog';
import { PromptLogStore } from '../../../src/promptlog/PromptLogStore';
import type { PromptLogSettings } from '../../../src/protocol/promptlog';
import { record } from '../../support/promptlog';

let programs = '';
let folder = '';

beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'tandem-worker-'));
  await build({
    entryPoints: {
      worker: join(import.meta.dirname, '../../../src/promptlog-worker.ts'),
      crashing: join(import.meta.dirname, 'crashingWorker.ts'),
    },
    outdir: programs,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
});

afterAll(() => rm(programs, { recursive: true, force: true }));

beforeEach(async () => {
  folder = join(await mkdtemp(join(programs, 'store-')), 'log');
});

const none: PromptLogSettings = { secrets: [], identity: [], patterns: [], retention: {} };

function open(program = 'worker', settings: () => PromptLogSettings = () => none) {
  const faults: PromptLogFault[] = [];
  const log = new WorkerPromptLog({
    entry: join(programs, `${program}.js`),
    folder,
    window: 'w',
    settings,
    onFault: (fault) => faults.push(fault),
  });
  const say = (text: string): string => {
    const next = record({ ts: new Date().toISOString(), user_text: text });
    log.append(next);
    return next.id;
  };
  return { log, faults, say };
}

async function written(): Promise<string[]> {
  const found: string[] = [];
  const store = new PromptLogStore(new FileStorage(folder), Date.now);
  for await (const { record, outcomes } of store.read({}, 'oldest', new AbortController().signal)) {
    found.push([record.user_text, ...outcomes.map(({ action }) => action)].join(' '));
  }
  return found.sort();
}

async function bytes(): Promise<string> {
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('');
}

describe('WorkerPromptLog', () => {
  it('writes what it is given, cleaned, and says when it is on the disk', async () => {
    const own = ['live', 'secret', 'value'].join('-');
    const { log, faults, say } = open('worker', () => ({ ...none, secrets: [own], patterns: ['ACME-\\d+', '('] }));
    const id = say(`use ${own} for ACME-1234`);
    log.appendOutcome({ record: id, action: 'copied', inferred: false });
    await log.flush();
    expect(await written()).toEqual([
      expect.stringMatching(/^use <SECRET:known-secret#\d+> for <SECRET:own-pattern#\d+> copied$/),
    ]);
    expect(await bytes()).not.toContain(own);
    await log.flush();
    await log.close(1000);
    expect(faults).toEqual([]);
  });

  it('minds a new secret from the next record on', async () => {
    let secrets: readonly string[] = [];
    const { log, say } = open('worker', () => ({ ...none, secrets }));
    say('nothing yet');
    secrets = [['brand', 'new', 'secret'].join('-')];
    log.update();
    say(`now ${secrets[0]}`);
    await log.close(5000);
    expect(await bytes()).not.toContain(secrets[0]);
  });

  it('loses nothing that was given before a window closes', async () => {
    const { log, say } = open();
    const texts = Array.from({ length: 300 }, (_, i) => `text ${i} ${'x'.repeat(i * 10)}`);
    texts.map(say);
    await log.close(10_000);
    expect(await written()).toEqual([...texts].sort());
    say('too late');
    await log.flush();
    expect(await written()).toHaveLength(300);
  });

  it('goes on after a crash, with every record once, and says so once', async () => {
    const { log, faults, say } = open('crashing');
    const texts = ['one', 'two', 'crash once', 'three'];
    say('one');
    await log.flush();
    texts.slice(1).map(say);
    await log.flush();
    expect(await written()).toEqual([...texts].sort());
    expect(faults.map(({ kind }) => kind)).toEqual(['crashed']);
    await log.close(1000);
  });

  it('gives up a record that kills it, and no other', async () => {
    const { log, faults, say } = open('crashing');
    ['one', 'crash always', 'two'].map(say);
    await log.flush();
    expect((await written()).filter((text) => text !== 'crash always')).toEqual(['one', 'two']);
    expect(faults.map(({ kind }) => kind)).toEqual(['crashed']);
    await log.close(1000);
  });

  it('gives up when it cannot run at all, and keeps nobody waiting', async () => {
    const { log, faults, say } = open('missing');
    say('one');
    await log.flush();
    say('two');
    await log.flush();
    expect(faults.map(({ kind }) => kind)).toEqual(['crashed', 'given-up']);
  });

  it('tells once that the disk refuses', async () => {
    await writeFile(folder, 'no folder');
    const { log, faults, say } = open();
    say('one');
    await log.flush();
    say('two');
    await log.flush();
    expect(faults.map(({ kind }) => kind)).toEqual(['not-written']);
    await rm(folder);
    say('three');
    await log.flush();
    expect(await written()).toEqual(['three']);
    await log.close(1000);
  });

  it('drops what comes faster than it can be written, once told', async () => {
    const { log, faults, say } = open();
    for (let i = 0; i < 2100; i++) {
      say('many');
    }
    expect(faults.map(({ kind }) => kind)).toEqual(['dropped']);
    await log.close(0);
  });
});
