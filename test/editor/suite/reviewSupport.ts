/** What the suites about changes under review share: commands, the model's answers, the diff that is shown. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type RecordedRequest, type Reply, streamOf } from '../../support/ScriptedEndpoint';
import { eventually } from './support';

export const run = (command: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(`tandem.${command}`, argument);

/** What the model says when it is chatted with; everything else gets an empty answer. */
export function says(...answers: readonly string[]): (request: RecordedRequest) => Reply {
  const left = [...answers];
  return ({ path }) => streamOf(path.includes('/chat/') ? ((left.length > 1 ? left.shift() : left[0]) ?? '') : '');
}

export function fenced(text: string): string {
  return `Here it is:\n\`\`\`ts\n${text}\n\`\`\`\nDone.`;
}

/** The texts of the diff editor that is shown, once it shows something like this. */
export async function shownDiff(expected: RegExp): Promise<{ readonly current: string; readonly proposed: string }> {
  return eventually(`a diff shows ${expected}`, async () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (!(input instanceof vscode.TabInputTextDiff) || input.modified.scheme !== 'tandem-review') {
      return undefined;
    }
    const texts = await Promise.all(
      [input.original, input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    const [current = '', proposed = ''] = texts;
    return expected.test(proposed) ? { current, proposed } : undefined;
  });
}

export function openDiffs(): number {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'tandem-review')
    .length;
}

export const onDisk = async ({ document }: vscode.TextEditor): Promise<string> => readFile(document.uri.fsPath, 'utf8');

/** What the person types elsewhere while the diff is shown; false = another change came first. */
export async function change({ document }: vscode.TextEditor, range: vscode.Range, text: string): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  return vscode.workspace.applyEdit(edit);
}

/** Selects whole lines, 0-based, `end` excluded. */
export function select(editor: vscode.TextEditor, start: number, end: number): void {
  editor.selection = new vscode.Selection(start, 0, end, 0);
}
