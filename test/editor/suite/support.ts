/** What the editor tests share: the extension under test, documents with a cursor, and waiting without guessing how long. */
import { strict as assert } from 'node:assert';
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('glm-tandem.glm-tandem');
  assert.ok(found, 'The extension under test is not installed.');
  return found;
}

/** What the manifest of the installed extension promises. */
export function manifest(): {
  readonly commands: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
} {
  const { contributes } = extension().packageJSON as {
    contributes: {
      commands: readonly { command: string }[];
      configuration: readonly { properties: Readonly<Record<string, { default: unknown }>> }[];
    };
  };
  const properties = contributes.configuration.flatMap((section) => Object.entries(section.properties));
  return {
    commands: contributes.commands.map(({ command }) => command),
    defaults: Object.fromEntries(properties.map(([key, property]) => [key, property.default])),
  };
}

/** Polls until `read` gives something else than undefined or false. Fails with `what` after `milliseconds`. */
export async function eventually<T>(
  what: string,
  read: () => T | Promise<T>,
  milliseconds = 15_000,
): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) {
      return value as Exclude<T, undefined | false>;
    }
    if (Date.now() > deadline) {
      assert.fail(`Waited ${milliseconds} ms in vain until ${what}.`);
    }
    await sleep(50);
  }
}

/** Sets a setting of the person; undefined takes it back. */
export async function configure(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('tandem').update(key, value, vscode.ConfigurationTarget.Global);
}

let fileCount = 0;
const files: vscode.Uri[] = [];

/** Opens a new file of the workspace and puts the cursor at `█`. */
export async function openFile(marked: string, extensionName = 'ts'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'The suite runs with an opened folder.');
  const uri = vscode.Uri.joinPath(folder.uri, `file-${fileCount++}.${extensionName}`);
  files.push(uri);
  const offset = marked.indexOf('█');
  await writeFile(uri.fsPath, marked.replace('█', ''));
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  placeCursors(editor, offset);
  return editor;
}

/** Puts one cursor at each offset. */
export function placeCursors(editor: vscode.TextEditor, ...offsets: readonly number[]): void {
  const positions = offsets.map((offset) => editor.document.positionAt(offset));
  editor.selections = positions.map((position) => new vscode.Selection(position, position));
}

/** Types as the keyboard does, a character at a time. */
export async function type(text: string): Promise<void> {
  for (const character of text) {
    await vscode.commands.executeCommand('type', { text: character });
  }
}

/** Accepts the shown suggestion as Tab does, or a part of it, as soon as there is one, and returns the document's text. */
export async function accept(
  editor: vscode.TextEditor,
  command = 'editor.action.inlineSuggest.commit',
): Promise<string> {
  const before = editor.document.getText();
  return eventually('a suggestion could be accepted', async () => {
    await vscode.commands.executeCommand(command);
    const text = editor.document.getText();
    return text === before ? undefined : text;
  });
}

/** Closes all editors without asking and removes their files. */
export async function closeEditors(): Promise<void> {
  for (const { document } of vscode.window.visibleTextEditors) {
    await document.save();
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const uri of files.splice(0)) {
    await rm(uri.fsPath, { force: true });
  }
}
