/**
 * The prompt log on a disk that refuses, for real: full, full in the middle of a line, and read-only. The refusals are the system's own; a
 * process without special rights meets them, also where the tests run as root.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { PromptLogStore } from '../../../src/promptlog/PromptLogStore';
import { segmentName } from '../../../src/promptlog/segments';
import { record } from '../../support/promptlog';
import type { Answer } from './teller';

const isWindows = process.platform === 'win32';
const old = record({ ts: '2026-03-01T10:00:00.000Z', user_text: 'what was there before' });
const oldName = segmentName('2026-03-01', 'old', 0);
const oldLine = `${JSON.stringify(old)}\n`;

let programs = '';
let folder = '';
let window: ChildProcess | undefined;

beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'tandem-refusing-'));
  await build({
    entryPoints: {
      teller: join(import.meta.dirname, 'teller.ts'),
      worker: join(import.meta.dirname, '../../../src/promptlog-worker.ts'),
    },
    outdir: programs,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  // The window gives up its rights and must still find its programs.
  await chmod(programs, 0o755);
});

beforeEach(async () => {
  window?.kill();
  folder = join(await mkdtemp(join(programs, 'store-')), 'log');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, oldName), oldLine);
  await writeFile(join(folder, 'store.key'), new Uint8Array(32));
  await chmod(join(folder, '..'), 0o777);
});

afterAll(async () => {
  window?.kill();
  await rm(programs, { recursive: true, force: true });
});

/** Has the window keep a text; resolves, when that is settled, to what it was told and how it is now. */
async function say(text: string): Promise<Answer> {
  window?.send(text);
  const [answer]: Answer[] = await once(window ?? expect.unreachable(), 'message');
  return answer ?? expect.unreachable();
}

async function texts(): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  const store = new PromptLogStore(new FileStorage(folder), Date.now);
  for await (const { record } of store.read({}, 'oldest', new AbortController().signal)) {
    found.push(record.user_text);
  }
  return found;
}

describe('F-69, F-70: a prompt log on a disk that refuses', () => {
  it('tells once that the disk is full, and goes on when it is not', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux has a device that is always full');
    window = fork(join(programs, 'teller.js'), [join(programs, 'worker.js'), folder]);
    // The device refuses each write as a full disk does (ENOSPC). Around midnight the segment may have either name.
    const now = Date.now();
    const names = [now, now + 60_000].map((time) => segmentName(new Date(time).toISOString().slice(0, 10), 'w', 0));
    for (const name of new Set(names)) {
      await symlink('/dev/full', join(folder, name));
    }
    const answers = [await say('one'), await say('two'), await say('three')];
    expect(answers.map(({ faults }) => faults.map((fault) => fault.replace(/:.*/s, '')))).toEqual([
      ['not-written'],
      [],
      [],
    ]);
    expect(answers.map(({ fault }) => /ENOSPC/.test(fault ?? ''))).toEqual([true, true, true]);
    expect(await readFile(join(folder, oldName), 'utf8')).toBe(oldLine);
    for (const name of new Set(names)) {
      await rm(join(folder, name));
    }
    expect(await say('four')).toEqual({ faults: [], fault: undefined });
    expect(await texts()).toEqual([old.user_text, 'four']);
  });

  it('loses only the record that the disk had no room for, and its half line harms no other', async ({ skip }) => {
    skip(isWindows, 'Windows knows neither these modes nor these limits');
    // No file may grow beyond 8 blocks: the system writes what fits and refuses the rest, as a disk does that fills up.
    const limited = ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath];
    window = spawn('sh', [...limited, join(programs, 'teller.js'), join(programs, 'worker.js'), folder], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const long = 'x'.repeat(20_000);
    expect(await say('first')).toEqual({ faults: [], fault: undefined });
    const refused = await say(long);
    expect(refused.faults).toEqual([expect.stringMatching(/^not-written: .*(?:EFBIG|bytes fitted)/)]);
    expect((await say('no room')).faults).toEqual([]);
    window.kill();
    await once(window, 'exit');
    const [torn = ''] = (await readdir(folder)).filter((name) => name.endsWith('.jsonl') && name !== oldName);
    expect((await readFile(join(folder, torn), 'utf8')).endsWith('x')).toBe(true);
    expect(await texts()).toEqual([old.user_text, 'first']);
    // The next window, with room again, parts what it writes from the half line.
    window = fork(join(programs, 'teller.js'), [join(programs, 'worker.js'), folder]);
    expect(await say('room again')).toEqual({ faults: [], fault: undefined });
    expect(await texts()).toEqual([old.user_text, 'first', 'room again']);
    expect(await readFile(join(folder, oldName), 'utf8')).toBe(oldLine);
  });

  it('tells once that the folder is read-only, still reads it, and goes on when it is not', async ({ skip }) => {
    skip(isWindows, 'Windows knows neither these modes nor these limits');
    window = fork(join(programs, 'teller.js'), [join(programs, 'worker.js'), folder, 'own']);
    await once(window, 'message');
    expect(await say('before')).toEqual({ faults: [], fault: undefined });
    const names = await readdir(folder);
    const setModes = async (file: number, whole: number): Promise<void> => {
      await Promise.all(names.map((name) => chmod(join(folder, name), file)));
      await chmod(folder, whole);
    };
    await setModes(0o400, 0o500);
    const answers = [await say('one'), await say('two')];
    expect(answers.map(({ faults }) => faults.length)).toEqual([1, 0]);
    expect(answers.map(({ fault }) => /EACCES|EPERM/.test(fault ?? ''))).toEqual([true, true]);
    expect(await texts()).toEqual([old.user_text, 'before']);
    await setModes(0o600, 0o700);
    expect(await say('after')).toEqual({ faults: [], fault: undefined });
    expect(await texts()).toEqual([old.user_text, 'before', 'after']);
  });
});
