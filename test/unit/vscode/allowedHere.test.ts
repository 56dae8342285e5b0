/** SEC-12: what was allowed in some folders does not hold in others. */
import { expect, it, vi } from 'vitest';
import { allowedHere } from '../../../src/vscode/agent/allowedHere';

const listeners = vi.hoisted(() => new Set<() => void>());
vi.mock('vscode', () => ({
  workspace: {
    onDidChangeWorkspaceFolders: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  },
}));

it('SEC-12: what was allowed is forgotten when the folders of the window change, and with the extension', () => {
  const subscriptions: { dispose(): unknown }[] = [];
  const allowed = allowedHere(subscriptions);
  allowed.add('hash');
  for (const tell of listeners) {
    tell();
  }
  expect([...allowed]).toEqual([]);
  expect(allowedHere([]).size).toBe(0);
  for (const each of subscriptions) {
    each.dispose();
  }
  expect(listeners.size).toBe(1);
});
