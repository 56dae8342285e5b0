/**
 * What the editor tells the index of one workspace folder: changed files by the editor's own events (no watcher of ours), unsaved texts,
 * where a person has been and edited, and what the language tools complain about at the cursor.
 */
import * as vscode from 'vscode';
import { estimateTokens } from '../../base/estimateTokens';
import type { Disposable } from '../../base/events';
import type { ContextIndex, EditedPlace } from '../../context/ContextIndex';
import type { ContextSnippet } from '../../context/ContextSource';
import type { Observations } from '../../context/WorkspaceContext';

const most = { visited: 16, edits: 8, diagnostics: 2 };
/** Unsaved text is told after this pause, events of the disk after the shorter one; in milliseconds. */
const pauses = { text: 1500, files: 200 };
/** Lines from the cursor within which a diagnostic counts. */
const nearLines = 3;
const longestText = 1_500_000;

export class WorkspaceObserver implements Observations, Disposable {
  readonly #folder: vscode.WorkspaceFolder;
  readonly #index: ContextIndex;
  readonly #subscriptions: vscode.Disposable[];
  readonly #changed = new Set<string>();
  readonly #unsaved = new Map<string, NodeJS.Timeout>();
  #filesTimer: NodeJS.Timeout | undefined;
  #visited: readonly string[] = [];
  #edits: readonly EditedPlace[] = [];

  constructor(folder: vscode.WorkspaceFolder, index: ContextIndex) {
    this.#folder = folder;
    this.#index = index;
    // A pattern for everything shares the watcher that the editor has anyway, with its exclusions.
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*'));
    const fileChanged = (uri: vscode.Uri): void => this.#fileChanged(uri);
    this.#subscriptions = [
      watcher,
      watcher.onDidCreate(fileChanged),
      watcher.onDidChange(fileChanged),
      watcher.onDidDelete(fileChanged),
      vscode.workspace.onDidChangeTextDocument((change) => this.#textChanged(change)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#saved(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#saved(uri)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#visit(editor?.document.uri)),
    ];
    for (const { document } of vscode.window.visibleTextEditors) {
      this.#visit(document.uri);
    }
    this.#visit(vscode.window.activeTextEditor?.document.uri);
  }

  readonly visited = (): readonly string[] => this.#visited;
  readonly edits = (): readonly EditedPlace[] => this.#edits;

  readonly snippets = (uri: string, line: number): readonly ContextSnippet[] => {
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
    const path = document === undefined ? undefined : this.#pathOf(document.uri);
    if (document === undefined || path === undefined) {
      return [];
    }
    return vscode.languages
      .getDiagnostics(document.uri)
      .filter(
        ({ severity, range }) =>
          severity === vscode.DiagnosticSeverity.Error && Math.abs(range.start.line - line) <= nearLines,
      )
      .slice(0, most.diagnostics)
      .map(({ message, range }): ContextSnippet => {
        const text = message.split('\n', 3).join('\n').slice(0, 300);
        return {
          ...{ path, text, retriever: 'diagnostics', tokens: estimateTokens(text) },
          startLine: range.start.line,
          endLine: range.end.line,
        };
      });
  };

  dispose(): void {
    clearTimeout(this.#filesTimer);
    for (const timer of this.#unsaved.values()) {
      clearTimeout(timer);
    }
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** Path relative to the folder; undefined = it lies elsewhere. */
  #pathOf(uri: vscode.Uri): string | undefined {
    const root = this.#folder.uri.path.replace(/\/$/, '');
    return uri.scheme === this.#folder.uri.scheme && uri.path.startsWith(`${root}/`)
      ? uri.path.slice(root.length + 1)
      : undefined;
  }

  #fileChanged(uri: vscode.Uri): void {
    const path = this.#pathOf(uri);
    if (path !== undefined) {
      this.#changed.add(path);
      // A checkout changes thousands of files at once.
      this.#filesTimer ??= setTimeout(() => {
        this.#filesTimer = undefined;
        this.#index.changed([...this.#changed]);
        this.#changed.clear();
      }, pauses.files);
    }
  }

  #textChanged({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const path = this.#pathOf(document.uri);
    const [change] = contentChanges;
    if (path === undefined || change === undefined) {
      return;
    }
    const startLine = change.range.start.line;
    const endLine = startLine + change.text.split('\n').length - 1;
    const [last] = this.#edits;
    const isSame = last?.path === path && Math.abs(last.startLine - startLine) <= nearLines;
    const edit = isSame
      ? { path, startLine: Math.min(last.startLine, startLine), endLine: Math.max(last.endLine, endLine) }
      : { path, startLine, endLine };
    this.#edits = [edit, ...this.#edits.slice(isSame ? 1 : 0)].slice(0, most.edits);
    clearTimeout(this.#unsaved.get(path));
    this.#unsaved.set(
      path,
      setTimeout(() => {
        this.#unsaved.delete(path);
        if (document.isDirty && !document.isClosed) {
          const text = document.getText();
          if (text.length <= longestText) {
            this.#index.setOpenText(path, text);
          }
        }
      }, pauses.text),
    );
  }

  /** The disk counts again. */
  #saved(uri: vscode.Uri): void {
    const path = this.#pathOf(uri);
    if (path !== undefined) {
      clearTimeout(this.#unsaved.get(path));
      this.#unsaved.delete(path);
      this.#index.setOpenText(path, undefined);
    }
  }

  #visit(uri: vscode.Uri | undefined): void {
    const path = uri === undefined ? undefined : this.#pathOf(uri);
    if (path !== undefined) {
      this.#visited = [path, ...this.#visited.filter((one) => one !== path)].slice(0, most.visited);
    }
  }
}
