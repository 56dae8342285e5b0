/** What differs from the last commit, asked of a real git in real folders. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gitChanges } from '../../../../src/node/tools/gitChanges';
import type { ChangedFile } from '../../../../src/tools/ToolHost';

vi.setConfig({ testTimeout: 60_000 });
const never = new AbortController().signal;
let folder: string;

function git(...words: readonly string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...words], { cwd: folder, stdio: 'ignore' });
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tandem-git-')));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function changesIn(path: string): Promise<readonly ChangedFile[]> {
  const changes = await gitChanges(path, never);
  return 'problem' in changes ? [] : changes;
}

async function committed(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
}

describe('changes', () => {
  it('are files changed, added, deleted and not tracked, with what differs', async () => {
    await committed({ 'a.txt': 'one\n', 'gone.txt': 'gone\n', 'same.txt': 'same\n' });
    await writeFile(join(folder, 'a.txt'), 'two\n');
    await rm(join(folder, 'gone.txt'));
    await writeFile(join(folder, 'staged.txt'), 'staged\n');
    git('add', 'staged.txt');
    await mkdir(join(folder, 'new folder'));
    await writeFile(join(folder, 'new folder', '名 字.txt'), 'new\n');
    const changes = await changesIn(folder);
    expect(changes.map(({ path, kind }) => [path, kind]).toSorted()).toEqual([
      [join(folder, 'a.txt'), 'changed'],
      [join(folder, 'gone.txt'), 'deleted'],
      [join(folder, 'new folder', '名 字.txt'), 'untracked'],
      [join(folder, 'staged.txt'), 'added'],
    ]);
    const diff = (name: string) => changes.find(({ path }) => path.endsWith(name))?.diff;
    expect(diff('a.txt')).toContain('-one\n+two\n');
    expect(diff('gone.txt')).toContain('-gone\n');
    expect(diff('staged.txt')).toContain('+staged\n');
    expect(diff('名 字.txt')).toBe('');
  });

  it('are none in a clean folder, and unknown where there is no repository or git does not take it for one', async () => {
    expect(await gitChanges(folder, never)).toEqual({ problem: 'The folder is not under git.' });
    await mkdir(join(folder, '.git'));
    expect(await gitChanges(folder, never)).toEqual({
      problem: expect.stringMatching(/could not tell.*not a git rep/),
    });
    await rm(join(folder, '.git'), { recursive: true });
    await committed({ 'a.txt': 'one\n' });
    expect(await gitChanges(folder, never)).toEqual([]);
  });

  it('are told of the folder that is open, not of the rest of its repository', async () => {
    await committed({ 'in/a.txt': 'one\n', 'out/b.txt': 'one\n' });
    await writeFile(join(folder, 'in/a.txt'), 'two\n');
    await writeFile(join(folder, 'out/b.txt'), 'two\n');
    const changes = await changesIn(join(folder, 'in'));
    expect(changes.map(({ path }) => path)).toEqual([join(folder, 'in/a.txt')]);
  });

  it.each([
    ['are found without running what the repository names', [], '-one\n+two\n'],
    // Git asks a submodule's monitor whatever the options say.
    ['are unknown, and nothing is run, where the repository names a monitor', ['core.fsmonitor'], undefined],
  ])('%s', async (_title, more, diff) => {
    await committed({ 'a.txt': 'one\n', '.gitattributes': '*.txt diff=planted\n' });
    const planted = join(folder, 'planted.sh');
    await writeFile(planted, `#!/bin/sh\ntouch "${folder}/ran-$(basename "$0")"\n`);
    await chmod(planted, 0o755);
    for (const name of ['diff.external', 'diff.planted.textconv', 'diff.planted.command', 'core.pager', ...more]) {
      git('config', name, planted);
    }
    await writeFile(join(folder, 'a.txt'), 'two\n');
    // A program of git's name in the workspace is not git.
    await writeFile(join(folder, 'git'), `#!/bin/sh\ntouch "${folder}/ran-git"\n`);
    await chmod(join(folder, 'git'), 0o755);
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
    const changes = await changesIn(folder);
    expect(changes.find(({ kind }) => kind === 'changed')?.diff.slice(-10)).toBe(diff);
    expect((await readdir(folder)).filter((name) => name.startsWith('ran'))).toEqual([]);
  });

  it('of a repository inside are not looked for, and nothing that it names is run', async () => {
    await mkdir(join(folder, 'evil'));
    git('init', '-q', 'evil');
    await writeFile(join(folder, 'evil/a.txt'), 'one\n');
    git('-C', 'evil', 'add', '.');
    git('-C', 'evil', 'commit', '-q', '-m', 'x');
    await committed({ 'a.txt': 'one\n' });
    await writeFile(join(folder, 'evil/a.txt'), 'two\n');
    expect(await gitChanges(folder, never)).toEqual([]);
    git('update-index', '--split-index');
    expect(await gitChanges(folder, never)).toEqual([]);
    git('update-index', '--no-split-index');
    git('-C', 'evil', 'config', 'filter.x.clean', `touch "${folder}/ran"; cat`);
    await writeFile(join(folder, 'evil/.git/info/attributes'), '* filter=x\n');
    expect(await gitChanges(folder, never)).toEqual({ problem: expect.stringContaining('(filter.x.clean)') });
    expect(await readdir(folder)).not.toContain('ran');
    // It would have been run: the test is worth nothing otherwise.
    git('status');
    expect(await readdir(folder)).toContain('ran');
  });

  it('hold names that a shell or git would take for more as what they are (SEC-33)', async () => {
    const names = ['$(touch ran).txt', '--output=ran', ';touch ran', '`touch ran`', '-x'];
    await committed(Object.fromEntries(names.map((name) => [name, 'one\n'])));
    git('checkout', '-q', '-b', 'a;touch-ran');
    for (const name of names) {
      await writeFile(join(folder, name), 'two\n');
    }
    const changes = await changesIn(folder);
    expect(changes.map(({ path }) => path).toSorted()).toEqual(names.map((name) => join(folder, name)).toSorted());
    expect(changes.every(({ diff }) => diff.endsWith('-one\n+two\n'))).toBe(true);
    expect((await readdir(folder)).filter((name) => name.startsWith('ran'))).toEqual([]);
  });

  it('are not looked for any more once it is stopped', async () => {
    await committed({ 'a.txt': 'one\n' });
    await expect(gitChanges(folder, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});
