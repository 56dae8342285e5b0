/**
 * Whether a place is the beginning of a block that has nothing in it yet. While somebody types, such a block is often not closed, and
 * the text does not parse; so the place is tried with what would close it.
 */
import type { Tree } from 'web-tree-sitter';
import { blockAround, isEmptyBut } from './blocks';

/** What makes an open block whole, by family: a statement, or the word or sign that ends it. */
const completions: Readonly<Record<string, readonly string[]>> = {
  python: ['pass'],
  ruby: ['end'],
  lua: ['end'],
  elixir: ['end'],
  shellscript: ['fi', 'done', '}', 'esac'],
  html: [],
  json: ['}', ']'],
  jsonc: ['}', ']'],
  toml: [],
  vue: [],
};
const curly = ['}', '})', ']', ')'];

/** Texts to try at a place, one after the other; the first leaves it as it is. */
export function completionsOf(languageId: string): readonly string[] {
  return ['', ...(completions[languageId] ?? curly)];
}

/** Whether `added` units at `offset` are alone in a block that begins before them, in a tree of the text that holds them. */
export function isAloneInBlock(tree: Tree, offset: number, added: number): boolean {
  const node = blockAround(tree, offset);
  if (node === undefined || node.hasError || node.isMissing) {
    // Python's block begins with its first statement.
    return node?.startIndex === offset && !node.hasError && isEmptyBut(node, offset, offset + added);
  }
  return isEmptyBut(node, offset, offset + added);
}
