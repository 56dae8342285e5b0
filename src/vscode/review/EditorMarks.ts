/**
 * Pending changes in the file's own editor: marks in the gutter and the overview ruler, lenses with the actions, and how many are left, in
 * the status bar. The buffer is never touched; where hunks are judged is the diff editor.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { linesWithBreaks } from '../../edits/hunks';
import { commandIds } from '../commandIds';
import { describeCount, describeHunk } from './describeReview';
import type { Reviews } from './Reviews';
import type { ReviewNode } from './ReviewTree';
import { shownPart } from './shownPart';

export interface MarkIcons {
  readonly pending: vscode.Uri;
  readonly misfit: vscode.Uri;
}

export class EditorMarks implements vscode.CodeLensProvider, Disposable {
  readonly #reviews: Reviews;
  readonly #pending: vscode.TextEditorDecorationType;
  readonly #misfit: vscode.TextEditorDecorationType;
  readonly #status = vscode.window.createStatusBarItem('tandem.review', vscode.StatusBarAlignment.Right, 99);
  readonly #didChangeLenses = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#didChangeLenses.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(reviews: Reviews, icons: MarkIcons) {
    this.#reviews = reviews;
    const typeOf = (gutterIconPath: vscode.Uri, color: string): vscode.TextEditorDecorationType =>
      vscode.window.createTextEditorDecorationType({
        gutterIconPath,
        gutterIconSize: 'contain',
        isWholeLine: true,
        overviewRulerColor: new vscode.ThemeColor(color),
        overviewRulerLane: vscode.OverviewRulerLane.Left,
      });
    this.#pending = typeOf(icons.pending, 'editorOverviewRuler.modifiedForeground');
    this.#misfit = typeOf(icons.misfit, 'editorOverviewRuler.warningForeground');
    this.#status.name = vscode.l10n.t('GLM Tandem: pending changes');
    this.#status.command = commandIds.reviewNext;
    const update = (): void => this.#update();
    this.#subscriptions = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider([{ scheme: 'file' }, { scheme: 'vscode-notebook-cell' }], this),
      vscode.window.onDidChangeVisibleTextEditors(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      reviews.onDidChange(update),
    );
    update();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.#hunksIn(document).flatMap(({ node, fitted, described: { description }, lines: { start } }) => {
      const range = new vscode.Range(start, 0, start, 0);
      const lens = (title: string, command: string): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command, arguments: [node] });
      return [
        lens(`$(diff) ${description}`, commandIds.reviewOpen),
        ...(fitted.problem === undefined ? [lens(vscode.l10n.t('Accept'), commandIds.reviewAcceptHunk)] : []),
        lens(vscode.l10n.t('Reject'), commandIds.reviewRejectHunk),
      ];
    });
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#pending.dispose();
    this.#misfit.dispose();
    this.#status.dispose();
    this.#didChangeLenses.dispose();
  }

  /** The pending hunks of a document, with their lines in it, both included. A notebook's cell has those of its part of the file. */
  #hunksIn(document: vscode.TextDocument) {
    const part = this.#reviews.pending === 0 ? undefined : shownPart(document);
    const last = Math.max(0, document.lineCount - 1);
    return part === undefined
      ? []
      : this.#reviews.filesAt(part.path).flatMap(({ set, file }) => {
          const { hunks, live } = this.#reviews.fitted(file);
          return hunks.filter(part.holds).map((fitted) => {
            const node: ReviewNode = { kind: 'hunk', set: set.id, path: file.path, hunk: fitted.index };
            const within = (line: number): number => Math.min(Math.max(0, line - part.line), last);
            const { start, end } = fitted.live;
            const lines = { start: within(start), end: within(Math.max(start, end - 1)) };
            return { node, file, fitted, lines, described: describeHunk(file, fitted, live) };
          });
        });
  }

  #update(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      this.#mark(editor);
    }
    const active = vscode.window.activeTextEditor?.document;
    const here = active === undefined ? 0 : this.#hunksIn(active).length;
    const all = this.#reviews.pending;
    if (all === 0) {
      this.#status.hide();
    } else {
      const text = here > 0 ? vscode.l10n.t('{0} of {1} changes here', here, all) : describeCount(all);
      this.#status.text = `$(diff) ${text}`;
      this.#status.tooltip = vscode.l10n.t('Proposed changes wait for your decision. Go to the next one.');
      this.#status.accessibilityInformation = { label: `GLM Tandem: ${text}`, role: 'button' };
      this.#status.show();
    }
    this.#didChangeLenses.fire();
  }

  #mark(editor: vscode.TextEditor): void {
    const pending: vscode.DecorationOptions[] = [];
    const misfit: vscode.DecorationOptions[] = [];
    for (const { file, fitted, described, lines } of this.#hunksIn(editor.document)) {
      const range = new vscode.Range(lines.start, 0, lines.end, 0);
      const hoverMessage = new vscode.MarkdownString();
      hoverMessage.appendText(described.spoken);
      const proposed = linesWithBreaks(file.result).slice(fitted.hunk.result.start, fitted.hunk.result.end);
      hoverMessage.appendCodeblock(proposed.slice(0, 30).join(''), editor.document.languageId);
      (fitted.problem === undefined ? pending : misfit).push({ range, hoverMessage });
    }
    editor.setDecorations(this.#pending, pending);
    editor.setDecorations(this.#misfit, misfit);
  }
}
