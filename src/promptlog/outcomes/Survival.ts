/** Follows accepted completions through later edits, and tells at set times how much of them still stands. */
import type { Disposable } from '../../base/events';
import type { Clock } from '../../platform/Clock';
import { type NewOutcome, survivalSeconds } from './NewOutcome';
import { shiftedSpan, survivingShare, type TextChange, type TrackedSpan } from './trackedSpan';

export interface SurvivalHost {
  readonly clock: Clock;
  readonly tell: (outcome: NewOutcome) => void;
  /** The present text of a document; undefined = it is closed. */
  readonly textOf: (uri: string) => string | undefined;
}

/** An accepted text and where it stands now. */
export interface AcceptedText {
  readonly record: string;
  readonly uri: string;
  readonly text: string;
  /** Whether the acceptance was concluded, which makes what follows from it a conclusion, too. */
  readonly inferred: boolean;
  readonly span: TrackedSpan;
}

interface Followed {
  readonly accepted: AcceptedText;
  span: TrackedSpan;
  readonly end: AbortController;
}

/** Texts followed at once; the oldest are given up. */
const mostFollowed = 200;

export class Survival implements Disposable {
  readonly #host: SurvivalHost;
  #followed: readonly Followed[] = [];

  constructor(host: SurvivalHost) {
    this.#host = host;
  }

  begin(accepted: AcceptedText): void {
    const followed = { accepted, span: accepted.span, end: new AbortController() };
    for (const old of this.#followed.slice(0, Math.max(0, this.#followed.length + 1 - mostFollowed))) {
      this.#giveUp(old);
    }
    this.#followed = [...this.#followed, followed];
    this.#tellInTime(followed).catch(() => {});
  }

  /** `changes` in the editor's order, last place first. */
  documentChanged(uri: string, changes: readonly TextChange[]): void {
    for (const followed of this.#followed) {
      if (followed.accepted.uri === uri) {
        followed.span = changes.reduce(shiftedSpan, followed.span);
      }
    }
  }

  /** Nothing is known of a closed document: what is still to be told is left out. */
  closed(uri: string): void {
    for (const followed of this.#followed) {
      if (followed.accepted.uri === uri) {
        this.#giveUp(followed);
      }
    }
  }

  dispose(): void {
    for (const followed of this.#followed) {
      this.#giveUp(followed);
    }
  }

  async #tellInTime(followed: Followed): Promise<void> {
    const { record, uri, text, inferred } = followed.accepted;
    let passed = 0;
    for (const after of survivalSeconds) {
      await this.#host.clock.sleep((after - passed) * 1000, followed.end.signal);
      passed = after;
      const current = this.#host.textOf(uri);
      if (current !== undefined) {
        const kept = current.slice(followed.span.start, followed.span.end);
        const share = Math.round(survivingShare(text, kept) * 1000) / 1000;
        this.#host.tell({ record, action: 'survived', inferred, after, share, kept });
      }
    }
    this.#giveUp(followed);
  }

  #giveUp(followed: Followed): void {
    followed.end.abort();
    this.#followed = this.#followed.filter((each) => each !== followed);
  }
}
