/**
 * Keeps quiet while an input method composes (Chinese, Japanese, Korean): extensions are not told of it, but the editor replaces what is
 * being composed again and again, right at the cursor. Until that has come to rest nothing is asked.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { type Composition, compositionAfter, mayCompose } from '../../completion/trigger/composition';
import type { Clock } from '../../platform/Clock';

export class CompositionGuard implements Disposable {
  readonly #clock: Clock;
  readonly #subscription: vscode.Disposable;
  #uri = '';
  #composition: Composition | undefined;
  /** Whether the person uses an input method: by their display language at first, by what they do later. */
  #usesInputMethod = /^(?:zh|ja|ko)\b/.test(vscode.env.language);

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#subscription = vscode.workspace.onDidChangeTextDocument((event) => this.#changed(event));
  }

  /** Resolves when nothing is being composed in a document; rejects with the signal's reason. */
  async settled(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = this.#uri === document.uri.toString() ? (this.#composition?.until ?? 0) - this.#clock.now() : 0;
      if (left <= 0) {
        return;
      }
      await this.#clock.sleep(left, signal);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    const [change, second] = contentChanges;
    const before = this.#uri === uri ? this.#composition : undefined;
    this.#uri = uri;
    if (change === undefined || second !== undefined) {
      this.#composition = undefined;
      return;
    }
    const { start } = change.range;
    const line = start.line < document.lineCount ? document.lineAt(start.line).text.slice(0, start.character) : '';
    const edit = { offset: change.rangeOffset, length: change.rangeLength, text: change.text };
    const mayBegin = mayCompose(line, document.languageId, this.#usesInputMethod);
    this.#composition = compositionAfter(before, edit, this.#clock.now(), mayBegin);
    this.#usesInputMethod ||= this.#composition?.isCertain === true && this.#composition.until > 0;
  }
}
