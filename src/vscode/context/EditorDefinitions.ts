/**
 * Definitions that the editor's own language tools know of the names at the cursor. They refine what the index finds, and are never waited
 * for: asked once the cursor rests, told when they come, and left out when they come too late. Only what the index has read as well is told,
 * so nothing ignored or secret gets in.
 */
import * as vscode from 'vscode';
import { estimateTokens } from '../../base/estimateTokens';
import { type Disposable, Emitter } from '../../base/events';
import type { ContextIndex } from '../../context/ContextIndex';
import type { ContextSnippet } from '../../context/ContextSource';

/** The cursor rests when it has not moved for so many milliseconds. */
const rest = 400;
/** Milliseconds that the language tools have. */
const patience = 1_000;
const most = { names: 3, lines: 16, symbols: 24 };
/** Names that stand on the cursor's line, or so many above it. */
const linesAbove = 1;

interface Known {
  readonly uri: string;
  readonly line: number;
  readonly snippets: readonly ContextSnippet[];
}

export class EditorDefinitions implements Disposable {
  readonly #folder: vscode.WorkspaceFolder;
  readonly #index: ContextIndex;
  readonly #learned = new Emitter<string>();
  /** Tells the URI of a document about which something new is known. */
  readonly onDidLearn = this.#learned.event;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #asking: AbortController | undefined;
  #known: Known | undefined;

  constructor(folder: vscode.WorkspaceFolder, index: ContextIndex) {
    this.#folder = folder;
    this.#index = index;
    this.#subscription = vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#moved(textEditor));
  }

  /** What is known near a line. */
  snippets(uri: string, line: number): readonly ContextSnippet[] {
    const known = this.#known;
    return known?.uri === uri && Math.abs(known.line - line) <= linesAbove + 1 ? known.snippets : [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#subscription.dispose();
    this.#learned.dispose();
  }

  #moved({ document, selection }: vscode.TextEditor): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (document.uri.scheme !== 'file' || vscode.workspace.getWorkspaceFolder(document.uri) !== this.#folder) {
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    const { line } = selection.active;
    this.#timer = setTimeout(() => {
      this.#ask(document, line, asking.signal).catch(() => {
        // A language server that fails, and an index that is gone, have no definitions.
      });
    }, rest);
  }

  async #ask(document: vscode.TextDocument, line: number, signal: AbortSignal): Promise<void> {
    const over = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const found = await Promise.all(
      namesNear(document, line).map(({ name, position }) => this.#definition(document, name, position, over)),
    );
    if (signal.aborted) {
      return;
    }
    const snippets = found.filter((one) => one !== undefined);
    const uri = document.uri.toString();
    const before = new Set(this.#known?.uri === uri ? this.#known.snippets.map(placeOf) : []);
    this.#known = { uri, line, snippets };
    if (snippets.some((one) => !before.has(placeOf(one)))) {
      this.#learned.fire(uri);
    }
  }

  async #definition(
    document: vscode.TextDocument,
    name: string,
    position: vscode.Position,
    signal: AbortSignal,
  ): Promise<ContextSnippet | undefined> {
    const places: readonly (vscode.Location | vscode.LocationLink)[] | undefined = await untilAborted(
      vscode.commands.executeCommand('vscode.executeDefinitionProvider', document.uri, position),
      signal,
    );
    const [place] = places ?? [];
    const uri = place === undefined ? undefined : 'targetUri' in place ? place.targetUri : place.uri;
    const range = place === undefined ? undefined : 'targetRange' in place ? place.targetRange : place.range;
    if (uri === undefined || range === undefined || uri.toString() === document.uri.toString() || signal.aborted) {
      return undefined;
    }
    if (vscode.workspace.getWorkspaceFolder(uri) !== this.#folder) {
      return undefined;
    }
    const path = vscode.workspace.asRelativePath(uri, false);
    const symbols = await this.#index.findSymbols(name, most.symbols, signal);
    const isRead = symbols.some((one) => one.path === path && one.name === name);
    if (!isRead) {
      return undefined;
    }
    const target = await vscode.workspace.openTextDocument(uri);
    const startLine = range.start.line;
    const endLine = Math.min(Math.max(range.end.line, startLine), startLine + most.lines, target.lineCount - 1);
    const text = target.getText(new vscode.Range(startLine, 0, endLine + 1, 0)).trimEnd();
    return { path, text, startLine, endLine, retriever: 'language-server', tokens: estimateTokens(text) };
  }
}

function placeOf({ path, startLine }: ContextSnippet): string {
  return `${path}:${startLine}`;
}

/** The names on a line and the one above, the last first; short ones say little. */
function namesNear(
  document: vscode.TextDocument,
  line: number,
): { readonly name: string; readonly position: vscode.Position }[] {
  const names = new Map<string, vscode.Position>();
  for (let at = Math.max(0, line - linesAbove); at <= Math.min(line, document.lineCount - 1); at++) {
    for (const { 0: name, index } of document.lineAt(at).text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{3,}/gu)) {
      names.set(name, new vscode.Position(at, index));
    }
  }
  return [...names]
    .map(([name, position]) => ({ name, position }))
    .reverse()
    .slice(0, most.names);
}

/** Undefined once the signal aborts. */
function untilAborted<T>(work: Thenable<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject);
  });
}
