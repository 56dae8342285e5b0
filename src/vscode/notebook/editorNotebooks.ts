/** Notebooks that are open in the editor: their cells as the core's own, and the edit that changes them. */
import * as vscode from 'vscode';
import { toLineFeeds } from '../../base/text';
import { type Cell, placesOfCells, textOfCells } from '../../edits/notebook/cells';
import { originsOf } from '../../edits/notebook/origins';
import { lineEdits } from '../lineEdits';

const cellScheme = 'vscode-notebook-cell';

export function cellsOf(notebook: vscode.NotebookDocument): readonly Cell[] {
  return notebook.getCells().map(({ kind, metadata, document }) => {
    const id: unknown = metadata.id;
    return {
      kind: kind === vscode.NotebookCellKind.Markup ? 'markdown' : document.languageId === 'raw' ? 'raw' : 'code',
      id: typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : undefined,
      text: toLineFeeds(document.getText()),
    };
  });
}

/** A document that is a cell of a notebook's file. */
export interface CellPlace {
  /** Of the file. */
  readonly uri: vscode.Uri;
  /** All cells, as `textOfCells` writes them. */
  readonly text: string;
  /** 0-based line of `text` at which the document begins. */
  readonly line: number;
  /** Lines of `text` that it has; none when it is empty. */
  readonly count: number;
}

/** Undefined = the document is no cell. */
export function cellPlaceOf(document: vscode.TextDocument): CellPlace | undefined {
  if (document.uri.scheme !== cellScheme) {
    return undefined;
  }
  for (const notebook of vscode.workspace.notebookDocuments) {
    const index = notebook.getCells().findIndex((cell) => cell.document === document);
    const cells = index < 0 ? [] : cellsOf(notebook);
    const place = placesOfCells(cells)[index];
    if (place !== undefined) {
      return { uri: notebook.uri, text: textOfCells(cells), ...place };
    }
  }
  return undefined;
}

export interface CellEdits {
  /** Cells that come and go; places are those before all of them. */
  readonly structure: readonly vscode.NotebookEdit[];
  readonly texts: readonly { readonly uri: vscode.Uri; readonly edits: readonly vscode.TextEdit[] }[];
}

/** What makes a notebook's cells those of a file: texts that change, cells that come and go; outputs of those that stay are kept. */
export async function editTo(notebook: vscode.NotebookDocument, bytes: Uint8Array): Promise<CellEdits> {
  const data: vscode.NotebookData = await vscode.commands.executeCommand(
    'vscode.executeDataToNotebook',
    notebook.notebookType,
    bytes,
  );
  const now = cellsOf(notebook);
  const wanted = data.cells.map(cellOfData);
  const origins = originsOf(now, wanted).map((origin) => (origin?.moved === false ? origin.from : undefined));
  const texts = origins.flatMap((from, at) => {
    const text = wanted[at]?.text;
    if (from === undefined || text === undefined || text === now[from]?.text) {
      return [];
    }
    const { document } = notebook.cellAt(from);
    return [{ uri: document.uri, edits: lineEdits(document, text) }];
  });
  return { structure: structureEdits(now.length, data.cells, origins), texts };
}

function cellOfData({ kind, languageId, value, metadata }: vscode.NotebookCellData): Cell {
  const id: unknown = metadata?.id;
  return {
    kind: kind === vscode.NotebookCellKind.Markup ? 'markdown' : languageId === 'raw' ? 'raw' : 'code',
    id: typeof id === 'string' ? id : undefined,
    text: toLineFeeds(value),
  };
}

/** One edit for each stretch of cells that goes or comes. */
function structureEdits(
  count: number,
  wanted: readonly vscode.NotebookCellData[],
  origins: readonly (number | undefined)[],
): vscode.NotebookEdit[] {
  const edits: vscode.NotebookEdit[] = [];
  let next = 0;
  let added: vscode.NotebookCellData[] = [];
  const close = (end: number): void => {
    if (end > next || added.length > 0) {
      edits.push(vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(next, end), added));
    }
    added = [];
  };
  for (const [at, cell] of wanted.entries()) {
    const from = origins[at];
    if (from === undefined) {
      added.push(cell);
    } else {
      close(from);
      next = from + 1;
    }
  }
  close(count);
  return edits;
}
