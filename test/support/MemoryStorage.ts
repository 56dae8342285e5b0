/** `Storage` in memory, as a crash would find it, with disks that refuse and writes that tear. No test framework in here. */
import type { Storage, StoredFile } from '../../src/platform/Storage';

export class MemoryStorage implements Storage {
  readonly files = new Map<string, Uint8Array>();
  /** The next append is cut off after so many bytes and rejects; undefined = it is not. */
  tearAfter: number | undefined;
  isFull = false;
  /** Files that must not be written to; another file may still be put in their place. */
  readonly locked = new Set<string>();
  /** Called before anything is written; throws to play a full disk or the end of the process. */
  beforeWrite: (name: string) => void = () => {};

  text(name: string): string {
    return new TextDecoder().decode(this.files.get(name));
  }

  setText(name: string, text: string): void {
    this.files.set(name, new TextEncoder().encode(text));
  }

  async list(): Promise<readonly StoredFile[]> {
    return [...this.files].map(([name, bytes]) => ({ name, size: bytes.length }));
  }

  async append(name: string, text: string): Promise<void> {
    if (this.isFull) {
      throw new Error('ENOSPC');
    }
    if (this.locked.has(name)) {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    }
    this.beforeWrite(name);
    const bytes = new TextEncoder().encode(text);
    const written = bytes.subarray(0, this.tearAfter ?? bytes.length);
    const before = this.files.get(name) ?? new Uint8Array();
    const after = new Uint8Array(before.length + written.length);
    after.set(before);
    after.set(written, before.length);
    this.files.set(name, after);
    if (this.tearAfter !== undefined) {
      this.tearAfter = undefined;
      throw new Error('torn');
    }
  }

  async read(name: string, start: number, end: number): Promise<Uint8Array> {
    return (this.files.get(name) ?? new Uint8Array()).slice(start, end);
  }

  async overwrite(name: string, start: number, bytes: Uint8Array): Promise<void> {
    this.beforeWrite(name);
    this.files.get(name)?.set(bytes, start);
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    this.beforeWrite(name);
    this.locked.delete(name);
    this.files.set(name, bytes.slice());
  }

  async create(name: string, bytes: Uint8Array): Promise<boolean> {
    const isNew = !this.files.has(name);
    if (isNew) {
      await this.replace(name, bytes);
    }
    return isNew;
  }

  async remove(name: string): Promise<void> {
    this.beforeWrite(name);
    this.files.delete(name);
  }
}
