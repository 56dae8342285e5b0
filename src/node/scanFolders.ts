/**
 * The files of folders that checkpoints keep: whatever git would, and what is not yet under it. What git or the person ignores, what may
 * hold secrets, and what is very large stays where it is. Lets others have their turn between folders.
 */
import { lstat, opendir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { IgnoreRules } from '../context/files/IgnoreRules';
import type { ScannedFile } from '../tools/checkpoints/Checkpoints';
import { sourceTree } from './context/sourceTree';

const largest = 5 * 1024 * 1024;
const mostFiles = 20_000;
/** Bytes of all files together. */
const mostBytes = 200 * 1024 * 1024;

export async function scanFolders(
  roots: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly files: readonly ScannedFile[]; readonly notKept: number }> {
  const files: ScannedFile[] = [];
  let notKept = 0;
  let total = 0;
  for (const root of roots) {
    const real = await realpath(root).catch(() => undefined);
    if (real === undefined) {
      continue;
    }
    const rules = new IgnoreRules(sourceTree(real), []);
    const waiting = [''];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      signal.throwIfAborted();
      const entries = await opendir(join(real, folder)).catch(() => undefined);
      if (entries === undefined) {
        continue;
      }
      for await (const entry of entries) {
        const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && !rules.ignores(below, 'folder')) {
          waiting.push(below);
        }
        if (!entry.isFile() || rules.ignores(below, 'file')) {
          continue;
        }
        const path = join(real, below);
        const stats = await lstat(path).catch(() => undefined);
        if (stats === undefined) {
          continue;
        }
        if (stats.size > largest || files.length >= mostFiles || total + stats.size > mostBytes) {
          notKept++;
          continue;
        }
        total += stats.size;
        files.push({ path, size: stats.size, modified: stats.mtimeMs });
      }
    }
  }
  return { files, notKept };
}
