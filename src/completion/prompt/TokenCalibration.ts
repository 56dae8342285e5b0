/**
 * How far the estimate of tokens is from what the server's own tokenizer counts, learnt from the usage that it reports. Moves in steps, and
 * seldom: another budget is another prompt, of which the server has nothing in its cache.
 */

/** Weight of the newest answer. */
const weight = 0.3;
const step = 0.1;
/** So far from the step in use the mean has to be before another one is taken. */
const hysteresis = 0.08;
const fewestAnswers = 3;
/** Of short prompts what the server puts around them is too great a part. */
const fewestTokens = 100;
/** What lies outside is no count of the whole prompt: some servers report only what was not in their cache. */
const plausible = { least: 0.55, most: 1.8 };

export class TokenCalibration {
  #mean = 1;
  #answers = 0;
  #factor = 1;

  /** Tokens of the server for one that is estimated. */
  get factor(): number {
    return this.#factor;
  }

  /** To be called with each prompt whose tokens the server has counted. */
  observe(estimated: number, counted: number): void {
    const ratio = counted / Math.max(1, estimated);
    if (estimated < fewestTokens || ratio < plausible.least || ratio > plausible.most) {
      return;
    }
    this.#mean = this.#answers === 0 ? ratio : this.#mean + (ratio - this.#mean) * weight;
    this.#answers++;
    if (this.#answers >= fewestAnswers && Math.abs(this.#mean - this.#factor) > hysteresis) {
      this.#factor = Math.round(this.#mean / step) * step;
    }
  }
}
