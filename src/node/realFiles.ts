/** The machine's files for the gate: `platform/Files` over node:fs. */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, opendir, readlink, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { FileFacts, Files, PathPlatform } from '../platform/Files';

const withForwardSlashes = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);

/** A question about a path that is gone, forbidden or impossible has no answer; anything else is a fault. */
async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}

export const realFiles: Files = {
  async facts(path) {
    const stats = await orNothing(lstat(path));
    if (stats === undefined) {
      return undefined;
    }
    const kind: FileFacts['kind'] = stats.isSymbolicLink()
      ? 'link'
      : stats.isDirectory()
        ? 'directory'
        : stats.isFile()
          ? 'file'
          : 'other';
    return { kind, size: stats.size, names: stats.nlink, stamp: stampOf(stats) };
  },
  async readLink(path) {
    const target = await orNothing(readlink(path));
    return target === undefined ? undefined : withForwardSlashes(target);
  },
  async realPath(path) {
    const real = await orNothing(realpath(path));
    return real === undefined ? undefined : withForwardSlashes(real);
  },
  async names(path, limit) {
    const folder = await orNothing(opendir(path));
    if (folder === undefined) {
      return undefined;
    }
    const names: string[] = [];
    for await (const entry of folder) {
      names.push(entry.name);
      if (names.length >= limit) {
        break;
      }
    }
    return names;
  },
  async read(path) {
    // O_NOFOLLOW: a link that took the file's place since it was looked at is not read. O_NONBLOCK: nor is a pipe waited for.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await orNothing(open(path, flags));
    if (file === undefined) {
      return undefined;
    }
    try {
      const stats = await file.stat();
      return stats.isFile() ? await bytesOf(file, stats.size) : undefined;
    } finally {
      await file.close();
    }
  },
};

/** Milliseconds: more than the coarsest clock of a file system, which is that of FAT. */
const settled = 3000;

/** The time of the last change of anything about a file (ctime) cannot be set by a program, as that of its content can. */
function stampOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string | undefined {
  return Date.now() - ctimeMs < settled ? undefined : [dev, ino, size, mtimeMs, ctimeMs].join();
}

/** In one step, where a file gives at once what it said to have; the system's own data do not say it. */
async function bytesOf(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size + 1);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return size > 0 && bytesRead === size ? bytes.subarray(0, size) : file.readFile();
}

/** The machine that this runs on. */
export function realPlatform(): PathPlatform {
  const system = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
  return { system, home: withForwardSlashes(homedir()) };
}
