/** Documents in which nothing is ever completed, whatever a person asks for. */
import * as vscode from 'vscode';
import type { NoCompletionReason } from '../../completion/types';

/** Editors in which nobody writes code or text of their own. */
const ignoredSchemes: ReadonlySet<string> = new Set([
  'output',
  'git',
  'vscode-scm',
  'comment',
  'debug',
  'search-editor',
]);

/** Undefined = it may be completed. A notebook that nobody trusts may have been made to be run. */
export function refusedDocument({ uri }: vscode.TextDocument): NoCompletionReason | undefined {
  if (ignoredSchemes.has(uri.scheme)) {
    return 'scheme';
  }
  return uri.scheme === 'vscode-notebook-cell' && !vscode.workspace.isTrusted ? 'untrusted-notebook' : undefined;
}
