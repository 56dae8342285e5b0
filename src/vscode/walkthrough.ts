/** The walkthrough opens by itself once, for somebody who has installed the product and not connected anything yet. */
import * as vscode from 'vscode';
import type { Connection } from '../glm/ModelConnection';

const shownKey = 'walkthroughShown';
const id = 'glm-tandem.glm-tandem#start';

/**
 * Ticks the walkthrough's first step off by a context key, also when it is opened after connecting: VS Code overlooks a key that was set
 * before it had read the steps, so it is only set while a page of this kind is open.
 */
export function tickWhenConnected(connection: Connection): vscode.Disposable {
  const update = (): void => {
    if (connection.state.kind === 'connected' && isWelcomeOpen()) {
      void vscode.commands.executeCommand('setContext', 'tandem.isConnected', true);
    }
  };
  return vscode.Disposable.from(vscode.window.tabGroups.onDidChangeTabs(update), connection.onDidChangeState(update));
}

/** The welcome page is one of the few kinds of tabs that extensions are told nothing about. */
function isWelcomeOpen(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input === undefined));
}

/** `isConfigured`: there is an endpoint or a model file. Respects VS Code's own settings by which nothing opens by itself. */
export async function offerWalkthrough(memento: vscode.Memento, isConfigured: boolean): Promise<void> {
  const workbench = vscode.workspace.getConfiguration('workbench');
  const opens =
    workbench.get('startupEditor') !== 'none' && workbench.get('welcomePage.walkthroughs.openOnInstall') !== false;
  if (isConfigured || !opens || memento.get(shownKey) === true) {
    return;
  }
  await memento.update(shownKey, true);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', id, false);
}
