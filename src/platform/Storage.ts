/**
 * Where the product keeps its own data: one flat folder of files that nobody else may read. Everything that can be done to a file is
 * one call, so that a crash falls between two states, never inside one.
 */

export interface StoredFile {
  /** Name within the folder, without separators. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface Storage {
  /** The files in no particular order; none when the folder does not exist yet. */
  list(): Promise<readonly StoredFile[]>;
  /** Adds to a file's end in one write and makes folder and file when they are missing. Rejects when the disk refuses. */
  append(name: string, text: string): Promise<void>;
  /**
   * Bytes from `start` up to, not including, `end`; fewer where the file ends, none when there is no such file. `memory`, of at least
   * that length, may be used for the answer, which is then good until it is used again.
   */
  read(name: string, start: number, end: number, memory?: Uint8Array): Promise<Uint8Array>;
  /** Puts bytes over as many existing ones; the file's length stays. */
  overwrite(name: string, start: number, bytes: Uint8Array): Promise<void>;
  /** Writes a whole file beside its old version and puts it in the old one's place at once. */
  replace(name: string, bytes: Uint8Array): Promise<void>;
  /** Writes a file only when none has this name, and tells whether it did. */
  create(name: string, bytes: Uint8Array): Promise<boolean>;
  /** Removes a file; nothing happens when there is none. */
  remove(name: string): Promise<void>;
}
