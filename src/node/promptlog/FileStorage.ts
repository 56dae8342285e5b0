/** `Storage` in a folder of the file system: 0700 for the folder, 0600 for its files, tightened where older versions were lax. */
import { chmod, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage, StoredFile } from '../../platform/Storage';

const folderMode = 0o700;
const fileMode = 0o600;

export class FileStorage implements Storage {
  #ready: Promise<void> | undefined;
  #temporary = 0;

  constructor(
    /** Absolute path; made on the first write. */
    readonly folder: string,
  ) {}

  async list(): Promise<readonly StoredFile[]> {
    const names = await readdir(this.folder).catch(ifMissing<string[]>([]));
    if (names.length > 0) {
      await this.#tighten();
    }
    const files = await Promise.all(
      names
        .filter((name) => !name.endsWith('.tmp'))
        .map(async (name) => {
          const entry = await stat(join(this.folder, name)).catch(ifMissing(undefined));
          return entry?.isFile() ? { name, size: entry.size } : undefined;
        }),
    );
    return files.filter((file) => file !== undefined);
  }

  async append(name: string, text: string): Promise<void> {
    await this.#prepare();
    const file = await open(join(this.folder, name), 'a', fileMode).catch(async (error: unknown) => {
      // The folder may have been removed under us.
      this.#ready = undefined;
      throw error;
    });
    try {
      const bytes = Buffer.from(text, 'utf8');
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length) {
        throw new Error(`only ${bytesWritten} of ${bytes.length} bytes fitted`);
      }
    } finally {
      await file.close();
    }
  }

  async read(name: string, start: number, end: number, memory?: Uint8Array): Promise<Uint8Array> {
    const file = await open(join(this.folder, name), 'r').catch(ifMissing(undefined));
    if (file === undefined) {
      return new Uint8Array();
    }
    try {
      const length = Math.max(0, end - start);
      const buffer = memory?.subarray(0, length) ?? new Uint8Array(length);
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
        if (bytesRead === 0) {
          break;
        }
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    } finally {
      await file.close();
    }
  }

  async overwrite(name: string, start: number, bytes: Uint8Array): Promise<void> {
    const file = await open(join(this.folder, name), 'r+');
    try {
      await file.write(bytes, 0, bytes.length, start);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    const temporary = await this.#writeTemporary(bytes);
    try {
      await rename(temporary, join(this.folder, name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async create(name: string, bytes: Uint8Array): Promise<boolean> {
    const temporary = await this.#writeTemporary(bytes);
    try {
      // A link fails when the name is taken and never shows a half-written file.
      await link(temporary, join(this.folder, name));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') {
        return false;
      }
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }

  async #writeTemporary(bytes: Uint8Array): Promise<string> {
    await this.#prepare();
    const path = join(this.folder, `${process.pid}-${this.#temporary++}.tmp`);
    const file = await open(path, 'w', fileMode).catch(async (error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    try {
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return path;
  }

  #prepare(): Promise<void> {
    this.#ready ??= mkdir(this.folder, { recursive: true, mode: folderMode })
      .then(() => this.#tighten())
      .catch((error: unknown) => {
        this.#ready = undefined;
        throw error;
      });
    return this.#ready;
  }

  /** Windows has no such modes; there the folder lies in the person's profile. */
  async #tighten(): Promise<void> {
    if (process.platform === 'win32') {
      return;
    }
    const tightenOne = async (path: string, mode: number): Promise<void> => {
      const entry = await stat(path).catch(ifMissing(undefined));
      if (entry !== undefined && (entry.mode & 0o077) !== 0) {
        // A read-only folder cannot be changed; reading it is still allowed.
        await chmod(path, mode).catch(() => {});
      }
    };
    await tightenOne(this.folder, folderMode);
    for (const name of await readdir(this.folder)) {
      await tightenOne(join(this.folder, name), fileMode);
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** For `catch`: a missing file or folder is the given value, any other fault stays one. */
function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    // Where something else than a folder stands in its place, there is none either.
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) {
      return value;
    }
    throw error;
  };
}
