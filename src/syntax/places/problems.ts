/** Where a text does not parse. */
import type { Node, Tree } from 'web-tree-sitter';

export interface ParseProblem {
  /** 0-based, UTF-16. */
  readonly line: number;
  readonly column: number;
  /** What was not expected, or what is missing: the beginning of the text, or the kind of the missing part. */
  readonly text: string;
  readonly isMissing: boolean;
}

const mostProblems = 20;

/** The first 20 in the order of the text; empty = it parses. */
export function problemsIn(tree: Tree): ParseProblem[] {
  const problems: ParseProblem[] = [];
  if (tree.rootNode.hasError) collect(tree.rootNode, problems);
  return problems;
}

function collect(node: Node, problems: ParseProblem[]): void {
  if (node.isError || node.isMissing) {
    const { row, column } = node.startPosition;
    const written = node.isMissing ? node.type : node.text.trim().slice(0, 40);
    problems.push({ line: row, column, text: written, isMissing: node.isMissing });
    return;
  }
  for (const child of node.children) {
    if (problems.length >= mostProblems) return;
    if (child?.hasError || child?.isMissing) collect(child, problems);
  }
}
