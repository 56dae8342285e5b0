/** VS Code's documents, positions and cancellation as the core's own. */
import * as vscode from 'vscode';
import type { Position, Range, TextDocument } from '../base/text';

/** A snapshot of a document. `path` is relative to the workspace folder, so that prompts name no folder of this machine. */
export function toTextDocument(document: vscode.TextDocument): TextDocument {
  const { uri } = document;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return {
    uri: uri.toString(),
    path: folder === undefined ? fileName(uri) : vscode.workspace.asRelativePath(uri, false),
    languageId: document.languageId,
    version: document.version,
    endOfLine: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    // Joined from the lines only when somebody reads it; of the version of that moment.
    get text() {
      return document.getText();
    },
  };
}

export function toPosition(position: vscode.Position): Position {
  return { line: position.line, character: position.character };
}

export function toRange(range: vscode.Range): Range {
  return { start: toPosition(range.start), end: toPosition(range.end) };
}

export function fromRange(range: Range): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** An `AbortSignal` that is aborted when the token is cancelled; dispose when the work is over. */
export function toAbortSignal(token: vscode.CancellationToken): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  if (token.isCancellationRequested) {
    controller.abort();
  }
  const subscription = token.onCancellationRequested(() => controller.abort());
  return { signal: controller.signal, dispose: () => subscription.dispose() };
}

function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
