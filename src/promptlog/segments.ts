/** Names of the store's files, and the lines within them read from either end in blocks. */
import type { Storage, StoredFile } from '../platform/Storage';

export interface Segment {
  readonly name: string;
  /** UTC day of the writer's clock, `2026-01-31`. */
  readonly day: string;
  readonly window: string;
  /** Counts on within a window. */
  readonly part: number;
  /** Outcomes of records that the window did not write itself. */
  readonly late: boolean;
  /** Bytes. */
  readonly size: number;
}

export function segmentName(day: string, window: string, part: number): string {
  return `${day}.${window}.${part}.jsonl`;
}

export function lateSegmentName(day: string, window: string): string {
  return `${day}.${window}.late.jsonl`;
}

/** The segments among the files, by day, window and part; other files are nobody's concern. */
export function segmentsOf(files: readonly StoredFile[]): Segment[] {
  return files
    .flatMap(({ name, size }) => {
      const match = /^(\d{4}-\d{2}-\d{2})\.([A-Za-z0-9]+)\.(\d+|late)\.jsonl$/.exec(name);
      const [, day, window, part] = match ?? [];
      return day === undefined || window === undefined
        ? []
        : [{ name, day, window, part: Number(part === 'late' ? 0 : part), late: part === 'late', size }];
    })
    .sort((one, other) => compare(one.day, other.day) || compare(one.window, other.window) || one.part - other.part);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export interface Line {
  readonly text: string;
  /** Byte offset of its first character. */
  readonly start: number;
  /** Bytes without the line break. */
  readonly length: number;
}

const blockSize = 64 * 1024;
/** A line longer than this is not ours and is passed over, so that no file can fill the memory. */
const longestLine = 32 * 1024 * 1024;
const newline = 10;

/** The lines of a file, first or last first, empty ones left out. Reads the file in blocks. */
export async function* readLines(storage: Storage, name: string, order: 'oldest' | 'newest'): AsyncGenerator<Line> {
  yield* order === 'oldest' ? forwards(storage, name) : backwards(storage, name);
}

function toLine(bytes: Uint8Array, start: number): Line[] {
  return bytes.length === 0 || bytes.length > longestLine
    ? []
    : [
        {
          text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
          start,
          length: bytes.length,
        },
      ];
}

async function* forwards(storage: Storage, name: string): AsyncGenerator<Line> {
  const memory = new Uint8Array(blockSize);
  /** The beginning of a line whose end is in a later block. */
  let rest: Uint8Array = new Uint8Array();
  let position = 0;
  for (;;) {
    const block = await storage.read(name, position, position + blockSize, memory);
    if (block.length === 0) {
      yield* toLine(rest, position - rest.length);
      return;
    }
    let lineStart = 0;
    for (let end = block.indexOf(newline); end !== -1; end = block.indexOf(newline, lineStart)) {
      const line = joined(rest, block.subarray(lineStart, end));
      yield* toLine(line, position + lineStart - rest.length);
      rest = new Uint8Array();
      lineStart = end + 1;
    }
    // What is too long already need not grow.
    rest = rest.length > longestLine ? rest : joined(rest, block.slice(lineStart));
    position += block.length;
  }
}

async function* backwards(storage: Storage, name: string): AsyncGenerator<Line> {
  const memory = new Uint8Array(blockSize);
  /** The end of a line whose beginning is in an earlier block. */
  let rest: Uint8Array = new Uint8Array();
  let position = (await storage.list()).find((file) => file.name === name)?.size ?? 0;
  while (position > 0) {
    const start = Math.max(0, position - blockSize);
    const block = await storage.read(name, start, position, memory);
    let lineEnd = block.length;
    for (let at = block.lastIndexOf(newline); at !== -1; at = at === 0 ? -1 : block.lastIndexOf(newline, at - 1)) {
      yield* toLine(joined(block.subarray(at + 1, lineEnd), rest), start + at + 1);
      rest = new Uint8Array();
      lineEnd = at;
    }
    rest = rest.length > longestLine ? rest : joined(block.slice(0, lineEnd), rest);
    position = start;
  }
  yield* toLine(rest, 0);
}

/** One after the other, in memory of their own unless one of them is empty. */
function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0 || other.length === 0) {
    return one.length === 0 ? other : one;
  }
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}
