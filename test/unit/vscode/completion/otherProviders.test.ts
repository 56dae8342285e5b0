/** Opening 16: another extension that shows suggestions in the same place is named, once. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Memento } from 'vscode';
import { otherProviders, tellOfOtherProviders } from '../../../../src/vscode/completion/otherProviders';

const editor = vi.hoisted(() => ({ active: new Map<string, boolean>(), told: [] as string[] }));
vi.mock('vscode', () => ({
  l10n: { t: (text: string, name: string) => text.replace('{0}', name) },
  extensions: {
    getExtension: (id: string) =>
      editor.active.has(id)
        ? { id, isActive: editor.active.get(id), packageJSON: { displayName: `The ${id}` } }
        : undefined,
  },
  window: {
    showInformationMessage: async (text: string) => {
      editor.told.push(text);
    },
  },
  commands: { executeCommand: async () => {} },
}));

function memory(): Memento {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string, absent?: unknown) => kept.get(key) ?? absent,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  } as Memento;
}

beforeEach(() => {
  vi.useFakeTimers();
  editor.active.clear();
  editor.told = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('another extension with suggestions', () => {
  it('is known by name once it runs', () => {
    editor.active.set('rjmacarthy.twinny', true).set('continue.continue', false).set('someone.theme', true);
    expect(otherProviders()).toEqual(['The rjmacarthy.twinny']);
  });

  it('is told of a while after the start, once for good', () => {
    editor.active.set('rjmacarthy.twinny', true);
    const ours = memory();
    tellOfOtherProviders(ours, () => true);
    vi.advanceTimersByTime(14_000);
    expect(editor.told).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(editor.told).toEqual([expect.stringContaining('The rjmacarthy.twinny')]);
    tellOfOtherProviders(ours, () => true);
    vi.advanceTimersByTime(60_000);
    expect(editor.told).toHaveLength(1);
  });

  it.each<[string, string | undefined, boolean]>([
    ['there is none', undefined, true],
    ['ours are off', 'rjmacarthy.twinny', false],
  ])('is not told of where %s', (_, other, isOn) => {
    if (other !== undefined) {
      editor.active.set(other, true);
    }
    tellOfOtherProviders(memory(), () => isOn);
    vi.advanceTimersByTime(60_000);
    expect(editor.told).toEqual([]);
  });
});
