/** Undo and redo of a file that was changed since. */
import { readText } from '../textFile';
import { revertText } from './decide';

/** A change to be made: bytes that a file had, and those that it is to have; undefined = there is no such file. */
interface Change {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/**
 * The bytes of now with the change made, and with what was changed since; undefined = the two cannot be told apart, or the file is not UTF-8.
 * Cells of a notebook that come back have what they had: outputs, metadata and id.
 */
export async function revertFile({ path, before, after }: Change, now: Uint8Array): Promise<Uint8Array | undefined> {
  const [from, to, live] = [before, after, now].map((bytes) =>
    bytes === undefined ? undefined : readText(path, bytes),
  );
  const text =
    from === undefined || to === undefined || live === undefined
      ? undefined
      : revertText(to.text, from.text, live.text);
  return text === undefined ? undefined : live?.encode(text, after);
}
