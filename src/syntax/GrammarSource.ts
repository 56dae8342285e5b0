/**
 * Where the parser's compiled parts come from. `node/` reads them from dist/grammars; tests read them from the packages.
 */
export interface GrammarSource {
  /** The bytes of tree-sitter's own WebAssembly module. */
  runtime(): Promise<Uint8Array>;
  /** The bytes of a grammar by its name in `languages.ts`, such as `typescript`. Throws when it is not there. */
  loadGrammar(name: string): Promise<Uint8Array>;
  /**
   * Runs `work`, in which grammars are compiled and used once, so that V8 does not optimise them later. The lexer of a large grammar is one
   * enormous function, for which V8's optimising compiler takes 1 to 2 GB (measured: TypeScript 1.3, TSX 2.3; Swift ends the process with
   * "out of memory"); the baseline code parses at about three quarters of the speed and takes 20 MB.
   */
  unoptimised<T>(work: () => Promise<T>): Promise<T>;
}
