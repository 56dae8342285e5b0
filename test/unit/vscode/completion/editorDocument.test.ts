/** A cursor in a notebook's cell: the text of all cells around it, and the way back to the cell's own lines (behaviour 21). */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { offsetAt } from '../../../../src/base/text';
import { currentPlace, editorCursor } from '../../../../src/vscode/completion/editorDocument';

const editor = vi.hoisted(() => ({ textDocuments: [] as unknown[], notebookDocuments: [] as unknown[] }));
vi.mock('vscode', () => {
  class Position {
    constructor(
      readonly line: number,
      readonly character: number,
    ) {}
  }
  return {
    Position,
    Range: class {
      readonly start: Position;
      readonly end: Position;
      constructor(line: number, character: number, endLine: number, endCharacter: number) {
        this.start = new Position(line, character);
        this.end = new Position(endLine, endCharacter);
      }
    },
    EndOfLine: { LF: 1, CRLF: 2 },
    NotebookCellKind: { Markup: 1, Code: 2 },
    workspace: {
      get textDocuments() {
        return editor.textDocuments;
      },
      get notebookDocuments() {
        return editor.notebookDocuments;
      },
      getWorkspaceFolder: () => undefined,
    },
  };
});

const { Position } = await import('vscode');

function cellOf(at: number, languageId: string, text: string): vscode.TextDocument {
  const uri = {
    scheme: 'vscode-notebook-cell',
    path: `/n.ipynb`,
    toString: () => `vscode-notebook-cell:/n.ipynb#${at}`,
  };
  const lines = text.split('\n');
  const played = {
    ...{ uri, languageId, version: 1, eol: 1, lineCount: lines.length },
    lineAt: (line: number) => ({ range: { end: new Position(line, lines[line]?.length ?? 0) } }),
    offsetAt: (position: vscode.Position) => offsetAt(text, position),
    positionAt: (offset: number) => {
      const before = text.slice(0, offset).split('\n');
      return new Position(before.length - 1, before.at(-1)?.length ?? 0);
    },
    getText: (range?: vscode.Range) =>
      range === undefined ? text : text.slice(offsetAt(text, range.start), offsetAt(text, range.end)),
  };
  return played as unknown as vscode.TextDocument;
}

const cells = [
  cellOf(0, 'markdown', '# 面积\nof circles'),
  cellOf(1, 'python', 'import math'),
  cellOf(2, 'python', 'r = 2\narea'),
];

beforeEach(() => {
  editor.textDocuments = cells;
  const getCells = () => cells.map((document) => ({ document, kind: document.languageId === 'markdown' ? 1 : 2 }));
  editor.notebookDocuments = [{ getCells }];
});

const before = '# # 面积\n# of circles\n\nimport math\n\n';

describe('a cursor in a cell', () => {
  it('has all cells around it, in the last one too', () => {
    const cursor = editorCursor(cells[2] ?? cellOf(9, '', ''), new Position(1, 4));
    const { prefix, suffix, offset, unitsAfter } = cursor.around;
    expect([prefix, suffix, offset, unitsAfter]).toEqual([`${before}r = 2\narea`, '', before.length + 10, 0]);
    expect(cursor.document.text).toBe(`${before}r = 2\narea`);
    expect(offsetAt(cursor.document.text, cursor.position)).toBe(offset);
    const first = editorCursor(cells[1] ?? cellOf(9, '', ''), new Position(0, 11));
    expect(first.around).toMatchObject({ prefix: '# # 面积\n# of circles\n\nimport math', suffix: '\n\nr = 2\narea' });
  });

  it('puts what replaces text into the cell’s own lines', () => {
    const { position, toEditor } = editorCursor(cells[2] ?? cellOf(9, '', ''), new Position(1, 4));
    expect(toEditor({ start: { ...position, character: 0 }, end: position })).toEqual({
      start: { line: 1, character: 0 },
      end: { line: 1, character: 4 },
    });
  });

  it('is found again by what stands after it', () => {
    const now = currentPlace('vscode-notebook-cell:/n.ipynb#1', '\n\nr = 2\narea'.length + 4);
    expect(now).toMatchObject({ prefix: '# # 面积\n# of circles\n\nimport ', suffix: 'math\n\nr = 2\narea' });
    expect(currentPlace('vscode-notebook-cell:/n.ipynb#2', 0)?.prefix).toBe(`${before}r = 2\narea`);
  });
});
