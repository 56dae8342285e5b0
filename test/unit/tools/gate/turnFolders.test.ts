/** SEC-03: a folder that is added while a turn runs is none of that turn's. */
import { expect, it } from 'vitest';
import type { WorkspaceRoot } from '../../../../src/tools/gate/folders';
import { turnFolders } from '../../../../src/tools/gate/turnFolders';
import { World } from '../changes/world';

it('gives a turn the folders that it began with, as long as they are open', async () => {
  let open: readonly WorkspaceRoot[] = [{ path: '/w' }, { path: '/v' }];
  const first = turnFolders(() => open);
  const decide = async (roots: readonly WorkspaceRoot[], path: string) =>
    (await new World({ '/w': '/', '/v': '/', '/home/me': '/' }, { roots }).gate().decide({ operation: 'write', path }))
      .decision;
  open = [{ path: '/home/me' }, { path: '/w' }];
  expect(await decide(first(), '/w/a.ts')).toBe('allow');
  expect(await decide(first(), '/home/me/a.ts')).toBe('ask_always');
  expect(await decide(first(), '/v/a.ts')).toBe('ask_always');
  // The next turn may.
  expect(await decide(turnFolders(() => open)(), '/home/me/a.ts')).toBe('allow');
});
