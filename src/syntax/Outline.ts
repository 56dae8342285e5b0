/**
 * What a file says about itself: the names it defines and the names it takes from elsewhere. The index, the import resolution and the
 * retrievers work on this alone; how it is read from a syntax tree is the business of each language's queries.
 */

export type DefinitionKind =
  | 'class'
  | 'constant'
  | 'constructor'
  | 'enum'
  | 'field'
  | 'function'
  | 'interface'
  | 'macro'
  | 'method'
  | 'module'
  | 'struct'
  | 'trait'
  | 'type'
  | 'variable';

export interface Definition {
  readonly name: string;
  readonly kind: DefinitionKind;
  /** First and last line of the whole definition, 0-based, both included; a comment before it does not count. */
  readonly startLine: number;
  readonly endLine: number;
  /** Line on which the name stands, 0-based. */
  readonly nameLine: number;
  /** The header as it is written, without the body: decorators left out, line breaks kept, indentation of the first line removed. */
  readonly signature: string;
  /** The comment or docstring that belongs to it, without comment signs; absent = none. */
  readonly documentation?: string;
  /** Place in `Outline.definitions` of the definition around it; absent = it stands at the top of the file. */
  readonly container?: number;
  /**
   * The name of the type that it belongs to where that is not around it (a method of Go, of a Rust `impl`, of C++ `A::f`). `container` is
   * set as well when the type is defined in this file, which may be further down.
   */
  readonly receiver?: string;
  /** Whether other files can reach it, by the language's rule (`export`, `pub`, a capital letter, …). */
  readonly exported: boolean;
  /** The type as it is written: of a variable or field, what a function gives back, what a class extends first; absent = none is written. */
  readonly type?: string;
}

/** One name that an import binds. */
export interface ImportedName {
  /** What it is called where it comes from; `default` = the default export, `*` = the whole module or everything in it. */
  readonly name: string;
  /** What it is called here; `*` = every name of the module as it is there (`from x import *`, `export * from`). */
  readonly local: string;
}

export interface Import {
  /** As it is written: `./shapes`, `react`, `..models.user`, `java.util.List`, `crate::parse`. */
  readonly specifier: string;
  readonly names: readonly ImportedName[];
  /** 0-based. */
  readonly line: number;
  /** Whether the names become names of this file for others (`export … from`, `pub use`). */
  readonly reExported: boolean;
}

/** In the order of the file. */
export interface Outline {
  readonly definitions: readonly Definition[];
  readonly imports: readonly Import[];
  /** Names that the file gives away under another name or apart from their definition (`export { a as b }`, `export default a`, `__all__`). */
  readonly exports: readonly ImportedName[];
  /** What the file declares itself to be, where the language has such a thing (Java's package, Go's package); absent = nothing. */
  readonly module?: string;
}
