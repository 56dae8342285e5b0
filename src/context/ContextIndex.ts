/** The door to the index, wherever it works: in a thread of its own beside the editor, or in this one for the command line. */
import type { Disposable, Event } from '../base/events';
import type { Knowledge } from './Knowledge';
import type { NameTable } from './NameTable';
import type { CodeSearch } from './search/CodeSearch';

/** A place in a document, as it is in the editor. */
export interface KnowledgeRequest {
  /** Relative to the index's folder. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** 0-based line of the cursor. */
  readonly line: number;
  /** Files that are open or were visited, the last visited first. */
  readonly visited: readonly string[];
  /** Where somebody edited, the last edit first; lines 0-based, both included. */
  readonly edits: readonly EditedPlace[];
}

export interface EditedPlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

export interface IndexProgress {
  /** `paused`: nobody works, whether work is left or not. `off`: the index cannot work. */
  readonly kind: 'working' | 'paused' | 'ready' | 'off';
  /** Files that are done, and all that are known of so far. */
  readonly done: number;
  readonly total: number;
}

export interface ContextIndex extends Disposable, CodeSearch {
  /** What is known now; undefined = nothing about this kind of file. Rejects with the signal's reason, or when the index is gone. */
  readonly knowledge: (request: KnowledgeRequest, signal: AbortSignal) => Promise<Knowledge | undefined>;
  /** The text of files that are open in an editor and differ from the disk; undefined = the disk counts again. */
  readonly setOpenText: (path: string, text: string | undefined) => void;
  /** Files or folders that were made, changed or removed. */
  readonly changed: (paths: readonly string[]) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly onDidProgress: Event<IndexProgress>;
  /** All names of the folder's source files, each time there are more; never before all files were read once. Names that go stay. */
  readonly onDidLearnNames: Event<NameTable>;
}
