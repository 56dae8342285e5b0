/** Beginning and end of what a program writes, so that a hundred megabytes cost as much memory as a hundred kilobytes. */

const mostHead = 100_000;
const mostTail = 100_000;

export class KeptOutput {
  #head = '';
  #tail = '';
  #dropped = 0;

  add(text: string): void {
    const room = mostHead - this.#head.length;
    const first = this.#tail === '' && this.#dropped === 0 ? text.slice(0, room) : '';
    this.#head += first;
    this.#tail += text.slice(first.length);
    if (this.#tail.length > 2 * mostTail) {
      this.#dropped += this.#tail.length - mostTail;
      this.#tail = this.#tail.slice(-mostTail);
    }
  }

  get isCut(): boolean {
    return this.#dropped > 0 || this.#tail.length > mostTail;
  }

  get text(): string {
    const tail = this.#tail.slice(-mostTail);
    const dropped = this.#dropped + this.#tail.length - tail.length;
    return dropped === 0 ? this.#head + tail : `${this.#head}\n… (${dropped} characters left out) …\n${tail}`;
  }
}
