/** What the language server can do at a place, and its edits as proposed texts. Nothing of it is applied here. */
import * as vscode from 'vscode';
import type { OffsetEdit } from '../../edits/mergeTextEdits';
import type { LanguageActions } from '../../refactoring/plan';

export interface OfferedActions extends LanguageActions {
  readonly position: vscode.Position;
  readonly edits: readonly vscode.WorkspaceEdit[];
}

/** Text edits by file, as the server gave them. */
export type EditsByFile = ReadonlyMap<string, { readonly uri: vscode.Uri; readonly edits: readonly vscode.TextEdit[] }>;

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
    edit === undefined || disabled !== undefined || edit.size !== edit.entries().length ? [] : [{ title, edit }],
  );
  return { symbol, position, actions: actions.map(({ title }) => title), edits: actions.map(({ edit }) => edit) };
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

/** Undefined = it also makes, moves or deletes files, which cannot be shown. */
export function editsOf(edit: vscode.WorkspaceEdit): EditsByFile | undefined {
  const entries = edit.entries();
  return edit.size === entries.length
    ? new Map(entries.map(([uri, edits]) => [uri.toString(), { uri, edits }]))
    : undefined;
}

export function toOffsets(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): OffsetEdit[] {
  const endOfLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return edits.map(({ range, newText }) => ({
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    text: newText.replace(/\r\n?|\n/g, () => endOfLine),
  }));
}
