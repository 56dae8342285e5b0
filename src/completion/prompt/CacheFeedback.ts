/**
 * Whether the server keeps what it has read of the last prompt. Where it says how many tokens came from its cache and that is far less than
 * the prompts have in common, every request costs the whole prompt: then a shorter one is sent, until the server keeps it again.
 */
import type { Usage } from '../../glm/Model';

/** Below this share in common nothing can be concluded. */
const leastShared = 0.5;
/** The server has to keep so much of what is in common; it works in blocks of tokens, so not all of it. */
const expected = 0.5;
const badInARow = 3;
const goodInARow = 8;
const smallest = 0.4;
const shrink = 0.75;

export class CacheFeedback {
  #last: string | undefined;
  #bad = 0;
  #good = 0;
  #scale = 1;

  /** Share of the prompt's budget that is worth using, 0.4 to 1. */
  get scale(): number {
    return this.#scale;
  }

  /** To be called with each answer whose usage is known. */
  observe(prompt: string, usage: Usage): void {
    const last = this.#last;
    this.#last = prompt;
    if (last === undefined || usage.cachedTokens === undefined || usage.promptTokens === 0) {
      return;
    }
    const shared = sharedBeginning(last, prompt) / Math.max(1, prompt.length);
    if (shared < leastShared) {
      return;
    }
    const isKept = usage.cachedTokens / usage.promptTokens >= shared * expected;
    this.#bad = isKept ? 0 : this.#bad + 1;
    this.#good = isKept ? this.#good + 1 : 0;
    if (this.#bad >= badInARow) {
      this.#bad = 0;
      this.#scale = Math.max(smallest, this.#scale * shrink);
    } else if (this.#good >= goodInARow) {
      this.#good = 0;
      this.#scale = Math.min(1, this.#scale / shrink);
    }
  }
}

/** Units that two texts have in common at their beginning. */
export function sharedBeginning(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) {
    at++;
  }
  return at;
}
