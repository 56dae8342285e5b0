/** The product's own storage in memory, as a crash would find it: what was written is there, whole. */
import type { Storage } from '../../src/platform/Storage';

export class MemoryStorage implements Storage {
  readonly files = new Map<string, Uint8Array>();
  /** Called before anything is written; throws to play a full disk or the end of the process. */
  beforeWrite: (name: string) => void = () => {};

  async list() {
    return [...this.files].map(([name, { length }]) => ({ name, size: length }));
  }

  async append(name: string, text: string): Promise<void> {
    await this.replace(name, Buffer.concat([this.files.get(name) ?? new Uint8Array(), Buffer.from(text)]));
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
    this.files.set(name, bytes.slice());
  }

  async create(name: string, bytes: Uint8Array): Promise<boolean> {
    if (this.files.has(name)) {
      return false;
    }
    await this.replace(name, bytes);
    return true;
  }

  async remove(name: string): Promise<void> {
    this.beforeWrite(name);
    this.files.delete(name);
  }
}
