/** The imports that change when a script moves, in it and in the files of its folder that use it. */
import * as vscode from 'vscode';
import type { OffsetEdit } from '../../edits/mergeTextEdits';
import { importsOfMoved, importsOfUser, nameInImports } from '../../refactoring/moveFile';

const scripts = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte}';
/** More scripts are not looked through. */
const mostScripts = 20_000;

export interface FileEdits {
  readonly uri: vscode.Uri;
  readonly edits: readonly OffsetEdit[];
}

/** Undefined = the new place lies in no folder of the workspace, or in another one. */
export async function moveEdits(
  document: vscode.TextDocument,
  to: vscode.Uri,
  signal: AbortSignal,
): Promise<readonly FileEdits[] | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (folder === undefined || vscode.workspace.getWorkspaceFolder(to) !== folder) {
    return undefined;
  }
  const below = ({ path }: vscode.Uri): string => path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
  const [from, target] = [below(document.uri), below(to)];
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, scripts),
    '**/node_modules/**',
    mostScripts,
  );
  const paths = new Set(found.map(below));
  const name = nameInImports(from);
  const edits: FileEdits[] = [{ uri: document.uri, edits: importsOfMoved(document.getText(), from, target) }];
  for (const uri of found) {
    signal.throwIfAborted();
    const text = below(uri) === from ? '' : await textOf(uri);
    const importsIn = (user: string): OffsetEdit[] =>
      user.includes(name) ? importsOfUser(user, below(uri), from, target, (path) => paths.has(path)) : [];
    if (importsIn(text).length > 0) {
      edits.push({ uri, edits: importsIn((await vscode.workspace.openTextDocument(uri)).getText()) });
    }
  }
  return edits;
}

/** Read without opening a document: most files import something else. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  try {
    return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
