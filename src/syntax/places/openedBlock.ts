/**
 * Whether a place is the beginning of a block that has nothing in it yet. While somebody types, such a block is often not closed, or the
 * language has no block without a statement in it; so the place is tried with what would make it whole.
 */
import type { Node, Tree } from 'web-tree-sitter';
import { blockAround, isBlock, isEmptyBut } from './blocks';

/** A text to put at the place. A statement is looked for in its block, a closer only ends that block. */
interface Trial {
  readonly text: string;
  readonly isStatement: boolean;
}

const statements = (...texts: readonly string[]): readonly Trial[] =>
  texts.map((text) => ({ text, isStatement: true }));
const closers = (...texts: readonly string[]): readonly Trial[] => texts.map((text) => ({ text, isStatement: false }));

const trialsOfLanguage: Readonly<Record<string, readonly Trial[]>> = {
  elixir: statements('x', 'x\nend'),
  html: [],
  json: closers('}', ']'),
  jsonc: closers('}', ']'),
  lua: statements('x()', 'x()\nend'),
  python: statements('pass'),
  ruby: statements('x', 'x\nend'),
  shellscript: statements('x', 'x\ndone', 'x\n}'),
  toml: [],
};
const curly = closers('}', '})', ']', ')');

/** What to try when the text as it is does not tell, one after the other. */
export function trialsOf(languageId: string): readonly Trial[] {
  return trialsOfLanguage[languageId] ?? curly;
}

/** Whether the innermost block around `offset` is empty; undefined = it may not be closed yet, since the text does not parse. */
export function isEmptyAsItIs(tree: Tree, offset: number): boolean | undefined {
  const node = blockAround(tree, offset);
  if (node !== undefined && !node.hasError && isEmptyBut(node, offset, offset)) return true;
  return tree.rootNode.hasError ? undefined : false;
}

/** Whether a trial that stands at `offset` is alone in its block, which begins before it. */
export function isAlone(tree: Tree, offset: number, { text, isStatement }: Trial): boolean {
  if (!isStatement) {
    const node = blockAround(tree, offset);
    return node !== undefined && !node.hasError && isEmptyBut(node, offset, offset + text.length);
  }
  let node: Node | null = tree.rootNode.descendantForIndex(offset);
  for (; node !== null && node.startIndex === offset; node = node.parent) {
    // A block without brackets is as long as what stands in it.
    if (isBlock(node)) return isEmptyBut(node, offset, offset + text.length) && node.parent?.isError === false;
  }
  return node !== null && isBlock(node) && isEmptyBut(node, offset, offset + text.length);
}
