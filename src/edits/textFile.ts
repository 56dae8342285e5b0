/** Bytes of a file as text and back, without loss, where no editor has to be asked about them. */
import { readNotebook } from './notebook/notebookFile';
import { isNotebook } from './refuse/notebooks';

export interface TextFile {
  /** Without byte order mark, with the file's own line ends; of a notebook its cells, as `textOfCells` writes them. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /**
   * Another text as this file would hold it.
   * @param source bytes of another state of a notebook, from which cells come back with all that belongs to them
   */
  encode(text: string, source?: Uint8Array): Promise<Uint8Array>;
}

/** Bytes of a file of which no editor holds another encoding; undefined = they are not UTF-8, or no notebook. */
export function readText(path: string, bytes: Uint8Array): TextFile | undefined {
  if (!isNotebook(path)) {
    return readUtf8(bytes);
  }
  const notebook = readNotebook(bytes);
  return notebook === undefined
    ? undefined
    : { text: notebook.text, bytes, encode: async (text, source) => notebook.encode(text, source) };
}

/** Undefined = the bytes are not UTF-8, or no text. */
function readUtf8(bytes: Uint8Array): TextFile | undefined {
  if (bytes.includes(0)) {
    return undefined;
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(marked ? bytes.subarray(3) : bytes);
    const mark = marked ? '\uFEFF' : '';
    return { text, bytes, encode: async (changed) => new TextEncoder().encode(mark + changed) };
  } catch {
    return undefined;
  }
}
