/** One request's end in time: joins the caller's signal with the time limit that applies at the moment. */
import { AssistantError } from '../../base/AssistantError';
import { errorFromException, type FailureContext } from '../errors';

export class RequestWatch {
  readonly #caller: AbortSignal;
  readonly #context: FailureContext;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#controller.abort(this.#caller.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #totalTimer: ReturnType<typeof setTimeout> | undefined;
  #seconds = 0;
  #isComplete = false;

  /** `total`: milliseconds for everything together; undefined = no limit. */
  constructor(caller: AbortSignal, context: FailureContext, total?: number) {
    this.#caller = caller;
    this.#context = context;
    caller.addEventListener('abort', this.#onAbort, { once: true });
    if (caller.aborted) {
      this.#onAbort();
    }
    if (total !== undefined) {
      this.#totalTimer = setTimeout(() => this.#timeOut(Math.round(total / 1000)), total);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on the server has this many milliseconds for the next step. */
  allow(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#seconds = Math.round(milliseconds / 100) / 10;
    this.#timer = setTimeout(() => this.#timeOut(this.#seconds), milliseconds);
  }

  /** What to throw for an error: the caller's reason, the time limit, or what the network layer's error means. */
  reasonFor(error: unknown): unknown {
    if (this.#caller.aborted) {
      return this.#caller.reason;
    }
    if (this.#controller.signal.aborted) {
      return this.#controller.signal.reason;
    }
    return errorFromException(error, this.#context, this.#seconds);
  }

  /** The server need not do anything at the moment. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The answer has arrived as a whole; the connection need not be cut. */
  complete(): void {
    this.#isComplete = true;
  }

  end(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#totalTimer);
    this.#caller.removeEventListener('abort', this.#onAbort);
    if (!this.#isComplete) {
      this.#controller.abort();
    }
  }

  #timeOut(seconds: number): void {
    this.#controller.abort(new AssistantError('endpoint.timeout', [this.#context.host, seconds]));
  }
}
