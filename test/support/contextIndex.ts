/** Indexes of workspaces in memory or of fixture folders, with the real grammars. */
import { resolve } from 'node:path';
import { outlinerOf } from '../../src/context/index/outlinerOf';
import { WorkspaceIndex, type WorkspaceIndexOptions } from '../../src/context/index/WorkspaceIndex';
import { sourceTree } from '../../src/node/context/sourceTree';
import { silentLog } from '../../src/platform/Log';
import { MemoryTree } from './memoryTree';
import { createSyntax } from './syntax';

/** With the grammars of the package. */
export const testOutliner = outlinerOf(createSyntax());

export async function builtIndex(
  files: Readonly<Record<string, string>> | MemoryTree,
  options: Partial<WorkspaceIndexOptions> = {},
): Promise<WorkspaceIndex> {
  const tree = files instanceof MemoryTree ? files : new MemoryTree(files);
  const index = new WorkspaceIndex({
    ...{ folder: '/memory', tree, outliner: testOutliner, excluded: [], log: silentLog },
    breathe: () => Promise.resolve(),
    ...options,
  });
  await index.start();
  return index;
}

/** The index of a folder below test/fixtures/context. */
export function fixtureIndex(name: string): Promise<WorkspaceIndex> {
  return builtIndex({}, { tree: sourceTree(resolve(import.meta.dirname, '../fixtures/context', name)) });
}
