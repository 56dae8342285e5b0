/** Tells `CompletionOutcomes` what happens in the editor; VS Code has no stable events for a suggestion that is shown or sent away. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { Clock } from '../../platform/Clock';
import { CompletionOutcomes } from '../../promptlog/outcomes/CompletionOutcomes';
import type { NewOutcome } from '../../promptlog/outcomes/NewOutcome';
import type { OfferedCompletion } from '../InlineCompletionProvider';

export class CompletionWatch implements Disposable {
  readonly #outcomes: CompletionOutcomes;
  readonly #subscriptions: vscode.Disposable;
  #active = vscode.window.activeTextEditor?.document.uri.toString();

  constructor(clock: Clock, tell: (outcome: NewOutcome) => void) {
    this.#outcomes = new CompletionOutcomes({ clock, tell, textOf: (uri) => documentOf(uri)?.getText() });
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
            offset: rangeOffset,
            length: rangeLength,
            text,
          }));
          this.#outcomes.documentChanged(document.uri.toString(), changes);
        }
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [main] = selections;
        if (main !== undefined && textEditor === vscode.window.activeTextEditor) {
          const { document } = textEditor;
          this.#outcomes.cursorMoved(document.uri.toString(), document.offsetAt(main.active));
        }
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        const uri = editor?.document.uri.toString();
        if (this.#active !== undefined && uri !== this.#active) {
          this.#outcomes.left(this.#active);
        }
        this.#active = uri;
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#outcomes.closed(uri.toString())),
    );
  }

  offered({ requestId, uri, range, text, position }: OfferedCompletion): void {
    const document = documentOf(uri);
    if (document !== undefined) {
      const offset = document.offsetAt(range.start);
      const length = document.offsetAt(range.end) - offset;
      this.#outcomes.offered({ record: requestId, uri, offset, length, text, cursor: document.offsetAt(position) });
    }
  }

  accepted(requestId: string): void {
    this.#outcomes.accepted(requestId);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#outcomes.dispose();
  }
}

/** Undefined = it is not open. */
function documentOf(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}
