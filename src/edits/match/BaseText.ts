/**
 * A file's text as the matcher sees it: without byte order mark, LF only, always with a final line break. It knows the way back, so that
 * everything outside an edit keeps its bytes. Tables are made when first asked for: an exact match in a long file needs none.
 */
import type { EndOfLine } from '../../base/text';
import { plainCharacters } from './lookAlikes';

/** Keys by which lines are compared, strictest first: lines that are equal by one are equal by those after it. */
export type LineKey = 'trimmed-end' | 'look-alike' | 'content';

const keyFunctions: Readonly<Record<LineKey, (line: string) => string>> = {
  'trimmed-end': (line) => line.trimEnd(),
  'look-alike': (line) => plainForm(line).trimEnd(),
  content: (line) => plainForm(line).trim(),
};

/** A table of all lines costs about as much as looking for so many. */
const mostLooks = 60;

/** Most lines have no letter that could be written in two ways. */
const beyondAscii = /[\u0080-\uFFFF]/;

function plainForm(line: string): string {
  return beyondAscii.test(line) ? plainCharacters(line).normalize('NFC') : line;
}

export function lineKey(line: string, key: LineKey): string {
  return keyFunctions[key](line);
}

/** Put `text` (LF only) in place of `view.slice(start, end)`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface LineIndex {
  /** One key a line. */
  readonly keys: readonly string[];
  /** The lines that have a key, ascending. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
}

export class BaseText {
  /** What is searched. Ends with a line break unless it is empty. */
  readonly view: string;
  private readonly byteOrderMark: string;
  /** `view` in the file's own line ends. */
  private readonly original: string;
  private readonly addedFinalBreak: boolean;
  private readonly plain: boolean;
  private starts: readonly number[] | undefined;
  private originalStarts: readonly number[] | undefined;
  private plainView: string | undefined;
  private lineIndex: LineIndex | undefined;
  /** All line breaks are CRLF: an offset moves by the number of lines before it. */
  private readonly windows: boolean;
  private ascii: boolean | undefined;
  private readonly keysOf = new Map<LineKey, readonly string[]>();
  private readonly looked = new Map<string, readonly number[]>();

  constructor(readonly text: string) {
    this.byteOrderMark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
    const body = text.slice(this.byteOrderMark.length);
    this.addedFinalBreak = body !== '' && !body.endsWith('\n') && !body.endsWith('\r');
    this.plain = !body.includes('\r');
    this.original = this.addedFinalBreak ? body + firstLineEnd(body) : body;
    this.windows = !this.plain && !/(?<!\r)\n|\r(?!\n)/.test(this.original);
    this.view = this.plain
      ? this.original
      : this.windows
        ? this.original.replaceAll('\r\n', '\n')
        : this.original.replace(/\r\n?/g, '\n');
  }

  /** Offset in `view` at which each line begins. */
  get lineStarts(): readonly number[] {
    this.starts ??= startsOf(this.view);
    return this.starts;
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** A line without its break; empty past the end. */
  line(index: number): string {
    const start = this.lineStarts[index];
    return start === undefined ? '' : this.view.slice(start, this.endOfLine(index) - 1);
  }

  /** Offset behind a line's break. */
  endOfLine(index: number): number {
    return this.lineStarts[index + 1] ?? this.view.length;
  }

  /** 0-based line of an offset in `view`. */
  lineAt(offset: number): number {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** `view` with every look-alike character made plain; same offsets. */
  get plainCharacters(): string {
    this.plainView ??= this.isAscii ? this.view : plainCharacters(this.view);
    return this.plainView;
  }

  /** The lines with a `content` key, ascending. A few are looked for in the text; for many a table is made. */
  linesWith(key: string): readonly number[] {
    const known = this.looked.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.lineIndex !== undefined || key === '' || !this.isAscii || this.looked.size > mostLooks) {
      return this.index.lines.get(key) ?? [];
    }
    const lines: number[] = [];
    for (let at = this.view.indexOf(key); at >= 0; ) {
      const line = this.lineAt(at);
      if (this.line(line).trim() === key) {
        lines.push(line);
      }
      at = this.view.indexOf(key, this.endOfLine(line));
    }
    this.looked.set(key, lines);
    return lines;
  }

  /** All lines by a key. */
  keys(key: LineKey): readonly string[] {
    const known = key === 'content' ? this.index.keys : this.keysOf.get(key);
    const keys = known ?? Array.from({ length: this.lineCount }, (_, line) => lineKey(this.line(line), key));
    this.keysOf.set(key, keys);
    return keys;
  }

  /** The lines by their `content` key: what any looser comparison starts from. */
  get index(): LineIndex {
    if (this.lineIndex !== undefined) {
      return this.lineIndex;
    }
    const keys: string[] = [];
    const lines = new Map<string, number[]>();
    for (let line = 0; line < this.lineCount; line++) {
      const value = this.isAscii ? this.line(line).trim() : keyFunctions.content(this.line(line));
      keys.push(value);
      const same = lines.get(value);
      if (same === undefined) {
        lines.set(value, [line]);
      } else {
        same.push(line);
      }
    }
    this.lineIndex = { keys, lines };
    return this.lineIndex;
  }

  /** The file with replacements made; they are in order and do not overlap. Everything between them keeps its bytes. */
  replace(replacements: readonly Replacement[]): string {
    const pieces = [this.byteOrderMark];
    let position = 0;
    for (const { start, end, text } of replacements) {
      pieces.push(this.original.slice(this.originalOffset(position), this.originalOffset(start)));
      pieces.push(this.withLineEnds(text, start));
      position = end;
    }
    pieces.push(this.original.slice(this.originalOffset(position)));
    const result = pieces.join('');
    return this.addedFinalBreak ? withoutFinalBreak(result) : result;
  }

  private get isAscii(): boolean {
    this.ascii ??= !beyondAscii.test(this.view);
    return this.ascii;
  }

  private originalOffset(offset: number): number {
    if (this.plain) {
      return offset;
    }
    if (offset >= this.view.length) {
      return this.original.length;
    }
    if (this.windows) {
      return offset + this.lineAt(offset);
    }
    this.originalStarts ??= startsOf(this.original);
    const line = this.lineAt(offset);
    return (this.originalStarts[line] ?? 0) + offset - (this.lineStarts[line] ?? 0);
  }

  /** Inserted text in the line ends of the place: those of the line that it begins in, or of the one before at the end of the file. */
  private withLineEnds(text: string, at: number): string {
    if (this.plain || !text.includes('\n')) {
      return text;
    }
    if (this.windows) {
      return text.replaceAll('\n', '\r\n');
    }
    const line = Math.min(this.lineAt(at), this.lineCount - 1);
    this.originalStarts ??= startsOf(this.original);
    const end = this.originalStarts[line + 1] ?? this.original.length;
    const lineEnd = /(?:\r\n|\n|\r)$/.exec(this.original.slice(Math.max(0, end - 2), end))?.[0] ?? '\n';
    return text.replaceAll('\n', () => lineEnd);
  }
}

function startsOf(text: string): number[] {
  const starts: number[] = [];
  if (!text.includes('\r')) {
    for (let at = 0; at < text.length; ) {
      starts.push(at);
      const next = text.indexOf('\n', at);
      at = next < 0 ? text.length : next + 1;
    }
    return starts;
  }
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    starts.push(start);
    start = match.index + match[0].length;
  }
  if (start < text.length) {
    starts.push(start);
  }
  return starts;
}

function withoutFinalBreak(text: string): string {
  const length = text.endsWith('\r\n') ? 2 : text.endsWith('\n') || text.endsWith('\r') ? 1 : 0;
  return text.slice(0, text.length - length);
}

function firstLineEnd(text: string): EndOfLine | '\r' {
  const match = /\r\n|\n|\r/.exec(text)?.[0];
  return match === '\r\n' || match === '\r' ? match : '\n';
}
