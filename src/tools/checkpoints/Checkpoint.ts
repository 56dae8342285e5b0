/** The files of the opened folders at one moment, as data. */
import * as z from 'zod';

const keptFile = z.object({
  /** Real and absolute. */
  path: z.string(),
  /** Bytes and milliseconds since 1970, as the disk said; -1 = it is the text of an editor that was not saved. */
  size: z.number(),
  modified: z.number(),
  /** SHA-256 of its bytes, hexadecimal. */
  hash: z.string(),
  /** Where its bytes are kept. */
  pack: z.string(),
  start: z.number(),
  /** Bytes in the pack, compressed. */
  length: z.number(),
});

export const checkpointSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  /** What the person asked for, when it was made. */
  title: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Files that were not kept: too large, or too many. */
  notKept: z.number(),
  /** The checkpoint of what was there before this one was brought back; undefined = it was not. */
  again: z.string().optional(),
  files: z.array(keptFile),
});

export type KeptFile = Readonly<z.infer<typeof keptFile>>;
export type Checkpoint = Readonly<Omit<z.infer<typeof checkpointSchema>, 'files'>> & {
  readonly files: readonly KeptFile[];
};

/** What bringing a checkpoint back would do. Paths are real. */
export interface RestorePlan {
  readonly checkpoint: Checkpoint;
  /** Their text of then comes back. */
  readonly changed: readonly string[];
  /** They were deleted since, and come back. */
  readonly missing: readonly string[];
  /** They were made since, and go. */
  readonly made: readonly string[];
}

export function isEmptyPlan({ changed, missing, made }: RestorePlan): boolean {
  return changed.length + missing.length + made.length === 0;
}
