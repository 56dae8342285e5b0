/**
 * Ends an answer where the server should have: at a stop text, at a length that no tokenizer explains, or when a model only repeats
 * itself. Not every server honours what it was asked.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { AnswerFinish } from '../Model';

export interface GuardOptions {
  readonly stop: readonly string[];
  /** Tokens that were asked for; undefined = no limit. */
  readonly maxTokens: number | undefined;
  /** Whether endless repetition ends the answer. */
  readonly stopsRepetition: boolean;
}

/** Characters in which a repetition shows: long enough that no table of equal rows is taken for one. */
const repetitionWindow = 4096;
const leastRepetitions = 24;
const checkEvery = 1024;

export class AnswerGuard {
  readonly #options: GuardOptions;
  #held = '';
  #tokens = 0;
  #tail = '';
  #unchecked = 0;
  #ended: AnswerFinish | undefined;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Why the answer is over; undefined = it goes on. */
  get ended(): AnswerFinish | undefined {
    return this.#ended;
  }

  /** Gives what certainly belongs to the answer; keeps back what may be the beginning of a stop text. */
  push(text: string): string {
    if (this.#ended !== undefined) {
      return '';
    }
    this.watch(text);
    const all = this.#held + text;
    const ends = this.#options.stop.map((stop) => all.indexOf(stop)).filter((index) => index >= 0);
    if (ends.length > 0) {
      this.#held = '';
      this.#ended = 'stop';
      return all.slice(0, Math.min(...ends));
    }
    const kept = Math.max(0, ...this.#options.stop.map((stop) => lengthOfBeginning(all, stop)));
    this.#held = all.slice(all.length - kept);
    return all.slice(0, all.length - kept);
  }

  /** Counts text that is not part of the answer itself, such as reasoning. */
  watch(text: string): void {
    const { maxTokens, stopsRepetition } = this.#options;
    if (maxTokens !== undefined) {
      this.#tokens += estimateTokens(text);
      // The estimate may be off; a server that obeys never comes near twice of what it was asked.
      this.#ended ??= this.#tokens > maxTokens * 2 + 64 ? 'length' : undefined;
    }
    if (stopsRepetition) {
      this.#tail = (this.#tail + text).slice(-repetitionWindow);
      this.#unchecked += text.length;
      if (this.#unchecked >= checkEvery && this.#tail.length === repetitionWindow) {
        this.#unchecked = 0;
        this.#ended ??= isRepetition(this.#tail) ? 'repetition' : undefined;
      }
    }
  }

  /** What was kept back, when the answer has ended by itself. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return this.#ended === undefined || this.#ended === 'length' ? rest : '';
  }
}

/** How long the longest beginning of `stop` is with which the text ends. */
function lengthOfBeginning(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (stop.startsWith(text.slice(text.length - length))) {
      return length;
    }
  }
  return 0;
}

/** Whether a text is one short piece over and over (its shortest period, by the failure function of Knuth, Morris and Pratt). */
function isRepetition(text: string): boolean {
  const failure = new Uint16Array(text.length + 1);
  for (let i = 1, length = 0; i < text.length; i++) {
    while (length > 0 && text[i] !== text[length]) {
      length = failure[length] ?? 0;
    }
    length += text[i] === text[length] ? 1 : 0;
    failure[i + 1] = length;
  }
  const period = text.length - (failure[text.length] ?? 0);
  return period * leastRepetitions <= text.length;
}
