/** What one language's import rules answer; `resolveNames` does the rest for all of them. */

/** Where a specifier leads. */
export interface FoundModule {
  /** The files that make up the module, those that most likely hold a name first; empty = it is none of this workspace. */
  readonly paths: readonly string[];
  /** Names that lead from the module inwards: a class with nested ones, an inline module; empty = the module itself is meant. */
  readonly inner: readonly string[];
}

export interface ModuleFinder {
  /** The module that a specifier means in a file. */
  readonly find: (specifier: string, from: string) => FoundModule;
  /** The module with a name inside of another, when the name is none of its own definitions (Python's submodules, Rust's `mod`). */
  readonly child: (specifier: string, name: string, from: string) => FoundModule;
  /** Files whose names can be used without an import, such as those of the same package; sorted. */
  readonly implicit: (from: string) => readonly string[];
  /** Whether what a file imports can be imported from it without being exported. */
  readonly passesImportsOn: boolean;
}

export const nowhere: FoundModule = { paths: [], inner: [] };
