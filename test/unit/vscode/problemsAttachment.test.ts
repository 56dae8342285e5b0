/** `@problems` and `@all-problems`: what the editor reports quotes the files that it is about. */
import { beforeEach, expect, it, vi } from 'vitest';

interface Diagnostic {
  readonly message: string;
  readonly severity: number;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}
const editor = vi.hoisted(() => ({ problems: [] as [string, Diagnostic[]][] }));
vi.mock('vscode', () => ({
  DiagnosticSeverity: ['Error', 'Warning'],
  l10n: { t: (text: string, ...values: readonly unknown[]) => text.replace('{0}', String(values[0])) },
  languages: {
    getDiagnostics: (uri?: string) =>
      uri === undefined ? editor.problems : (editor.problems.find(([of]) => of === uri)?.[1] ?? []),
  },
  workspace: { getWorkspaceFolder: () => ({}), asRelativePath: (uri: string) => uri },
}));

import type * as vscode from 'vscode';
import { problemsAttachment } from '../../../src/vscode/chat/mentions/problems';

const problem = (message: string, severity = 0): Diagnostic => ({
  ...{ message, severity, range: { start: { line: 1, character: 2 } } },
});
const documentOf = (uri: string) => ({ uri }) as unknown as vscode.TextDocument;
const asked: unknown[] = [];
const mayRead = async (uri: vscode.Uri, ask: boolean): Promise<boolean> => {
  asked.push([`${uri}`, ask]);
  return `${uri}` !== '.env';
};
beforeEach(() => {
  asked.length = 0;
  editor.problems = [
    ['a.ts', [problem('late', 1), problem('first')]],
    ['.env', [problem('KEY=hunter2 is no name')]],
    ['b.ts', []],
  ];
});

it('tells the worst first, and nothing of files that do not go along', async () => {
  const all = await problemsAttachment(undefined, mayRead);
  expect(all?.text).toBe('a.ts:2:3 Error  first\na.ts:2:3 Warning  late');
  // Nobody is asked about each file of the folder.
  expect(asked).toEqual([
    ['a.ts', false],
    ['.env', false],
  ]);
  expect(await problemsAttachment(documentOf('.env'), mayRead)).toBeUndefined();
  expect(asked.at(-1)).toEqual(['.env', true]);
  expect(await problemsAttachment(documentOf('a.ts'), mayRead)).toMatchObject({ label: 'Problems in a.ts' });
});

it('REL-35: says how many more there are, and is no longer than other texts', async () => {
  editor.problems = [['a.ts', Array.from({ length: 260 }, (_, index) => problem(`number ${index}`))]];
  const text = (await problemsAttachment(undefined, mayRead))?.text ?? '';
  expect(text).toMatch(/number 199\n… 60 more problems …$/);
  editor.problems = [['a.ts', [problem('x'.repeat(1_000_000))]]];
  expect((await problemsAttachment(undefined, mayRead))?.text.length).toBeLessThan(200_100);
});
