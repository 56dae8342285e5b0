/** The frames of Ollama's and llama.cpp's own routes in the shape of OpenAI's, so that one reader reads them all. */
import * as z from 'zod';

const number = z.number().nullish();
const text = z.string().nullish();

// https://github.com/ollama/ollama/blob/main/docs/api.md
const ollamaFrame = z.object({
  response: text,
  done: z.boolean().nullish(),
  done_reason: text,
  prompt_eval_count: number,
  eval_count: number,
});

// https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
const llamaCppFrame = z.object({
  content: text,
  stop: z.boolean().nullish(),
  stop_type: text,
  tokens_evaluated: number,
  tokens_predicted: number,
  timings: z.object({ cache_n: number, prompt_n: number, predicted_n: number }).nullish(),
});

export interface NormalFrame {
  /** OpenAI's shape; the value itself where it is none of the native frames. */
  readonly value: unknown;
  /** Whether the native format says that nothing more comes. */
  readonly isLast: boolean;
}

export type Wire = 'openai' | 'ollama' | 'llama.cpp';

/** A frame in OpenAI's shape. Errors and unknown values come back as they are. */
export function normalFrame(value: unknown, wire: Wire): NormalFrame {
  if (wire === 'ollama') {
    const parsed = ollamaFrame.safeParse(value);
    if (parsed.success && (parsed.data.response !== undefined || parsed.data.done === true)) {
      const { response, done, done_reason, prompt_eval_count, eval_count } = parsed.data;
      const isLast = done === true;
      const choices = [{ text: response ?? '', finish_reason: isLast ? (done_reason ?? 'stop') : null }];
      return { value: { choices, ...usage(isLast, prompt_eval_count, eval_count) }, isLast };
    }
  }
  if (wire === 'llama.cpp') {
    const parsed = llamaCppFrame.safeParse(value);
    if (parsed.success && parsed.data.content !== undefined) {
      const { content, stop, stop_type, tokens_evaluated, tokens_predicted, timings } = parsed.data;
      const isLast = stop === true;
      const choices = [{ text: content ?? '', finish_reason: isLast ? reasonOf(stop_type) : null }];
      return { value: { choices, timings, ...usage(isLast, tokens_evaluated, tokens_predicted) }, isLast };
    }
  }
  return { value, isLast: false };
}

function usage(isLast: boolean, prompt: number | null | undefined, completion: number | null | undefined): object {
  return isLast && prompt !== null && prompt !== undefined
    ? { usage: { prompt_tokens: prompt, completion_tokens: completion ?? 0 } }
    : {};
}

function reasonOf(stopType: string | null | undefined): string {
  return stopType === 'limit' ? 'length' : 'stop';
}
