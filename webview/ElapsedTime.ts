/**
 * How long something is waited for: counted on the page, a second at a time. A screen reader finds it beside what it belongs to and is
 * not told of each second.
 */
import type { PanelWords } from '../src/protocol/chatWords';
import { element, fill } from './dom';

export class ElapsedTime {
  readonly root = element('span', { class: 'elapsed', role: 'timer', 'aria-live': 'off' });
  readonly #words: PanelWords;
  readonly #onSecond: () => void;
  #since = 0;
  #timer: number | undefined;

  constructor(words: PanelWords, onSecond: () => void) {
    this.#words = words;
    this.#onSecond = onSecond;
  }

  /** Whole seconds so far; 0 = it does not run. */
  get seconds(): number {
    return this.#timer === undefined ? 0 : Math.floor((performance.now() - this.#since) / 1000);
  }

  /** Counts from here on, or from so many seconds ago. */
  start(seconds = 0): void {
    this.#since = performance.now() - 1000 * seconds;
    this.#timer ??= window.setInterval(() => this.#tick(), 1000);
    this.#draw();
  }

  stop(): void {
    window.clearInterval(this.#timer);
    this.#timer = undefined;
    this.#draw();
  }

  #tick(): void {
    if (!this.root.isConnected) {
      // What it belongs to is shown no more.
      this.stop();
      return;
    }
    this.#draw();
    this.#onSecond();
  }

  #draw(): void {
    const { seconds } = this;
    const { elapsedSeconds, elapsedMinutes } = this.#words;
    const shown =
      seconds < 60 ? fill(elapsedSeconds, seconds) : fill(elapsedMinutes, Math.floor(seconds / 60), seconds % 60);
    const text = seconds === 0 ? '' : shown;
    if (this.root.textContent !== text) {
      this.root.textContent = text;
    }
  }
}
