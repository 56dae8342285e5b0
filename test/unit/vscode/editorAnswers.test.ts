/** What the tools are told by language servers, with servers that are played: the answers, and what happens where none comes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApprovedOperation } from '../../../src/tools/gate/PathGate';
import { EditorDiagnostics } from '../../../src/vscode/agent/EditorDiagnostics';
import { EditorSymbols, type EditorSymbolsHost } from '../../../src/vscode/agent/EditorSymbols';
import { planRename } from '../../../src/vscode/agent/planRename';

interface PlayedUri {
  readonly scheme: string;
  readonly fsPath: string;
  toString(): string;
}
const played = vi.hoisted(() => ({
  diagnostics: [] as unknown[],
  listeners: new Set<() => void>(),
  commands: {} as Record<string, (...values: unknown[]) => unknown>,
  files: {} as Record<string, string>,
}));

vi.mock('vscode', () => {
  const uri = (scheme: string, fsPath: string): PlayedUri => ({
    scheme,
    fsPath,
    toString: () => `${scheme}:${fsPath}`,
  });
  return {
    Uri: {
      file: (path: string) => uri('file', path),
      joinPath: ({ fsPath }: PlayedUri, path: string) => uri('file', `${fsPath}/${path}`),
    },
    Position: class {
      constructor(
        readonly line: number,
        readonly character: number,
      ) {}
    },
    EndOfLine: { LF: 1, CRLF: 2 },
    SymbolKind: { 4: 'Class', 11: 'Function' },
    commands: { executeCommand: async (name: string, ...values: unknown[]) => played.commands[name]?.(...values) },
    languages: {
      getDiagnostics: () => played.diagnostics,
      onDidChangeDiagnostics: (listener: () => void) => {
        played.listeners.add(listener);
        return { dispose: () => played.listeners.delete(listener) };
      },
    },
    workspace: {
      openTextDocument: async ({ fsPath }: PlayedUri) => {
        const text = played.files[fsPath];
        if (text === undefined) {
          throw new Error(`There is no ${fsPath}`);
        }
        const lines = text.split(/\r?\n/);
        return {
          ...{ lineCount: lines.length, eol: text.includes('\r\n') ? 2 : 1, getText: () => text },
          lineAt: (line: number) => ({ text: lines[line] }),
          offsetAt: (offset: number) => offset,
        };
      },
    },
  };
});

const file = (fsPath: string, scheme = 'file'): PlayedUri => ({
  scheme,
  fsPath,
  toString: () => `${scheme}:${fsPath}`,
});
const at = (line: number) => ({ start: { line } });
const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
  played.listeners.clear();
  played.commands = {};
  played.files = { '/w/a.ts': 'class A {}\nnew A();', '/w/b.ts': 'A;' };
});
afterEach(() => void vi.useRealTimers());

describe('problems of the editor', () => {
  it('are told with file, line, weight, words, and who says so', async () => {
    played.diagnostics = [
      [
        file('/w/a.ts'),
        [
          { range: at(3), severity: 0, message: 'bad', source: 'ts', code: 2304 },
          { range: at(4), severity: 1, message: 'odd', source: 'eslint', code: { value: 'no-odd' } },
          { range: at(5), severity: 3, message: 'hint' },
        ],
      ],
      [file('/w/b.ts'), [{ range: at(0), severity: 2, message: 'note' }]],
      [file('/x', 'output'), [{ range: at(0), severity: 0, message: 'no file' }]],
    ];
    const a = [
      { path: '/w/a.ts', line: 3, severity: 'error', message: 'bad', source: 'ts 2304' },
      { path: '/w/a.ts', line: 4, severity: 'warning', message: 'odd', source: 'eslint no-odd' },
      { path: '/w/a.ts', line: 5, severity: 'information', message: 'hint', source: '' },
    ];
    const b = { path: '/w/b.ts', line: 0, severity: 'information', message: 'note', source: '' };
    const diagnostics = new EditorDiagnostics();
    expect(await diagnostics.read(undefined)).toEqual([...a, b]);
    expect(await diagnostics.read(['/w/b.ts'])).toEqual([b]);
  });

  it.each<readonly [string, () => void]>([
    ['no server reacts for a while', () => vi.advanceTimersByTime(60_000)],
    [
      'the servers that reacted are quiet',
      () => {
        for (const listener of played.listeners) {
          listener();
        }
        vi.advanceTimersByTime(1_000);
      },
    ],
  ])('are settled when %s, and nobody listens any more', async (_, pass) => {
    let isSettled = false;
    const settled = new EditorDiagnostics().settled(never).then(() => {
      isSettled = true;
    });
    await Promise.resolve();
    expect([isSettled, played.listeners.size]).toEqual([false, 1]);
    pass();
    await settled;
    expect(played.listeners.size).toBe(0);
  });

  it('are not waited for any more once it is stopped', async () => {
    const stop = new AbortController();
    const settled = new EditorDiagnostics().settled(stop.signal);
    stop.abort();
    await settled;
    expect([played.listeners.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});

describe('names in the editor', () => {
  const found = { name: 'A', kind: 'class', path: 'a.ts', startLine: 0 };
  const host = (change: Partial<EditorSymbolsHost> = {}): EditorSymbolsHost => ({
    searches: () => [{ folder: file('/w') as never, search: { findSymbols: async () => [found] } as never }],
    files: {
      search: async (_: unknown, query: unknown) => ({
        items: [{ path: '/w/b.ts', line: 0, text: JSON.stringify(query) }],
        isCut: false,
      }),
    } as never,
    wholeFolder: async () => ({}) as ApprovedOperation,
    ...change,
  });
  const byServer = 'vscode.executeWorkspaceSymbolProvider';
  const references = 'vscode.executeReferenceProvider';

  it('are found by a language server, with the line that they stand on', async () => {
    played.commands[byServer] = () => [
      { name: 'A', kind: 4, location: { uri: file('/w/a.ts'), range: at(0) } },
      { name: 'xA', kind: 4, location: { uri: file('/w/b.ts'), range: at(0) } },
      { name: 'A', kind: 4, location: { uri: file('/lib', 'git'), range: at(0) } },
    ];
    expect(await new EditorSymbols(host()).find('A', 10, never)).toEqual({
      items: [{ name: 'A', kind: 'class', path: '/w/a.ts', line: 0, text: 'class A {}' }],
      isCut: false,
    });
  });

  it.each<readonly [string, (() => unknown) | undefined]>([
    ['there is none', undefined],
    ['it knows nothing', () => []],
    [
      'it fails',
      () => {
        throw new Error('broken');
      },
    ],
    ['it never answers', () => new Promise(() => {})],
  ])('are found by the index where %s', async (_, answer) => {
    if (answer !== undefined) {
      played.commands[byServer] = answer;
    }
    const finding = new EditorSymbols(host()).find('A', 10, never);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await finding).items).toEqual([{ name: 'A', kind: 'class', path: '/w/a.ts', line: 0, text: 'class A {}' }]);
  });

  it('are cut at the limit, and it is said', async () => {
    const one = { name: 'A', kind: 11, location: { uri: file('/w/a.ts'), range: at(1) } };
    played.commands[byServer] = () => [one, one, one];
    const { items, isCut } = await new EditorSymbols(host()).find('A', 2, never);
    expect([items.length, isCut]).toEqual([2, true]);
  });

  it('have uses by a language server, asked at the place of the name', async () => {
    const asked: unknown[] = [];
    played.commands[references] = (_, position) => {
      asked.push(position);
      return [{ uri: file('/w/b.ts'), range: at(0) }];
    };
    const record = { realPath: '/w/a.ts' } as ApprovedOperation;
    expect(await new EditorSymbols(host()).references('A', { record, line: 1 }, 10, never)).toEqual({
      items: [{ path: '/w/b.ts', line: 0, text: 'A;' }],
      isCut: false,
      bySyntax: false,
    });
    expect(asked).toMatchObject([{ line: 1, character: 4 }]);
  });

  it('have uses by their spelling where no server answers, in what may be searched only', async () => {
    const { items, bySyntax } = await new EditorSymbols(host()).references('A', undefined, 10, never);
    expect([items.length, bySyntax]).toEqual([1, true]);
    const { pattern } = JSON.parse(items[0]?.text ?? '{}');
    expect(['A', 'x.A(', 'AB', '$A', 'éA'].map((text) => new RegExp(pattern, 'u').test(text))).toEqual([
      ...[true, true, false, false, false],
    ]);
    const closed = host({ wholeFolder: async () => undefined });
    expect((await new EditorSymbols(closed).references('A', undefined, 10, never)).items).toEqual([]);
  });
});

describe('a rename', () => {
  const command = 'vscode.executeDocumentRenameProvider';
  /** As VS Code gives it: places are offsets here. */
  const edit = (
    texts: Readonly<Record<string, readonly (readonly [start: number, end: number, text: string])[]>>,
    others: readonly object[] = [],
  ) => ({
    entries: () =>
      Object.entries(texts).map(([path, edits]) => [
        file(path),
        edits.map(([start, end, newText]) => ({ range: { start, end }, newText })),
      ]),
    _allEntries: () => [...Object.keys(texts).map(() => ({ _type: 2 })), ...others],
  });
  const plan = () => planRename('/w/a.ts', { line: 0, character: 6 }, 'Longer');

  it('is what the language server would change, as whole texts, nothing of it applied', async () => {
    const texts = {
      '/w/a.ts': [[6, 7, 'Longer'] as const, [15, 16, 'Longer'] as const],
      '/w/b.ts': [[0, 1, 'Longer'] as const],
    };
    played.commands[command] = () => edit(texts);
    expect(await plan()).toEqual([
      {
        ...{ path: '/w/a.ts', newPath: undefined, edits: [] },
        ...{ base: 'class A {}\nnew A();', result: 'class Longer {}\nnew Longer();' },
      },
      { path: '/w/b.ts', newPath: undefined, edits: [], base: 'A;', result: 'Longer;' },
    ]);
    expect(played.files['/w/a.ts']).toBe('class A {}\nnew A();');
  });

  it.each<readonly [string, () => unknown]>([
    ['nobody can rename there', () => Promise.reject(new Error('not here'))],
    ['nothing would change', () => edit({})],
    ['a file would be deleted', () => edit({ '/w/b.ts': [[0, 1, 'Longer']] }, [{ _type: 1, from: null, to: null }])],
    ['a notebook would change', () => edit({ '/w/b.ts': [[0, 1, 'Longer']] }, [{ _type: 3 }])],
  ])('is none where %s', async (_, answer) => {
    played.commands[command] = answer;
    expect(await plan()).toBeUndefined();
  });
});
