/** Whether a document may be changed with a model's help: says why not, once, and asks where it may hold secrets. */
import * as vscode from 'vscode';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { FileChanger } from '../../platform/FileChanger';
import type { GateAnswer } from '../../tools/gate/PathGate';
import { cellPlaceOf } from '../notebook/editorNotebooks';
import { readTextFile } from '../review/textFiles';

export interface MayChangeHost {
  readonly files: FileChanger;
  /** What the gate says of reading a file for a model. */
  readonly judgeRead: (path: string) => Promise<GateAnswer>;
}

/** A cell of a notebook may be changed as its file may. */
export async function mayChange(document: vscode.TextDocument, { files, judgeRead }: MayChangeHost): Promise<boolean> {
  const cell = cellPlaceOf(document);
  const { uri } = cell ?? document;
  const refuse = (why: string): boolean => {
    void vscode.window.showWarningMessage(why);
    return false;
  };
  if (!vscode.workspace.isTrusted) {
    return refuse(vscode.l10n.t('In a folder that you do not trust, no file is changed.'));
  }
  if (cell === undefined && isNotebook(uri.path)) {
    return refuse(vscode.l10n.t('A notebook is edited in its cells. Open the file as a notebook.'));
  }
  if (uri.scheme !== 'file') {
    return refuse(vscode.l10n.t('Only files can be edited in this way. Save this one first.'));
  }
  if ((await readTextFile(uri.fsPath, files)) === 'unreadable') {
    return refuse(vscode.l10n.t('This file is no text that can be changed without loss.'));
  }
  const { decision, told } = await judgeRead(uri.fsPath);
  if (decision === 'deny') {
    return refuse(vscode.l10n.t('{0} is not sent to models.', uri.fsPath));
  }
  if (!told.some(({ reason }) => reason === 'may hold secrets')) {
    return true;
  }
  const send = vscode.l10n.t('Send It');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('This file may hold secrets. Send it to the model all the same?'),
    { modal: true, detail: uri.fsPath },
    { title: vscode.l10n.t('Keep It Here'), isCloseAffordance: true },
    { title: send },
  );
  return chosen?.title === send;
}
