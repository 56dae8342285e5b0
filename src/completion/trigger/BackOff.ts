/** After a fault the server is left alone for a growing while; typing goes on, and the next request after it finds out by itself. */
import type { AssistantError } from '../../base/AssistantError';
import type { Clock } from '../../platform/Clock';

const firstPause = 1_000;
const longestPause = 60_000;

export class BackOff {
  readonly #clock: Clock;
  #failures = 0;
  #until = 0;
  #error: AssistantError | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The fault because of which no request should be made now; undefined = go on. */
  get waitingFor(): AssistantError | undefined {
    return this.#error !== undefined && this.#clock.now() < this.#until ? this.#error : undefined;
  }

  /** The last request's fault; undefined = it went well. */
  get lastFault(): AssistantError | undefined {
    return this.#error;
  }

  failed(error: AssistantError): void {
    const pause = Math.min(firstPause * 2 ** this.#failures, longestPause);
    this.#failures++;
    this.#until = this.#clock.now() + Math.max(pause, error.retryAfter ?? 0);
    this.#error = error;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#error = undefined;
  }
}
