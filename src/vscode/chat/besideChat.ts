/** Where a document is opened that the chat leads to: a chat that is a tab stays in sight. */
import * as vscode from 'vscode';
import { chatViewId } from './chatViewId';

/** Empty where the chat is no tab, or another tab is in front: then VS Code chooses. */
export function besideChat(): Pick<vscode.TextDocumentShowOptions, 'viewColumn'> {
  const { activeTab, viewColumn: own } = vscode.window.tabGroups.activeTabGroup;
  const input = activeTab?.input;
  // VS Code puts a word of its own before the type.
  if (!(input instanceof vscode.TabInputWebview) || !input.viewType.endsWith(chatViewId)) {
    return {};
  }
  const other = vscode.window.visibleTextEditors.find(
    ({ viewColumn }) => viewColumn !== undefined && viewColumn !== own,
  );
  return { viewColumn: other?.viewColumn ?? vscode.ViewColumn.Beside };
}
