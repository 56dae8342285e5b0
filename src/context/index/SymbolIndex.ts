/** The symbols of a workspace folder in memory, packed; `Symbols` for those who ask, and the changes for those who keep it current. */
import type { Outline } from '../../syntax/Outline';
import { folderOf, nameOf } from '../files/paths';
import { packOutline, unpackOutline } from './packOutline';
import type { Symbols } from './Symbols';

export interface IndexedFile {
  /** Bytes, and milliseconds since 1970: what the disk said when the file was read. -1 = it was read from an editor. */
  readonly size: number;
  readonly modified: number;
  /** VS Code language identifier; '' = a project file. */
  readonly languageId: string;
  /** What it declares itself to be; '' = nothing. */
  readonly module: string;
  /** A packed outline, or a project file's text; '' = the file was looked at and left out (minified, generated, …). */
  readonly packed: string;
}

/** Unpacked outlines that are kept: those around the work at hand. */
const keptOutlines = 400;

export class SymbolIndex implements Symbols {
  readonly #files = new Map<string, IndexedFile>();
  readonly #folders = new Map<string, Set<string>>();
  readonly #modules = new Map<string, Set<string>>();
  readonly #projectFiles = new Set<string>();
  readonly #outlines = new Map<string, Outline | undefined>();
  #characters = 0;
  #structure = 0;
  #version = 0;

  get structure(): number {
    return this.#structure;
  }

  get version(): number {
    return this.#version;
  }

  /** Characters of packed outlines: what the index weighs. */
  get characters(): number {
    return this.#characters;
  }

  get files(): ReadonlyMap<string, IndexedFile> {
    return this.#files;
  }

  set(path: string, file: IndexedFile): void {
    const before = this.#files.get(path);
    if (before === undefined || before.module !== file.module || before.languageId !== file.languageId) {
      this.#remove(path);
      this.#add(path, file);
    } else if (file.languageId === '' && before.packed !== file.packed) {
      this.#structure++;
    }
    this.#characters += file.packed.length - (this.#files.get(path)?.packed.length ?? 0);
    this.#files.set(path, file);
    this.#outlines.delete(path);
    if (before?.packed !== file.packed) {
      this.#version++;
    }
  }

  remove(path: string): void {
    if (this.#files.has(path)) {
      this.#remove(path);
      this.#version++;
    }
  }

  *paths(): Iterable<string> {
    for (const [path, { languageId, packed }] of this.#files) {
      if (languageId !== '' && packed !== '') {
        yield path;
      }
    }
  }

  has(path: string): boolean {
    const file = this.#files.get(path);
    return file !== undefined && file.languageId !== '' && file.packed !== '';
  }

  languageOf(path: string): string | undefined {
    return this.has(path) ? this.#files.get(path)?.languageId : undefined;
  }

  outline(path: string): Outline | undefined {
    if (!this.has(path)) {
      return undefined;
    }
    const known = this.#outlines.get(path);
    const outline = known ?? unpackOutline(this.#files.get(path)?.packed ?? '');
    this.#outlines.delete(path);
    this.#outlines.set(path, outline);
    if (this.#outlines.size > keptOutlines) {
      const [oldest] = this.#outlines.keys();
      this.#outlines.delete(oldest ?? '');
    }
    return outline;
  }

  names(folder: string): readonly string[] {
    return [...(this.#folders.get(folder) ?? [])]
      .filter((name) => this.has(folder === '' ? name : `${folder}/${name}`))
      .sort();
  }

  declaring(module: string): readonly string[] {
    return [...(this.#modules.get(module) ?? [])].sort();
  }

  projectFile(path: string): string | undefined {
    return this.#projectFiles.has(path) ? this.#files.get(path)?.packed : undefined;
  }

  projectFiles(): readonly string[] {
    return [...this.#projectFiles].sort();
  }

  #add(path: string, { languageId, module }: IndexedFile): void {
    this.#structure++;
    if (languageId === '') {
      this.#projectFiles.add(path);
      return;
    }
    addTo(this.#folders, folderOf(path), nameOf(path));
    if (module !== '') {
      addTo(this.#modules, module, path);
    }
  }

  #remove(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) {
      return;
    }
    this.#structure++;
    this.#characters -= file.packed.length;
    this.#files.delete(path);
    this.#outlines.delete(path);
    this.#projectFiles.delete(path);
    removeFrom(this.#folders, folderOf(path), nameOf(path));
    removeFrom(this.#modules, file.module, path);
  }
}

/** What the index keeps of a source file. */
export function indexedSource(
  outline: Outline | undefined,
  facts: { readonly size: number; readonly modified: number; readonly languageId: string },
): IndexedFile {
  const module = outline?.module ?? '';
  return { ...facts, module, packed: outline === undefined ? '' : packOutline(outline) };
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) {
    map.set(key, new Set([value]));
  } else {
    values.add(value);
  }
}

function removeFrom(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values?.delete(value) === true && values.size === 0) {
    map.delete(key);
  }
}
