/**
 * The one door to what other files say about the code at hand. Completion asks it on every keystroke, so an answer is what is known at that
 * moment: nothing is awaited and nothing is parsed. Chat and the agent use the same answers later.
 */
import type { Position, TextDocument } from '../base/text';

export type RetrieverName =
  | 'diagnostics'
  | 'imports'
  | 'language-server'
  | 'members'
  | 'open-files'
  | 'question'
  | 'recent-edits'
  | 'same-file'
  | 'siblings'
  | 'test-subject';

/** A piece of another file, or of a far part of the same one. */
export interface ContextSnippet {
  /** Path relative to the workspace folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Lines of the file that it was taken from, 0-based, both included; between them lines may be left out. */
  readonly startLine: number;
  readonly endLine: number;
  readonly retriever: RetrieverName;
  /** Estimated tokens of `text`. */
  readonly tokens: number;
}

export interface ContextQuery {
  readonly document: TextDocument;
  readonly position: Position;
  /** The same place as UTF-16 offset in the document's text: whoever asks has it, and finding it in a long text costs more than the answer. */
  readonly offset: number;
  /** Text before and after the cursor, LF line ends; of a long document the nearest part. `document.text` may have to be joined first. */
  readonly prefix: string;
  readonly suffix: string;
  /** Of the whole prompt, in estimated tokens: what decides on the stable part, since it seldom changes. */
  readonly budget: number;
  /** The most that the snippets together may take now. */
  readonly room: number;
}

/**
 * In two parts, so that a server can keep what it has read. `stable` only ever grows at its end while a person stays in a file and the
 * budget allows it, in an order that does not depend on the cursor; `volatile` follows the cursor and the last edits.
 */
export interface Context {
  readonly stable: readonly ContextSnippet[];
  readonly volatile: readonly ContextSnippet[];
}

export interface ContextSource {
  /** Never throws; a source that has nothing yet gives nothing. The same state gives the same answer, byte for byte. */
  readonly contextFor: (query: ContextQuery) => Context;
  /**
   * Resolves once what the index knows about a document has arrived, so that `contextFor` can tell it; at once when there is no index.
   * Rejects only with the signal's reason. For an editor that was just opened, and for the command line.
   */
  readonly prepare: (document: TextDocument, position: Position, signal: AbortSignal) => Promise<void>;
}

/** For folders that nobody trusts, and where there is no folder. */
export const emptyContext: ContextSource = {
  contextFor: () => ({ stable: [], volatile: [] }),
  prepare: () => Promise.resolve(),
};
