/** Keeps a key that somebody entered, and says so where it is not kept for long. */
import * as vscode from 'vscode';
import type { EndpointKeys } from './EndpointKeys';

export async function keepKey(keys: EndpointKeys, origin: string, key: string): Promise<void> {
  if ((await keys.set(origin, key)) === 'window') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'VS Code’s secret storage cannot be used on this machine, so the key is kept only until this window closes.',
      ),
    );
  }
}
