import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
