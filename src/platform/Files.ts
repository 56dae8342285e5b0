/**
 * The user's files as the gate in `tools/` looks at them: questions only. Paths are absolute, with forward slashes on every system. No
 * answer follows a link unless it says so, and a path that cannot be looked at answers as if nothing were there.
 */

export interface FileFacts {
  /** `other`: a device, a pipe, a socket. */
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Names that the file has on its volume. */
  readonly names: number;
  /**
   * Another one after each write, whoever made it. Absent = it cannot be told, or the last change is so recent that one more might not show:
   * then nothing may be kept of what was read.
   */
  readonly stamp?: string | undefined;
}

export interface Files {
  /** What stands at a path, links not followed; undefined = nothing. */
  facts(path: string): Promise<FileFacts | undefined>;
  /** Where a link points, as it is written there; undefined = not a link. */
  readLink(path: string): Promise<string | undefined>;
  /** The path as the volume spells it, links and short names resolved; undefined = nothing is there. */
  realPath(path: string): Promise<string | undefined>;
  /** Names in a folder, at most `limit`; undefined = not a folder. */
  names(path: string, limit: number): Promise<readonly string[] | undefined>;
  /** A file's bytes, the last link not followed; undefined = no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** What decides how paths are read. */
export interface PathPlatform {
  readonly system: 'win32' | 'darwin' | 'linux';
  /** The person's own folder, absolute, forward slashes. */
  readonly home: string;
  /** Whether names that differ in case only are one file; as the system usually has it when undefined. */
  readonly ignoresCase?: boolean | undefined;
}
