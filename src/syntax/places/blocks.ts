/** Blocks around a place: whether one has just been opened and is still empty, and where what begins at a place ends. */
import type { Node, Tree } from 'web-tree-sitter';

const block =
  /(?:^|_)(?:block|body|suite|compound_statement|declaration_list|list|object|table|members?|statements|body_statement|do_group)$/;
const extra = /comment/;

/** Nodes that hold a sequence of statements, members or entries. */
export function isBlock(node: Node): boolean {
  return node.isNamed && block.test(node.type);
}

/** The innermost block that begins before `offset` and reaches to it or beyond; undefined = none does. */
export function blockAround(tree: Tree, offset: number): Node | undefined {
  for (let node = tree.rootNode.descendantForIndex(offset); node !== null; node = node.parent) {
    if (isBlock(node) && node.startIndex < offset && offset <= node.endIndex) return node;
  }
  return undefined;
}

/** The innermost block that holds what begins at `offset`, also when that is the first thing in a block without brackets. */
export function blockOf(tree: Tree, offset: number): Node | undefined {
  for (let node = tree.rootNode.descendantForIndex(offset); node !== null; node = node.parent) {
    if (isBlock(node) && offset < node.endIndex) return node;
  }
  return undefined;
}

/** Whether nothing but comments, and what lies between `from` and `to`, stands in a block. */
export function isEmptyBut(node: Node, from: number, to: number): boolean {
  return node.namedChildren.every(
    (child) =>
      child === null || extra.test(child.type) || (child.startIndex >= from && child.endIndex <= to) || child.isMissing,
  );
}

/**
 * The outermost node that begins on the line of `offset`, at or after `offset`'s first visible character: the statement, member or entry
 * that starts there. undefined = nothing starts there.
 */
export function startingAt(tree: Tree, offset: number, lineStart: number): Node | undefined {
  let found: Node | undefined;
  for (let node = tree.rootNode.descendantForIndex(offset); node !== null; node = node.parent) {
    if (node.parent === null || node.startIndex < lineStart) break;
    found = node;
  }
  return found;
}
