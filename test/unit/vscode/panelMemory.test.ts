import { expect, it } from 'vitest';
import { tabMemory, workspaceMemory } from '../../../src/vscode/chat/panelMemory';

/** What VS Code writes and reads anew at every start. */
class State {
  readonly values = new Map<string, unknown>();
  get<T>(key: string): T | undefined {
    return this.values.get(key) as T | undefined;
  }
  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}

it('REL-18: keeps small values for the next start, and of a draft that is too long no older one', () => {
  const state = new State();
  const memory = workspaceMemory(state);
  memory.set('mode', 'edit');
  memory.set('draft', 'a question');
  expect(workspaceMemory(state).get('draft')).toBe('a question');
  memory.set('draft', 'x'.repeat(8_001));
  expect(memory.get('draft')).toBe('x'.repeat(8_001));
  // The page has the long one; an older one would be taken for it.
  expect([workspaceMemory(state).get('draft'), workspaceMemory(state).get('mode')]).toEqual(['', 'edit']);
  memory.set('draft', 'y'.repeat(8_000));
  expect(workspaceMemory(state).get('draft')).toBe('y'.repeat(8_000));
  expect(JSON.stringify([...state.values]).length).toBeLessThan(8_200);
});

it('forgets with a tab', () => {
  const memory = tabMemory();
  memory.set('draft', 'a');
  expect([memory.get('draft'), tabMemory().get('draft')]).toEqual(['a', '']);
});
