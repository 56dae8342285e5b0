import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { expect, it } from 'vitest';
import { realFiles } from '../../../../src/node/realFiles';
import type { FileFacts, Files } from '../../../../src/platform/Files';
import { KeptContents } from '../../../../src/tools/gate/KeptContents';
import { rememberingFiles } from '../../../../src/tools/gate/rememberingFiles';

/** One file, and how often it was read. */
function oneFile() {
  const disk = { text: 'a', stamp: '1' as string | undefined, kind: 'file' as FileFacts['kind'], reads: 0 };
  const files: Files = {
    facts: async () => ({ kind: disk.kind, size: 1, names: 1, stamp: disk.stamp }),
    readLink: async () => undefined,
    realPath: async (path) => path,
    names: async () => undefined,
    read: async () => {
      disk.reads++;
      return new TextEncoder().encode(disk.text);
    },
  };
  const kept = new KeptContents<Uint8Array | undefined>();
  // Each judgement has its own remembering files over what is kept.
  const judged = async (): Promise<string> => new TextDecoder().decode(await rememberingFiles(files, kept).read('/f'));
  return { disk, files, judged };
}

it('keeps a content only while the stamp is the same', async () => {
  const { disk, judged } = oneFile();
  expect([await judged(), await judged()]).toEqual(['a', 'a']);
  expect(disk.reads).toBe(1);
  Object.assign(disk, { text: 'b', stamp: '2' });
  expect([await judged(), await judged()]).toEqual(['b', 'b']);
  expect(disk.reads).toBe(2);
});

it('reads a file without a stamp each time, and forgets what it knew of it', async () => {
  const { disk, judged } = oneFile();
  await judged();
  Object.assign(disk, { text: 'b', stamp: undefined });
  expect(await judged()).toBe('b');
  Object.assign(disk, { text: 'c' });
  expect(await judged()).toBe('c');
  Object.assign(disk, { text: 'd', stamp: '1' });
  expect(await judged()).toBe('d');
});

it('keeps nothing of a file that was written while it was read', async () => {
  const { disk, files } = oneFile();
  const kept = new KeptContents<string>();
  const facts: FileFacts = { kind: 'file', size: 1, names: 1, stamp: '1' };
  const slow = async (): Promise<string> => {
    disk.stamp = '2';
    return 'old';
  };
  expect(await kept.of('/f', facts, files, slow)).toBe('old');
  expect(await kept.of('/f', facts, files, async () => 'new')).toBe('new');
});

it('keeps apart what was made of one content in several ways', async () => {
  const { files } = oneFile();
  const kept = new KeptContents<number>();
  const facts: FileFacts = { kind: 'file', size: 1, names: 1, stamp: '1' };
  expect(await kept.of('/f', facts, files, async () => 20, 20)).toBe(20);
  expect(await kept.of('/f', facts, files, async () => 32, 32)).toBe(32);
});

it('asks a link anew whatever its stamp', async () => {
  const { disk, judged } = oneFile();
  disk.kind = 'link';
  await judged();
  await judged();
  expect(disk.reads).toBe(2);
});

it('gives no stamp to a file of the disk that was only just written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-stamp-'));
  try {
    await writeFile(`${folder}/f`, 'a');
    // The time of its content can be set by anybody.
    await utimes(`${folder}/f`, 1, 1);
    expect(await realFiles.facts(`${folder}/f`)).toMatchObject({ kind: 'file', stamp: undefined });
    expect((await realFiles.facts(execPath.replaceAll('\\', '/')))?.stamp).toBeDefined();
  } finally {
    await rm(folder, { recursive: true });
  }
});
