/**
 * The special tokens of the GLM vocabularies as text, for both directions: parsers stop at them, prompts keep them out of what people
 * and tools wrote. Always text, never ids: the ids differ between CodeGeeX4 and GLM-4.5 (glm.md, section 3.1).
 */

export const promptTokens = ['[gMASK]', '<sop>'] as const;

export const promptStart = promptTokens.join('');

/** Tokens that end a turn. In output they are stray, and nothing after them belongs to the answer. */
export const turnTokens = ['<|endoftext|>', '<|system|>', '<|user|>', '<|observation|>'] as const;

/** Begins another turn of the model itself: in GLM-4 output it separates several calls. */
export const assistantToken = '<|assistant|>';

/** Everything that certainly ends a stretch of output, a call included. */
export const outputEnds: readonly string[] = [...turnTokens, assistantToken];

/** Frames that vision models put around an answer; the answer within stays. */
export const boxTokens = ['<|begin_of_box|>', '<|end_of_box|>'] as const;

// Every `<|name|>`, the masks, and the tags that are single tokens since GLM-4.5. Wider than one model's list on purpose:
// a name that a vocabulary does not know costs nothing here, a missed one lets a file speak as the user.
const special =
  /<(?=\|[a-z0-9_]+\|>|(?:sop|eop)>|\/?(?:think|tool_call|tool_response|arg_key|arg_value|tools)>)|\[(?=[gs]?MASK\])/g;

/**
 * The text with a space after the first character of everything that a tokenizer would read as a special token, so that content
 * cannot end its own turn. A visible change rather than an invisible character, which a model would copy into somebody's file.
 */
export function neutralizeSpecialTokens(text: string): string {
  return text.replace(special, '$& ');
}
