/**
 * Sends records to a collector that the person configured, each once its outcomes are known. How far it got stands in the store, so that
 * windows share it and a restart goes on; two windows at the same moment may send a record twice, under the same span id.
 */
import type { Storage } from '../platform/Storage';
import { loggedWithClasses } from './content';
import type { LoggedPrompt, PromptLogStore } from './PromptLogStore';
import type { ContentClass } from './records';

export interface Collector {
  /** Where it is, as the person wrote it; '' = there is none. */
  readonly url: string;
  /** Content that it may get; everything else stays out. */
  readonly classes: readonly ContentClass[];
}

export interface CollectorFeedHost {
  readonly store: PromptLogStore;
  readonly storage: Storage;
  readonly collector: () => Collector;
  /** Sends in order; rejects when the collector does not take them. */
  readonly send: (logged: AsyncIterable<LoggedPrompt>, url: string, signal: AbortSignal) => Promise<unknown>;
  /** Wall clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Told once when sending begins to fail, and again only after it worked in between. */
  readonly onFault: (error: unknown) => void;
}

/** The last look at an accepted completion is after ten minutes. */
const outcomesAreKnownAfter = 11 * 60_000;
const positionName = 'collector.position';
const positionLength = 4096;

interface Position {
  readonly url: string;
  /** Records before this time were sent, or are older than the configuration; ISO. */
  readonly until: string;
}

export class CollectorFeed {
  readonly #host: CollectorFeedHost;
  #failing = false;
  #last: Promise<void> = Promise.resolve();

  constructor(host: CollectorFeedHost) {
    this.#host = host;
  }

  /**
   * Sends what is due, after what an earlier call still sends. A collector that was set just now gets what comes from now on: what was
   * kept before is sent by an export only, so this is to be called as soon as one is set. Never rejects but for the signal.
   */
  sendDue(signal: AbortSignal): Promise<void> {
    this.#last = this.#last.catch(() => {}).then(() => this.#sendDue(signal));
    return this.#last;
  }

  async #sendDue(signal: AbortSignal): Promise<void> {
    const { store, collector, send, now, onFault } = this.#host;
    const { url, classes } = collector();
    if (url === '') {
      return;
    }
    try {
      const position = await this.#position();
      if (position?.url !== url) {
        await this.#keep({ url, until: new Date(now()).toISOString() });
        return;
      }
      const to = new Date(now() - outcomesAreKnownAfter).toISOString();
      if (to > position.until) {
        await send(narrowed(store.read({ from: position.until, to }, 'oldest', signal), classes), url, signal);
        await this.#keep({ url, until: to });
      }
      this.#failing = false;
    } catch (error) {
      signal.throwIfAborted();
      if (!this.#failing) {
        this.#failing = true;
        onFault(error);
      }
    }
  }

  async #position(): Promise<Position | undefined> {
    const bytes = await this.#host.storage.read(positionName, 0, positionLength);
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
      return isPosition(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  async #keep(position: Position): Promise<void> {
    const text = JSON.stringify(position);
    const bytes = new TextEncoder().encode(text.padEnd(positionLength));
    // Always as long, so that one write takes the place of the other.
    if (!(await this.#host.storage.create(positionName, bytes))) {
      await this.#host.storage.overwrite(positionName, 0, bytes);
    }
  }
}

/** The records with the content of these classes only. */
export async function* narrowed(
  logged: AsyncIterable<LoggedPrompt>,
  classes: readonly ContentClass[],
): AsyncGenerator<LoggedPrompt> {
  for await (const each of logged) {
    yield loggedWithClasses(each, classes);
  }
}

function isPosition(value: unknown): value is Position {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    'until' in value &&
    typeof value.url === 'string' &&
    typeof value.until === 'string'
  );
}
