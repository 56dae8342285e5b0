/** A cursor of VS Code as the pipeline takes it: a snapshot that joins no lines, and notebooks as one text. */
import * as vscode from 'vscode';
import type { Position, Range, TextDocument } from '../../base/text';
import { type NotebookCell, textAroundCell } from '../../completion/notebook';
import { linesAround, type TextAround } from '../../completion/textAround';
import { fromRange, toPosition, toTextDocument } from '../textDocument';

export interface EditorCursor {
  readonly document: TextDocument;
  readonly position: Position;
  readonly around: TextAround;
  /** A range of `document` as one of the editor's document. */
  readonly toEditor: (range: Range) => vscode.Range;
}

export function editorCursor(document: vscode.TextDocument, position: vscode.Position): EditorCursor {
  const snapshot = toTextDocument(document);
  const around = aroundOf(document, toPosition(position));
  const cell = cellOf(document);
  if (cell === undefined) {
    return { document: snapshot, position: toPosition(position), around, toEditor: fromRange };
  }
  const { before, after } = cell;
  const lines = before.split('\n').length - 1;
  return {
    document: {
      ...snapshot,
      get text() {
        return before + document.getText() + after;
      },
    },
    position: { line: position.line + lines, character: position.character },
    around: withCells(around, before, after),
    toEditor: ({ start, end }) =>
      fromRange({ start: { ...start, line: start.line - lines }, end: { ...end, line: end.line - lines } }),
  };
}

/** What stands at a place of an open document now; see `CurrentPlace`. */
export function currentPlace(uri: string, unitsAfter: number): TextAround | undefined {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
  if (document === undefined) {
    return undefined;
  }
  const { before = '', after = '' } = cellOf(document) ?? {};
  const length = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  const offset = length + after.length - unitsAfter;
  return offset < 0 || offset > length
    ? undefined
    : withCells(aroundOf(document, toPosition(document.positionAt(offset))), before, after);
}

function aroundOf(document: vscode.TextDocument, position: Position): TextAround {
  return linesAround(
    {
      lineCount: document.lineCount,
      end: toPosition(document.lineAt(document.lineCount - 1).range.end),
      textBetween: (start, end) => document.getText(fromRange({ start, end })),
      offsetAt: ({ line, character }) => document.offsetAt(new vscode.Position(line, character)),
    },
    position,
  );
}

function withCells({ prefix, suffix, offset, unitsAfter }: TextAround, before: string, after: string): TextAround {
  return {
    prefix: before + prefix,
    suffix: suffix + after,
    offset: before.length + offset,
    unitsAfter: unitsAfter + after.length,
  };
}

/** The text around a notebook's cell; undefined = the document is none. */
function cellOf(document: vscode.TextDocument): { readonly before: string; readonly after: string } | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') {
    return undefined;
  }
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  const cells = notebook?.getCells() ?? [];
  const index = cells.findIndex((cell) => cell.document === document);
  return index < 0 ? undefined : textAroundCell(cells.map(toCell), index);
}

function toCell({ kind, document }: vscode.NotebookCell): NotebookCell {
  return {
    kind: kind === vscode.NotebookCellKind.Markup ? 'markdown' : 'code',
    languageId: document.languageId,
    text: document.getText(),
  };
}
