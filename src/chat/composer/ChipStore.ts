/**
 * What goes along with the next question, in a file of its own: like the words that are being written it is there again after a reload or a
 * crash. The project's instructions are not kept, they are read anew, and only where the folder is trusted.
 */
import * as z from 'zod';
import type { Log } from '../../platform/Log';
import type { Storage } from '../../platform/Storage';
import { type Attachment, attachmentSchema } from '../conversation/records';

/** Chips as they are kept. */
export interface KeptChips {
  readonly attachments: readonly Attachment[];
  /** Ids of what the person took off, so that it is not offered again. */
  readonly declined: readonly string[];
}

const fileName = 'chips.json';
/** UTF-16 units of all chips together, some ten pictures: what finds no room is gone after a reload. */
const longest = 12_000_000;

const keptSchema = z.object({
  attachments: z.array(attachmentSchema.extend({ isDeferred: z.boolean().optional() })),
  declined: z.array(z.string()),
});

export class ChipStore {
  readonly #storage: Storage;
  readonly #log: Log;
  #queue: Promise<void> = Promise.resolve();
  #newest: KeptChips | undefined;

  constructor(storage: Storage, log: Log) {
    this.#storage = storage;
    this.#log = log;
  }

  /** Nothing where there is no file, or none that can be read. */
  async read(): Promise<KeptChips> {
    const nothing: KeptChips = { attachments: [], declined: [] };
    try {
      const size = (await this.#storage.list()).find(({ name }) => name === fileName)?.size ?? 0;
      if (size === 0) {
        return nothing;
      }
      const bytes = await this.#storage.read(fileName, 0, size);
      const parsed = keptSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
      return parsed.success ? withoutAbsent(parsed.data) : nothing;
    } catch {
      return nothing;
    }
  }

  /** Keeps these in place of what was kept; of several that wait for the disk, the last. */
  write(chips: KeptChips): void {
    this.#newest = chips;
    this.#queue = this.#queue.then(() => this.#write());
  }

  /** All that was to be kept is on the disk, or was refused. */
  flush(): Promise<void> {
    return this.#queue;
  }

  async #write(): Promise<void> {
    const chips = this.#newest;
    this.#newest = undefined;
    if (chips === undefined) {
      return;
    }
    const attachments = fitting(chips.attachments.filter(({ kind }) => kind !== 'instructions'));
    const { declined } = chips;
    try {
      if (attachments.length + declined.length === 0) {
        await this.#storage.remove(fileName);
      } else {
        await this.#storage.replace(fileName, new TextEncoder().encode(JSON.stringify({ attachments, declined })));
      }
    } catch (error) {
      this.#log.error(
        `What goes along with a question could not be kept: ${error instanceof Error ? error.message : ''}`,
      );
    }
  }
}

function fitting(attachments: readonly Attachment[]): readonly Attachment[] {
  let left = longest;
  return attachments.filter(({ text, image }) => {
    const size = text.length + (image?.data.length ?? 0);
    const fits = size <= left;
    left -= fits ? size : 0;
    return fits;
  });
}

/** As the rest of the program has them: what is absent is no property. */
function withoutAbsent({ attachments, declined }: z.infer<typeof keptSchema>): KeptChips {
  return {
    attachments: attachments.map(({ isDeferred, ...rest }) =>
      isDeferred === undefined ? rest : { ...rest, isDeferred },
    ),
    declined,
  };
}
