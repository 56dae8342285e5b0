/**
 * Changes files on the disk by approved records. A file is written beside its old version and takes its place at once, so that a crash
 * leaves the one or the other; where that would break a second name of the file, it is written in place.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AssistantError } from '../base/AssistantError';
import type { FileChanger, FileOperation } from '../platform/FileChanger';
import { realFiles } from './realFiles';

export const diskFiles: FileChanger = {
  read: (path) => realFiles.read(path),
  // What is on the disk needs no saving.
  async settle() {},
  async perform(operation) {
    try {
      await perform(operation);
    } catch (error) {
      if (error instanceof Error && 'code' in error) {
        const readOnly = ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code));
        const name = basename(operation.realPath);
        throw readOnly
          ? new AssistantError('file.readOnly', [name], { cause: error })
          : new AssistantError('file.refused', [name, String(error.code)], { cause: error });
      }
      throw error;
    }
  },
};

async function perform({ operation, realPath, realTarget, bytes }: FileOperation): Promise<void> {
  if (operation === 'write' && bytes !== undefined) {
    await write(realPath, bytes);
  } else if (operation === 'delete') {
    await remove(realPath);
  } else if (operation === 'rename' && realTarget !== undefined) {
    await mkdir(dirname(realTarget), { recursive: true });
    if ((await lstat(realTarget).catch(() => undefined)) !== undefined) {
      throw Object.assign(new Error(`${realTarget} is there`), { code: 'EEXIST' });
    }
    await rename(realPath, realTarget);
  } else {
    throw new AssistantError('file.refused', [basename(realPath), operation]);
  }
}

/** Whether a person may write the file; a file that is missing may be made. Owners of everything are held to the file's mode as well. */
export async function isReadOnly(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  return stats?.isFile() === true && (stats.mode & 0o222) === 0;
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  if (await isReadOnly(path)) {
    throw Object.assign(new Error(`${path} is read-only`), { code: 'EACCES' });
  }
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile() === true && stats.nlink > 1) {
    // Never through a link that took the file's place since it was looked at.
    const flags = constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);
    await fill(await open(path, flags), bytes);
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    await fill(await open(temporary, 'wx', stats === undefined ? 0o666 : stats.mode & 0o777), bytes, stats?.mode);
    if (stats === undefined) {
      // Fails where a file has come since; a rename would not.
      await link(temporary, path);
    } else {
      await rename(temporary, path);
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

async function fill(file: FileHandle, bytes: Uint8Array, mode?: number): Promise<void> {
  try {
    await file.writeFile(bytes);
    if (mode !== undefined) {
      await file.chmod(mode & 0o777);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function remove(path: string): Promise<void> {
  const stats = await lstat(path);
  await (stats.isDirectory() ? rmdir(path) : rm(path));
}
