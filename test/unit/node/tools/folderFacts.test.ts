/** What an approval of a command is bound to (SEC-11): the content of what it runs, through links as well. */
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { hashOfFile } from '../../../../src/node/tools/folderFacts';

afterEach(() => vi.unstubAllEnvs());

it('tells a script’s content, of a link what it leads to, and nothing of what is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-facts-'));
  await writeFile(join(folder, 'run.sh'), 'one');
  await symlink(join(folder, 'run.sh'), join(folder, 'link.sh'));
  const first = await hashOfFile('run.sh', folder);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOfFile('link.sh', folder)).toBe(first);
  expect(await hashOfFile(join(folder, 'run.sh'), '/')).toBe(first);
  await writeFile(join(folder, 'run.sh'), 'two');
  expect(await hashOfFile('link.sh', folder)).not.toBe(first);
  expect(await hashOfFile('none.sh', folder)).toBeUndefined();
});

it('tells apart a script named by the home folder, and one of which there is no content', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tandem-home-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  await mkdir(join(home, 'scripts'));
  await writeFile(join(home, 'scripts', 'a.sh'), 'one');
  const first = await hashOfFile('~/scripts/a.sh', '/');
  expect(first).toBe(await hashOfFile('scripts/a.sh', home));
  await writeFile(join(home, 'scripts', 'a.sh'), 'two');
  expect(await hashOfFile('~/scripts/a.sh', '/')).not.toBe(first);
  expect(await hashOfFile('~/scripts', '/')).toBe('unreadable');
  expect(await hashOfFile('~/none.sh', '/')).toBeUndefined();
});
