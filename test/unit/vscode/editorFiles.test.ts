/** Notebooks that are open in a played editor: what their bytes are while cells are unsaved, and the one edit that changes them. */
import { beforeEach, expect, it, vi } from 'vitest';
import { EditorFiles } from '../../../src/vscode/review/EditorFiles';

interface PlayedCell {
  readonly text: string;
  readonly id?: string;
}
const played = vi.hoisted(() => ({ notebooks: [] as object[], edits: [] as unknown[], saved: 0 }));

vi.mock('vscode', () => {
  const uri = (path: string) => ({ scheme: 'file', path, fsPath: path, toString: () => path });
  return {
    Uri: { file: uri },
    NotebookCellKind: { Markup: 1, Code: 2 },
    NotebookRange: class {
      constructor(
        readonly start: number,
        readonly end: number,
      ) {}
    },
    NotebookEdit: {
      replaceCells: (range: object, cells: { value: string }[]) => ({ range, cells: cells.map((c) => c.value) }),
    },
    Range: class {},
    TextEdit: { replace: (_: object, text: string) => text },
    WorkspaceEdit: class {
      set(where: object, edits: unknown) {
        played.edits.push([String(where), edits]);
      }
    },
    commands: {
      executeCommand: async (_: string, __: string, bytes: Uint8Array) => ({
        cells: JSON.parse(new TextDecoder().decode(bytes)).cells.map((cell: { id?: string; source: string[] }) => ({
          ...{ kind: 2, languageId: 'python', value: cell.source.join(''), metadata: { id: cell.id } },
        })),
      }),
    },
    workspace: {
      get notebookDocuments() {
        return played.notebooks;
      },
      textDocuments: [],
      applyEdit: async () => true,
    },
  };
});

const notebookOf = (cells: readonly PlayedCell[]): string =>
  JSON.stringify({
    cells: cells.map(({ text, id }) => ({
      ...{ cell_type: 'code', execution_count: null, id, metadata: {}, outputs: [], source: [text] },
    })),
    ...{ metadata: {}, nbformat: 4, nbformat_minor: 5 },
  });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function open(cells: readonly PlayedCell[], isDirty: boolean): void {
  const documents = cells.map(({ text, id }) => ({
    kind: 2,
    metadata: { id },
    document: {
      ...{ languageId: 'python', uri: `cell ${id}`, getText: () => text, positionAt: () => ({}) },
    },
  }));
  played.notebooks = [
    {
      uri: { scheme: 'file', path: '/w/n.ipynb', fsPath: '/w/n.ipynb', toString: () => 'notebook' },
      ...{ notebookType: 'jupyter-notebook', isClosed: false, isDirty },
      getCells: () => documents,
      cellAt: (at: number) => documents[at],
      save: async () => Boolean(++played.saved),
    },
  ];
}

const stored: PlayedCell[] = [
  { text: 'a', id: 'a' },
  { text: 'b', id: 'b' },
  { text: 'c', id: 'c' },
];
const disk = { read: async () => bytes(notebookOf(stored)), perform: vi.fn(), settle: vi.fn() };
const files = new EditorFiles({ disk, realPath: async (path) => path, isReadOnly: async () => false });
const write = (now: readonly PlayedCell[], wanted: readonly PlayedCell[]): Promise<void> =>
  files.perform(
    { operation: 'write', realPath: '/w/n.ipynb', realTarget: undefined, bytes: bytes(notebookOf(wanted)) },
    bytes(notebookOf(now)),
  );

beforeEach(() => {
  played.edits.length = 0;
  played.saved = 0;
});

it('reads unsaved cells in place of those on the disk, and only while they are unsaved', async () => {
  open([{ text: 'typed', id: 'a' }, ...stored.slice(1)], true);
  const typed = new TextDecoder().decode(await files.read('/w/n.ipynb'));
  expect(typed).toBe(notebookOf(stored).replace('["a"]', '["typed"]'));
  open([{ text: 'typed', id: 'a' }, ...stored.slice(1)], false);
  expect(new TextDecoder().decode(await files.read('/w/n.ipynb'))).toBe(notebookOf(stored));
});

it('changes cells, then texts, by one edit, and saves only what was saved before', async () => {
  open(stored, false);
  await write(stored, [
    { text: 'new', id: 'n' },
    { text: 'A', id: 'a' },
    { text: 'c', id: 'c' },
  ]);
  expect(played.edits).toEqual([
    [
      'notebook',
      [
        { range: { start: 0, end: 0 }, cells: ['new'] },
        { range: { start: 1, end: 2 }, cells: [] },
      ],
    ],
    ['cell a', ['A']],
  ]);
  expect(played.saved).toBe(1);
  open(stored, true);
  await write(stored, [{ text: 'A', id: 'a' }, ...stored.slice(1)]);
  expect(played.saved).toBe(1);
  expect(played.edits.at(-1)).toEqual(['cell a', ['A']]);
});

it('changes nothing of a notebook that is another one than was looked at', async () => {
  open([{ text: 'typed', id: 'a' }, ...stored.slice(1)], true);
  await expect(write(stored, [{ text: 'A', id: 'a' }])).rejects.toMatchObject({ code: 'file.changed' });
  expect([played.edits, disk.perform.mock.calls]).toEqual([[], []]);
});

it('writes one that is not open to the disk', async () => {
  played.notebooks = [];
  await write(stored, stored.slice(1));
  expect(disk.perform).toHaveBeenCalledOnce();
  expect(played.edits).toEqual([]);
});
