/**
 * Keeps the files as they are before each turn, and brings them back: what was changed, made and deleted since, by whomever, unsaved text
 * included. What commands did elsewhere is not undone. Before anything is brought back, what is there is kept as well, so that it can be had
 * again.
 */
import { createHash } from 'node:crypto';
import type { FileChanger } from '../../platform/FileChanger';
import type { ChangeExecutor, ExecutedChanges, FailedChange } from '../changes/ChangeExecutor';
import { type FileChange, sameBytes } from '../changes/FileChange';
import type { Checkpoint, KeptFile, RestorePlan } from './Checkpoint';
import { type CheckpointStore, packed } from './CheckpointStore';

export interface ScannedFile {
  /** Real and absolute. */
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface CheckpointHost {
  readonly store: CheckpointStore;
  readonly files: FileChanger;
  readonly executor: ChangeExecutor;
  /** Files of the opened folders that are kept, untracked ones too; ignored files and those that may hold secrets are not among them. */
  readonly scan: (signal: AbortSignal) => Promise<{ readonly files: readonly ScannedFile[]; readonly notKept: number }>;
  /** Real paths of files whose editors hold text that is not saved. */
  readonly unsaved: () => readonly string[];
  /** Sortable, unique. */
  readonly createId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class Checkpoints {
  readonly #host: CheckpointHost;
  #newest: Checkpoint | undefined;
  /** One at a time: two would keep the same bytes twice. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: CheckpointHost) {
    this.#host = host;
  }

  /** Keeps the files as they are now; gives the checkpoint's id. Rejects when the storage refuses. */
  keep(title: string, signal: AbortSignal): Promise<string> {
    return this.#inTurn(async () => (await this.#keep(title, signal)).id);
  }

  /** What bringing it back would do now; undefined = there is no such checkpoint any more. `again`: what was there before it was. */
  async plan(id: string, direction: 'back' | 'again', signal: AbortSignal): Promise<RestorePlan | undefined> {
    const checkpoint = await this.#host.store.read(id);
    const wanted =
      direction === 'back' || checkpoint?.again === undefined
        ? checkpoint
        : await this.#host.store.read(checkpoint.again);
    if (wanted === undefined || (direction === 'again' && checkpoint?.again === undefined)) {
      return undefined;
    }
    const { files } = await this.#host.scan(signal);
    const unsaved = new Set(this.#host.unsaved());
    const now = new Map(files.map((file) => [file.path, file]));
    const changed: string[] = [];
    const missing: string[] = [];
    for (const kept of wanted.files) {
      const there = now.get(kept.path);
      if (there === undefined) {
        missing.push(kept.path);
      } else if (
        !(isSame(kept, there) && !unsaved.has(kept.path)) &&
        (await this.#hashOf(kept.path, signal)) !== kept.hash
      ) {
        changed.push(kept.path);
      }
    }
    const then = new Set(wanted.files.map(({ path }) => path));
    // Where not all was kept, what is there now may have been there then.
    const made = wanted.notKept > 0 ? [] : files.map(({ path }) => path).filter((path) => !then.has(path));
    return { checkpoint: wanted, changed, missing, made };
  }

  /** Does what a plan says, once what is there now is kept. */
  restore(id: string, plan: RestorePlan, direction: 'back' | 'again', signal: AbortSignal): Promise<ExecutedChanges> {
    return this.#inTurn(async () => {
      const { store, files, executor } = this.#host;
      const origin = await store.read(id);
      if (direction === 'back' && origin !== undefined) {
        const before = await this.#keep(plan.checkpoint.title, signal);
        await store.update({ ...origin, again: before.id });
      }
      const kept = new Map(plan.checkpoint.files.map((file) => [file.path, file]));
      const changes: FileChange[] = [];
      const lost: FailedChange[] = [];
      for (const path of [...plan.changed, ...plan.missing]) {
        const file = kept.get(path);
        const after = file === undefined ? undefined : await store.bytesOf(file);
        const before = await files.read(path);
        const change: FileChange = { operation: 'write', path, before, after };
        if (after === undefined) {
          lost.push({ change, why: 'failed', detail: [] });
        } else if (!sameBytes(before, after)) {
          changes.push(change);
        }
      }
      for (const path of plan.made) {
        changes.push({ operation: 'delete', path, before: await files.read(path), after: undefined });
      }
      signal.throwIfAborted();
      // The person has seen the whole list and agreed to it.
      const done = await executor.execute(plan.checkpoint.title, changes, async () => true);
      return { ...done, failed: [...lost, ...done.failed] };
    });
  }

  async #keep(title: string, signal: AbortSignal): Promise<Checkpoint> {
    const { store, files, scan, unsaved, createId, now } = this.#host;
    this.#newest ??= await store.read((await store.ids()).at(-1) ?? '');
    const before = new Map(this.#newest?.files.map((file) => [file.path, file]));
    const byHash = new Map(this.#newest?.files.map((file) => [file.hash, file]));
    const scanned = await scan(signal);
    const edited = new Set(unsaved());
    const id = createId();
    const pieces: Uint8Array[] = [];
    let length = 0;
    let lost = 0;
    const list: KeptFile[] = [];
    for (const { path, size, modified } of scanned.files) {
      signal.throwIfAborted();
      const known = before.get(path);
      if (known !== undefined && isSame(known, { size, modified }) && !edited.has(path)) {
        list.push(known);
        continue;
      }
      const bytes = await files.read(path);
      if (bytes === undefined) {
        lost++;
        continue;
      }
      const hash = hashOf(bytes);
      const facts = edited.has(path) ? { size: -1, modified: -1 } : { size, modified };
      const same = byHash.get(hash);
      if (same !== undefined) {
        list.push({ ...same, ...facts, path });
        continue;
      }
      const piece = bytes.length === 0 ? bytes : await packed(bytes);
      const file: KeptFile = { path, ...facts, hash, pack: id, start: length, length: piece.length };
      pieces.push(piece);
      length += piece.length;
      list.push(file);
      byHash.set(hash, file);
    }
    const checkpoint: Checkpoint = {
      ...{ schema: 1, id, title, at: now(), notKept: scanned.notKept + lost, files: list },
    };
    await store.write(checkpoint, Buffer.concat(pieces));
    this.#newest = checkpoint;
    return checkpoint;
  }

  async #hashOf(path: string, signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    const bytes = await this.#host.files.read(path);
    return bytes === undefined ? undefined : hashOf(bytes);
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task, task);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function isSame(kept: Pick<KeptFile, 'size' | 'modified'>, there: Pick<ScannedFile, 'size' | 'modified'>): boolean {
  return kept.size === there.size && kept.modified === there.modified;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
