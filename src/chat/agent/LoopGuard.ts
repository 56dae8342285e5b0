/**
 * Notices when a turn goes round in circles: the same call again, rounds that bring nothing new, the same words again. The third time the
 * person is asked, from the fifth on the answer is no.
 */
import type { JsonObject } from '../../base/json';
import { callSignature } from './callSignature';

export type GuardVerdict = 'go' | 'ask' | 'refuse';

/** How often before the person is asked, and before nothing helps any more. */
export const askAt = 3;
export const refuseAt = 5;

/** What a round of a turn came to. */
export interface RoundOutcome {
  readonly text: string;
  /** The client gave up on a model that said the same over and over. */
  readonly repeated: boolean;
  readonly results: readonly { readonly name: string; readonly output: string }[];
}

/** Shorter texts are said again by honest models too. */
const shortestText = 40;

export class LoopGuard {
  readonly #calls = new Map<string, number>();
  /** Signatures of calls that only look: they may look again once something was changed. */
  readonly #looks = new Set<string>();
  /** By tool. */
  readonly #results = new Map<string, Set<string>>();
  readonly #texts = new Set<string>();
  #idleRounds = 0;

  /** Counts a call and says whether it may be made. `changes`: it changes files when it is made. */
  checkCall(
    name: string,
    values: JsonObject,
    changes: boolean,
  ): { readonly verdict: GuardVerdict; readonly count: number } {
    const signature = callSignature(name, values);
    const count = (this.#calls.get(signature) ?? 0) + 1;
    this.#calls.set(signature, count);
    if (!changes) {
      this.#looks.add(signature);
    }
    return { verdict: verdict(count), count };
  }

  /** Files were changed: looking at them, or running the tests, is no repetition now. */
  filesChanged(): void {
    for (const signature of this.#looks) {
      this.#calls.delete(signature);
    }
    this.#looks.clear();
    this.#idleRounds = 0;
  }

  /** Counts a finished round and says whether the turn may go on. */
  checkRound({ text, repeated, results }: RoundOutcome): GuardVerdict {
    const said = text.trim();
    const wasSaid = said.length >= shortestText && this.#texts.has(said);
    this.#texts.add(said);
    let isNew = false;
    for (const { name, output } of results) {
      const known = this.#results.get(name) ?? new Set();
      isNew ||= !known.has(output);
      this.#results.set(name, known.add(output));
    }
    const isIdle = repeated || wasSaid || !isNew;
    this.#idleRounds = isIdle ? this.#idleRounds + 1 : 0;
    return verdict(this.#idleRounds);
  }
}

function verdict(count: number): GuardVerdict {
  return count >= refuseAt ? 'refuse' : count === askAt ? 'ask' : 'go';
}
