/**
 * Ends a streamed answer where the suggestion should end: at the end of the line or of the block, at a stop text, or when the model
 * starts to repeat itself. Reads character by character, so how the stream was cut into pieces makes no difference, and says as early
 * as possible that the rest is not needed, so that the connection can be closed.
 */
import { scanBrackets } from '../text/brackets';
import { wordsBelow } from '../text/continuations';
import {
  closesBlock,
  continuesBlock,
  isOnlyClosing,
  type LanguageRules,
  languageRules,
  opensBlock,
} from '../text/languageRules';
import {
  currentLinePrefix,
  currentLineRest,
  indentationOf,
  isBlank,
  nextNonBlankLines,
  onlyClosingSigns,
} from '../text/lines';
import { longStringAfter } from '../text/longStrings';
import { type Block, type BlockPlace, blockAround, blockOpenedBy, statementsAt } from './Block';
import { type AfterClosed, ClosedBlock } from './ClosedBlock';
import { repeatedFrom, repeatsWithinLine } from './repetition';

export interface TruncateContext {
  readonly languageId: string;
  /** Text before and after the cursor, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
  /** `line`: the rest of the line. `grow`: the same, but a block when the first line opens one. `block`: up to the block's end. */
  readonly mode: 'line' | 'grow' | 'block';
  /** Texts that end the answer even if the server does not know them. */
  readonly stop: readonly string[];
}

export interface Truncated {
  readonly text: string;
  readonly reason: 'end-of-line' | 'end-of-block' | 'stop-text' | 'repetition' | 'end-of-answer';
}

const mostLeadingBlankLines = 2;

/** One answer. Feed it with `push` until that says enough; then `result` has what to keep. */
export class Truncator {
  readonly #context: TruncateContext;
  readonly #rules: LanguageRules;
  readonly #linePrefix: string;
  readonly #rest: string;
  #text = '';
  #lineStart = 0;
  /** Lines with something on them: trimmed, with the offsets of their ends. */
  readonly #lines: { readonly text: string; readonly end: number }[] = [];
  #blankRun = 0;
  #block: Block | undefined;
  /** Whether the first line has been read and the answer goes on. */
  #isBeyondFirst = false;
  /** The sign of the string in which the line being read begins; undefined = in none. */
  #longString: string | undefined;
  /** The line being read is indented less than the block and may be what closes it. */
  #isAwaitingCloser = false;
  /** The line that closes the block has been read, and the next may go on with its construct. */
  #closed: ClosedBlock | undefined;
  #result: Truncated | undefined;

  constructor(context: TruncateContext) {
    this.#context = context;
    this.#rules = languageRules(context.languageId);
    this.#linePrefix = currentLinePrefix(context.prefix);
    this.#rest = currentLineRest(context.suffix);
    const opened = longStringAfter(this.#linePrefix, undefined, this.#rules);
    // What an editor has closed already ends on its line.
    this.#longString = opened !== undefined && this.#rest.startsWith(opened) ? undefined : opened;
    if (context.mode === 'block' && opensBlock(this.#linePrefix, this.#rules)) {
      this.#block = this.#blockOpenedBy(this.#linePrefix);
    }
  }

  /** Takes the next piece; true = no more is needed. */
  push(piece: string): boolean {
    for (let i = 0; i < piece.length && this.#result === undefined; i++) {
      this.#take(piece.charAt(i));
    }
    return this.#result !== undefined;
  }

  /** What to keep of all that was pushed, at the end of the stream or once `push` returned true. */
  result(): Truncated {
    if (this.#result === undefined && this.#isAwaitingCloser) {
      this.#endAtClosingLine(this.#text.slice(this.#lineStart), this.#text.length);
    }
    if (this.#result === undefined && this.#closed !== undefined) {
      this.#afterClosed('end', this.#closed);
    }
    return this.#result ?? { text: this.#text, reason: 'end-of-answer' };
  }

  #take(unit: string): void {
    this.#text += unit;
    for (const stop of this.#context.stop) {
      if (stop !== '' && this.#text.endsWith(stop)) {
        this.#finish(this.#text.length - stop.length, 'stop-text');
        return;
      }
    }
    if (unit === '\n') {
      this.#lineEnded(this.#text.slice(this.#lineStart, -1));
      this.#lineStart = this.#text.length;
    } else if (!isBlank(unit)) {
      if (this.#longString === undefined) {
        this.#lineGrew(this.#text.slice(this.#lineStart));
      }
      if (this.#text.length % 32 === 0 && repeatsWithinLine(this.#text)) {
        this.#finish(this.#lastContentEnd(), 'repetition');
      }
    }
  }

  /** Called with every visible character of a line. */
  #lineGrew(line: string): void {
    if (this.#closed !== undefined) {
      this.#afterClosed(this.#closed.lineGrew(line), this.#closed);
      return;
    }
    const isFirstOfLine = isBlank(line.slice(0, -1));
    if (isFirstOfLine && this.#block === undefined && this.#context.mode === 'block' && isBlank(this.#linePrefix)) {
      this.#block = this.#blockAround(line);
      return;
    }
    if (isFirstOfLine && this.#lines.length === 0 && this.#lineStart > 0 && this.#goesOnBelow(this.#linePrefix)) {
      this.#block ??= this.#blockOpenedBy(this.#linePrefix);
      this.#isBeyondFirst = true;
    }
    const isBelow = this.#block !== undefined && this.#lineStart > 0 && indentationOf(line) < this.#block.inner;
    if (isBelow && (isFirstOfLine || this.#isAwaitingCloser)) {
      this.#isAwaitingCloser = this.#mayBecomeCloser(line.trim());
      if (!this.#isAwaitingCloser) {
        this.#finish(this.#lastContentEnd(), 'end-of-block');
      }
    }
  }

  #lineEnded(line: string): void {
    const end = this.#text.length - 1;
    if (this.#closed !== undefined) {
      this.#afterClosed(isBlank(line) ? 'end' : this.#closed.lineEnded(line), this.#closed, end);
      if (this.#result !== undefined) {
        return;
      }
    }
    if (this.#isAwaitingCloser) {
      this.#isAwaitingCloser = false;
      this.#endAtClosingLine(line, end);
      if (this.#result !== undefined) {
        return;
      }
    }
    const inString = this.#longString;
    this.#longString = longStringAfter(line, inString, this.#rules);
    if (isBlank(line)) {
      if (inString === undefined) {
        this.#blankLineEnded();
      }
      return;
    }
    this.#blankRun = 0;
    this.#lines.push({ text: line.trim(), end });
    if (this.#longString === undefined) {
      this.#contentLineEnded(this.#lineStart === 0 ? this.#linePrefix + line : line, end);
    }
    const repeated = repeatedFrom(
      this.#lines.map(({ text }) => text),
      (text) => isOnlyClosing(text, this.#rules),
    );
    if (this.#result === undefined && repeated !== undefined) {
      this.#finish(this.#lines[repeated]?.end ?? 0, 'repetition');
    }
  }

  #blankLineEnded(): void {
    this.#blankRun++;
    if (this.#lines.length === 0) {
      if (this.#blankRun > mostLeadingBlankLines) {
        this.#finish(0, 'end-of-line');
      }
    } else if (this.#blankRun > 1 || (this.#block?.endsAtBlankLine && !this.#isWithinBraces())) {
      this.#finish(this.#lastContentEnd(), 'end-of-block');
    }
  }

  /** `line` includes what stands before the cursor. */
  #contentLineEnded(line: string, end: number): void {
    const { mode } = this.#context;
    const isFirst = !this.#isBeyondFirst;
    this.#isBeyondFirst = true;
    const opens = opensBlock(line, this.#rules) && onlyClosingSigns(this.#rest);
    if (isFirst && mode !== 'block') {
      if (this.#goesOnBelow(line)) {
        this.#block = this.#blockOpenedBy(line);
      } else {
        this.#finish(end, 'end-of-line');
      }
      return;
    }
    if (this.#block === undefined || (this.#block.outer === undefined && this.#block.inner === 0)) {
      this.#block = opens ? this.#blockOpenedBy(line) : (this.#block ?? statementsAt(indentationOf(line)));
    } else if (isFirst && this.#lineStart === 0 && this.#closesWhatPrecedes(line)) {
      this.#finish(end, 'end-of-block');
    }
  }

  /** Whether an answer of one line becomes a block, since this line opens one. */
  #goesOnBelow(line: string): boolean {
    const opens = !isBlank(line) && opensBlock(line, this.#rules) && onlyClosingSigns(this.#rest);
    return opens && this.#context.mode === 'grow' && this.#hasRoomBelow(line);
  }

  /** A line at lower indentation is complete (or the stream is): is it the block's closing line, and wanted? */
  #endAtClosingLine(line: string, end: number): void {
    const block = this.#block;
    if (block === undefined) {
      return;
    }
    if (this.#rules.anywhere?.test(line.replace(/\s*(?:\/\/.*)?$/, '')) && !/^\s*\w+$/.test(line)) {
      return;
    }
    const isAtOuter = indentationOf(line) === block.outer;
    const closes = closesBlock(line, this.#rules);
    const opens = opensBlock(line, this.#rules);
    const goesOn = block.mayContinue && continuesBlock(line, this.#rules) && (opens || !closes);
    if (isAtOuter && line.trim() === '}' && block.wordsBelow.length > 0) {
      this.#closed = new ClosedBlock(block.needsCloser ? end : this.#lastContentEnd(), block, this.#rules);
      return;
    }
    if (isAtOuter && goesOn) {
      this.#block = { ...block, wordsBelow: wordsBelow(line, this.#rules) };
      return;
    }
    if (isAtOuter && block.needsCloser && closes && !opens) {
      this.#finish(end, 'end-of-block');
    } else if (!isAtOuter || !(closes && block.needsCloser)) {
      this.#finish(this.#lastContentEnd(), 'end-of-block');
    }
  }

  #mayBecomeCloser(text: string): boolean {
    const words = [...this.#rules.closers, ...(this.#block?.mayContinue ? this.#rules.continuations : [])];
    const bracket = /^[)\]}]/.test(text) || text === '<' || text.startsWith('</');
    const isAnywhere = this.#rules.anywhere?.test(text) ?? false;
    return bracket || isAnywhere || words.some((word) => word.startsWith(text) || text.startsWith(word));
  }

  /** What is known once the line after a closed block is; `end`: of that line, when it has been read whole. */
  #afterClosed(after: AfterClosed, closed: ClosedBlock, end = closed.end): void {
    if (after === 'end' || after === 'complete') {
      this.#finish(after === 'end' ? closed.end : end, 'end-of-block');
    } else if (after !== 'wait') {
      this.#closed = undefined;
      this.#block = after;
    }
  }

  /** Whether a bracket is open in which the answer stands. */
  #isWithinBraces(): boolean {
    return scanBrackets(this.#text, this.#linePrefix, this.#context.languageId).open.length > 0;
  }

  #blockOpenedBy(line: string): Block {
    return blockOpenedBy(line, this.#place());
  }

  /** The block in which the line stands that is being read, the first with something on it. */
  #blockAround(line: string): Block {
    const isCursors = this.#lineStart === 0;
    const cursor = isCursors ? indentationOf(this.#linePrefix) : undefined;
    return blockAround(isCursors ? this.#linePrefix + line : line, cursor, this.#place());
  }

  #place(): BlockPlace {
    const { prefix, suffix } = this.#context;
    return { rules: this.#rules, above: prefix + this.#text.slice(0, this.#lineStart), suffix, rest: this.#rest };
  }

  /** Whether a block may be written here: none stands below the cursor's line already. */
  #hasRoomBelow(line: string): boolean {
    const [next] = nextNonBlankLines(this.#context.suffix, 1);
    return next === undefined || indentationOf(next) <= indentationOf(line);
  }

  /** `if (x) {█` completed by ` return; }`: the block ends on the same line. */
  #closesWhatPrecedes(line: string): boolean {
    const text = line.slice(this.#linePrefix.length);
    const { openerOf } = scanBrackets(text, this.#linePrefix, this.#context.languageId);
    return [...openerOf].some(([at, opener]) => opener < 0 && /[)\]}]/.test(text.charAt(at)));
  }

  #lastContentEnd(): number {
    return this.#lines.at(-1)?.end ?? 0;
  }

  #finish(end: number, reason: Truncated['reason']): void {
    this.#result = { text: this.#text.slice(0, end), reason };
  }
}
