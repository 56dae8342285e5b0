/**
 * The index on disk: a line about the whole, then two lines for each file. A file of another version, of another workspace or with a
 * wrong check sum counts as none, and the index is built anew.
 */
import * as z from 'zod';
import type { Storage } from '../../platform/Storage';
import type { IndexedFile } from './SymbolIndex';

const format = 1;

const header = z.object({
  format: z.literal(format),
  outliner: z.string(),
  folder: z.string(),
  files: z.int(),
  sum: z.int(),
});
const fileLine = z.tuple([z.string(), z.string(), z.string(), z.number(), z.number()]);

export interface StoredIndex {
  /** What made the outlines, see `Outliner.version`. */
  readonly outliner: string;
  /** Identifies the workspace folder. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, IndexedFile>;
}

/** Puts the index in place of the stored one at once. Rejects when the disk refuses. */
export async function saveIndex(
  storage: Storage,
  name: string,
  { outliner, folder, files }: StoredIndex,
): Promise<void> {
  const body = new ByteWriter(headBytes);
  for (const [path, { languageId, module, size, modified, packed }] of files) {
    body.writeLine(JSON.stringify([path, languageId, module, size, modified] satisfies z.input<typeof fileLine>));
    // A project file's text has line breaks.
    body.writeLine(languageId === '' ? JSON.stringify(packed) : packed);
  }
  const bytes = body.bytes;
  const sum = checkSum(bytes.subarray(headBytes));
  const first = { format, outliner, folder, files: files.size, sum } satisfies z.input<typeof header>;
  new TextEncoder().encodeInto(
    `${JSON.stringify(first)
      .padEnd(headBytes - 1)
      .slice(0, headBytes - 1)}\n`,
    bytes,
  );
  await storage.replace(name, bytes);
}

/** Room for the first line. A folder whose path does not fit has no stored index. */
const headBytes = 4096;

/** Lines as bytes in one piece: a large index must not be in memory three times. */
class ByteWriter {
  readonly #encoder = new TextEncoder();
  #buffer: Uint8Array<ArrayBuffer>;
  #length: number;

  /** `start`: bytes that are left free at the beginning. */
  constructor(start: number) {
    this.#buffer = new Uint8Array(1 << 20);
    this.#length = start;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  writeLine(text: string): void {
    const most = this.#length + text.length * 3 + 1;
    if (most > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(most, Math.ceil(this.#buffer.length * 1.5)));
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#length += this.#encoder.encodeInto(text, this.#buffer.subarray(this.#length)).written;
    this.#buffer[this.#length++] = 10;
  }
}

/** Undefined = there is none that can be used. */
export async function loadIndex(
  storage: Storage,
  name: string,
  { outliner, folder }: Pick<StoredIndex, 'outliner' | 'folder'>,
): Promise<Map<string, IndexedFile> | undefined> {
  const size = (await storage.list()).find((file) => file.name === name)?.size;
  if (size === undefined) {
    return undefined;
  }
  const bytes = await storage.read(name, 0, size);
  const lineBreak = bytes.indexOf(10);
  const head = header.safeParse(parse(new TextDecoder().decode(bytes.subarray(0, Math.max(0, lineBreak)))));
  const body = bytes.subarray(lineBreak + 1);
  const fits =
    head.success && head.data.outliner === outliner && head.data.folder === folder && head.data.sum === checkSum(body);
  return fits ? readFiles(new TextDecoder().decode(body), head.data.files) : undefined;
}

function readFiles(text: string, count: number): Map<string, IndexedFile> | undefined {
  const files = new Map<string, IndexedFile>();
  let at = 0;
  const nextLine = (): string => {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end);
    at = end < 0 ? text.length : end + 1;
    return line;
  };
  for (let file = 0; file < count; file++) {
    const parsed = fileLine.safeParse(parse(nextLine()));
    if (!parsed.success) {
      return undefined;
    }
    const [path, languageId, module, size, modified] = parsed.data;
    const line = nextLine();
    const packed = languageId === '' ? parse(line) : line;
    if (typeof packed !== 'string') {
      return undefined;
    }
    files.set(path, { languageId, module, size, modified, packed });
  }
  return files;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** FNV-1a over the bytes: tells a torn or altered file, not an attacker. */
function checkSum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) {
    sum = Math.imul(sum ^ byte, 0x01000193);
  }
  return sum >>> 0;
}
