/**
 * Text that can always be saved: half characters (lone surrogates, which a JSON escape can bring) become the replacement sign, while the two
 * halves of one character may come in two pieces.
 */
export class WellFormedText {
  #half = '';

  /** The piece, as far as its last character is complete. */
  push(text: string): string {
    const all = this.#half + text;
    const isHalf = /[\uD800-\uDBFF]$/.test(all);
    this.#half = isHalf ? all.slice(-1) : '';
    return (isHalf ? all.slice(0, -1) : all).toWellFormed();
  }

  /** What was left over. */
  end(): string {
    const rest = this.#half.toWellFormed();
    this.#half = '';
    return rest;
  }
}
