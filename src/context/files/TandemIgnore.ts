/**
 * What `.tandemignore` files of a folder say (gitignore's syntax), for whoever asks about a single file. The files are read by the caller:
 * those of the folders around the path that is asked about are enough.
 */
import { decides, type IgnoreLayer, ignoreLayer } from './ignoreLayers';

export const ignoreFileName = '.tandemignore';

export class TandemIgnore {
  readonly #rules = new Map<string, IgnoreLayer | undefined>();

  /** `folder`: relative to the workspace folder, '' = itself; `text` undefined = it has no such file. */
  set(folder: string, text: string | undefined): void {
    this.#rules.set(folder, text === undefined ? undefined : ignoreLayer(folder === '' ? '' : `${folder}/`, text));
  }

  /** Folders around a path whose files have not been given, the outermost first. */
  missing(path: string): readonly string[] {
    return foldersAround(path).filter((folder) => !this.#rules.has(folder));
  }

  /**
   * Whether a file, or a folder around it, is named. `path` is relative to the workspace folder, with forward slashes; '' = the workspace
   * folder itself, which is named when its file names everything in it.
   */
  ignores(path: string): boolean {
    const parts = (path === '' ? ignoreFileName : path).split('/');
    // As git has it: nothing inside an ignored folder comes back.
    return parts.some((_part, index) => {
      const isFile = index === parts.length - 1;
      return this.#names(parts.slice(0, index + 1).join('/') + (isFile ? '' : '/'));
    });
  }

  clear(): void {
    this.#rules.clear();
  }

  #names(path: string): boolean {
    const layers = foldersAround(path.replace(/\/$/, '')).map((folder) => this.#rules.get(folder));
    return decides(
      layers.filter((layer) => layer !== undefined),
      path,
    );
  }
}

function foldersAround(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_part, index) => parts.slice(0, index + 1).join('/'))];
}
