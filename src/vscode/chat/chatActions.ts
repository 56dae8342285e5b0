/** What a click in an answer does in the editor. Everything that comes from the page is judged here like text from the web. */
import * as vscode from 'vscode';
import { withoutHidden } from '../../base/hiddenCharacters';
import { linkTarget } from '../../markdown/linkTarget';
import { besideChat } from './besideChat';

/** Puts code in the place of the selection of the editor that was used last; false = there is none that takes it. */
export async function insertCode(code: string): Promise<boolean> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file first: there is no cursor to insert at.'));
    return false;
  }
  const inserted = await editor.edit((edit) => {
    for (const selection of editor.selections) {
      edit.replace(selection, code);
    }
  });
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  return inserted;
}

/** Shows code in a new file without a name; nothing is written to the disk. */
export async function openAsNewFile(code: string, language: string): Promise<void> {
  const known = await vscode.languages.getLanguages();
  const spelled = languageNames[language] ?? language;
  const document = await vscode.workspace.openTextDocument({
    content: code,
    ...(known.includes(spelled) ? { language: spelled } : {}),
  });
  await vscode.window.showTextDocument(document, { ...besideChat(), preview: false });
}

/** Shows what would be run, whole, and puts it into a terminal only when the person says so; false = it was not. */
export async function runInTerminal(code: string): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('In a folder that you do not trust, nothing is run.'));
    return false;
  }
  const command = code.replace(/\n+$/, '');
  const run = vscode.l10n.t('Run');
  const message = vscode.l10n.t('Run this in the terminal?');
  // A dialog shows nothing of what has no ink, and reads in the direction that a sign in it says.
  const seen = withoutHidden(command);
  const shown = seen.length > longestShown ? `${seen.slice(0, longestShown)}…` : seen;
  if (seen.length > longestShown) {
    await openAsNewFile(command, 'shellscript');
  }
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail: shown }, run)) !== run) {
    return false;
  }
  const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal('GLM Tandem');
  terminal.show(true);
  terminal.sendText(command);
  return true;
}

/** Opens a web page after a look at its whole address; whatever is no web page is not opened. */
export async function openLink(address: string): Promise<void> {
  const target = linkTarget(address);
  if (target?.kind !== 'web') {
    return;
  }
  const open = vscode.l10n.t('Open in the browser');
  const message = vscode.l10n.t('Open a page at {0}?', target.host);
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail: target.url }, open)) === open) {
    await vscode.env.openExternal(vscode.Uri.parse(target.url, true));
  }
}

/** Opens a file of the workspace that an answer names; `line` counts from 1. Paths that lead out of it are not followed. */
export async function openPlace(path: string, line: number | undefined): Promise<void> {
  const target = linkTarget(path);
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const folder of target?.kind === 'file' ? folders : []) {
    const uri = vscode.Uri.joinPath(folder.uri, path);
    const isInside = uri.path.startsWith(`${folder.uri.path}/`);
    const found = isInside && (await exists(uri));
    if (found) {
      const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
      await vscode.window.showTextDocument(uri, {
        ...besideChat(),
        ...{ selection: new vscode.Range(at, at), preview: true },
      });
      return;
    }
  }
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no file “{0}” in the opened folders.', path));
}

/** Longer commands are shown in an editor before they are asked about. */
const longestShown = 1_500;

/** Names that models use where VS Code has another. */
const languageNames: Readonly<Record<string, string>> = {
  ...{ ts: 'typescript', tsx: 'typescriptreact', js: 'javascript', jsx: 'javascriptreact', py: 'python', rb: 'ruby' },
  ...{ sh: 'shellscript', bash: 'shellscript', shell: 'shellscript', zsh: 'shellscript', 'c++': 'cpp', cs: 'csharp' },
  ...{ md: 'markdown', rs: 'rust', kt: 'kotlin', golang: 'go', yml: 'yaml' },
};

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type !== vscode.FileType.Directory;
  } catch {
    return false;
  }
}
