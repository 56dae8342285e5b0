/**
 * Files as the person sees them: a text is changed through its editor document, so that Ctrl+Z takes it back, unsaved text is never
 * overwritten and encoding and line ends stay the document's. Where a document cannot hold a file's bytes (mixed line ends, say), the
 * disk is used, and so it is for making, deleting and moving files. A notebook that is open is changed in its cells, one that is not on
 * the disk.
 */
import * as vscode from 'vscode';
import { AssistantError } from '../../base/AssistantError';
import { textOfCells } from '../../edits/notebook/cells';
import { cellsOfNotebook, readNotebook } from '../../edits/notebook/notebookFile';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { FileChanger, FileOperation } from '../../platform/FileChanger';
import { sameBytes } from '../../tools/changes/FileChange';
import { lineEdits } from '../lineEdits';
import { cellsOf, editTo } from '../notebook/editorNotebooks';

export interface EditorFilesHost {
  readonly disk: FileChanger;
  /** The path as the volume spells it, links resolved; undefined = nothing is there. */
  readonly realPath: (path: string) => Promise<string | undefined>;
  readonly isReadOnly: (path: string) => Promise<boolean>;
}

/** A larger file is not opened as a document to change it. */
const largestDocument = 8 * 1024 * 1024;

export class EditorFiles implements FileChanger {
  readonly #host: EditorFilesHost;

  constructor(host: EditorFilesHost) {
    this.#host = host;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const notebook = await this.#openNotebook(path);
    const document = await this.#openDocument(path);
    const onDisk = await this.#host.disk.read(path);
    if (notebook?.isDirty === true && onDisk !== undefined) {
      // Outputs that are not saved belong to the editor: only the texts of cells are anybody's business here.
      return readNotebook(onDisk)?.encode(textOfCells(cellsOf(notebook))) ?? onDisk;
    }
    return document?.isDirty === true ? encode(document) : onDisk;
  }

  async perform(operation: FileOperation, expected: Uint8Array | undefined): Promise<void> {
    const { realPath, bytes } = operation;
    if (operation.operation !== 'write' || bytes === undefined || expected === undefined) {
      await this.#host.disk.perform(operation, expected);
      return;
    }
    if (await this.#host.isReadOnly(realPath)) {
      throw new AssistantError('file.readOnly', [vscode.Uri.file(realPath).path.split('/').at(-1) ?? '']);
    }
    if (isNotebook(realPath)) {
      await this.#performOnNotebook(operation, bytes, expected);
      return;
    }
    const open = await this.#openDocument(realPath);
    const document = open ?? (expected.length > largestDocument ? undefined : await openDocument(realPath));
    const held = document === undefined ? undefined : await heldTexts(document, expected, bytes);
    if (document === undefined || held === undefined) {
      if (document?.isDirty === true) {
        // Somebody has typed since: what is on the disk is not theirs any more, and nothing is written past their editor.
        throw new AssistantError('file.changed', [document.fileName]);
      }
      await this.#host.disk.perform(operation, expected);
      return;
    }
    const wasDirty = document.isDirty;
    await replaceText(document, held.before, held.after);
    // What was unsaved stays so: saving is the person's business then, unless the disk has just that text.
    if (!wasDirty || sameBytes(await this.#host.disk.read(realPath), bytes)) {
      await save(document);
    }
  }

  async #performOnNotebook(operation: FileOperation, bytes: Uint8Array, expected: Uint8Array): Promise<void> {
    const notebook = await this.#openNotebook(operation.realPath);
    if (notebook === undefined) {
      if ((await this.#openDocument(operation.realPath))?.isDirty === true) {
        // Somebody edits the file as JSON.
        throw new AssistantError('file.changed', [operation.realPath]);
      }
      await this.#host.disk.perform(operation, expected);
      return;
    }
    const { isDirty, uri } = notebook;
    const read = cellsOfNotebook(new TextDecoder().decode(expected));
    // VS Code gives cells ids that the file does not have: only what the person sees is compared.
    const [now, looked] = [cellsOf(notebook), read].map((cells) =>
      cells === undefined ? undefined : textOfCells(cells.map((cell) => ({ ...cell, id: undefined }))),
    );
    if (now === undefined || now !== looked) {
      throw new AssistantError('file.changed', [operation.realPath]);
    }
    const { structure, texts } = await editTo(notebook, bytes);
    const edit = new vscode.WorkspaceEdit();
    // First: to VS Code a change of a cell's text is one of the notebook, after which it would not touch the list of cells.
    if (structure.length > 0) {
      edit.set(uri, [...structure]);
    }
    for (const { uri: cell, edits } of texts) {
      edit.set(cell, [...edits]);
    }
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw new AssistantError('file.changed', [operation.realPath]);
    }
    if (!isDirty && !(await notebook.save())) {
      throw new AssistantError('file.refused', [uri.fsPath, 'save']);
    }
  }

  async settle(path: string, before: Uint8Array | undefined): Promise<void> {
    const notebook = await this.#openNotebook(path);
    if (notebook?.isDirty === true && sameBytes(await this.#host.disk.read(path), before)) {
      await notebook.save();
    }
    const document = await this.#openDocument(path);
    if (document?.isDirty === true && sameBytes(await this.#host.disk.read(path), before)) {
      await save(document);
    }
  }

  #openDocument(path: string): Promise<vscode.TextDocument | undefined> {
    return this.#openAt(path, vscode.workspace.textDocuments);
  }

  async #openNotebook(path: string): Promise<vscode.NotebookDocument | undefined> {
    return isNotebook(path) ? this.#openAt(path, vscode.workspace.notebookDocuments) : undefined;
  }

  /** Which of the open documents is a file's; found by the real path, since a folder may have been opened through a link. */
  async #openAt<Opened extends { readonly uri: vscode.Uri; readonly isClosed: boolean }>(
    path: string,
    opened: readonly Opened[],
  ): Promise<Opened | undefined> {
    const files = opened.filter(({ uri, isClosed }) => uri.scheme === 'file' && !isClosed);
    const fsPath = vscode.Uri.file(path).fsPath;
    const same = files.find(({ uri }) => uri.fsPath === fsPath);
    if (same !== undefined) {
      return same;
    }
    const name = path.replace(/^.*[\\/]/, '');
    const real = await this.#host.realPath(path);
    for (const document of files.filter(({ uri }) => uri.path.endsWith(`/${name}`))) {
      if (real !== undefined && (await this.#host.realPath(document.uri.fsPath)) === real) {
        return document;
      }
    }
    return undefined;
  }
}

async function save(document: vscode.TextDocument): Promise<void> {
  if (!(await document.save())) {
    throw new AssistantError('file.refused', [document.fileName, 'save']);
  }
}

async function openDocument(path: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch {
    // VS Code takes it for binary, or for too large.
    return undefined;
  }
}

async function encode(document: vscode.TextDocument): Promise<Uint8Array> {
  return vscode.workspace.encode(document.getText(), { encoding: document.encoding });
}

async function decode(document: vscode.TextDocument, bytes: Uint8Array): Promise<string> {
  const text = await vscode.workspace.decode(bytes, { encoding: document.encoding });
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The document's text before and after, when it gives exactly these bytes for both; undefined = it cannot hold them. */
async function heldTexts(
  document: vscode.TextDocument,
  expected: Uint8Array,
  bytes: Uint8Array,
): Promise<{ readonly before: string; readonly after: string } | undefined> {
  const { encoding } = document;
  const before = document.getText();
  if (!sameBytes(await vscode.workspace.encode(before, { encoding }), expected)) {
    return undefined;
  }
  const after = await decode(document, bytes);
  const endOfLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const keepsLineEnds = after.replace(/\r\n?|\n/g, () => endOfLine) === after;
  return keepsLineEnds && sameBytes(await vscode.workspace.encode(after, { encoding }), bytes)
    ? { before, after }
    : undefined;
}

/** One edit, one step to undo. What was typed since `now` was looked at is never taken away: then nothing is changed. */
async function replaceText(document: vscode.TextDocument, now: string, text: string): Promise<void> {
  if (document.getText() !== now) {
    throw new AssistantError('file.changed', [document.fileName]);
  }
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, lineEdits(document, text));
  // VS Code refuses when the document has another version by now. What is typed behind it is no part of it.
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new AssistantError('file.changed', [document.fileName]);
  }
}
