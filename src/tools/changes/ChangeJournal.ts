/**
 * What was done to the user's files, kept in the product's own storage before it is done: a crash between two files leaves behind what was
 * meant, how far it went, and the bytes of before and after. Finished changes stay for a while, so that a whole set can be taken back.
 */
import * as z from 'zod';
import type { Storage } from '../../platform/Storage';
import type { FileChange } from './FileChange';

export interface JournalEntry {
  readonly id: string;
  /** What the person reads. */
  readonly title: string;
  /** `running`: begun and not ended, so the product died in between. `undone`: made, and taken back since. */
  readonly state: 'running' | 'made' | 'undone';
  readonly changes: readonly FileChange[];
  /** Places of the changes that are done. */
  readonly done: ReadonlySet<number>;
}

const bytesSchema = z
  .string()
  .nullable()
  .transform((text) => (text === null ? undefined : new Uint8Array(Buffer.from(text, 'base64'))));
const entrySchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  title: z.string(),
  state: z.enum(['running', 'made', 'undone']),
  changes: z.array(
    z.object({
      operation: z.enum(['write', 'delete', 'rename']),
      path: z.string(),
      to: z.string().optional(),
      before: bytesSchema,
      after: bytesSchema,
    }),
  ),
  done: z.array(z.int().nonnegative()),
});

const suffix = '.change.json';
const marksSuffix = '.done';
/** Whole sets that can be taken back. */
const mostKept = 10;
const largestFile = 256 * 1024 * 1024;

export class ChangeJournal {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Writes down what is about to be done. Nothing may be done when this rejects. */
  async begin(id: string, title: string, changes: readonly FileChange[]): Promise<void> {
    await this.#write({ id, title, state: 'running', changes, done: new Set() });
  }

  /** One change is done. */
  async mark(id: string, index: number): Promise<void> {
    await this.#storage.append(id + marksSuffix, `${index}\n`);
  }

  /** The end of it, with what was done in fact. Only the newest are kept. */
  async end(entry: JournalEntry): Promise<void> {
    await this.#write(entry);
    await this.#storage.remove(entry.id + marksSuffix);
    const ended = (await this.entries()).filter(({ state }) => state !== 'running');
    for (const { id } of ended.slice(0, -mostKept)) {
      await this.remove(id);
    }
  }

  async remove(id: string): Promise<void> {
    await this.#storage.remove(id + suffix);
    await this.#storage.remove(id + marksSuffix);
  }

  /** Oldest first. A file that cannot be read as an entry is left alone and not told of. */
  async entries(): Promise<JournalEntry[]> {
    const names = (await this.#storage.list()).map(({ name }) => name).filter((name) => name.endsWith(suffix));
    const entries: JournalEntry[] = [];
    for (const name of names.toSorted()) {
      const parsed = entrySchema.safeParse(parseJson(await this.#read(name)));
      if (parsed.success) {
        const { schema: _, done, ...entry } = parsed.data;
        const marks = (await this.#read(entry.id + marksSuffix)).split('\n').slice(0, -1).map(Number);
        entries.push({ ...entry, done: new Set([...done, ...marks]) });
      }
    }
    return entries;
  }

  async #read(name: string): Promise<string> {
    return new TextDecoder().decode(await this.#storage.read(name, 0, largestFile));
  }

  async #write({ id, title, state, changes, done }: JournalEntry): Promise<void> {
    const encoded = (bytes: Uint8Array | undefined): string | null =>
      bytes === undefined ? null : Buffer.from(bytes).toString('base64');
    const value = {
      ...{ schema: 1, id, title, state, done: [...done] },
      changes: changes.map(({ before, after, ...change }) => ({
        ...change,
        before: encoded(before),
        after: encoded(after),
      })),
    };
    await this.#storage.replace(id + suffix, new TextEncoder().encode(JSON.stringify(value)));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
