/** Places of the real disk that a reader would hang at or drown in (rows T-81, T-84). */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPathGate } from '../../../../src/node/gates/createPathGate';
import { realFiles } from '../../../../src/node/realFiles';
import { DiskFileSource } from '../../../../src/node/tools/DiskFileSource';

const never = new AbortController().signal;
let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-places-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const gate = () => createPathGate({ roots: [{ path: folder }], trusted: true });

it('T-81: denies what has no end or no content; reading it nevertheless neither hangs nor gives anything', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const server = createServer().listen(join(folder, 'socket'));
  await new Promise((resolve) => server.once('listening', resolve));
  writeFileSync(join(folder, 'sparse'), '');
  truncateSync(join(folder, 'sparse'), 10 * 1024 ** 3);
  mkdirSync(join(folder, 'folder'));
  for (const [path, reason] of [
    ['pipe', /device, pipe or socket/],
    ['socket', /device, pipe or socket/],
    ['sparse', /too large/],
    ['folder', /a folder/],
    ['/dev/zero', /device/],
    ['/dev/random', /device/],
    ['/proc/self/environ', /device/],
  ] as const) {
    expect(await gate().decide({ operation: 'read', path }), path).toMatchObject({
      ...{ decision: 'deny', reasons: expect.arrayContaining([expect.stringMatching(reason)]) },
    });
  }
  for (const path of ['pipe', 'socket', 'folder']) {
    expect(await realFiles.read(join(folder, path)), path).toBeUndefined();
  }
  server.close();
});

it('T-84: lists no more of a folder than fits, whatever its names are', async () => {
  for (let i = 0; i < 30; i++) {
    writeFileSync(join(folder, `file ${i}`), 'x');
  }
  const files = new DiskFileSource({ roots: () => [folder], read: async () => undefined, unsaved: () => undefined });
  const now = gate();
  const record = await now.approve(await now.decide({ operation: 'list', path: '.' }), false);
  const listed = record === undefined ? undefined : await files.list(record, 20, never);
  expect(listed).toMatchObject({ isCut: true, items: { length: 20 } });
});
