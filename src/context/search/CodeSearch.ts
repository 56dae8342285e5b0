/** What people look for in a workspace by words: a symbol by its name, or the places that a question is about. */
import type { DefinitionKind } from '../../syntax/Outline';
import type { ContextSnippet } from '../ContextSource';

export interface FoundSymbol {
  readonly name: string;
  readonly kind: DefinitionKind;
  /** Relative to the index's folder. */
  readonly path: string;
  /** 0-based, both included. */
  readonly startLine: number;
  readonly endLine: number;
  /** The definition around it; '' = it stands at the top of its file. */
  readonly container: string;
}

export interface CodeSearch {
  /** Definitions whose name has these letters in this order, best first. Rejects with the signal's reason, or when the index is gone. */
  readonly findSymbols: (letters: string, most: number, signal: AbortSignal) => Promise<readonly FoundSymbol[]>;
  /** Pieces of files that share rare words with a question, best first, together at most `budget` estimated tokens. */
  readonly retrieve: (question: string, budget: number, signal: AbortSignal) => Promise<readonly ContextSnippet[]>;
}
