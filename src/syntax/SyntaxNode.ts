/** A syntax tree as plain data, for those who look at every piece of a short text. Offsets are UTF-16 units. */
import type { Tree, Node as TreeNode } from 'web-tree-sitter';

export interface SyntaxNode {
  /** The grammar's word for it: `command`, or the token itself, such as `&&`. */
  readonly type: string;
  /** False = a token that the grammar does not name, or one that it had to make up. */
  readonly isNamed: boolean;
  /** A piece of text in which the grammar found no sense, or something that it missed there. */
  readonly isError: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** Undefined = there are more nodes than `most`. */
export function plainTree(tree: Tree, most: number): SyntaxNode | undefined {
  let left = most;
  const plain = (node: TreeNode): SyntaxNode | undefined => {
    if (--left < 0) return undefined;
    const children: SyntaxNode[] = [];
    for (const child of node.children) {
      const one = child === null ? undefined : plain(child);
      if (one === undefined) return undefined;
      children.push(one);
    }
    return {
      type: node.type,
      isNamed: node.isNamed,
      isError: node.isError || node.isMissing,
      start: node.startIndex,
      end: node.endIndex,
      children,
    };
  };
  return plain(tree.rootNode);
}
