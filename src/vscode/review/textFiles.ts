/** A file as text and back to bytes, without loss: in its own encoding, with or without byte order mark, as the editor or the disk has it. */
import * as vscode from 'vscode';
import { readNotebook } from '../../edits/notebook/notebookFile';
import { isNotebook } from '../../edits/refuse/notebooks';
import { readText, type TextFile } from '../../edits/textFile';
import type { FileChanger } from '../../platform/FileChanger';
import { sameBytes } from '../../tools/changes/FileChange';

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
