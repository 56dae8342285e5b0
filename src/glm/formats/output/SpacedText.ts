/**
 * A growing text that gives back what is certain, and knows which white space is content: none before the first word of a thought or
 * around a call, all of it within the text and at its end.
 */
import { isSpace } from './jsonObjects';

export class SpacedText {
  #text = '';
  /** White space that is content only when something follows. */
  #space = '';
  /** The white space before the calls that came since the last text; undefined = none came. */
  #gap: string | undefined;
  #breaksToSkip = 0;
  #skipsSpace = false;

  get text(): string {
    return this.#text;
  }

  /** Leaves out up to `count` line breaks at the beginning of what comes next. */
  skipLineBreaks(count: number): void {
    this.#breaksToSkip = count;
  }

  /** Leaves out all white space at the beginning, and, as a thought does, at the end. */
  skipSpace(): void {
    this.#skipsSpace = true;
  }

  /** Appends; gives what became certain. */
  add(piece: string): string {
    const text = this.#breaksToSkip > 0 ? this.#withoutBreaks(piece) : piece;
    const start = firstWord(text);
    if (start === text.length) {
      this.#space += text;
      return '';
    }
    const end = afterLastWord(text);
    const between =
      this.#gap === undefined ? this.#space + text.slice(0, start) : this.#gap || this.#space + text.slice(0, start);
    const drops = this.#text === '' && (this.#skipsSpace || this.#gap !== undefined);
    const certain = (drops ? '' : between) + text.slice(start, end);
    this.#text += certain;
    this.#space = text.slice(end);
    this.#gap = undefined;
    return certain;
  }

  /** A call stands here. */
  call(): void {
    this.#gap = this.#gap || this.#space;
    this.#space = '';
  }

  /** Nothing more comes: the white space at the end that is content. */
  end(): string {
    const rest = this.#text === '' || this.#gap !== undefined || this.#skipsSpace ? '' : this.#space;
    this.#text += rest;
    this.#space = '';
    return rest;
  }

  /** Another text takes the place of this one; something that is no part of it stands behind. */
  replace(text: string): void {
    const end = afterLastWord(text);
    this.#text = text.slice(0, end);
    this.#space = '';
    this.#gap = end === 0 ? undefined : text.slice(end);
  }

  #withoutBreaks(piece: string): string {
    let start = 0;
    while (start < piece.length && this.#breaksToSkip > 0 && piece[start] === '\n') {
      start++;
      this.#breaksToSkip--;
    }
    if (start < piece.length) {
      this.#breaksToSkip = 0;
    }
    return piece.slice(start);
  }
}

function firstWord(text: string): number {
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) {
    start++;
  }
  return start;
}

function afterLastWord(text: string): number {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) {
    end--;
  }
  return end;
}
