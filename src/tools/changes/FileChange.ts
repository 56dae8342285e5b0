/** One thing that is done to one file, as bytes: what the journal keeps and the executor does. */

export interface FileChange {
  readonly operation: 'write' | 'delete' | 'rename';
  /** Absolute. */
  readonly path: string;
  /** Absolute new path of a rename. */
  readonly to?: string | undefined;
  /** The file as the person sees it, in their editor or on the disk; undefined = there is none. */
  readonly before: Uint8Array | undefined;
  /** What it becomes; undefined = it goes. */
  readonly after: Uint8Array | undefined;
}

/** The change that takes another one back. */
export function inverseOf({ operation, path, to, before, after }: FileChange): FileChange {
  if (operation === 'rename') {
    return { operation, path: to ?? path, to: path, before: after, after: before };
  }
  return { operation: before === undefined ? 'delete' : 'write', path, before: after, after: before };
}

export function sameBytes(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one === undefined || other === undefined
    ? one === other
    : one.length === other.length && one.every((byte, index) => byte === other[index]);
}
