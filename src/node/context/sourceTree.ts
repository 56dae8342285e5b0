/** A folder of the file system for the index: `SourceTree` over node:fs, synchronous because the index has a thread of its own. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceTree } from '../../context/files/SourceTree';

/** `folder`: absolute path. */
export function sourceTree(folder: string): SourceTree {
  return {
    list(path) {
      const entries = orNothing(() => readdirSync(join(folder, path), { withFileTypes: true })) ?? [];
      return entries
        .filter((entry) => entry.isFile() || entry.isDirectory())
        .map((entry) => ({ name: entry.name, kind: entry.isFile() ? ('file' as const) : ('folder' as const) }))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    facts(path) {
      const stats = orNothing(() => lstatSync(join(folder, path)));
      return stats?.isFile() === true ? { size: stats.size, modified: stats.mtimeMs } : undefined;
    },
    read: (path) => orNothing(() => readPlainFile(join(folder, path))),
  };
}

/** O_NOFOLLOW: a link that took a file's place leads out of the folder. O_NONBLOCK: a pipe is not waited for. */
function readPlainFile(path: string): string | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    return fstatSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  } finally {
    closeSync(file);
  }
}

/** A file that is gone, forbidden or impossible is none; anything else is a fault. */
function orNothing<T>(answer: () => T): T | undefined {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}
