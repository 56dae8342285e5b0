/** Indexes written by git itself, and such bytes as nobody would write. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitlinksIn } from '../../../../src/tools/commands/gitIndex';

let folder = '';
const git = (words: readonly string[], input?: string): string =>
  execFileSync('git', words, { cwd: folder, encoding: 'utf8', input });

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-index-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the repositories among the entries of an index', () => {
  it.each([
    ['sha1', '2', 20],
    ['sha1', '3', 20],
    ['sha1', '4', 20],
    ['sha256', '2', 32],
    ['sha256', '4', 32],
  ])('are those that git lists: %s, version %s', (format, version, hashLength) => {
    git(['init', '-q', `--object-format=${format}`]);
    const hash = 'a'.repeat(hashLength * 2);
    const names = ['a', 'a.b', 'a/b/c', 'b'.repeat(300), `c/${'d/'.repeat(2500)}e`, '名/字', 'z', 'zz/y', 'zz/z'];
    const lines = Array.from({ length: 400 }, (_, index) => {
      const path = `${names[index % names.length]}${index}`;
      return `${index % 7 === 0 ? '160000' : '100644'} ${hash} 0\t${path}\n`;
    });
    git(['update-index', '--index-info'], lines.join(''));
    git(['update-index', '--index-version', version]);
    if (version === '3') {
      git(['update-index', '--skip-worktree', 'a0']);
    }
    const listed = git(['ls-files', '-s', '-z']).split('\0');
    const expected = listed.flatMap((line) => (line.startsWith('160000') ? line.slice(line.indexOf('\t') + 1) : []));
    expect(expected).toHaveLength(58);
    const bytes = readFileSync(join(folder, '.git/index'));
    expect(gitlinksIn(bytes, hashLength)).toEqual(expected);
    // Cut anywhere, it is not taken for one without them.
    for (let length = 0; length < bytes.length - 4000; length += 997) {
      expect(gitlinksIn(bytes.subarray(0, length), hashLength)).toBeUndefined();
    }
  });
});
