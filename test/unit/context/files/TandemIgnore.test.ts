import { describe, expect, it } from 'vitest';
import { TandemIgnore } from '../../../../src/context/files/TandemIgnore';

/** `files`: texts of ignore files by folder. */
function check(files: Readonly<Record<string, string>>, path: string, expected: boolean): void {
  const rules = new TandemIgnore();
  for (const folder of rules.missing(path)) {
    rules.set(folder, files[folder]);
  }
  expect(rules.missing(path)).toEqual([]);
  expect(rules.ignores(path)).toBe(expected);
}

describe('TandemIgnore', () => {
  it.each([
    ['names nothing without a file', {}, 'src/a.ts', false],
    ['names a file', { '': 'a.ts' }, 'src/a.ts', true],
    ['names by a pattern', { '': '*.sql' }, 'db/x.sql', true],
    ['leaves others alone', { '': '*.sql' }, 'db/x.ts', false],
    ['names a folder and all in it', { '': 'secret/' }, 'secret/deep/a.ts', true],
    ['brings nothing back from inside an ignored folder', { '': 'secret/', secret: '!a.ts' }, 'secret/a.ts', true],
    ['lets an inner file have the last word', { '': '*.ts', src: '!a.ts' }, 'src/a.ts', false],
    ['has inner files for their folder only', { src: 'a.ts' }, 'lib/a.ts', false],
    ['passes over a byte order mark', { '': '\uFEFFa.ts' }, 'a.ts', true],
    ['names the whole folder with a star', { '': '*' }, '', true],
    ['does not name the whole folder by some of it', { '': '*.ts' }, '', false],
  ])('%s', (_name, files: Readonly<Record<string, string>>, path, expected) => check(files, path, expected));

  it('forgets', () => {
    const rules = new TandemIgnore();
    rules.set('', '*');
    rules.clear();
    expect([rules.ignores('a.ts'), rules.missing('a.ts')]).toEqual([false, ['']]);
  });
});
