/**
 * Estimated tokens of single lines, remembered: between two keystrokes one line of a window changes, so the others are not counted
 * again.
 */
import { estimateTokens } from '../../base/estimateTokens';
import { detached } from '../../base/text';

const mostLines = 4_000;
/** A longer line is counted anew: remembering it would cost more than it saves. */
const longestLine = 400;

export class LineTokens {
  readonly #counts = new Map<string, number>();

  /** Tokens of a line, with its line break when it has one. */
  of(line: string): number {
    if (line.length > longestLine) {
      return estimateTokens(line);
    }
    const known = this.#counts.get(line);
    if (known !== undefined) {
      return known;
    }
    if (this.#counts.size >= mostLines) {
      this.#counts.clear();
    }
    const count = estimateTokens(line);
    this.#counts.set(detached(line), count);
    return count;
  }
}
