/**
 * Reads a streamed answer: holds it back until it is certain where its code begins, then lets the `Truncator` find the code's end. What
 * is asked of it afterwards is the text of the code, and why it ended.
 */
import { mayTalk, startOfCode } from '../filters/answerStart';
import { type TruncateContext, type Truncated, Truncator } from './Truncator';

export class CodeReader {
  readonly #context: TruncateContext;
  readonly #truncator: Truncator;
  #held: string | undefined = '';
  #code = '';

  constructor(context: TruncateContext) {
    this.#context = context;
    // Remarks behind the code of a fenced answer are not waited for.
    const stop = mayTalk(context) ? [...context.stop, '\n```'] : context.stop;
    this.#truncator = new Truncator({ ...context, stop });
  }

  /** What of the answer is code, as far as it has been read. */
  get code(): string {
    return this.#code;
  }

  /** Takes the next piece; true = no more is needed. */
  push(piece: string): boolean {
    if (this.#held === undefined) {
      return this.#take(piece);
    }
    this.#held += piece;
    const start = startOfCode(this.#held, false, this.#context);
    return start === undefined ? false : this.#begin(start);
  }

  /** What to keep of all that was pushed, at the end of the stream or once `push` returned true. */
  result(): Truncated {
    if (this.#held !== undefined) {
      this.#begin(startOfCode(this.#held, true, this.#context) ?? 0);
    }
    return this.#truncator.result();
  }

  #begin(start: number): boolean {
    const code = this.#held?.slice(start) ?? '';
    this.#held = undefined;
    return this.#take(code);
  }

  #take(piece: string): boolean {
    this.#code += piece;
    return this.#truncator.push(piece);
  }
}
