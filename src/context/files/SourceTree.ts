/**
 * A workspace folder as the index reads it. Synchronous, because the index has a thread of its own, where waiting for one file at a time
 * costs more than reading it. Paths are relative to the folder, with forward slashes; `''` is the folder itself.
 */

export interface SourceEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

export interface SourceFacts {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface SourceTree {
  /** Files and folders in a folder, sorted by name; links and devices are not listed. Empty = no such folder, or it cannot be read. */
  readonly list: (folder: string) => readonly SourceEntry[];
  /** Undefined = there is no such file, or it is no plain file, or a link leads to it. */
  readonly facts: (path: string) => SourceFacts | undefined;
  /** A file as UTF-8 text; undefined = it cannot be read. */
  readonly read: (path: string) => string | undefined;
}
