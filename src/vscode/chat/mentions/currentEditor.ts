/** The editor that a question is about: the one that was used last, since the panel itself takes the focus away. */
import * as vscode from 'vscode';

export class CurrentEditor {
  #editor: vscode.TextEditor | undefined;

  /** Undefined = none is open. */
  get(): vscode.TextEditor | undefined {
    const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
    if (active !== undefined && isOfPerson(active)) {
      this.#editor = active;
    } else if (this.#editor !== undefined && !visible.includes(this.#editor)) {
      this.#editor = undefined;
    }
    return this.#editor ?? visible.find(isOfPerson);
  }
}

/** Whether an editor shows something of the person's, and not a log or a report. */
function isOfPerson({ document }: vscode.TextEditor): boolean {
  return ['file', 'untitled', 'vscode-remote', 'vscode-vfs'].includes(document.uri.scheme);
}
