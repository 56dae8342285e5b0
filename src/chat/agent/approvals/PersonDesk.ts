/**
 * What a turn wants to know from the person: one thing at a time, whole, with its hash. An answer counts for what was shown and nothing
 * else, not in the moment in which it appears, and not after the turn was stopped. Nothing of it outlives the window.
 */
import type { Clock } from '../../../platform/Clock';
import type { DeskAnswer, DeskRequest } from './deskRequests';

/** Milliseconds before an answer counts: whoever types or clicks on has not read it. */
export const leastReading = 300;

interface Waiting {
  readonly request: DeskRequest;
  /** When it was shown; undefined = others come first. */
  shownAt: number | undefined;
  readonly settle: (answer: DeskAnswer) => void;
}

export class PersonDesk {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onChange: () => void;
  readonly #waiting: Waiting[] = [];

  constructor(clock: Pick<Clock, 'now'>, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** What is to be shown now; undefined = nothing is asked. */
  get current(): DeskRequest | undefined {
    return this.#waiting[0]?.request;
  }

  /** How many more wait behind it. */
  get more(): number {
    return Math.max(0, this.#waiting.length - 1);
  }

  /** Resolves with the person's answer; rejects with the signal's reason, and then the question is gone. */
  ask(request: DeskRequest, signal: AbortSignal): Promise<DeskAnswer> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = (): void => {
        this.#remove(waiting);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        request: Object.freeze({ ...request }),
        shownAt: undefined,
        settle: (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#show();
    });
  }

  /** False = the answer does not count: it is for something else, or came too soon. */
  answer(id: string, hash: string, answer: DeskAnswer): boolean {
    const first = this.#waiting[0];
    if (first === undefined || first.request.id !== id || first.request.hash !== hash) {
      return false;
    }
    // No is never too soon.
    const isEarly = this.#clock.now() - (first.shownAt ?? this.#clock.now()) < leastReading;
    if (isEarly && answer.kind !== 'deny') {
      return false;
    }
    if (answer.kind === 'window' && !(first.request.kind === 'approval' && first.request.canRemember)) {
      return false;
    }
    this.#remove(first);
    first.settle(answer);
    return true;
  }

  #remove(waiting: Waiting): void {
    const index = this.#waiting.indexOf(waiting);
    if (index >= 0) {
      this.#waiting.splice(index, 1);
      this.#show();
    }
  }

  #show(): void {
    const first = this.#waiting[0];
    if (first !== undefined) {
      first.shownAt ??= this.#clock.now();
    }
    this.#onChange();
  }
}
