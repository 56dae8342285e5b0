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
  const lines: string[] = [];
  for (const [path, { languageId, module, size, modified, packed }] of files) {
    lines.push(JSON.stringify([path, languageId, module, size, modified] satisfies z.input<typeof fileLine>));
    // A project file's text has line breaks.
    lines.push(languageId === '' ? JSON.stringify(packed) : packed);
  }
  const body = new TextEncoder().encode(lines.join('\n'));
  const first = { format, outliner, folder, files: files.size, sum: checkSum(body) } satisfies z.input<typeof header>;
  const head = new TextEncoder().encode(`${JSON.stringify(first)}\n`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  await storage.replace(name, bytes);
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
