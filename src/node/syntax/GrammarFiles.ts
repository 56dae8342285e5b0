/** Grammars as files in a folder, dist/grammars in the product. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { GrammarSource } from '../../syntax/GrammarSource';

/** `folder` holds `tree-sitter.wasm` and a `tree-sitter-NAME.wasm` for each grammar. */
export function grammarFiles(folder: string): GrammarSource {
  return {
    runtime: () => readFile(join(folder, 'tree-sitter.wasm')),
    loadGrammar: (name) => readFile(join(folder, `tree-sitter-${name}.wasm`)),
    unoptimised,
  };
}

let running = 0;

/**
 * V8 decides when it compiles a function with its baseline compiler whether that code counts its calls in order to be optimised later, so
 * these flags need to be set only then. They hold for the whole process meanwhile: other WebAssembly that is first run in these
 * milliseconds stays unoptimised as well.
 */
async function unoptimised<T>(work: () => Promise<T>): Promise<T> {
  if (running++ === 0) {
    setFlagsFromString('--no-wasm-tier-up');
    setFlagsFromString('--no-wasm-dynamic-tiering');
  }
  try {
    return await work();
  } finally {
    if (--running === 0) {
      setFlagsFromString('--wasm-tier-up');
      setFlagsFromString('--wasm-dynamic-tiering');
    }
  }
}
