/**
 * What the index knows about one document: the part of the workspace's symbols that it can reach. Made beside the editor's thread, sent
 * over once as plain data, and all that `contextFor` needs.
 */
import type { DefinitionKind } from '../syntax/Outline';
import type { ContextSnippet } from './ContextSource';

/** A symbol is named by the path of its file and its place in that file's outline: `src/shop.ts#12`. */
export type SymbolKey = string;

export interface KnownSymbol {
  readonly path: string;
  readonly name: string;
  readonly kind: DefinitionKind;
  /** Lines of the header, 0-based, both included. */
  readonly startLine: number;
  readonly endLine: number;
  /** The header as it stands in the file, without indentation; empty = a whole module. */
  readonly text: string;
  /** Estimated tokens of `text`. */
  readonly tokens: number;
  /** The symbol around it; undefined = it stands at the top of its file. */
  readonly container?: SymbolKey;
  /** What is inside of it, in the order of the file; of a module what it offers. */
  readonly members: readonly SymbolKey[];
  /** What it inherits from. */
  readonly bases: readonly SymbolKey[];
  /** The type of a variable or field, or of what a function gives back. */
  readonly type?: SymbolKey;
}

/** A symbol that should be in the prompt wherever the cursor is. */
export interface Wanted {
  readonly key: SymbolKey;
  /** 0 = first. When not all fits, later ranks are left out. */
  readonly rank: number;
}

export interface Knowledge {
  /** Grows with every change of the index. */
  readonly version: number;
  /** 0-based line of the document's last import, 0 = there is none: a change further down changes no import. */
  readonly importsEndLine: number;
  readonly symbols: Readonly<Record<SymbolKey, KnownSymbol>>;
  /** What the names of the file stand for. */
  readonly names: Readonly<Record<string, SymbolKey>>;
  /** The document's own classes and the like, for `this` and `self`. */
  readonly own: readonly SymbolKey[];
  /** In the order of the document's imports. */
  readonly wanted: readonly Wanted[];
  /** Pieces of files that no import leads to, the most useful first. */
  readonly near: readonly ContextSnippet[];
  /** More of the definitions that the document imports by name: header and body. */
  readonly bodies: Readonly<Record<SymbolKey, ContextSnippet>>;
}
