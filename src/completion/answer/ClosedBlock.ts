/**
 * A block whose closing line has been read while its construct may go on below, as `else` or `catch` on a line of its own: with the brace
 * at its end, on the line after it, or with none. Until that is certain, the suggestion may have to end with the block.
 */
import { beginsWithWord, mayBeginWith, wordsBelow } from '../text/continuations';
import { type LanguageRules, opensBlock } from '../text/languageRules';
import { indentationOf } from '../text/lines';
import { type Block, statementsAt } from './Block';

/** `end`: the suggestion ends with the closed block. `complete`: it ends with this line. A block: it goes on in this one. */
export type AfterClosed = 'wait' | 'end' | 'complete' | Block;

export class ClosedBlock {
  /** Offset in the answer at which the suggestion ends unless the construct goes on. */
  readonly end: number;
  readonly #block: Block;
  readonly #rules: LanguageRules;
  /** The line with the word, when the brace is to follow. */
  #header: string | undefined;

  constructor(end: number, block: Block, rules: LanguageRules) {
    this.end = end;
    this.#block = block;
    this.#rules = rules;
  }

  /** Takes the next line as far as it has been read, with something visible on it. */
  lineGrew(line: string): AfterClosed {
    const { outer, needsCloser, wordsBelow: words } = this.#block;
    if (this.#header === undefined) {
      return indentationOf(line) === outer && mayBeginWith(line, words) ? 'wait' : 'end';
    }
    if (indentationOf(line) === outer && line.trim().startsWith('{')) {
      return 'wait';
    }
    // A statement without braces: the document's closing brace would be one too many below it.
    return needsCloser ? statementsAt((outer ?? 0) + 1) : 'end';
  }

  /** Takes the whole line, with something visible on it. */
  lineEnded(line: string): AfterClosed {
    if (this.#header === undefined && !beginsWithWord(line, this.#block.wordsBelow)) {
      return 'end';
    }
    const header = this.#header ?? line;
    if (opensBlock(line, this.#rules)) {
      return { ...this.#block, wordsBelow: wordsBelow(header, this.#rules) };
    }
    if (/[;}]\s*$/.test(line)) {
      return this.#block.needsCloser ? 'complete' : 'end';
    }
    this.#header = line;
    return 'wait';
  }
}
