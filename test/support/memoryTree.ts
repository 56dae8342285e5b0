/** A workspace folder in memory for the index: files by their paths, which tests change as they like. */
import type { SourceTree } from '../../src/context/files/SourceTree';

export class MemoryTree implements SourceTree {
  readonly files: Map<string, string>;
  readonly #modified = new Map<string, number>();
  #time = 0;
  /** Paths that were read, in order. */
  readonly reads: string[] = [];

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  write(path: string, text: string): void {
    this.files.set(path, text);
    this.#modified.set(path, ++this.#time);
  }

  readonly list = (folder: string) => {
    const below = folder === '' ? '' : `${folder}/`;
    const entries = new Map<string, 'file' | 'folder'>();
    for (const path of this.files.keys()) {
      if (path.startsWith(below)) {
        const [name = '', ...rest] = path.slice(below.length).split('/');
        entries.set(name, rest.length === 0 ? 'file' : 'folder');
      }
    }
    return [...entries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, kind]) => ({ name, kind }));
  };

  readonly facts = (path: string) => {
    const text = this.files.get(path);
    return text === undefined ? undefined : { size: text.length, modified: this.#modified.get(path) ?? 0 };
  };

  readonly read = (path: string) => {
    this.reads.push(path);
    return this.files.get(path);
  };
}
