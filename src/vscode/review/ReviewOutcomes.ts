/** Tells the prompt log what became of each hunk of a set: applied, rejected, taken back. */
import { hunkDecisions } from '../../edits/review/hunkDecisions';
import type { ReviewSet } from '../../edits/review/ReviewSet';
import type { NewOutcome } from '../../promptlog/outcomes/NewOutcome';

export interface ReviewOutcomesHost {
  readonly tell: (outcome: NewOutcome) => void;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
}

export class ReviewOutcomes {
  readonly #host: ReviewOutcomesHost;
  /** When each hunk that stands was applied, by record and hunk. */
  readonly #applied = new Map<string, number>();

  constructor(host: ReviewOutcomesHost) {
    this.#host = host;
  }

  /** A set has become another: by a decision, or because the file's text is again what it was. */
  changed(before: ReviewSet, after: ReviewSet): void {
    const { record } = after;
    for (const { hunk, decision, match } of record === undefined ? [] : hunkDecisions(before, after)) {
      const key = `${record} ${hunk}`;
      const now = this.#host.now();
      const applied = this.#applied.get(key);
      const common = { record: record ?? '', hunk, inferred: false };
      if (decision === 'applied') {
        this.#applied.set(key, now);
        this.#host.tell({ ...common, action: decision, ...(match !== undefined && { match }) });
      } else if (decision === 'undone') {
        this.#applied.delete(key);
        this.#host.tell({
          ...common,
          action: decision,
          ...(applied !== undefined && { after: (now - applied) / 1000 }),
        });
      } else {
        this.#host.tell({ ...common, action: decision });
      }
    }
  }
}
