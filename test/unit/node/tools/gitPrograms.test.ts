/** Looking at what changed, in repositories made by git itself. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitChanges } from '../../../../src/node/tools/gitChanges';

let folder = '';
const signal = new AbortController().signal;
const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: folder, encoding: 'utf8' });

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-changes-')));
  git('init', '-q');
  writeFileSync(join(folder, 'a.txt'), 'one\n');
  git('add', '.');
  git('commit', '-q', '--no-gpg-sign', '-m', 'x');
  writeFileSync(join(folder, 'a.txt'), 'two\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what changed since the last commit', () => {
  it('is told with its diff, though the repository names a pager and a program for differences', async () => {
    git('config', 'core.pager', './run');
    git('config', 'diff.external', `touch ${folder}/ran`);
    const changes = await gitChanges(folder, signal);
    const [file] = 'problem' in changes ? [] : changes;
    expect(file).toMatchObject({ path: join(folder, 'a.txt'), kind: 'changed' });
    expect(file?.diff).toContain('+two');
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  it('is not looked at where that would run a filter that the repository names', async () => {
    git('config', 'filter.x.clean', `touch ${folder}/ran; cat`);
    writeFileSync(join(folder, '.gitattributes'), '* filter=x\n');
    expect(await gitChanges(folder, signal)).toEqual({ problem: expect.stringContaining('(filter.x.clean)') });
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    // It would have been run: the test is worth nothing otherwise.
    git('status');
    expect(existsSync(join(folder, 'ran'))).toBe(true);
  });
});
