/**
 * An edit that a person asks for in words: the selected lines, or a file without a selection, what they say, and what is known about the
 * place. Plain values; `runInlineEdit` turns them into a proposed change.
 */
import type { ContextSnippet } from '../context/ContextSource';
import type { ChatMessage } from '../glm/Model';

export interface InlineEditRequest {
  readonly uri: string;
  /** Path relative to the workspace folder. */
  readonly path: string;
  readonly languageId: string;
  /** The whole file with its own line ends, without byte order mark; of a notebook its cells, as `textOfCells` writes them. */
  readonly text: string;
  /** Whole lines, 0-based, `end` excluded; undefined = nothing is selected: the whole file is meant. */
  readonly selection: { readonly start: number; readonly end: number } | undefined;
  readonly instruction: string;
  /** What people read in its place; absent = the instruction. */
  readonly title?: string;
  /** What the editor reports about the selected lines. */
  readonly diagnostics: readonly Diagnostic[];
  /** Definitions of what the selection uses, most useful first. */
  readonly snippets: readonly ContextSnippet[];
  /** For a refinement: 0-based line at which the file cannot be parsed any more since the last answer; absent = nothing broke. */
  readonly brokenAt?: number | undefined;
}

export interface Diagnostic {
  /** 0-based. */
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

/** How the model is asked to answer, and how its answer is read. */
export type AnswerFormat =
  /** The selected lines anew, in one fence. */
  | 'replacement'
  /** Calls of `edit_file`. */
  | 'edit_file'
  /** Search and replace blocks in prose. */
  | 'blocks';

/** What was said so far, so that a refinement can go on from it. */
export type Conversation = readonly ChatMessage[];
