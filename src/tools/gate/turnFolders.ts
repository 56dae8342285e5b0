/** The folders that a turn may work in: those that were open when it began and still are. One that is added meanwhile waits for the next. */
import type { WorkspaceRoot } from './folders';

export function turnFolders<Folder extends WorkspaceRoot>(
  openFolders: () => readonly Folder[],
): () => readonly Folder[] {
  const atStart = new Set(openFolders().map(({ path }) => path));
  return () => openFolders().filter(({ path }) => atStart.has(path));
}
