/** The prompt log on a real disk: modes, windows side by side, processes killed in the middle of writing. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { PromptLogStore } from '../../../src/promptlog/PromptLogStore';
import { parseLine } from '../../../src/promptlog/records';
import { readLines, segmentsOf } from '../../../src/promptlog/segments';

const never = new AbortController().signal;
/** How long to go on killing, and how often at most; `TANDEM_KILLS` sets the number and lifts the time. */
const kills = Number(process.env.TANDEM_KILLS ?? 1000);
const milliseconds = process.env.TANDEM_KILLS === undefined ? 20_000 : Number.POSITIVE_INFINITY;

let folder = '';
let program = '';
let worker = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-promptlog-'));
  program = join(folder, 'appender.mjs');
  worker = join(folder, 'worker.cjs');
  const common = { bundle: true, platform: 'node' } as const;
  await build({ ...common, entryPoints: [join(import.meta.dirname, 'appender.ts')], outfile: program, format: 'esm' });
  const source = join(import.meta.dirname, '../../../src/promptlog-worker.ts');
  await build({ ...common, entryPoints: [source], outfile: worker, format: 'cjs' });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function ids(store: PromptLogStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { record } of store.read({}, 'oldest', never)) {
    found.push(record.id);
  }
  return found;
}

describe('FileStorage', () => {
  it('makes its folder and files for their owner only, and tightens what is there', async () => {
    if (process.platform === 'win32') {
      return;
    }
    const path = join(folder, 'modes');
    await mkdir(path, { mode: 0o755 });
    await writeFile(join(path, '2026-01-01.old.0.jsonl'), '{}\n', { mode: 0o644 });
    await chmod(join(path, '2026-01-01.old.0.jsonl'), 0o644);
    const before = process.umask(0);
    try {
      await new FileStorage(path).append('2026-01-02.new.0.jsonl', '{}\n');
      await new FileStorage(join(path, 'a', 'b')).create('x', Buffer.from('y'));
    } finally {
      process.umask(before);
    }
    const modes = async (where: string): Promise<string[]> =>
      Promise.all(
        [where, ...(await readdir(where)).map((name) => join(where, name))].map(async (each) =>
          ((await stat(each)).mode & 0o777).toString(8),
        ),
      );
    expect((await modes(path)).sort()).toEqual(['600', '600', '700', '700']);
    expect(await modes(join(path, 'a', 'b'))).toEqual(['700', '600']);
  });

  it('SEC-59: tightens also what is only looked at', async () => {
    if (process.platform === 'win32') {
      return;
    }
    const path = join(folder, 'lax');
    await mkdir(path);
    await writeFile(join(path, 'old.jsonl'), '{}\n');
    await chmod(path, 0o755);
    await chmod(join(path, 'old.jsonl'), 0o644);
    expect(await new FileStorage(path).list()).toEqual([{ name: 'old.jsonl', size: 3 }]);
    const modes = [path, join(path, 'old.jsonl')].map(async (each) => (await stat(each)).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
  });

  it('does what Storage says', async () => {
    const storage = new FileStorage(join(folder, 'calls'));
    expect([await storage.list(), (await storage.read('no', 0, 9)).length]).toEqual([[], 0]);
    await storage.append('a', 'héllo\n');
    await storage.append('a', 'again\n');
    await storage.overwrite('a', 7, Buffer.from('AGAIN'));
    expect(Buffer.from(await storage.read('a', 0, 99)).toString()).toBe('héllo\nAGAIN\n'.slice(0, 12));
    await storage.replace('a', Buffer.from('new'));
    expect([await storage.create('a', Buffer.from('x')), await storage.create('b', Buffer.from('x'))]).toEqual([
      false,
      true,
    ]);
    await storage.remove('a');
    await storage.remove('a');
    expect(await storage.list()).toEqual([{ name: 'b', size: 1 }]);
  });

  it('refuses to write into a folder that cannot be, and works when it can', async () => {
    const path = join(folder, 'blocked');
    await writeFile(path, '');
    const storage = new FileStorage(path);
    await expect(storage.append('a', 'x')).rejects.toThrow();
    await rm(path);
    await storage.append('a', 'x');
    expect(await storage.list()).toEqual([{ name: 'a', size: 1 }]);
  });
});

describe('the prompt log', () => {
  it('keeps every line of four windows that write at the same time', async () => {
    const path = join(folder, 'windows');
    const children = ['a', 'b', 'c', 'd'].map((window) => fork(program, [worker, path, window, '250']));
    await Promise.all(children.map((child) => once(child, 'exit')));
    const found = await ids(new PromptLogStore(new FileStorage(path), Date.now));
    expect([found.length, new Set(found).size]).toEqual([1000, 1000]);
  });

  it(
    'loses at most the record being written when a process is killed, and never a file',
    async ({ annotate }) => {
      const path = join(folder, 'killed');
      const storage = new FileStorage(path);
      const store = new PromptLogStore(storage, Date.now);
      const written = new Set<string>();
      const begun = Date.now();
      let killed = 0;
      const rounds = async (): Promise<void> => {
        while (killed < kills && Date.now() - begun < milliseconds) {
          killed++;
          const child = fork(program, [worker, path, `w${killed}`, 'forever']);
          child.on('message', (id) => written.add(String(id)));
          await once(child, 'message');
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 12));
          child.kill('SIGKILL');
          await once(child, 'close');
        }
      };
      await Promise.all([rounds(), rounds()]);
      await store.repair();
      let bad = 0;
      for (const { name } of segmentsOf(await storage.list())) {
        for await (const { text } of readLines(storage, name, 'oldest')) {
          bad += ['torn', 'foreign'].includes(parseLine(text).kind) ? 1 : 0;
        }
      }
      const found = new Set(await ids(store));
      await annotate(`${killed} kills, ${found.size} records, ${bad} torn lines`);
      expect(killed).toBeGreaterThan(20);
      expect(bad).toBeLessThanOrEqual(killed);
      expect([...written].filter((id) => !found.has(id))).toEqual([]);
    },
    Number.isFinite(milliseconds) ? 90_000 : 3_600_000,
  );
});
