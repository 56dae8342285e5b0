/** A commit message for what is staged, else for all changes, written into the box of the Source Control view. */
import * as vscode from 'vscode';
import { createId } from '../../base/createId';
import { commitMessageRequest, readCommitMessage } from '../../chat/prompt/commitMessage';
import { hiddenNotice } from '../../chat/shownMessages';
import type { Connection } from '../../glm/ModelConnection';
import { withProgressOrWarning } from '../progress';
import { changesAttachment, recentSubjects, repositoryOf } from './mentions/changes';
import type { MayRead } from './mentions/symbols';
import { chatTexts } from './panelTexts';

/** `root`: the repository that the button belongs to; undefined = that of the visible file. */
export async function writeCommitMessage(
  root: vscode.Uri | undefined,
  connection: Connection,
  mayRead: MayRead,
): Promise<void> {
  const repository = await repositoryOf(root ?? vscode.window.activeTextEditor?.document.uri);
  const changes = await changesAttachment(repository, mayRead, true);
  if (repository === undefined || changes === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no changes to describe.'));
    return;
  }
  const before = repository.inputBox.value;
  const replace = vscode.l10n.t('Replace it');
  const question = vscode.l10n.t('The box holds a message already. Replace it?');
  if (
    before.trim() !== '' &&
    (await vscode.window.showWarningMessage(question, { modal: true, detail: before }, replace)) !== replace
  ) {
    return;
  }
  await withProgressOrWarning(vscode.l10n.t('GLM Tandem: writing a commit message…'), async (signal) => {
    let answer = '';
    let isWhole = false;
    try {
      const { model, contextTokens } = await connection.connect(signal);
      const request = commitMessageRequest(changes.text, await recentSubjects(repository), contextTokens);
      const hidden = hiddenNotice([], [changes], { describe: chatTexts });
      if (hidden !== '') {
        void vscode.window.showWarningMessage(`GLM Tandem: ${hidden}`);
      }
      // Nobody typed anything.
      const note = { id: createId(Date.now()), surface: 'commit' as const, said: [] };
      for await (const event of model.chat({ ...request, note }, signal)) {
        if (event.type === 'text' || event.type === 'reclassified') {
          answer = event.type === 'text' ? answer + event.text : event.content;
          repository.inputBox.value = readCommitMessage(answer);
        }
        isWhole ||= event.type === 'end' && event.finish === 'stop';
      }
    } finally {
      if (!isWhole) {
        // Half a message is none.
        repository.inputBox.value = before;
      }
    }
  });
}
