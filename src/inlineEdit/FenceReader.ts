/** Reads the first fenced block of a model's prose while it streams. A block that is not closed is shown, and never applied. */

export class FenceReader {
  readonly #lines: string[] = [];
  #rest = '';
  #fence: string | undefined;
  #closed = false;

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
    } else if (mark?.[1]?.startsWith(this.#fence) === true && mark[2]?.trim() === '') {
      this.#closed = true;
    } else {
      this.#lines.push(line);
    }
  }
}
