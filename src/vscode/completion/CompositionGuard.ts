/**
 * Keeps quiet while an input method composes (Chinese, Japanese, Korean): extensions are not told of it, but the editor replaces what is
 * being composed again and again, letters by letters or by characters, right at the cursor. Until that has come to rest nothing is asked.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { type Composition, compositionAfter } from '../../completion/trigger/composition';
import type { Clock } from '../../platform/Clock';

export class CompositionGuard implements Disposable {
  readonly #clock: Clock;
  readonly #subscription: vscode.Disposable;
  #uri = '';
  #composition: Composition | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const uri = document.uri.toString();
      const [change, second] = contentChanges;
      const before = this.#uri === uri ? this.#composition : undefined;
      this.#uri = uri;
      this.#composition =
        change === undefined || second !== undefined
          ? undefined
          : compositionAfter(
              before,
              { offset: change.rangeOffset, length: change.rangeLength, text: change.text },
              clock.now(),
            );
    });
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
}
