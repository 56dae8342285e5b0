/**
 * The prompt log as the extension uses it: a call costs a message to a worker, which cleans and writes. The worker starts with the first
 * record, is started again when it crashes, and nothing that it did not confirm is forgotten here.
 */
import { Worker } from 'node:worker_threads';
import type { NewOutcome } from '../../promptlog/outcomes/NewOutcome';
import type { PromptLog } from '../../promptlog/PromptLog';
import type { PromptRecord } from '../../promptlog/records';
import {
  fromPromptLogWorker,
  type PromptLogSettings,
  type PromptLogWorkerStart,
  type ToPromptLogWorker,
} from '../../protocol/promptlog';

export interface WorkerPromptLogOptions {
  /** The worker's bundle, `dist/promptlog-worker.js`. */
  readonly entry: string;
  /** Absolute path of the store; made on the first write. */
  readonly folder: string;
  /** Letters and digits that no other window has. */
  readonly window: string;
  /** Read when the worker starts, and at `update`. */
  readonly settings: () => PromptLogSettings;
  /** Told once when writing begins to fail, and once in a window when the worker crashed. */
  readonly onFault: (fault: PromptLogFault) => void;
}

export interface PromptLogFault {
  /** `dropped`: more waits than may wait; `given-up`: the worker cannot be kept alive, nothing more is kept in this window. */
  readonly kind: 'not-written' | 'crashed' | 'dropped' | 'given-up';
  /** For the log, in English; no content. */
  readonly reason: string;
}

type Entry = Exclude<ToPromptLogWorker, { readonly type: 'settings' }>;

/** Entries that may wait for the worker; what comes beyond is dropped. */
const mostPending = 2000;
/** Crashes in a row, without an entry written in between, after which no more workers are started. */
const mostCrashes = 4;
/** Attempts on one entry: should it be what kills the worker, the others are still written. */
const mostAttempts = 2;
/** A record is at most a few megabytes; a worker that takes much more must not take the extension host with it. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

export class WorkerPromptLog implements PromptLog {
  readonly #options: WorkerPromptLogOptions;
  readonly #earlier: string[] = [];
  /** What no worker has confirmed yet, in order; how often it was given to one. */
  readonly #pending = new Map<number, { readonly entry: Entry; attempts: number }>();
  readonly #waiting: (() => void)[] = [];
  #worker: Worker | undefined;
  #last = 0;
  /** After a crash: entries up to this number are given one at a time, so that it shows which of them the worker dies of. */
  #carefulUntil = 0;
  #crashes = 0;
  #hasToldCrash = false;
  #isDropping = false;
  #ended = false;
  #fault: string | undefined;

  constructor(options: WorkerPromptLogOptions) {
    this.#options = options;
  }

  /** Why nothing can be written now, for people; undefined = nothing speaks against it. */
  get fault(): string | undefined {
    return this.#fault;
  }

  append(record: PromptRecord): void {
    this.#add((number) => ({ type: 'record', number, record, again: false }));
  }

  appendOutcome(outcome: NewOutcome): void {
    this.#add((number) => ({ type: 'outcome', number, outcome }));
  }

  /** Settings have changed: they hold for what is appended from now on. */
  update(): void {
    this.#worker?.postMessage({ type: 'settings', settings: this.#options.settings() } satisfies ToPromptLogWorker);
  }

  async flush(): Promise<void> {
    if (this.#pending.size > 0) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** For the end of a window: waits for what is not written yet, so long at most, and ends the worker. Nothing is taken after. */
  async close(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([this.flush(), late]);
    clearTimeout(timer);
    this.#end();
    await this.#worker?.terminate();
  }

  #add(create: (number: number) => Entry): void {
    if (this.#ended) {
      return;
    }
    if (this.#pending.size >= mostPending) {
      if (!this.#isDropping) {
        this.#isDropping = true;
        this.#options.onFault({ kind: 'dropped', reason: `${mostPending} entries wait to be written` });
      }
      return;
    }
    const entry = create(++this.#last);
    this.#pending.set(entry.number, { entry, attempts: 1 });
    try {
      this.#worker ??= this.#start();
      if (this.#carefulUntil === 0) {
        this.#worker.postMessage(entry);
      }
    } catch (error) {
      // What cannot be cloned cannot be written either.
      this.#pending.delete(entry.number);
      this.#options.onFault({ kind: 'not-written', reason: String(error) });
    }
  }

  #start(): Worker {
    const { entry, folder, window } = this.#options;
    const name = this.#earlier.length === 0 ? window : `${window}r${this.#earlier.length}`;
    const worker = new Worker(entry, {
      name: 'glm-tandem-promptlog',
      workerData: { folder, window: name, earlier: [...this.#earlier] } satisfies PromptLogWorkerStart,
      resourceLimits,
    });
    worker.unref();
    let reason = '';
    worker.on('message', (message: unknown) => this.#hear(message));
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => {
      this.#earlier.push(name);
      this.#crashed(reason || `exit code ${code}`);
    });
    worker.postMessage({ type: 'settings', settings: this.#options.settings() } satisfies ToPromptLogWorker);
    return worker;
  }

  #hear(message: unknown): void {
    const told = fromPromptLogWorker.parse(message);
    if (told.type === 'fault') {
      this.#fault = told.reason;
      this.#options.onFault({ kind: 'not-written', reason: told.reason });
      return;
    }
    this.#fault = told.isFailing ? this.#fault : undefined;
    this.#crashes = 0;
    this.#isDropping = false;
    for (const number of this.#pending.keys()) {
      if (number > told.number) {
        break;
      }
      this.#pending.delete(number);
    }
    if (this.#carefulUntil > 0) {
      this.#giveAgain();
    }
    this.#wakeWhenDone();
  }

  #crashed(reason: string): void {
    this.#worker = undefined;
    if (this.#ended) {
      return;
    }
    if (!this.#hasToldCrash) {
      this.#hasToldCrash = true;
      this.#options.onFault({ kind: 'crashed', reason });
    }
    if (++this.#crashes >= mostCrashes) {
      this.#end();
      this.#fault = reason;
      this.#options.onFault({ kind: 'given-up', reason });
      return;
    }
    const [first] = this.#pending;
    if (first !== undefined && first[1].attempts >= mostAttempts) {
      this.#pending.delete(first[0]);
    }
    if (this.#pending.size > 0) {
      this.#carefulUntil = this.#last;
      this.#worker = this.#start();
    }
    this.#giveAgain();
    this.#wakeWhenDone();
  }

  /** The next entry that a crash left over; all that came since, when there is none. */
  #giveAgain(): void {
    for (const [number, pending] of this.#pending) {
      const { entry } = pending;
      const isLeftOver = number <= this.#carefulUntil;
      pending.attempts += isLeftOver ? 1 : 0;
      this.#worker?.postMessage(entry.type === 'record' && isLeftOver ? { ...entry, again: true } : entry);
      if (isLeftOver) {
        return;
      }
    }
    this.#carefulUntil = 0;
  }

  #end(): void {
    this.#ended = true;
    this.#pending.clear();
    this.#wakeWhenDone();
  }

  #wakeWhenDone(): void {
    if (this.#pending.size === 0) {
      for (const wake of this.#waiting.splice(0)) {
        wake();
      }
    }
  }
}
