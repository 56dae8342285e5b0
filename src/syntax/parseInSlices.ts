/** Parses without holding the thread for long: after each slice of time other work gets its turn. */
import type { Tree } from 'web-tree-sitter';
import type { Grammar, Grammars } from './Grammars';

/** Milliseconds that one slice lasts at most, and all of them together. */
const slice = 10;
const longest = 5000;

/**
 * The tree of a text, which the caller deletes; undefined = it took longer than 5 s of work, or the grammar does not work. Throws only
 * when aborted.
 */
export async function parseInSlices(
  grammars: Grammars,
  grammar: Grammar,
  text: string,
  signal: AbortSignal,
  oldTree?: Tree,
): Promise<Tree | undefined> {
  return grammar.turn(async () => {
    let spent = 0;
    try {
      while (spent < longest) {
        signal.throwIfAborted();
        const started = performance.now();
        const progressCallback = () => performance.now() - started > slice;
        const parsed = grammars.run(grammar, ({ parser }) => ({
          tree: parser.parse(text, oldTree ?? null, { progressCallback }),
        }));
        if (parsed === undefined) return undefined;
        if (parsed.tree !== null) return parsed.tree;
        spent += performance.now() - started;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return undefined;
    } finally {
      // What was not finished is not resumed by whoever parses next.
      grammars.run(grammar, ({ parser }) => parser.reset());
    }
  });
}
