/** Files and folders of the workspace by their names, and their texts. */
import * as vscode from 'vscode';
import { languageOfPath } from '../../../base/languageOfPath';
import type { Offer } from '../../../chat/ChatHost';
import type { Attachment } from '../../../chat/conversation/records';
import { textOfCells } from '../../../edits/notebook/cells';
import { readNotebook } from '../../../edits/notebook/notebookFile';
import { isNotebook } from '../../../edits/refuse/notebooks';
import { cellsOf } from '../../notebook/editorNotebooks';
import { bounded, labelOf, longestText, placeOffer } from './labels';

const mostFound = 20;
/** Files whose names stand for a folder. */
const mostListed = 500;

export function openFiles(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])),
  );
}

/** Files, and the folders they are in, whose path has this text in it. */
export async function filesNamed(query: string, signal: AbortSignal): Promise<readonly Offer[]> {
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = (): void => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  // Signs that mean something in a pattern stand for any one sign; a path may leave folders out.
  const words = query.replace(/[[\]{}*?!,\\]/g, '?').replace(/\/+/g, '*/**/*');
  try {
    const uris = await vscode.workspace.findFiles(`**/*${words}*`, '**/node_modules/**', mostFound, cancellation.token);
    const inside = await vscode.workspace.findFiles(
      `**/*${words}*/**`,
      '**/node_modules/**',
      mostFound * 5,
      cancellation.token,
    );
    const lower = query.toLowerCase();
    const folders = [...uris, ...inside]
      .flatMap((uri) => foldersAround(uri))
      .filter((label) => label.toLowerCase().includes(lower));
    const roots = vscode.workspace.workspaceFolders ?? [];
    return [
      ...uris.map(fileOffer),
      ...[...new Set(folders)]
        .toSorted((one, other) => one.length - other.length)
        .slice(0, 5)
        .flatMap((label) => {
          const uri = roots[0] === undefined ? undefined : vscode.Uri.joinPath(roots[0].uri, label);
          return uri === undefined ? [] : [{ ...placeOffer(`folder:${uri}`, `${label}/`) }];
        }),
    ];
  } catch {
    // A host without the search program: open files are still offered.
    return [];
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

export function fileOffer(uri: vscode.Uri): Offer {
  return placeOffer(`file:${uri}`, labelOf(uri));
}

/** The folders of the first workspace folder in which a file lies, nearest first. */
function foldersAround(uri: vscode.Uri): readonly string[] {
  const root = vscode.workspace.workspaceFolders?.[0];
  if (root === undefined || vscode.workspace.getWorkspaceFolder(uri) !== root) {
    return [];
  }
  const parts = labelOf(uri).split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
}

/** Undefined = there is no such file, or it is not text. */
export async function fileAttachment(uri: vscode.Uri): Promise<Attachment | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const notebook = vscode.workspace.notebookDocuments.find((document) => document.uri.toString() === uri.toString());
  const text = notebook === undefined ? (open?.getText() ?? (await readText(uri))) : textOfCells(cellsOf(notebook));
  const label = labelOf(uri);
  return text === undefined
    ? undefined
    : {
        ...{ id: `file:${uri}`, kind: 'file', label, uri: `${uri}`, text: bounded(text) },
        languageId: open?.languageId ?? languageOfPath(label),
      };
}

export function isFolder(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}

/** The names of a folder's files. */
export async function folderAttachment(uri: vscode.Uri): Promise<Attachment> {
  const files = await vscode.workspace
    .findFiles(new vscode.RelativePattern(uri, '**/*'), '**/node_modules/**', mostListed)
    .then(undefined, () => []);
  const names = files.map(labelOf).toSorted();
  const text = [...names, ...(names.length === mostListed ? ['… there may be more …'] : [])].join('\n');
  return { id: `folder:${uri}`, kind: 'folder', label: `${labelOf(uri)}/`, uri: `${uri}`, text };
}

/** Undefined = there is no such file, or it is not text. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > 20 * longestText) {
      return (await vscode.workspace.openTextDocument(uri)).getText();
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    const cells = isNotebook(uri.path) ? readNotebook(bytes) : undefined;
    return bytes.includes(0) ? undefined : (cells?.text ?? new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
