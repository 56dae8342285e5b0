import { mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { testCommand } from '../../../../src/node/tools/testCommand';

it('reads a project’s own way to run its tests from its folder, and knows none where there is none', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tandem-tests-')));
  expect(await testCommand(folder)).toBeUndefined();
  expect(await testCommand(join(folder, 'missing'))).toBeUndefined();
  await writeFile(join(folder, 'package.json'), '{"scripts":{"test":"node --test"}}');
  expect(await testCommand(folder)).toBe('npm test');
  await writeFile(join(folder, 'pnpm-lock.yaml'), '');
  expect(await testCommand(folder)).toBe('pnpm test');
});

it('takes what the person set for a folder, however its path is written, before what its files say', async () => {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'tandem-home-')));
  const folder = join(home, 'shop');
  const other = join(home, 'other');
  await Promise.all([mkdir(folder), mkdir(other), symlink(folder, join(home, 'linked'))]);
  await writeFile(join(folder, 'package.json'), '{"scripts":{"test":"node --test"}}');
  vi.stubEnv('HOME', home);
  for (const written of [folder, `${folder}/`, '~/shop', join(home, 'linked')]) {
    expect(await testCommand(folder, { [written]: 'make check', '*': 'make all' })).toBe('make check');
  }
  expect(await testCommand(folder, { [other]: 'make check' })).toBe('npm test');
  expect(await testCommand(other, { '~/shop': 'make check', '*': 'make all' })).toBe('make all');
  vi.unstubAllEnvs();
});
