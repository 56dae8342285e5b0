/**
 * llama.cpp's `/infill`: the server itself puts prefix, suffix and other files between the markers that the model's file names, whatever
 * they are. Source: its server's README (glm.md, sections 5 and 6.1).
 */
import { disguiseControlTokens } from './controlTokens';
import type { FillInTheMiddleFormat, FillInTheMiddleRequest } from './FillInTheMiddleFormat';

/** The format for such a server; `otherwise` renders the prompt for one whose model file names no markers. */
export function infillOr(otherwise: FillInTheMiddleFormat): FillInTheMiddleFormat {
  return { ...otherwise, id: 'infill', route: 'infill', suffixFirst: false };
}

/**
 * The fields of the request. The beginning of the cursor's line goes apart, so that the tokens before it stay the same while the person
 * types; it is the only text in which the server would read control tokens.
 */
export function infillFields({ prefix, suffix, snippets, nearby = '' }: FillInTheMiddleRequest): object {
  const line = prefix.lastIndexOf('\n') + 1;
  return {
    input_prefix: nearby + prefix.slice(0, line),
    prompt: disguiseControlTokens(prefix.slice(line)),
    input_suffix: suffix,
    input_extra: snippets.map(({ path, text }) => ({ filename: path, text })),
  };
}
