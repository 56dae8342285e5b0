/** Where nothing is ever completed: what is no text of a person's, and notebooks that they do not trust. */
import { expect, it, vi } from 'vitest';
import { refusedDocument } from '../../../src/vscode/completion/refusedDocument';

const played = vi.hoisted(() => ({ workspace: { isTrusted: true } }));
vi.mock('vscode', () => played);

const refused = (scheme: string): string | undefined =>
  refusedDocument({ uri: { scheme } } as Parameters<typeof refusedDocument>[0]);

it.each([true, false])('in a folder that is trusted: %s', (isTrusted) => {
  played.workspace.isTrusted = isTrusted;
  expect(refused('file')).toBeUndefined();
  expect(refused('vscode-notebook-cell')).toBe(isTrusted ? undefined : 'untrusted-notebook');
  expect(refused('output')).toBe('scheme');
});
