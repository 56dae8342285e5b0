/** What a panel remembers: small values, which VS Code reads at every start. */
import type * as vscode from 'vscode';
import type { ChatMemory } from '../../chat/ChatHost';

/** UTF-16 units of one value. Longer drafts stay in the page's own memory, which VS Code keeps for it. */
const longestValue = 8_000;

/** The same after a reload. */
export function workspaceMemory(state: Pick<vscode.Memento, 'get' | 'update'>): ChatMemory {
  const now = new Map<string, string>();
  return {
    get: (key) => now.get(key) ?? state.get<string>(`tandem.chat.${key}`) ?? '',
    set: (key, value) => {
      now.set(key, value);
      // What was kept before would take the place of the longer one after a reload.
      void state.update(`tandem.chat.${key}`, value === '' || value.length > longestValue ? undefined : value);
    },
  };
}

/** Gone with the panel. */
export function tabMemory(): ChatMemory {
  const values = new Map<string, string>();
  return { get: (key) => values.get(key) ?? '', set: (key, value) => void values.set(key, value) };
}
