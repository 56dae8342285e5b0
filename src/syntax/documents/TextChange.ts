/** Changes of a text, and the same told to a syntax tree. */
import type { Edit, Point } from 'web-tree-sitter';

/** As editors tell it: `length` UTF-16 units from `offset` on were replaced by `text`. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** The text after a change. A change that reaches over the end of the text takes what is there. */
export function applyChange(text: string, { offset, length, text: added }: TextChange): string {
  return text.slice(0, offset) + added + text.slice(offset + length);
}

/** What a tree of `text` has to know of a change in order to be parsed again from it. */
export function treeEdit(text: string, change: TextChange): Edit {
  const start = Math.min(change.offset, text.length);
  const oldEnd = Math.min(start + change.length, text.length);
  const startPosition = pointAt(text, start);
  return {
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: start + change.text.length,
    startPosition,
    oldEndPosition: pointAt(text, oldEnd, start, startPosition),
    newEndPosition: pointAt(change.text, change.text.length, 0, startPosition),
  };
}

/** The point of `offset`, counted from a place whose point is known. */
function pointAt(text: string, offset: number, from = 0, { row, column }: Point = { row: 0, column: 0 }): Point {
  let line = row;
  let lineStart = from - column;
  for (let at = text.indexOf('\n', from); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { row: line, column: offset - lineStart };
}
