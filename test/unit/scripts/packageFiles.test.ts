/** The list of what the packed extension may hold. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { comparePackage, parsePackageFiles } from '../../../scripts/lib/packageFiles.mjs';

const list = parsePackageFiles(`
# documents
readme.md
dist/extension.js

# engine
dist/node_modules/**.js
dist/node_modules/*/LICENSE
!dist/node_modules/*cuda*/**
`);
const plain = ['readme.md', 'dist/extension.js'];
const engine = ['dist/node_modules/a/LICENSE', 'dist/node_modules/a/b/c.js'];

describe('the list of packed files', () => {
  function check(
    found: readonly string[],
    withEngine: boolean,
    unexpected: readonly string[],
    missing: readonly string[],
  ) {
    expect(comparePackage([...found], list, withEngine)).toEqual({ unexpected, missing });
  }

  it('fits the universal package', () => check(plain, false, [], []));
  it('fits a package with the engine', () => check([...plain, ...engine], true, [], []));
  it('finds a file too many', () => check([...plain, '.env'], false, ['.env'], []));
  it('finds a missing file', () => check(['readme.md'], false, [], ['dist/extension.js']));
  it('lets no engine into the universal package', () => check([...plain, ...engine], false, engine, []));
  it('finds a pattern that nothing fits', () =>
    check(plain, true, [], ['dist/node_modules/**.js', 'dist/node_modules/*/LICENSE']));
  it('lets one star not cross a folder', () => {
    const deep = 'dist/node_modules/a/b/LICENSE';
    check([...plain, ...engine, deep], true, [deep], []);
  });
  it('lets no GPU binary in', () => {
    const binary = 'dist/node_modules/x-cuda/a.js';
    check([...plain, ...engine, binary], true, [binary], []);
  });
  it('is what is checked in', async () => {
    const checkedIn = parsePackageFiles(await readFile(`${import.meta.dirname}/../../package-files.txt`, 'utf8'));
    expect(checkedIn.patterns).toContain('dist/extension.js');
    expect(checkedIn.forbidden.length).toBeGreaterThan(0);
  });
});
