/**
 * Concludes what became of an offered completion from what the editor tells: changes of the document, moves of the cursor, and the one
 * thing it says outright, that an item was accepted. All offsets are 0-based UTF-16 units in the document as it is at that moment.
 */
import type { Disposable } from '../../base/events';
import type { Clock } from '../../platform/Clock';
import type { NewOutcome, RejectionReason } from './NewOutcome';
import { Survival } from './Survival';
import { shiftedSpan, type TextChange } from './trackedSpan';

export interface CompletionOutcomesHost {
  readonly clock: Clock;
  readonly tell: (outcome: NewOutcome) => void;
  /** The present text of a document; undefined = it is closed. */
  readonly textOf: (uri: string) => string | undefined;
}

/** A completion as it was handed to the editor. */
export interface OfferedCompletion {
  /** Id of its record. */
  readonly record: string;
  readonly uri: string;
  /** What it replaces: `length` units at `offset`. */
  readonly offset: number;
  readonly length: number;
  /** What comes there; up to the cursor it agrees with the document. */
  readonly text: string;
  readonly cursor: number;
}

/** How long a completion has to stand until somebody can have read it, in milliseconds. */
const readable = 150;
/** How long a verdict waits: the editor tells of an acceptance after the change that it made. */
const grace = 500;
/** A typed bracket or quote brings its partner: two units, but one keystroke. */
const pairs: ReadonlySet<string> = new Set(['()', '[]', '{}', '<>', '""', "''", '``']);

interface Standing {
  readonly offer: OfferedCompletion;
  readonly offeredAt: number;
  readonly shown: boolean;
  /** Units that were taken piece by piece. */
  readonly taken: number;
}

type Verdict =
  | { readonly kind: 'accepted' }
  /** `after`: seconds since it was offered. */
  | { readonly kind: 'rejected'; readonly reason: RejectionReason; readonly after: number };

export class CompletionOutcomes implements Disposable {
  readonly #host: CompletionOutcomesHost;
  readonly #survival: Survival;
  readonly #disposed = new AbortController();
  #standing: Standing | undefined;
  /** Offers whose verdict is not told yet, by record. */
  readonly #ending = new Map<string, { standing: Standing; readonly timer: AbortController }>();

  constructor(host: CompletionOutcomesHost) {
    this.#host = host;
    this.#survival = new Survival(host);
  }

  /** A completion is handed to the editor. The same record again = the same completion, at the place that typing has led it to. */
  offered(offer: OfferedCompletion): void {
    const known = this.#standing?.offer.record === offer.record ? this.#standing : this.#revived(offer.record);
    if (this.#standing !== undefined && this.#standing !== known) {
      this.#reject('replaced');
    }
    this.#standing = { shown: false, taken: 0, offeredAt: this.#host.clock.now(), ...known, offer };
    if (known === undefined) {
      this.#after(readable, this.#disposed.signal, () => {
        if (this.#standing?.offer.record === offer.record) {
          this.#standing = this.#seen(this.#standing);
        }
      });
    }
  }

  /** The document changed; `changes` in the editor's order, last place first. */
  documentChanged(uri: string, changes: readonly TextChange[]): void {
    this.#survival.documentChanged(uri, changes);
    for (const ending of this.#ending.values()) {
      const { offer } = ending.standing;
      if (offer.uri === uri) {
        const { start } = changes.reduce(shiftedSpan, { start: offer.offset, end: offer.offset + offer.text.length });
        ending.standing = { ...ending.standing, offer: { ...offer, offset: start } };
      }
    }
    for (const change of changes) {
      if (this.#standing?.offer.uri === uri) {
        this.#follow(this.#standing, change);
      }
    }
  }

  /** The main cursor stands at `offset` of the document. */
  cursorMoved(uri: string, offset: number): void {
    if (this.#standing?.offer.uri === uri && this.#standing.offer.cursor !== offset) {
      this.#reject('moved-away');
    }
  }

  /** Another document is worked on now. */
  left(uri: string): void {
    if (this.#standing?.offer.uri === uri) {
      this.#reject('left');
    }
  }

  /** The document is closed: its text is not followed any longer. */
  closed(uri: string): void {
    this.left(uri);
    this.#survival.closed(uri);
  }

  /** The editor says that the completion of this record was accepted whole; its change of the document came before. */
  accepted(record: string): void {
    if (this.#standing?.offer.record === record) {
      this.#settle(this.#standing, { kind: 'accepted' }, false);
      this.#standing = undefined;
      return;
    }
    const revived = this.#revived(record);
    if (revived !== undefined) {
      this.#settle(revived, { kind: 'accepted' }, false);
    }
  }

  dispose(): void {
    this.#disposed.abort();
    for (const { timer } of this.#ending.values()) {
      timer.abort();
    }
    this.#survival.dispose();
  }

  /** What a change means for the completion that stands. */
  #follow(standing: Standing, change: TextChange): void {
    const { offer } = standing;
    const start = offer.offset;
    const end = start + offer.length;
    const changeEnd = change.offset + change.length;
    if (change.offset >= end && change.offset !== offer.cursor) {
      return;
    }
    if (changeEnd <= start && change.offset < start) {
      const { start: offset } = shiftedSpan({ start, end }, change);
      const isAtCursor = changeEnd === start && offer.cursor === start;
      if (isAtCursor) {
        this.#reject(change.text === '' ? 'deleted' : 'typed-over');
        return;
      }
      this.#standing = { ...standing, offer: { ...offer, offset, cursor: offer.cursor + offset - start } };
      return;
    }
    if (change.offset < start || changeEnd > end || change.offset > offer.cursor) {
      this.#reject(change.text === '' ? 'deleted' : 'typed-over');
      return;
    }
    const known = offer.cursor - start;
    const isPair = pairs.has(change.text) && change.length === 0 && change.offset === offer.cursor;
    const written = isPair ? change.text.slice(0, 1) : change.text;
    const now = offer.text.slice(0, change.offset - start) + written;
    const step = now.length - known;
    if (!offer.text.startsWith(now) || step <= 0) {
      this.#reject(change.text === '' ? 'deleted' : 'typed-over');
      return;
    }
    const length = offer.length + change.text.length - change.length;
    const moved = { ...standing, offer: { ...offer, length, cursor: start + now.length } };
    const isWhole = now.length === offer.text.length;
    this.#standing = moved;
    if (step === 1) {
      if (isWhole) {
        this.#reject('typed-alike');
      }
    } else if (isWhole) {
      this.#end({ kind: 'accepted' });
    } else {
      const taken = standing.taken + step;
      this.#standing = { ...this.#seen(moved), taken };
      this.#host.tell({ record: offer.record, action: 'partly_accepted', inferred: true, characters: taken });
    }
  }

  /** Tells once that a completion was shown. */
  #seen(standing: Standing): Standing {
    if (!standing.shown) {
      this.#host.tell({ record: standing.offer.record, action: 'shown', inferred: true });
    }
    return { ...standing, shown: true };
  }

  #reject(reason: RejectionReason): void {
    const now = this.#host.clock.now();
    this.#end({ kind: 'rejected', reason, after: (now - (this.#standing?.offeredAt ?? now)) / 1000 });
  }

  /** The completion stands no longer; what became of it is told when nothing else has been heard for a moment. */
  #end(verdict: Verdict): void {
    const standing = this.#standing;
    this.#standing = undefined;
    if (standing === undefined) {
      return;
    }
    const { record } = standing.offer;
    const timer = new AbortController();
    this.#ending.set(record, { standing, timer });
    this.#after(grace, timer.signal, () => {
      const ended = this.#revived(record);
      if (ended !== undefined) {
        this.#settle(ended, verdict, true);
      }
    });
  }

  /** Takes an offer back out of those whose verdict is pending. */
  #revived(record: string): Standing | undefined {
    const ending = this.#ending.get(record);
    ending?.timer.abort();
    this.#ending.delete(record);
    return ending?.standing;
  }

  #settle(standing: Standing, verdict: Verdict, inferred: boolean): void {
    const { record, uri, offset, text } = standing.offer;
    if (verdict.kind === 'accepted') {
      this.#seen(standing);
      this.#host.tell({ record, action: 'accepted', inferred });
      this.#survival.begin({ record, uri, text, inferred, span: { start: offset, end: offset + text.length } });
    } else if (standing.shown && standing.taken === 0) {
      // What nobody can have seen, nobody rejected; what was taken in part is no rejection either.
      this.#host.tell({ record, action: 'rejected', inferred: true, reason: verdict.reason, after: verdict.after });
    }
  }

  #after(milliseconds: number, signal: AbortSignal, task: () => void): void {
    this.#host.clock.sleep(milliseconds, signal).then(task, () => {});
  }
}
