/** `.tandemignore` files of the opened folders, for the prompt log: read around the files that are worked on, kept until they change. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { ignoreFileName, TandemIgnore } from '../../context/files/TandemIgnore';

/** A larger file is not one of rules; then nothing of its folder is kept. */
const largest = 1_000_000;

interface Place {
  readonly folder: vscode.WorkspaceFolder;
  /** Relative to the folder; '' = the folder itself. */
  readonly path: string;
}

export class IgnoreFiles implements Disposable {
  readonly #rules = new Map<string, TandemIgnore>();
  readonly #didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#didChange.event;
  readonly #watcher = vscode.workspace.createFileSystemWatcher(`**/${ignoreFileName}`);
  readonly #subscriptions = vscode.Disposable.from(
    this.#watcher,
    this.#didChange,
    ...[this.#watcher.onDidCreate, this.#watcher.onDidChange, this.#watcher.onDidDelete].map((event) =>
      event(() => this.#forget()),
    ),
    vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forget()),
    vscode.window.onDidChangeActiveTextEditor(() => this.#readAroundEditor()),
  );

  /** Resolves when the folders themselves and the active editor's are read. */
  async start(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const places = [...folders.map((each) => each.uri.toString()), ...(uri === undefined ? [] : [uri])];
    await Promise.all(places.map((place) => this.#readAround(place)));
  }

  /** Whether a file or an opened folder is named; true as long as that is not known. What lies in no folder is never named. */
  isIgnored(uri: string): boolean {
    const place = placeOf(uri);
    if (place === undefined) {
      return false;
    }
    const rules = this.#rulesOf(place.folder);
    if (rules.missing(place.path).length > 0) {
      void this.#readAround(uri);
      return true;
    }
    return rules.ignores(place.path);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #readAroundEditor(): void {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    if (uri !== undefined) {
      void this.#readAround(uri);
    }
  }

  async #readAround(uri: string): Promise<void> {
    const place = placeOf(uri);
    const rules = place === undefined ? undefined : this.#rulesOf(place.folder);
    const missing = place === undefined ? [] : (rules?.missing(place.path) ?? []);
    for (const folder of missing) {
      const file = vscode.Uri.joinPath(place?.folder.uri ?? vscode.Uri.parse(uri), folder, ignoreFileName);
      rules?.set(folder, await textOf(file));
    }
    if (missing.length > 0) {
      this.#didChange.fire();
    }
  }

  #rulesOf(folder: vscode.WorkspaceFolder): TandemIgnore {
    const key = folder.uri.toString();
    const known = this.#rules.get(key) ?? new TandemIgnore();
    this.#rules.set(key, known);
    return known;
  }

  #forget(): void {
    this.#rules.clear();
    void this.start();
  }
}

function placeOf(uri: string): Place | undefined {
  const parsed = vscode.Uri.parse(uri);
  const folder = vscode.workspace.getWorkspaceFolder(parsed);
  if (folder === undefined) {
    return undefined;
  }
  const isFolder = folder.uri.toString() === parsed.toString();
  return { folder, path: isFolder ? '' : vscode.workspace.asRelativePath(parsed, false) };
}

/** Undefined = there is no such file. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > largest ? '*' : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? undefined : '*';
  }
}
