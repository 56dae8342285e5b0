/**
 * The only code that changes the user's files for a model. Every change is put before the gate, written down in the journal, and done as
 * the record that the gate made, checked once more at the last moment. One file that the gate denies stops the
 * whole set before anything is done; what the system refuses later stops that file only.
 */
import { AssistantError } from '../../base/AssistantError';
import type { ToldReason } from '../../base/gateReasons';
import type { FileChanger } from '../../platform/FileChanger';
import type { ApprovedOperation, GateAnswer, PathGate } from '../gate/PathGate';
import type { ChangeJournal, JournalEntry } from './ChangeJournal';
import { type FileChange, inverseOf, sameBytes } from './FileChange';

export interface ChangeExecutorHost {
  /** The gate as the workspace is now. */
  readonly gate: () => PathGate;
  readonly files: FileChanger;
  readonly journal: ChangeJournal;
  /** Sortable, unique. */
  readonly createId: () => string;
}

/** Why a change was not made. */
export interface FailedChange {
  readonly change: FileChange;
  /**
   * `denied` by the gate; `withheld`: another one was denied; `declined` by the person; `changed`: the file is not what was looked at any
   * more; `failed`: the system refused.
   */
  readonly why: 'denied' | 'withheld' | 'declined' | 'changed' | 'failed';
  /** In the gate's words; empty = there is nothing to add. */
  readonly detail: readonly ToldReason[];
  /** The system's refusal. */
  readonly error?: AssistantError;
}

export interface ExecutedChanges {
  /** Of the journal's entry; undefined = nothing was done. */
  readonly id: string | undefined;
  readonly made: readonly FileChange[];
  readonly failed: readonly FailedChange[];
}

interface Ready {
  readonly change: FileChange;
  readonly record: ApprovedOperation;
}

export class ChangeExecutor {
  readonly #host: ChangeExecutorHost;
  /** One set at a time: two at once could be ready for the same text. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: ChangeExecutorHost) {
    this.#host = host;
  }

  /**
   * Makes changes that the person said yes to.
   * @param confirm asked once, for those that need more than that yes: true = go on with them
   */
  execute(
    title: string,
    changes: readonly FileChange[],
    confirm: (answers: readonly GateAnswer[]) => Promise<boolean>,
  ): Promise<ExecutedChanges> {
    return this.#inTurn(() => this.#execute({ title, changes, confirm, ends: 'made' }));
  }

  /** Changes that were begun and never ended: the product died in between. */
  async unfinished(): Promise<readonly JournalEntry[]> {
    return (await this.#host.journal.entries()).filter(({ state }) => state === 'running');
  }

  /** Finishes what was begun, or takes back what of it was done. */
  resume(entry: JournalEntry, how: 'finish' | 'undo'): Promise<ExecutedChanges> {
    return this.#inTurn(async () => {
      const { files, journal } = this.#host;
      const isDone: boolean[] = [];
      for (const [index, { operation, path, to, after }] of entry.changes.entries()) {
        // The mark may be missing where the product died right after the change.
        const now = await files.read(operation === 'rename' ? (to ?? path) : path);
        isDone.push(entry.done.has(index) || sameBytes(now, after));
      }
      const changes =
        how === 'finish'
          ? entry.changes.filter((_, index) => isDone[index] === false)
          : entry.changes
              .filter((_, index) => isDone[index])
              .map(inverseOf)
              .toReversed();
      const done = await this.#execute({ title: entry.title, changes, confirm: async () => true, ends: undefined });
      if (how === 'undo') {
        await journal.remove(entry.id);
      } else {
        const failed = new Set(done.failed.map(({ change }) => change));
        const made = entry.changes.filter((change) => !failed.has(change));
        for (const { operation, path, before } of made) {
          if (operation === 'write') {
            await files.settle(path, before);
          }
        }
        await journal.end({ ...entry, state: 'made', changes: made, done: new Set(made.keys()) });
      }
      return done;
    });
  }

  /** The set that `undo` would take back; undefined = none. */
  undoable(): Promise<JournalEntry | undefined> {
    // In turn: what is being made ends first.
    return this.#inTurn(async () => (await this.#host.journal.entries()).findLast(({ state }) => state === 'made'));
  }

  /** The set that `redo` would make again: the one taken back last, unless another was made since. */
  redoable(): Promise<JournalEntry | undefined> {
    return this.#inTurn(async () => {
      const entries = await this.#host.journal.entries();
      return entries[entries.findLastIndex(({ state }) => state === 'made') + 1];
    });
  }

  /**
   * Takes a whole set back, or makes it again. A file that was changed since keeps those changes where the two can be told apart.
   * @param merge the text of now with the change made; undefined = it cannot be
   */
  again(
    entry: JournalEntry,
    direction: 'undo' | 'redo',
    merge: (change: FileChange, now: Uint8Array) => Uint8Array | undefined | Promise<Uint8Array | undefined>,
  ): Promise<ExecutedChanges> {
    return this.#inTurn(async () => {
      const wanted = direction === 'undo' ? entry.changes.map(inverseOf).toReversed() : entry.changes;
      const changes: FileChange[] = [];
      const failed: FailedChange[] = [];
      for (const change of wanted) {
        const now = await this.#host.files.read(change.path);
        if (isTouched(change.path, changes) || sameBytes(now, change.before)) {
          changes.push(change);
          continue;
        }
        const merged =
          now === undefined || change.operation !== 'write' || change.before === undefined
            ? undefined
            : await merge(change, now);
        if (merged === undefined) {
          failed.push({ change, why: 'changed', detail: [] });
        } else {
          changes.push({ ...change, before: now, after: merged });
        }
      }
      const done = await this.#execute({ title: entry.title, changes, confirm: async () => true, ends: undefined });
      const state = direction === 'undo' ? 'undone' : 'made';
      if (done.made.length > 0) {
        // What is there now is what the way back starts from.
        const kept = direction === 'undo' ? done.made.map(inverseOf).toReversed() : done.made;
        await this.#host.journal.end({ ...entry, state, changes: kept, done: new Set(kept.keys()) });
      }
      return { ...done, failed: [...failed, ...done.failed] };
    });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task, task);
    this.#last = turn.catch(() => {});
    return turn;
  }

  /**
   * `ends`: the state in which the journal's entry stays; undefined = it is removed, for another entry stands for it, and every file counts
   * for itself.
   */
  async #execute(options: {
    readonly title: string;
    readonly changes: readonly FileChange[];
    readonly confirm: (answers: readonly GateAnswer[]) => Promise<boolean>;
    readonly ends: 'made' | undefined;
  }): Promise<ExecutedChanges> {
    const { gate: gateNow, files, journal, createId } = this.#host;
    const gate = gateNow();
    const failed: FailedChange[] = [];
    const asked: { readonly change: FileChange; readonly answer: GateAnswer }[] = [];
    for (const change of options.changes) {
      const answer = await gate.decide(requestOf(change));
      if (answer.decision === 'deny') {
        failed.push({ change, why: 'denied', detail: answer.told });
      } else {
        asked.push({ change, answer });
      }
    }
    if (options.ends !== undefined && failed.length > 0) {
      failed.push(...asked.map(({ change }) => ({ change, why: 'withheld' as const, detail: [] })));
      return { id: undefined, made: [], failed };
    }
    const special = asked.filter(({ answer }) => answer.decision === 'ask_always');
    if (special.length > 0 && !(await options.confirm(special.map(({ answer }) => answer)))) {
      failed.push(...special.map(({ change }) => ({ change, why: 'declined' as const, detail: [] })));
      asked.splice(0, asked.length, ...asked.filter((one) => !special.includes(one)));
    }
    const ready: Ready[] = [];
    for (const { change, answer } of asked) {
      const before = ready.map((one) => one.change);
      const seen = isTouched(change.path, before) ? await seenOf(change) : undefined;
      const record = await gate.approve(answer, true, change.after, seen);
      if (record === undefined) {
        failed.push({ change, why: 'denied', detail: answer.told });
      } else {
        ready.push({ change, record });
      }
    }
    if (ready.length === 0) {
      return { id: undefined, made: [], failed };
    }
    const id = createId();
    await journal.begin(
      id,
      options.title,
      ready.map(({ change }) => change),
    );
    const made: FileChange[] = [];
    for (const [index, { change, record }] of ready.entries()) {
      const failure = await this.#perform(gate, change, record);
      if (failure === undefined) {
        await journal.mark(id, index);
        // Saving may have done more, by rules that the person set: what is there now is what is taken back.
        const after = change.operation === 'write' ? await files.read(change.path) : change.after;
        made.push({ ...change, after });
      } else {
        failed.push(failure);
      }
    }
    if (options.ends === undefined || made.length === 0) {
      await journal.remove(id);
    } else {
      await journal.end({ id, title: options.title, state: options.ends, changes: made, done: new Set(made.keys()) });
    }
    return { id, made, failed };
  }

  async #perform(gate: PathGate, change: FileChange, record: ApprovedOperation): Promise<FailedChange | undefined> {
    const { files } = this.#host;
    if (!sameBytes(await files.read(change.path), change.before)) {
      return { change, why: 'changed', detail: [] };
    }
    const problem = await gate.recheck(record);
    if (problem !== undefined) {
      return { change, why: 'denied', detail: [problem] };
    }
    try {
      await files.perform(record, change.before);
      return undefined;
    } catch (error) {
      if (error instanceof AssistantError) {
        return { change, why: 'failed', detail: [], error };
      }
      throw error;
    }
  }
}

/** Whether a file is still to be made, moved or changed by changes that come first, so that it is not yet as it will be. */
function isTouched(path: string, changes: readonly FileChange[]): boolean {
  return changes.some((change) => change.path === path || change.to === path);
}

function requestOf({ operation, path, to, before, after }: FileChange): Parameters<PathGate['decide']>[0] {
  return {
    ...{ operation, path, to },
    content: operation === 'write' && after !== undefined ? textOf(after) : undefined,
    before: before === undefined ? undefined : textOf(before),
  };
}

/** For judging only, so that bytes of another encoding do no harm. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

async function seenOf({ before }: FileChange): Promise<{ readonly sha256: string | undefined }> {
  if (before === undefined) {
    return { sha256: undefined };
  }
  const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(before));
  return { sha256: Buffer.from(hash).toString('hex') };
}
