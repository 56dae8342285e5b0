/** Records as read-only documents of the editor, with a mark on everything that was redacted before it was written. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { LoggedPrompt, PromptLogStore } from '../../promptlog/PromptLogStore';
import { type RecordDocument, recordDocument } from '../../promptlog/viewing/recordDocument';
import { localTime, surfaceName } from '../../promptlog/viewing/words';
import { fromRange } from '../textDocument';

export const recordScheme = 'tandem-prompt-log';

interface Shown {
  /** The record's id; undefined = a text of its own. */
  readonly id: string | undefined;
  readonly document: RecordDocument;
}

export class RecordDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #store: PromptLogStore;
  readonly #shown = new Map<string, Shown>();
  readonly #didChange = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#didChange.event;
  readonly #mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editor.findMatchHighlightBorder'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.findMatchForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
  readonly #subscriptions = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(recordScheme, this),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#shown.delete(uri.toString())),
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.#markIn(document)),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) {
        this.#markIn(document);
      }
    }),
    this.#mark,
  );

  constructor(store: PromptLogStore) {
    this.#store = store;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#shown.get(uri.toString())?.document.text ?? '';
  }

  /** Opens a record. `preview`: in the tab that the next one takes over. */
  async open(logged: LoggedPrompt, options: vscode.TextDocumentShowOptions): Promise<void> {
    const { id, ts, surface } = logged.record;
    const time = localTime(ts).slice(11).replaceAll(':', '.');
    const name = `${id}/${surfaceName(surface, vscode.l10n.t)} ${time}.md`.replace(/[^\p{L}\p{N} ./]/gu, '_');
    await this.openText(name, recordDocument(logged, vscode.l10n.t), options, id);
  }

  /** Opens a text of ours, or shows it in place of what was shown under this name. */
  async openText(
    name: string,
    document: RecordDocument,
    options: vscode.TextDocumentShowOptions,
    id?: string,
  ): Promise<void> {
    const uri = vscode.Uri.from({ scheme: recordScheme, path: `/${name}` });
    this.#shown.set(uri.toString(), { id, document });
    this.#didChange.fire(uri);
    const opened = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(opened, options);
    this.#markIn(opened);
  }

  /** Id of the record in the active editor; undefined = there is none. */
  activeRecord(): string | undefined {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return uri === undefined ? undefined : this.#shown.get(uri.toString())?.id;
  }

  /** Reads the open records anew: something may have happened to them. */
  async reload(): Promise<void> {
    for (const [key, { id, document }] of this.#shown) {
      const logged = id === undefined ? undefined : await this.#store.find(id, new AbortController().signal);
      const now = logged === undefined ? undefined : recordDocument(logged, vscode.l10n.t);
      if (now !== undefined && now.text !== document.text && this.#shown.has(key)) {
        this.#shown.set(key, { id, document: now });
        this.#didChange.fire(vscode.Uri.parse(key));
      }
    }
  }

  /** Closes the tabs of records that are deleted; undefined = of all of them. */
  async close(id: string | undefined): Promise<void> {
    const gone = [...this.#shown].filter(([, shown]) => id === undefined || shown.id === id).map(([key]) => key);
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && gone.includes(input.uri.toString()));
    await vscode.window.tabGroups.close(tabs, true);
    for (const key of gone) {
      this.#shown.delete(key);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#didChange.dispose();
  }

  #markIn(document: vscode.TextDocument): void {
    const shown = this.#shown.get(document.uri.toString());
    if (shown === undefined || shown.document.text !== document.getText()) {
      return;
    }
    const hoverMessage = vscode.l10n.t('Redacted before it was written to the disk; the value is kept nowhere.');
    const marks = shown.document.redacted.map(({ start, end }) => ({
      range: fromRange({ start: document.positionAt(start), end: document.positionAt(end) }),
      hoverMessage,
    }));
    for (const editor of vscode.window.visibleTextEditors.filter((each) => each.document === document)) {
      editor.setDecorations(this.#mark, marks);
    }
  }
}
