/** The index of a folder in this thread, built once and complete, for commands that run and end. */
import type { ContextSource } from '../../context/ContextSource';
import { outlinerOf } from '../../context/index/outlinerOf';
import { WorkspaceIndex } from '../../context/index/WorkspaceIndex';
import { type Observations, WorkspaceContext } from '../../context/WorkspaceContext';
import { silentLog } from '../../platform/Log';
import { Syntax } from '../../syntax/Syntax';
import { grammarFiles } from '../syntax/GrammarFiles';
import { sourceTree } from './sourceTree';

/**
 * Builds the indexes of folders, each once; `grammars`: the folder of the grammars, `dist/grammars` in the product. What is not read when
 * `signal` aborts is left out.
 */
export function createFolderIndexer(
  grammars: string,
  signal?: AbortSignal,
): (folder: string) => Promise<WorkspaceIndex> {
  const outliner = outlinerOf(new Syntax(grammarFiles(grammars), silentLog));
  const indexes = new Map<string, Promise<WorkspaceIndex>>();
  const build = async (folder: string): Promise<WorkspaceIndex> => {
    const index = new WorkspaceIndex({
      ...{ folder, outliner, tree: sourceTree(folder), excluded: [], log: silentLog },
      // Ctrl+C and the network have their turn.
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    });
    signal?.addEventListener('abort', () => index.dispose(), { once: true });
    await index.start();
    return index;
  };
  return (folder) => {
    const index = indexes.get(folder) ?? build(folder);
    indexes.set(folder, index);
    return index;
  };
}

/**
 * The same as a source of context; once `signal` aborts, nothing more is read. Nothing is refreshed behind the back of a command: it says
 * when, by `prepare`.
 */
export function createFolderOpener(
  grammars: string,
  signal?: AbortSignal,
): (folder: string, observations: Observations) => Promise<ContextSource> {
  const openIndex = createFolderIndexer(grammars, signal);
  const clock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };
  return async (folder, observations) =>
    new WorkspaceContext({ index: await openIndex(folder), observations, clock, log: silentLog });
}
