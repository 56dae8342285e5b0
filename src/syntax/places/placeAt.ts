/** What a place of a text is: code, the inside of a string, or a comment. */
import type { Node } from 'web-tree-sitter';
import type { ParsedText } from '../documents/ParsedText';

export type Place = 'code' | 'comment' | 'string';

const comment = /comment(?!_content)/;
const string =
  /^(?:.*_)?string(?:_literal|_content|_fragment|_value)?$|^(?:char|character|rune|regex)(?:_literal|_content|_pattern)?$|^heredoc_body$|^nowdoc|^encapsed_string$|^quoted_(?:content|attribute_value)$|^attribute_value$|^sigil$|^template_string$|^line_str_text$|^multi_line_string_literal$/;
/** Code inside a string. */
const insertion = /interpolat|substitution|expansion|embedded_expression|string_insert/;

/** `offset`: UTF-16 offset in the document, between the units that stand before and after it. Outside of the parsed part: code. */
export function placeAt({ tree, text, start }: ParsedText, offset: number): Place {
  const at = offset - start;
  if (at <= 0 || at > text.length) return 'code';
  for (let node = tree.rootNode.descendantForIndex(at - 1, at); node !== null; node = node.parent) {
    const { type } = node;
    if (insertion.test(type) && isInside(node, at)) return 'code';
    if (comment.test(type)) return endsBefore(node, at, text) ? 'code' : 'comment';
    if (node.isNamed && string.test(type)) return isInside(node, at) || isContent(type) ? 'string' : 'code';
  }
  return 'code';
}

function isInside(node: Node, at: number): boolean {
  return node.startIndex < at && at < node.endIndex;
}

/** What stands between the quotes reaches from the one to the other. */
function isContent(type: string): boolean {
  return /_content$|_fragment$|^attribute_value$|_text$|^heredoc_body$/.test(type);
}

/** A comment over several lines ends with its sign, another one with the line. */
function endsBefore(node: Node, at: number, text: string): boolean {
  const written = text.slice(node.startIndex, node.endIndex);
  const isLine = /^(?:\/\/|#|--(?!\[\[)|%|;)/.test(written);
  return node.endIndex <= at && (!isLine || written.endsWith('\n'));
}
