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
      vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this),
      vscode.window.onDidChangeVisibleTextEditors(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      reviews.onDidChange(update),
    );
    update();
  }

  provideCodeLenses({ uri, lineCount }: vscode.TextDocument): vscode.CodeLens[] {
    return this.#hunksAt(uri).flatMap(({ node, fitted, rung }) => {
      const line = Math.min(fitted.live.start, Math.max(0, lineCount - 1));
      const range = new vscode.Range(line, 0, line, 0);
      const { description } = describeHunk(fitted, rung);
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

  #hunksAt(uri: vscode.Uri) {
    return uri.scheme !== 'file'
      ? []
      : this.#reviews.filesAt(uri.fsPath).flatMap(({ set, file }) =>
          this.#reviews.fitted(file).hunks.map((fitted) => {
            const node: ReviewNode = { kind: 'hunk', set: set.id, path: file.path, hunk: fitted.index };
            return { node, file, fitted, rung: file.hunks[fitted.index]?.rung };
          }),
        );
  }

  #update(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      this.#mark(editor);
    }
    const active = vscode.window.activeTextEditor?.document.uri;
    const here = active === undefined ? 0 : this.#hunksAt(active).length;
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
    const last = Math.max(0, editor.document.lineCount - 1);
    for (const { file, fitted, rung } of this.#hunksAt(editor.document.uri)) {
      const { start, end } = fitted.live;
      const range = new vscode.Range(Math.min(start, last), 0, Math.min(Math.max(start, end - 1), last), 0);
      const hoverMessage = new vscode.MarkdownString();
      hoverMessage.appendText(describeHunk(fitted, rung).spoken);
      const lines = linesWithBreaks(file.result).slice(fitted.hunk.result.start, fitted.hunk.result.end);
      hoverMessage.appendCodeblock(lines.slice(0, 30).join(''), editor.document.languageId);
      (fitted.problem === undefined ? pending : misfit).push({ range, hoverMessage });
    }
    editor.setDecorations(this.#pending, pending);
    editor.setDecorations(this.#misfit, misfit);
  }
}
