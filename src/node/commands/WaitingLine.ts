/**
 * How long nothing has been written: a line that is redrawn each second on a terminal, and taken away before anything else is written there.
 * It stands only where a line begins, and so neither in an answer nor behind a question to the person. Elsewhere than on a terminal: nothing.
 */
import { isAbortError } from '../../base/abort';
import type { Clock } from '../../platform/Clock';
import type { CommandIo, CommandOutput } from './CommandIo';

/** Milliseconds of silence that nobody wonders about. */
const short = 3_000;
const step = 1_000;

export class WaitingLine {
  /** What the command writes through, as long as the line may be there. */
  readonly io: CommandIo;
  readonly #given: CommandIo;
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #silentSince: number;
  #isLineStart = true;
  #isDrawn = false;

  constructor(io: CommandIo, clock: Clock) {
    this.#given = io;
    this.#clock = clock;
    this.#silentSince = clock.now();
    this.io = io.isTerminal ? { ...io, stdout: this.#around(io.stdout), stderr: this.#around(io.stderr) } : io;
    if (io.isTerminal) {
      void this.#watch();
    }
  }

  /** Takes it away for good. */
  end(): void {
    this.#clear();
    this.#end.abort(new DOMException('The command ended', 'AbortError'));
  }

  #around(output: CommandOutput): CommandOutput {
    return {
      write: (text) => {
        if (text === '') {
          return;
        }
        this.#clear();
        output.write(text);
        this.#isLineStart = text.endsWith('\n');
        this.#silentSince = this.#clock.now();
      },
    };
  }

  async #watch(): Promise<void> {
    try {
      while (true) {
        await this.#clock.sleep(step, this.#end.signal);
        const silent = this.#clock.now() - this.#silentSince;
        if (silent >= short && this.#isLineStart) {
          const text = this.#given.translate('Waiting: {0} s').replace('{0}', String(Math.floor(silent / 1_000)));
          this.#given.stderr.write(`\r\u001B[2m${text}\u001B[22m`);
          this.#isDrawn = true;
        }
      }
    } catch (error) {
      if (!isAbortError(error)) {
        throw error;
      }
    }
  }

  #clear(): void {
    if (this.#isDrawn) {
      this.#given.stderr.write('\r\u001B[K');
      this.#isDrawn = false;
    }
  }
}
