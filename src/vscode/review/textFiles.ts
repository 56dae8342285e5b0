/** A file as text and back to bytes, without loss: in its own encoding, with or without byte order mark, as the editor or the disk has it. */
import * as vscode from 'vscode';
import { readNotebook } from '../../edits/notebook/notebookFile';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { FileChanger } from '../../platform/FileChanger';
import { sameBytes } from '../../tools/changes/FileChange';

export interface TextFile {
  /** Without byte order mark, with the file's own line ends; of a notebook its cells, as `textOfCells` writes them. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Another text as this file would hold it. */
  encode(text: string): Promise<Uint8Array>;
}

/** Undefined = there is none. `unreadable` = not a text, or in an encoding in which something would be lost. */
export async function readTextFile(path: string, files: FileChanger): Promise<TextFile | 'unreadable' | undefined> {
  const bytes = await files.read(path);
  if (bytes === undefined) {
    return undefined;
  }
  if (isNotebook(path)) {
    return readText(path, bytes) ?? 'unreadable';
  }
  const uri = vscode.Uri.file(path);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === uri.fsPath);
  if (open !== undefined && open.uri.scheme === 'file') {
    const { encoding } = open;
    const encode = async (text: string): Promise<Uint8Array> => vscode.workspace.encode(text, { encoding });
    const text = open.getText();
    if (sameBytes(await encode(text), bytes)) {
      return { text, bytes, encode };
    }
  }
  const plain = readText(path, bytes);
  if (plain !== undefined) {
    return plain;
  }
  const text = await vscode.workspace.decode(bytes, { uri });
  const encode = async (changed: string): Promise<Uint8Array> => vscode.workspace.encode(changed, { uri });
  return !text.includes('\0') && sameBytes(await encode(text), bytes) ? { text, bytes, encode } : 'unreadable';
}

/** A new file is UTF-8 without byte order mark. */
export async function encodeNewFile(path: string, text: string): Promise<Uint8Array> {
  return (isNotebook(path) ? readNotebook(undefined)?.encode(text) : undefined) ?? new TextEncoder().encode(text);
}

/** Bytes of a file of which no editor holds another encoding; undefined = they are not UTF-8, or no notebook. */
export function readText(path: string, bytes: Uint8Array): TextFile | undefined {
  if (!isNotebook(path)) {
    return readUtf8(bytes);
  }
  const notebook = readNotebook(bytes);
  return notebook === undefined
    ? undefined
    : { text: notebook.text, bytes, encode: async (text) => notebook.encode(text) };
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
