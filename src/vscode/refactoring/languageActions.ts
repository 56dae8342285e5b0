/** What the language server can do at a place, and its edits as proposed texts. Nothing of it is applied here. */
import * as vscode from 'vscode';
import * as z from 'zod';
import type { OffsetEdit } from '../../edits/mergeTextEdits';
import { isMovable } from '../../refactoring/moveFile';
import type { LanguageActions } from '../../refactoring/plan';

export interface OfferedActions extends LanguageActions {
  readonly position: vscode.Position;
  readonly edits: readonly vscode.WorkspaceEdit[];
}

/** What the server wants changed, as it gave it. */
export interface LanguageEdit {
  readonly texts: readonly { readonly uri: vscode.Uri; readonly edits: readonly vscode.TextEdit[] }[];
  readonly moves: readonly { readonly from: vscode.Uri; readonly to: vscode.Uri }[];
}

/**
 * VS Code tells extensions the texts of an edit, and what it does to files only here. Making a file is no more than giving it a text.
 */
const uriSchema = z.custom<vscode.Uri>((value) => value instanceof vscode.Uri);
const fileOperations = z.array(z.object({ _type: z.number(), from: uriSchema.nullish(), to: uriSchema.nullish() }));
const [fileOperation, textEdit] = [1, 2];

const mostActions = 40;

export async function offeredAt(document: vscode.TextDocument, selection: vscode.Selection): Promise<OfferedActions> {
  const { uri } = document;
  const position = selection.active;
  const symbol = await symbolAt(uri, position);
  const kinds = [vscode.CodeActionKind.Refactor.value, vscode.CodeActionKind.SourceOrganizeImports.value];
  const found = await Promise.all(
    kinds.map(async (kind): Promise<readonly vscode.CodeAction[]> => {
      try {
        const actions: readonly vscode.CodeAction[] = await vscode.commands.executeCommand(
          'vscode.executeCodeActionProvider',
          ...[uri, selection, kind, mostActions],
        );
        return actions;
      } catch {
        return [];
      }
    }),
  );
  const actions = found.flat().flatMap(({ title, edit, disabled }) =>
    // An action that is a command would change files by itself: it is not offered.
    edit === undefined || disabled !== undefined || readEdit(edit) === undefined ? [] : [{ title, edit }],
  );
  return {
    ...{ symbol, position, canMove: isMovable(uri.path) },
    actions: actions.map(({ title }) => title),
    edits: actions.map(({ edit }) => edit),
  };
}

async function symbolAt(uri: vscode.Uri, position: vscode.Position): Promise<string | undefined> {
  try {
    const answer: { readonly placeholder: string } | undefined = await vscode.commands.executeCommand(
      'vscode.prepareRename',
      uri,
      position,
    );
    return answer?.placeholder;
  } catch {
    // There is nothing that could be renamed.
    return undefined;
  }
}

export async function renameEdit(
  uri: vscode.Uri,
  position: vscode.Position,
  newName: string,
): Promise<vscode.WorkspaceEdit> {
  return vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', uri, position, newName);
}

/** Undefined = it also does what cannot be shown: deletes files, or changes notebooks. */
export function readEdit(edit: vscode.WorkspaceEdit): LanguageEdit | undefined {
  const texts = edit.entries().map(([uri, edits]) => ({ uri, edits }));
  const read: unknown = Reflect.get(edit, '_allEntries');
  const entries = fileOperations.safeParse(typeof read === 'function' ? read.call(edit) : []);
  const others = (entries.data ?? []).filter(({ _type }) => _type !== textEdit);
  const isShown = others.every(({ _type, to }) => _type === fileOperation && to !== undefined && to !== null);
  const moves = others.flatMap(({ from, to }) =>
    from !== undefined && from !== null && to !== undefined && to !== null ? [{ from, to }] : [],
  );
  return isShown && entries.success ? { texts, moves } : undefined;
}

export function toOffsets(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): OffsetEdit[] {
  const endOfLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return edits.map(({ range, newText }) => ({
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    text: newText.replace(/\r\n?|\n/g, () => endOfLine),
  }));
}
