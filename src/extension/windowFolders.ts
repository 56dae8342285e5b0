/** Shared by the parts of root 1: the folders of this window, the gate over them, and their files as the person sees them. */
import * as vscode from 'vscode';
import { diskFiles, isReadOnly } from '../node/diskFiles';
import { createPathGate } from '../node/gates/createPathGate';
import { realFiles } from '../node/realFiles';
import { realFolder } from '../node/tools/folderFacts';
import type { WorkspaceRoot } from '../tools/gate/folders';
import type { PathGate } from '../tools/gate/PathGate';
import { EditorFiles } from '../vscode/review/EditorFiles';

export interface WindowFolders {
  /** The folders on this machine that are open now. */
  readonly opened: () => readonly WorkspaceRoot[];
  /** Their real paths. */
  readonly roots: () => readonly string[];
  /** How people and models are told of a file: its path below its folder. */
  readonly label: (path: string) => string;
  /** @param opened absent = those of now */
  readonly gate: (opened?: readonly WorkspaceRoot[]) => PathGate;
  /** For what the person names to go along with a question: in a folder that nobody trusts too. */
  readonly gateForMentions: () => PathGate;
  readonly files: EditorFiles;
  /** The document with unsaved changes of a file. */
  readonly unsaved: (path: string) => vscode.TextDocument | undefined;
}

/** An absolute path with forward slashes. */
export const slashed = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);

export function windowFolders(context: vscode.ExtensionContext): WindowFolders {
  const ownFolders = [context.globalStorageUri, context.storageUri, context.logUri].flatMap((uri) =>
    uri === undefined ? [] : [slashed(uri.fsPath)],
  );
  const opened = (): readonly WorkspaceRoot[] =>
    (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri, name }) => ({ path: slashed(uri.fsPath), name }));
  const roots = (): readonly string[] => opened().map(({ path }) => slashed(realFolder(path)));
  const unsaved = (path: string): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && slashed(uri.fsPath) === path);
  const gate = (folders: readonly WorkspaceRoot[], trusted: boolean): PathGate =>
    createPathGate({
      ...{ roots: folders, ownFolders, trusted },
      isDirty: (path) => unsaved(path) !== undefined,
    });
  return {
    ...{ opened, roots, unsaved },
    label: (path) => {
      const root = roots().find((one) => path.startsWith(`${one}/`));
      return root === undefined ? path : path.slice(root.length + 1);
    },
    gate: (folders = opened()) => gate(folders, vscode.workspace.isTrusted),
    gateForMentions: () => gate(opened(), true),
    files: new EditorFiles({ disk: diskFiles, isReadOnly, realPath: (path) => realFiles.realPath(path) }),
  };
}
