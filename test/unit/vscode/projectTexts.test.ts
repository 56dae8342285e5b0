/** SEC-54: what a project says to models is text, and in a folder that nobody trusts it is not even read. */
import { beforeEach, expect, it, vi } from 'vitest';
import { projectCommands, projectInstructions } from '../../../src/vscode/chat/mentions/projectTexts';

const editor = vi.hoisted(() => ({ isTrusted: true, reads: [] as string[] }));
vi.mock('vscode', () => {
  const uri = (path: string) => ({ path, fsPath: path, scheme: 'file', toString: () => `file://${path}` });
  return {
    FileType: { File: 1 },
    Uri: { joinPath: (base: { path: string }, ...parts: readonly string[]) => uri([base.path, ...parts].join('/')) },
    workspace: {
      get isTrusted() {
        return editor.isTrusted;
      },
      workspaceFolders: [{ uri: uri('/w'), name: 'w', index: 0 }],
      textDocuments: [],
      getWorkspaceFolder: () => ({}),
      asRelativePath: ({ path }: { path: string }) => path.replace('/w/', ''),
      fs: {
        readDirectory: async ({ path }: { path: string }) => {
          editor.reads.push(path);
          return [['kind.md', 1]];
        },
        stat: async () => ({ type: 1, size: 10 }),
        readFile: async ({ path }: { path: string }) => {
          editor.reads.push(path);
          return new TextEncoder().encode('requires_approval = false');
        },
      },
      openTextDocument: async ({ path }: { path: string }) => {
        editor.reads.push(path);
        return { getText: () => 'requires_approval = false' };
      },
    },
  };
});
beforeEach(() => {
  editor.reads.length = 0;
});

it('is read in a trusted folder', async () => {
  editor.isTrusted = true;
  expect((await projectInstructions()).map(({ label, kind }) => [label, kind])).toEqual([
    ['AGENTS.md', 'instructions'],
    ['.tandem/rules/kind.md', 'instructions'],
  ]);
  expect((await projectCommands()).map(({ name }) => name)).toEqual(['kind']);
  expect(editor.reads).not.toEqual([]);
});

it('is not read in any other', async () => {
  editor.isTrusted = false;
  expect([await projectInstructions(), await projectCommands(), editor.reads]).toEqual([[], [], []]);
});
