/** A document as VS Code keeps it for extensions: an array of lines, joined only when somebody wants the text; offsets by sums. */
import type { Position } from '../../src/base/text';
import type { DocumentLines } from '../../src/completion/textAround';

export class EditorLines implements DocumentLines {
  readonly path: string;
  #lines: string[];
  /** Offsets at which lines begin, right up to `#counted`. */
  readonly #starts: number[] = [0];
  #counted = 0;

  constructor(path: string, text: string) {
    this.path = path;
    this.#lines = text.split('\n');
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  get end(): Position {
    return { line: this.#lines.length - 1, character: this.#lines.at(-1)?.length ?? 0 };
  }

  get text(): string {
    return this.#lines.join('\n');
  }

  /** The end of the line at a share of the lines. */
  placeAt(share: number): Position {
    const line = Math.min(this.#lines.length - 1, Math.floor(this.#lines.length * share));
    return { line, character: this.#lines[line]?.length ?? 0 };
  }

  /** Lines after one, which are taken out. */
  takeLines(after: number, count: number): string[] {
    this.#counted = Math.min(this.#counted, after);
    return this.#lines.splice(after + 1, count);
  }

  /** Puts text at a position; where it ends. */
  insert({ line, character }: Position, text: string): Position {
    const before = this.#lines[line] ?? '';
    const pieces = (before.slice(0, character) + text).split('\n');
    const last = pieces.at(-1) ?? '';
    pieces[pieces.length - 1] = last + before.slice(character);
    this.#lines.splice(line, 1, ...pieces);
    this.#counted = Math.min(this.#counted, line);
    return { line: line + pieces.length - 1, character: last.length };
  }

  textBetween(start: Position, end: Position): string {
    const lines = this.#lines.slice(start.line, end.line + 1);
    const last = lines.length - 1;
    lines[last] = (lines[last] ?? '').slice(0, end.character);
    lines[0] = (lines[0] ?? '').slice(start.character);
    return lines.join('\n');
  }

  offsetAt({ line, character }: Position): number {
    for (; this.#counted < line; this.#counted++) {
      this.#starts[this.#counted + 1] =
        (this.#starts[this.#counted] ?? 0) + (this.#lines[this.#counted]?.length ?? 0) + 1;
    }
    return (this.#starts[line] ?? 0) + character;
  }

  close(): void {
    this.#lines = [''];
    this.#counted = 0;
  }
}
