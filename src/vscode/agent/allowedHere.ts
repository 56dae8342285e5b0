import * as vscode from 'vscode';

/**
 * Hashes of what the person allowed for this window: kept in memory only, and for the folders that were open then. A window that takes up
 * or lets go of a folder begins anew.
 */
export function allowedHere(subscriptions: { dispose(): unknown }[]): Set<string> {
  const allowed = new Set<string>();
  subscriptions.push(vscode.workspace.onDidChangeWorkspaceFolders(() => allowed.clear()));
  return allowed;
}
