/**
 * One queue and one gate for each account, that is for each origin: two models behind one Coding Plan share what the plan allows, and a
 * request to slow down concerns both.
 */
import { type Disposable, Emitter } from '../../base/events';
import type { Clock } from '../../platform/Clock';
import { originOf } from '../endpointUrl';
import { RateGate, type RatePause } from '../RateGate';
import { RequestQueue } from '../RequestQueue';

export interface Lane {
  readonly queue: RequestQueue;
  readonly gate: RateGate;
}

/** A pause at one endpoint, for the countdown; `pause` undefined = it is over. */
export interface TrafficPause {
  readonly origin: string;
  readonly pause: RatePause | undefined;
}

export class Traffic implements Disposable {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();
  readonly #didChangePause = new Emitter<TrafficPause>();
  /** Tells when a pause begins, grows or is over. */
  readonly onDidChangePause = this.#didChangePause.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The lane to an address. The most recently given number of requests at once holds. */
  laneTo(url: string, concurrency: number): Lane {
    const origin = originOf(url);
    const known = this.#lanes.get(origin);
    if (known !== undefined) {
      known.queue.concurrency = concurrency;
      return known;
    }
    const lane = { queue: new RequestQueue(concurrency), gate: new RateGate(this.#clock) };
    lane.gate.onDidChange((pause) => this.#didChangePause.fire({ origin, pause }));
    this.#lanes.set(origin, lane);
    return lane;
  }

  /** Whether chat turns take all that the server at a host (and port) can do at once. */
  isOccupied(host: string | undefined): boolean {
    return [...this.#lanes].some(([origin, { queue }]) => queue.isOccupied && new URL(origin).host === host);
  }

  /** The pause that keeps features waiting the longest; undefined = there is none. */
  get pause(): TrafficPause | undefined {
    const pauses = [...this.#lanes].map(([origin, { gate }]) => ({ origin, pause: gate.pause }));
    const until = ({ pause }: TrafficPause): number => pause?.until ?? 0;
    const [longest] = pauses.toSorted((a, b) => until(b) - until(a));
    return longest?.pause === undefined ? undefined : longest;
  }

  /** Ends all pauses, because the person does not want to wait. */
  openAll(): void {
    for (const { gate } of this.#lanes.values()) {
      gate.open();
    }
  }

  dispose(): void {
    for (const { gate } of this.#lanes.values()) {
      gate.dispose();
    }
    this.#didChangePause.dispose();
  }
}
