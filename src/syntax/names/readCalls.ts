/** The calls of a text, read with the query calls.scm of its language. */
import type { Query, Tree } from 'web-tree-sitter';

export interface Call {
  /** What is called: the last part of its name. */
  readonly name: string;
  /** What stands before the dot, as it is written; absent = nothing does. */
  readonly receiver?: string;
  /** UTF-16 offset of the name. */
  readonly offset: number;
  /** 0-based. */
  readonly line: number;
}

const longestReceiver = 200;

/** In the order of the text. Calls whose function is no name (`f()()`) are left out. */
export function readCalls(tree: Tree, text: string, query: Query): Call[] {
  const calls = query.matches(tree.rootNode).flatMap(({ captures }): Call[] => {
    const callee = captures.find(({ name }) => name === 'callee')?.node;
    const receiver = captures.find(({ name }) => name === 'receiver')?.node;
    if (callee === undefined) return [];
    const written =
      receiver && text.slice(receiver.startIndex, Math.min(receiver.endIndex, receiver.startIndex + longestReceiver));
    return [
      {
        name: text.slice(callee.startIndex, callee.endIndex),
        ...(written !== undefined && { receiver: written }),
        offset: callee.startIndex,
        line: callee.startPosition.row,
      },
    ];
  });
  return calls.sort((a, b) => a.offset - b.offset);
}
