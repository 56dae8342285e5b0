/** Asks before a file goes to the model that the gate would not give it just so: one that looks like a secret, or lies elsewhere. */
import * as vscode from 'vscode';
import type { PathGate } from '../../tools/gate/PathGate';

/** Whether a file may go along with a question. Nothing is remembered: such files are asked about every time; without `ask` they stay. */
export async function mayGoAlong(uri: vscode.Uri, gate: () => PathGate, ask = true): Promise<boolean> {
  if (uri.scheme === 'untitled') {
    return true;
  }
  const answer = uri.scheme === 'file' ? await gate().decide({ operation: 'read', path: uri.fsPath }) : undefined;
  if (answer?.decision === 'allow') {
    return true;
  }
  if (!ask) {
    return false;
  }
  if (answer?.decision === 'deny') {
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} is not sent to models.', uri.fsPath), {
      ...{ modal: true, detail: answer.reasons.join('\n') },
    });
    return false;
  }
  const send = vscode.l10n.t('Send it');
  const message = vscode.l10n.t('Send {0} to the model?', answer?.resolved ?? uri.toString(true));
  const detail = answer?.reasons.join('\n') ?? '';
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, send)) === send;
}
