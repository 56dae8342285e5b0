/**
 * Keeps checkpoints in the product's own storage: for each a list of files, and a pack with the bytes that no pack before has. Never in the
 * user's git, and bounded: the oldest go first.
 */
import type { Storage } from '../../platform/Storage';
import { type Checkpoint, checkpointSchema, type KeptFile } from './Checkpoint';

const suffix = '.checkpoint';
const packSuffix = '.pack';
/** Checkpoints, those for bringing back again among them. */
const mostCheckpoints = 40;
/** Bytes of lists and packs together. */
const mostBytes = 300 * 1024 * 1024;
const largestFile = 512 * 1024 * 1024;

export class CheckpointStore {
  readonly #storage: Storage;

  readonly #limits: { readonly checkpoints: number; readonly bytes: number };

  constructor(storage: Storage, limits = { checkpoints: mostCheckpoints, bytes: mostBytes }) {
    this.#storage = storage;
    this.#limits = limits;
  }

  /** Oldest first. */
  async ids(): Promise<readonly string[]> {
    return (await this.#storage.list())
      .map(({ name }) => name)
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .toSorted();
  }

  /** Undefined = there is none, or it cannot be read. */
  async read(id: string): Promise<Checkpoint | undefined> {
    const bytes = await this.#storage.read(id + suffix, 0, largestFile);
    const text =
      bytes.length === 0 ? '' : new TextDecoder().decode(await unpacked(bytes).catch(() => new Uint8Array()));
    const parsed = checkpointSchema.safeParse(parseJson(text));
    return parsed.success ? parsed.data : undefined;
  }

  /** Nothing is kept when this rejects. `pack`: its bytes, in the order in which the files point into it; empty = nothing new. */
  async write(checkpoint: Checkpoint, pack: Uint8Array): Promise<void> {
    if (pack.length > 0) {
      await this.#storage.replace(checkpoint.id + packSuffix, pack);
    }
    await this.update(checkpoint);
    await this.#trim(checkpoint.id);
  }

  /** Changes what is said of a checkpoint; its files stay. */
  async update(checkpoint: Checkpoint): Promise<void> {
    const text = new TextEncoder().encode(JSON.stringify(checkpoint));
    await this.#storage.replace(checkpoint.id + suffix, await packed(text));
  }

  /** A file's bytes as they were; undefined = they are lost. */
  async bytesOf({ pack, start, length }: KeptFile): Promise<Uint8Array | undefined> {
    if (length === 0) {
      return new Uint8Array();
    }
    const bytes = await this.#storage.read(pack + packSuffix, start, start + length);
    return bytes.length === length ? unpacked(bytes).catch(() => undefined) : undefined;
  }

  async #trim(newest: string): Promise<void> {
    const ids = [...(await this.ids())];
    const all = (await this.#storage.list()).reduce((sum, { size }) => sum + size, 0);
    if (ids.length <= this.#limits.checkpoints && all <= this.#limits.bytes) {
      return;
    }
    for (;;) {
      const files = await this.#storage.list();
      const used = new Set<string>();
      for (const id of ids) {
        for (const { pack } of (await this.read(id))?.files ?? []) {
          used.add(pack + packSuffix);
        }
      }
      const stale = files.filter(
        ({ name }) =>
          (name.endsWith(packSuffix) && !used.has(name)) ||
          (name.endsWith(suffix) && !ids.includes(name.slice(0, -suffix.length))),
      );
      for (const { name } of stale) {
        await this.#storage.remove(name);
      }
      const total = files.filter((file) => !stale.includes(file)).reduce((sum, { size }) => sum + size, 0);
      if (
        (ids.length <= this.#limits.checkpoints && total <= this.#limits.bytes) ||
        ids[0] === newest ||
        ids.length === 0
      ) {
        return;
      }
      ids.shift();
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Compressed. */
export function packed(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new CompressionStream('gzip'));
}

function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new DecompressionStream('gzip'));
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const piped = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}
