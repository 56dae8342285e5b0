/** Asks what to do with changes that a crash cut off between two files. */
import * as vscode from 'vscode';
import type { JournalEntry } from '../../tools/changes/ChangeJournal';

/** Undefined = not now: they are asked again at the next start. */
export async function askToRecover({ title, changes, done }: JournalEntry): Promise<'finish' | 'undo' | undefined> {
  const finish = vscode.l10n.t('Finish');
  const undo = vscode.l10n.t('Undo');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'GLM Tandem was interrupted while it made changes ({0}): {1} of {2} files are done.',
      title,
      done.size,
      changes.length,
    ),
    finish,
    undo,
  );
  return chosen === finish ? 'finish' : chosen === undo ? 'undo' : undefined;
}
