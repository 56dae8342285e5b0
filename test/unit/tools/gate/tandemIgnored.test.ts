import { describe, expect, it } from 'vitest';
import { PathGate } from '../../../../src/tools/gate/PathGate';
import { tandemIgnored } from '../../../../src/tools/gate/tandemIgnored';
import { MemoryFiles } from './memoryFiles';

const files = new MemoryFiles({
  '/w/.tandemignore': 'private/\n*.draft\n',
  '/w/src/.tandemignore': 'own.ts\n!kept.draft\n',
  '/w/private/plan.md': 'x',
  '/w/src/own.ts': 'x',
  '/w/src/a.ts': 'x',
  '/w/src/kept.draft': 'x',
  '/w/notes.draft': 'x',
  '/w/link.ts': '→ private/plan.md',
  '/opened': '→ /w',
  '/other/private/plan.md': 'x',
});

async function check(path: string, roots: readonly string[] = ['/w']): Promise<string> {
  const gate = new PathGate(files, {
    platform: { system: 'linux', home: '/home/me' },
    roots: roots.map((root) => ({ path: root })),
    ownFolders: [],
    isIgnored: tandemIgnored(files, roots),
    isDirty: () => false,
    trusted: true,
  });
  return (await gate.decide({ operation: 'read', path })).decision;
}

describe('files that .tandemignore names', () => {
  it.each([
    '/w/private/plan.md',
    'private/plan.md',
    '/w/src/../private/plan.md',
    '/w/link.ts',
    '/w/notes.draft',
    '/w/src/own.ts',
  ])('are refused: %s', async (path) => expect(await check(path)).toBe('deny'));

  it.each(['/w/src/a.ts', '/w/src/kept.draft'])('and no others: %s', async (path) =>
    expect(await check(path)).toBe('allow'),
  );

  it('are refused through a folder that was opened by a link', async () =>
    expect(await check('/opened/private/plan.md', ['/opened'])).toBe('deny'));

  it('are those of the opened folders only', async () =>
    expect(await check('/other/private/plan.md')).toBe('ask_always'));
});
