import { PlainOutput } from '../../base/PlainOutput';
import type { CommandIo } from './CommandIo';

/** An answer as it appears. Text is data, on stdout; reasoning is a message, on stderr. A terminal gets nothing of either to obey. */
export class WrittenAnswer {
  text = '';
  thought = '';
  readonly #io: CommandIo | undefined;
  readonly #quiet: boolean;
  #lastToStderr = '';
  readonly #plainText = new PlainOutput();
  readonly #plainThought = new PlainOutput();

  /** `io` undefined = nothing is printed. */
  constructor(io: CommandIo | undefined, quiet: boolean) {
    this.#io = io;
    this.#quiet = quiet;
  }

  content(text: string): void {
    this.text += text;
    this.#endReasoning();
    this.#io?.stdout.write(this.#plainText.push(text));
  }

  reasoning(text: string): void {
    this.thought += text;
    const shown = this.#plainThought.push(text);
    if (!this.#quiet && this.#io !== undefined && shown !== '') {
      this.#io.stderr.write(this.#io.isTerminal ? `\u001B[2m${shown}\u001B[22m` : shown);
      this.#lastToStderr = shown;
    }
  }

  /** What was printed was reasoning: it cannot be taken back, so the answer starts on a new line. */
  replace(content: string, reasoning: string): void {
    if (this.text !== '' && !this.text.endsWith('\n')) {
      this.#io?.stdout.write('\n');
    }
    this.text = content;
    this.thought = reasoning;
    this.#plainText.finish();
    this.#io?.stdout.write(this.#plainText.push(content));
  }

  end(): void {
    this.#endReasoning();
    this.#io?.stdout.write(this.#plainText.finish());
    if (this.text !== '' && !this.text.endsWith('\n')) {
      this.#io?.stdout.write('\n');
    }
  }

  #endReasoning(): void {
    if (this.#lastToStderr !== '' && !this.#lastToStderr.endsWith('\n')) {
      this.#io?.stderr.write('\n');
    }
    this.#lastToStderr = '';
  }
}
