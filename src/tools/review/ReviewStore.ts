/** Pending reviews in the product's own storage, one file a set, so that a reload or a crash loses none. */
import * as z from 'zod';
import { rungs } from '../../edits/RequestedEdit';
import { hunkStates, isPending, type ReviewSet, reviewKinds } from '../../edits/review/ReviewSet';
import type { Storage } from '../../platform/Storage';

const span = z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() });
const setSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  title: z.string(),
  origin: z.enum(['inline-edit', 'refactoring', 'language-server', 'chat', 'agent']),
  record: z.string().optional(),
  files: z.array(
    z.object({
      path: z.string(),
      label: z.string(),
      newPath: z.string().optional(),
      kind: z.enum(reviewKinds),
      base: z.string(),
      result: z.string(),
      brokenAt: z.int().nonnegative().optional(),
      hunks: z.array(z.object({ base: span, result: span, state: z.enum(hunkStates), rung: z.enum(rungs).optional() })),
      steps: z.array(z.object({ text: z.string(), states: z.array(z.enum(hunkStates)) })),
    }),
  ),
});

const suffix = '.review.json';
const largestFile = 256 * 1024 * 1024;

export class ReviewStore {
  readonly #storage: Storage;
  /** Writes in the order in which they were asked for. */
  #last: Promise<void> = Promise.resolve();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Keeps a set as it is now; one in which nothing is pending and nothing can become so again is forgotten. */
  save(set: ReviewSet): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify({ schema: 1, ...set }));
    return this.#inTurn(() =>
      set.files.some(isPending) ? this.#storage.replace(set.id + suffix, bytes) : this.#storage.remove(set.id + suffix),
    );
  }

  /** Oldest first. A file that cannot be read is left alone. */
  async load(): Promise<ReviewSet[]> {
    const names = (await this.#storage.list()).map(({ name }) => name).filter((name) => name.endsWith(suffix));
    const sets: ReviewSet[] = [];
    for (const name of names.toSorted()) {
      const bytes = await this.#storage.read(name, 0, largestFile);
      const parsed = setSchema.safeParse(parseJson(new TextDecoder().decode(bytes)));
      if (parsed.success) {
        const { schema: _, ...set } = parsed.data;
        sets.push(set);
      }
    }
    return sets;
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
