/**
 * How long to wait for a pause in typing before a request is made. A server that answers between two keystrokes is asked at once; a slow
 * one only when the person seems to have stopped, since each request before that would be thrown away.
 */
import type { Clock } from '../../platform/Clock';

/** Weight of the newest measurement. */
const weight = 0.3;
/** A longer gap is a pause for thought and says nothing about the speed of typing. */
const longestGap = 1_500;
/** Where nothing has been measured yet. */
const firstWait = 75;
/** Answers within this share of the gap between two keystrokes come in time. */
const inTime = 0.6;
/** So many gaps without a keystroke look like a pause. */
const gapsOfAPause = 1.5;

export class TypingPace {
  readonly #clock: Clock;
  #lastKey: number | undefined;
  #gap: number | undefined;
  #latency: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds from a request to the first of its answer, smoothed; undefined = nothing was measured. */
  get latency(): number | undefined {
    return this.#latency;
  }

  /** To be called with every keystroke. */
  typed(): void {
    const now = this.#clock.now();
    const gap = this.#lastKey === undefined ? longestGap : now - this.#lastKey;
    this.#lastKey = now;
    if (gap > 0 && gap < longestGap) {
      this.#gap = smoothed(this.#gap, gap);
    }
  }

  /** To be called with the time that an answer took to begin, in milliseconds. */
  answered(milliseconds: number): void {
    this.#latency = smoothed(this.#latency, milliseconds);
  }

  /** Milliseconds to wait now, at most `longest`. `atLineStart`: a new line is where help is wanted and a pause is natural. */
  wait(longest: number, atLineStart: boolean): number {
    if (atLineStart || longest === 0) {
      return 0;
    }
    if (this.#latency === undefined || this.#gap === undefined) {
      return Math.min(firstWait, longest);
    }
    return this.#latency < this.#gap * inTime ? 0 : Math.min(longest, Math.round(this.#gap * gapsOfAPause));
  }
}

function smoothed(before: number | undefined, now: number): number {
  return before === undefined ? now : before + (now - before) * weight;
}
