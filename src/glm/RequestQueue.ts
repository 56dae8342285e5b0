/**
 * One line for all requests to one account: small servers and BigModel's plans allow one or two at a time. A newer completion replaces an
 * older one, waiting or running; chat turns wait for their turn and are never starved, since everybody queues in one line.
 */
import { replacedReason } from '../base/abort';

interface Ticket {
  readonly surface: 'completion' | 'chat';
  readonly admit: () => void;
}

export class RequestQueue {
  readonly #waiting: Ticket[] = [];
  /** Requests at once, of which one may be a completion. */
  #concurrency: number;
  #running = 0;
  #completionsRunning = 0;
  #completion: AbortController | undefined;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** From now on so many requests at once; those that run go on. */
  set concurrency(value: number) {
    this.#concurrency = value;
    this.#admitNext();
  }

  /** Whether chat turns take all there is, so that a completion would have to wait for their end. */
  get isOccupied(): boolean {
    return this.#running - this.#completionsRunning >= this.#concurrency;
  }

  /** Runs a completion in its turn, and ends the one before it. `start` gets the signal that says so. */
  async *runCompletion<Event>(
    signal: AbortSignal,
    start: (signal: AbortSignal) => AsyncIterable<Event>,
  ): AsyncGenerator<Event, void, undefined> {
    this.#completion?.abort(replacedReason());
    const own = new AbortController();
    this.#completion = own;
    const joined = AbortSignal.any([signal, own.signal]);
    try {
      yield* this.#run('completion', joined, () => start(joined));
    } finally {
      if (this.#completion === own) {
        this.#completion = undefined;
      }
    }
  }

  /** Runs a chat turn in its turn. */
  runChat<Event>(signal: AbortSignal, start: () => AsyncIterable<Event>): AsyncGenerator<Event, void, undefined> {
    return this.#run('chat', signal, start);
  }

  async *#run<Event>(
    surface: Ticket['surface'],
    signal: AbortSignal,
    start: () => AsyncIterable<Event>,
  ): AsyncGenerator<Event, void, undefined> {
    await this.#admission(surface, signal);
    try {
      signal.throwIfAborted();
      yield* start();
    } finally {
      this.#running--;
      this.#completionsRunning -= surface === 'completion' ? 1 : 0;
      this.#admitNext();
    }
  }

  /** Resolves when the request may start, in the order of the calls; rejects with the signal's reason. */
  #admission(surface: Ticket['surface'], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(ticket), 1);
        reject(signal.reason);
        // Whoever stood behind may be allowed now.
        this.#admitNext();
      };
      const ticket: Ticket = {
        surface,
        admit: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(ticket);
      this.#admitNext();
    });
  }

  #admitNext(): void {
    while (this.#running < this.#concurrency) {
      const index = this.#waiting.findIndex(({ surface }) => surface === 'chat' || this.#completionsRunning === 0);
      const [ticket] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (ticket === undefined) {
        return;
      }
      this.#running++;
      this.#completionsRunning += ticket.surface === 'completion' ? 1 : 0;
      ticket.admit();
    }
  }
}
