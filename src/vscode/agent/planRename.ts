/** A rename by the language server as proposed changes, nothing of it applied. */
import * as vscode from 'vscode';
import type { ProposedChange } from '../../edits/proposeChanges';
import { readEdit, renameEdit, toOffsets } from '../refactoring/languageActions';

/** Undefined = nobody can rename there, or it would do more than change text. */
export async function planRename(
  path: string,
  at: { readonly line: number; readonly character: number },
  newName: string,
): Promise<readonly ProposedChange[] | undefined> {
  const uri = vscode.Uri.file(path);
  await vscode.workspace.openTextDocument(uri);
  const edit = await renameEdit(uri, new vscode.Position(at.line, at.character), newName).catch(() => undefined);
  const read = edit === undefined ? undefined : readEdit(edit);
  if (read === undefined || read.moves.length > 0 || read.texts.length === 0) {
    return undefined;
  }
  const changes: ProposedChange[] = [];
  for (const { uri: file, edits } of read.texts) {
    const document = await vscode.workspace.openTextDocument(file);
    const base = document.getText();
    let result = base;
    for (const { start, end, text } of toOffsets(document, edits).toSorted((one, other) => other.start - one.start)) {
      result = result.slice(0, start) + text + result.slice(end);
    }
    changes.push({ path: file.fsPath, newPath: undefined, base, result, edits: [] });
  }
  return changes;
}
