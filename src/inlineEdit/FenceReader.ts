/** Reads the first fenced block of a model's prose while it streams. A block that is not closed is shown, and never applied. */

export class FenceReader {
  readonly #lines: string[] = [];
  #rest = '';
  #fence: string | undefined;
  #closed = false;
  /** Blocks that are open within the block, as text about code has them. */
  #inner = 0;

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#read(line.replace(/\r$/, ''));
    }
  }

  /** The lines of the block that are complete so far. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** The text has ended. */
  finish(): 'closed' | 'open' | 'none' {
    if (this.#rest !== '') {
      this.#read(this.#rest.replace(/\r$/, ''));
      this.#rest = '';
    }
    return this.#closed ? 'closed' : this.#fence === undefined ? 'none' : 'open';
  }

  #read(line: string): void {
    if (this.#closed) {
      return;
    }
    const mark = /^\s{0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (this.#fence === undefined) {
      this.#fence = mark?.[1];
      return;
    }
    const isFence = mark?.[1]?.startsWith(this.#fence) === true;
    const isBare = mark?.[2]?.trim() === '';
    if (isFence && isBare && this.#inner === 0) {
      this.#closed = true;
      return;
    }
    this.#inner += !isFence ? 0 : isBare ? -1 : 1;
    this.#lines.push(line);
  }
}
