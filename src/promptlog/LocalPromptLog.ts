/**
 * The prompt log in the thread that calls it: a writer with the store's key, the known secrets and the care for old segments. The
 * extension runs it in a worker, the command line and tests as it is.
 */
import type { Storage } from '../platform/Storage';
import type { NewOutcome } from './outcomes/NewOutcome';
import type { PromptLog } from './PromptLog';
import { PromptLogStore, type Retention } from './PromptLogStore';
import { PromptLogWriter } from './PromptLogWriter';
import type { PromptRecord } from './records';
import type { KnownValues } from './redaction/exactValues';
import { keyedNumbers } from './redaction/placeholders';
import { createRedactor, type Redact } from './redaction/redact';

export interface LocalPromptLogHost {
  readonly storage: Storage;
  /** Wall clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Runs a task soon, when the host has a moment. */
  readonly defer: (task: () => void) => void;
  /** Told once when writing begins to fail, and again only after it worked in between. */
  readonly onFault: (error: unknown) => void;
}

/** What can change while a window is open. */
export interface LocalPromptLogSettings {
  readonly known: KnownValues;
  /** Expressions that the person added. */
  readonly patterns: readonly RegExp[];
  readonly retention: Retention;
}

export class LocalPromptLog implements PromptLog {
  readonly #host: LocalPromptLogHost;
  readonly #writer: PromptLogWriter;
  readonly #store: PromptLogStore;
  #settings: LocalPromptLogSettings = { known: {}, patterns: [], retention: {} };
  /** Until the store's own is read, one that says nothing either. */
  #key: Uint8Array = crypto.getRandomValues(new Uint8Array(32));
  #redact: Redact | undefined;
  #tendedOn = '';

  constructor(
    host: LocalPromptLogHost,
    /** Letters and digits that no other window has. */
    window: string,
  ) {
    this.#host = host;
    this.#store = new PromptLogStore(host.storage, host.now);
    this.#writer = new PromptLogWriter(
      { ...host, prepare: () => this.#prepare(), redact: (text) => this.#redactor()(text) },
      window,
    );
  }

  /** Holds for everything that is not written yet. */
  update(settings: LocalPromptLogSettings): void {
    this.#settings = settings;
    this.#redact = undefined;
    this.#tendedOn = '';
  }

  /** Whether the disk refused what came last. */
  get isFailing(): boolean {
    return this.#writer.isFailing;
  }

  append(record: PromptRecord): void {
    this.#writer.append(record);
  }

  appendOutcome(outcome: NewOutcome): void {
    this.#writer.appendOutcome(outcome);
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  #redactor(): Redact {
    const { known, patterns } = this.#settings;
    this.#redact ??= createRedactor({ known, patterns, numbers: keyedNumbers(this.#key) });
    return this.#redact;
  }

  async #prepare(): Promise<void> {
    // Another window may have deleted everything, the key included: what comes now must not be linked to what was exported before.
    const key = await this.#store.key();
    if (!equal(key, this.#key)) {
      this.#key = key;
      this.#redact = undefined;
    }
    const today = new Date(this.#host.now()).toISOString().slice(0, 10);
    if (this.#tendedOn !== today) {
      this.#tendedOn = today;
      await this.#store.repair();
      await this.#store.expire(this.#settings.retention);
    }
  }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
