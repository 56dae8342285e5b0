/** What the prompt log's commands do; `PromptLogLoader` has registered them. */
import * as vscode from 'vscode';
import { decline, isFolderRefused, withFolderRefused, withPause } from '../../promptlog/consent';
import { commandIds, internalCommandIds } from '../commandIds';
import { runConsentFlow } from './consentFlow';
import { runExportFlow } from './exportFlow';
import { chooseFilter } from './filterFlow';
import { describeOff } from './PromptLogMark';
import type { PromptLogSession } from './PromptLogSession';

type Commands = Readonly<Record<string, (args: readonly unknown[]) => Promise<void>>>;

export function createCommands(session: PromptLogSession): Commands {
  return {
    [commandIds.setUpPromptLog]: () => setUp(session),
    [commandIds.showPromptLog]: () => session.view.focus(),
    [commandIds.promptLogMenu]: () => showMenu(session),
    [commandIds.pausePromptLog]: () => session.setChoice(withPause(session.choice, true)),
    [commandIds.resumePromptLog]: () => session.setChoice(withPause(session.choice, false)),
    [commandIds.stopPromptLog]: () => stop(session),
    [commandIds.refuseFolder]: () => refuseFolder(session, true),
    [commandIds.allowFolder]: () => refuseFolder(session, false),
    [commandIds.filterPromptLog]: () => filter(session),
    [commandIds.clearPromptLogFilter]: async () => {
      session.view.filter = {};
    },
    [internalCommandIds.morePromptLog]: async () => session.view.more(),
    [commandIds.exportPromptLog]: async () => {
      await session.flush();
      await runExportFlow(session.host.exporter, session.host.store, session.view.filter);
    },
    [commandIds.openRecord]: ([id]) => openRecord(session, id),
    [commandIds.deleteRecord]: ([node]) => deleteRecords(session, node),
    [commandIds.deletePromptLog]: () => deleteAll(session),
  };
}

async function setUp(session: PromptLogSession): Promise<void> {
  const { folder, settings } = session.host;
  const { choice, documents } = session;
  const changed = await runConsentFlow({ choice, documents, folder, settings: settings() });
  await documents.close(undefined);
  if (changed === undefined) {
    vscode.window.setStatusBarMessage(
      choice.agreed ? vscode.l10n.t('The prompt log stays as it was.') : vscode.l10n.t('No prompt log is kept.'),
      5000,
    );
    return;
  }
  await session.setChoice(changed);
  const decision = session.decide(undefined);
  if (decision.kind === 'recording') {
    void vscode.window.showInformationMessage(vscode.l10n.t('The prompt log records from now on.'));
    return;
  }
  const toSetting = vscode.l10n.t('Open Setting');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('Your choice is kept, but nothing is recorded now: {0}', describeOff(decision.reason)),
      ...(decision.reason === 'telemetry-off' ? [toSetting] : []),
    )
    .then((chosen) =>
      chosen === toSetting
        ? vscode.commands.executeCommand('workbench.action.openSettings', 'telemetry.telemetryLevel')
        : undefined,
    );
}

async function stop(session: PromptLogSession): Promise<void> {
  const stopIt = vscode.l10n.t('Stop');
  const andDelete = vscode.l10n.t('Stop and Delete All');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Stop the prompt log?'),
    { modal: true, detail: vscode.l10n.t('You take back your yes. What was kept stays until you delete it.') },
    stopIt,
    andDelete,
  );
  if (chosen === undefined) {
    return;
  }
  await session.setChoice(decline(session.choice));
  if (chosen === andDelete) {
    await session.deleteAll();
  }
}

async function refuseFolder(session: PromptLogSession, refused: boolean): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only, second] = folders.filter(({ uri }) => isFolderRefused(session.choice, uri.toString()) !== refused);
  const folder =
    second === undefined
      ? only
      : await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Which folder?') });
  if (folder === undefined) {
    if (folders.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No folder is open.'));
    }
    return;
  }
  const changed = withFolderRefused(session.choice, folder.uri.toString(), refused);
  if (changed === undefined) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'Too many folders are refused already. Put a file .tandemignore with the line * into this one instead.',
      ),
    );
    return;
  }
  await session.setChoice(changed);
  vscode.window.setStatusBarMessage(
    refused
      ? vscode.l10n.t('The prompt log keeps nothing of {0}.', folder.name)
      : vscode.l10n.t('The prompt log may keep prompts of {0} again.', folder.name),
    5000,
  );
}

async function filter(session: PromptLogSession): Promise<void> {
  const changed = await chooseFilter(session.view.filter, Date.now());
  if (changed !== undefined) {
    session.view.filter = changed;
    await session.view.focus();
  }
}

async function openRecord(session: PromptLogSession, id: unknown): Promise<void> {
  const logged = typeof id === 'string' ? await session.host.store.find(id, new AbortController().signal) : undefined;
  if (logged === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no such record in the prompt log.'));
    session.view.reload();
    return;
  }
  await session.documents.open(logged, { preview: true, preserveFocus: false });
}

/** The node that a menu was opened on, else what is chosen in the list, else the record that is open. */
async function deleteRecords(session: PromptLogSession, node: unknown): Promise<void> {
  const active = session.documents.activeRecord();
  const ofNode = idOf(node);
  const ids = ofNode !== undefined ? [ofNode] : active !== undefined ? [active] : session.view.selection;
  if (ids.length === 0) {
    return;
  }
  const yes = vscode.l10n.t('Delete');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete this record and its outcomes?'),
    { modal: true, detail: vscode.l10n.t('It cannot be brought back. What was exported stays where it is.') },
    yes,
  );
  if (chosen === yes) {
    await session.deleteRecords(ids);
  }
}

function idOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('entry' in node)) {
    return undefined;
  }
  const { entry } = node;
  return typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string'
    ? entry.id
    : undefined;
}

async function deleteAll(session: PromptLogSession): Promise<void> {
  const yes = vscode.l10n.t('Delete All');
  const megabytes = ((await session.host.store.size()) / 1_000_000).toFixed(1);
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete the whole prompt log?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'All records of all windows, {0} MB. They cannot be brought back. What was exported stays where it is.',
        megabytes,
      ),
    },
    yes,
  );
  if (chosen === yes) {
    await session.deleteAll();
  }
}

async function showMenu(session: PromptLogSession): Promise<void> {
  const { choice } = session;
  const folder = vscode.workspace.workspaceFolders?.[0];
  const refused = folder !== undefined && isFolderRefused(choice, folder.uri.toString());
  const item = (label: string, command: string) => ({ label, command });
  const decision = session.decide(undefined);
  const items = choice.agreed
    ? [
        choice.paused
          ? item(`$(debug-continue) ${vscode.l10n.t('Resume')}`, commandIds.resumePromptLog)
          : item(`$(debug-pause) ${vscode.l10n.t('Pause')}`, commandIds.pausePromptLog),
        item(`$(list-tree) ${vscode.l10n.t('Show what was kept')}`, commandIds.showPromptLog),
        item(`$(checklist) ${vscode.l10n.t('Choose what is kept…')}`, commandIds.setUpPromptLog),
        ...(folder === undefined
          ? []
          : [
              refused
                ? item(`$(folder) ${vscode.l10n.t('Keep prompts of this folder again')}`, commandIds.allowFolder)
                : item(`$(circle-slash) ${vscode.l10n.t('Never in this folder')}`, commandIds.refuseFolder),
            ]),
        item(`$(export) ${vscode.l10n.t('Export…')}`, commandIds.exportPromptLog),
        item(`$(trash) ${vscode.l10n.t('Delete all…')}`, commandIds.deletePromptLog),
        item(`$(debug-stop) ${vscode.l10n.t('Stop the prompt log…')}`, commandIds.stopPromptLog),
      ]
    : [
        item(`$(record) ${vscode.l10n.t('Set up a prompt log…')}`, commandIds.setUpPromptLog),
        item(`$(list-tree) ${vscode.l10n.t('Show what was kept')}`, commandIds.showPromptLog),
        item(`$(trash) ${vscode.l10n.t('Delete all…')}`, commandIds.deletePromptLog),
      ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('GLM Tandem: Prompt Log'),
    placeHolder: decision.kind === 'off' ? describeOff(decision.reason) : vscode.l10n.t('The prompt log is recording'),
  });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command);
  }
}
