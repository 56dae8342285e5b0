/** How far a run is and how long it will still take, on the command line. */
import type { CommandIo } from '../commands/CommandIo';
import { ProgressLine } from '../commands/ProgressLine';

export class EvaluationProgress {
  readonly #line: ProgressLine;
  readonly #startedAt = performance.now();

  constructor(io: CommandIo) {
    this.#line = new ProgressLine(io);
  }

  show(done: number, total: number): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const left = Math.ceil((seconds / Math.max(1, done)) * (total - done));
    this.#line.show(done, total, `${done} / ${total}  ${timeLabel(left)}`);
  }

  end(): void {
    this.#line.end();
  }
}

/** For example `4:05`. */
function timeLabel(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
