/** What the editor's thread and the index's thread say to each other: plain data of one build of one program. */
import type { IndexProgress, KnowledgeRequest } from '../ContextIndex';
import type { ContextSnippet } from '../ContextSource';
import type { Knowledge } from '../Knowledge';
import type { NameTable } from '../NameTable';
import type { FoundSymbol } from '../search/CodeSearch';

/** How the thread is started. */
export interface IndexThreadData {
  /** Where indexes are kept; undefined = nowhere. */
  readonly storageFolder: string | undefined;
}

/** `folder`: absolute path of the workspace folder that is meant. */
export type ToIndex =
  | { readonly type: 'open'; readonly folder: string; readonly excluded: readonly string[] }
  | { readonly type: 'close'; readonly folder: string }
  | { readonly type: 'changed'; readonly folder: string; readonly paths: readonly string[] }
  | { readonly type: 'open-text'; readonly folder: string; readonly path: string; readonly text: string | undefined }
  | { readonly type: 'pause' | 'resume'; readonly folder: string }
  | { readonly type: 'knowledge'; readonly folder: string; readonly id: number; readonly request: KnowledgeRequest }
  | {
      readonly type: 'symbols';
      readonly folder: string;
      readonly id: number;
      readonly letters: string;
      readonly most: number;
    }
  | {
      readonly type: 'pieces';
      readonly folder: string;
      readonly id: number;
      readonly question: string;
      readonly budget: number;
    }
  | { readonly type: 'cancel'; readonly id: number };

export type FromIndex =
  | { readonly type: 'progress'; readonly folder: string; readonly progress: IndexProgress }
  | { readonly type: 'names'; readonly folder: string; readonly names: NameTable }
  | { readonly type: 'knowledge'; readonly id: number; readonly knowledge: Knowledge | undefined }
  | { readonly type: 'symbols'; readonly id: number; readonly symbols: readonly FoundSymbol[] }
  | { readonly type: 'pieces'; readonly id: number; readonly snippets: readonly ContextSnippet[] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string };
