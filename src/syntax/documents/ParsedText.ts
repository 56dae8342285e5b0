/** A parsed text or a part of it, as long as nobody has changed it. */
import type { Tree } from 'web-tree-sitter';

export interface ParsedText {
  readonly languageId: string;
  readonly version: number;
  /** Where `text` begins in the document, UTF-16 offset; 0 unless the document is large. */
  readonly start: number;
  readonly text: string;
  /** Belongs to whoever gave it: not to be deleted, not to be kept over an `await`. */
  readonly tree: Tree;
}
