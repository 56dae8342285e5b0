/**
 * Text positions, ranges and documents as the core sees them: the same shapes as in the Language Server Protocol, so that an
 * editor's document fits through an adapter of a few lines and the command line needs no editor at all.
 */

/** A place in a text: 0-based line, 0-based UTF-16 code unit within the line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A half-open stretch of text, `start` included, `end` excluded. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type EndOfLine = '\n' | '\r\n';

/**
 * A text at one moment. `text` has the line ends of the file; offsets are UTF-16 code units into it. An editor joins it from its lines
 * only when somebody reads it, which takes milliseconds in a long document: nothing that runs with every key should.
 */
export interface TextDocument {
  /** Identifies the document across versions, as a URI string. */
  readonly uri: string;
  /** Path relative to its workspace folder with forward slashes, or the file name when it lies in none. */
  readonly path: string;
  /** VS Code language identifier, for example `typescript` or `python`. */
  readonly languageId: string;
  /** Grows with every change. */
  readonly version: number;
  readonly text: string;
  /** Its line ends, where the editor knows them; absent = those of the text's first line break. */
  readonly endOfLine?: EndOfLine;
}

/** The offset of a position; places past a line's or the text's end are moved to that end. */
export function offsetAt(text: string, position: Position): number {
  const nextLineStart = lineFinder(text);
  let start = 0;
  for (let line = 0; line < position.line; line++) {
    const next = nextLineStart(start);
    if (next === undefined) {
      return text.length;
    }
    start = next;
  }
  const next = nextLineStart(start);
  const end = next === undefined ? text.length : start + withoutLineBreak(text.slice(start, next)).length;
  return Math.min(start + Math.max(0, position.character), end);
}

/** The position of an offset; offsets outside the text are moved to its ends. */
export function positionAt(text: string, offset: number): Position {
  const bounded = Math.max(0, Math.min(offset, text.length));
  const nextLineStart = lineFinder(text);
  let line = 0;
  let start = 0;
  for (let next = nextLineStart(0); next !== undefined && next <= bounded; next = nextLineStart(start)) {
    line++;
    start = next;
  }
  return { line, character: bounded - start };
}

/**
 * Finds where the line after the one at an offset begins; undefined = it is the last. Line breaks are LF, CRLF and lone CR, as in VS
 * Code. Long documents are searched natively; a character at a time only where lone CRs are in the text.
 */
function lineFinder(text: string): (start: number) => number | undefined {
  if (text.includes('\r') && /\r(?!\n)/.test(text)) {
    return (start) => {
      const at = text.slice(start).search(/\r\n?|\n/);
      return at < 0 ? undefined : start + at + (text.startsWith('\r\n', start + at) ? 2 : 1);
    };
  }
  return (start) => {
    const at = text.indexOf('\n', start);
    return at < 0 ? undefined : at + 1;
  };
}

/** The line end that a text uses: that of its first line break, LF when it has none. */
export function endOfLineOf(text: string): EndOfLine {
  const firstBreak = text.indexOf('\n');
  return firstBreak > 0 && text.charCodeAt(firstBreak - 1) === 13 ? '\r\n' : '\n';
}

/** The text with LF line ends only: the form in which models read and write. */
export function toLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** The text with the given line ends; expects LF line ends. */
export function fromLineFeeds(text: string, endOfLine: EndOfLine): string {
  return endOfLine === '\n' ? text : text.replace(/\n/g, endOfLine);
}

/**
 * A copy that shares no memory with the text it was cut from: V8 keeps a whole document alive for a piece of it. For pieces that are kept
 * longer than the document.
 */
export function detached(piece: string): string {
  return piece.length < 13 ? piece : ` ${piece}`.slice(1);
}

/** Whether two texts begin alike; several times faster than `startsWith` on long texts, which compares unit by unit. */
export function beginsWith(text: string, beginning: string): boolean {
  return text.length >= beginning.length && text.slice(0, beginning.length) === beginning;
}

/** The same for the end. */
export function finishesWith(text: string, end: string): boolean {
  return text.length >= end.length && text.slice(text.length - end.length) === end;
}

function withoutLineBreak(line: string): string {
  return line.replace(/\r?\n$|\r$/, '');
}
