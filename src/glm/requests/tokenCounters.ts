/** The routes by which servers count tokens, in the order in which they are tried. None is part of OpenAI's API. */
import * as z from 'zod';

/** Sends a body to a path beside the versioned ones; undefined = the server has no such path. */
type Ask = (path: string, body: object) => Promise<unknown>;

/** How many tokens a text is, special tokens parsed; undefined = the server does not count in this way. */
export type TokenCounter = (text: string, modelId: string, ask: Ask) => Promise<number | undefined>;

const count = z.object({ count: z.number() });
const tokens = z.object({ tokens: z.array(z.unknown()) });

/** `/tokenize` of vLLM and llama.cpp, which take different names: each ignores the other's. */
const tokenize: TokenCounter = async (text, modelId, ask) => {
  const value = await ask('/tokenize', {
    model: modelId,
    content: text,
    prompt: text,
    add_special: false,
    add_special_tokens: false,
    parse_special: true,
  });
  const counted = count.safeParse(value); // vLLM
  const listed = tokens.safeParse(value); // llama.cpp
  return counted.success ? counted.data.count : listed.success ? listed.data.tokens.length : undefined;
};

/** llama-cpp-python's route always puts the model's first token in front, so an empty text tells what is to be taken off. */
const tokenizeCount: TokenCounter = async (text, modelId, ask) => {
  const countOf = async (input: string): Promise<number | undefined> => {
    const parsed = count.safeParse(await ask('/extras/tokenize/count', { model: modelId, input }));
    return parsed.success ? parsed.data.count : undefined;
  };
  const whole = await countOf(text);
  const nothing = whole === undefined ? undefined : await countOf('');
  return whole === undefined || nothing === undefined ? undefined : whole - nothing;
};

export const tokenCounters: readonly TokenCounter[] = [tokenize, tokenizeCount];
