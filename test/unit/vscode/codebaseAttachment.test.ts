/** What `@codebase` takes along: how many places there are, also one or none. */
import { expect, it, vi } from 'vitest';
import { codebaseAttachment } from '../../../src/vscode/chat/mentions/symbols';
import type { FolderSearch } from '../../../src/vscode/context/ContextLoader';

vi.mock('vscode', () => ({
  l10n: { t: (text: string, ...values: readonly unknown[]) => text.replace(/\{(\d)\}/g, (_, n) => String(values[n])) },
  Uri: { joinPath: (_folder: unknown, path: string) => ({ path, toString: () => `file:///w/${path}` }) },
  workspace: { getWorkspaceFolder: () => ({}), asRelativePath: ({ path }: { readonly path: string }) => path },
}));

it.each([
  [0, 'Codebase: nothing found', 'Nothing was found.'],
  [1, 'Codebase: 1 place', 'a0.ts:1-2\nlet a;'],
  [2, 'Codebase: 2 places', 'a0.ts:1-2\nlet a;\n\na1.ts:1-2\nlet a;'],
])('%i places', async (count, label, text) => {
  const pieces = Array.from({ length: count }, (_, at) => ({
    path: `a${at}.ts`,
    startLine: 0,
    endLine: 1,
    text: 'let a;',
  }));
  const search = { folder: {}, search: { retrieve: async () => pieces } } as unknown as FolderSearch;
  const attachment = await codebaseAttachment([search], 'Why?', async () => true, new AbortController().signal);
  expect(attachment).toMatchObject({ id: 'codebase', kind: 'codebase', label, text });
});

it('is nothing of files that may not be read', async () => {
  const piece = { path: '.env', startLine: 0, endLine: 0, text: 'KEY=1' };
  const search = { folder: {}, search: { retrieve: async () => [piece] } } as unknown as FolderSearch;
  const attachment = await codebaseAttachment([search], 'Why?', async () => false, new AbortController().signal);
  expect(attachment.text).toBe('Nothing was found.');
});
