/** One completion as a call of the route that a server has for it: its path, its body, the wire format of its answer. */
import { instructionFor } from '../fillInTheMiddle/chatHole';
import type { CompletionRoute, FillInTheMiddleRequest } from '../fillInTheMiddle/FillInTheMiddleFormat';
import { infillFields } from '../fillInTheMiddle/infill';
import { languageName } from '../fillInTheMiddle/languageNames';
import type { CompletionRequest } from '../Model';
import { type ChatBody, chatBody, type Target } from './chatBody';
import { sampling, stopField } from './sampling';

export interface CompletionCall {
  readonly path: '/completions' | '/chat/completions' | '/api/generate' | '/completion' | '/infill';
  /** Whether the path stands beside the versioned ones. */
  readonly atRoot: boolean;
  readonly body: ChatBody;
  readonly wire: 'openai' | 'ollama' | 'llama.cpp';
}

/** Time for a native llama.cpp request, in milliseconds: a client that has gone is noticed late there. */
const llamaCppPredictLimit = 20_000;

/** Tokens of the code block's fences around a completion by chat, and of thoughts that cannot be switched off. */
const fenceRoom = 16;
const thinkingRoom = 4096;

/** The call. `hole` is there for all routes but `raw`. */
export function completionCall(request: CompletionRequest, route: CompletionRoute, target: Target): CompletionCall {
  const { profile, traits, modelId } = target;
  const { prompt, maxTokens, temperature, seed, hole } = request;
  if (route === 'target' && hole !== undefined) {
    return chatCall({
      model: modelId,
      messages: [],
      extra: holeFields(hole),
      stream: true,
      max_tokens: maxTokens,
      ...sampling({ temperature, seed }, profile, traits),
      ...stopField(['<|endoftext|>', '<|user|>', '<|assistant|>', '<|observation|>'], profile, traits),
      ...(profile.requestId ? { request_id: crypto.randomUUID() } : {}),
    });
  }
  if (route === 'infill' && hole !== undefined) {
    const body = { model: modelId, ...infillFields(hole), ...llamaCppFields(request, target) };
    return { path: '/infill', atRoot: true, wire: 'llama.cpp', body };
  }
  if (route === 'chat' || route === 'target') {
    const messages = [
      { role: 'system', content: instructionFor(hole?.multiline ?? true) },
      { role: 'user', content: prompt },
    ] as const;
    // Thinking would take longer than anybody waits for a suggestion; a model that cannot be told not to needs room for it.
    const room = (traits.thinking === 'always' ? thinkingRoom : 0) + fenceRoom;
    const request = { messages, maxTokens: maxTokens + room, temperature, thinking: false };
    return chatCall(chatBody(seed === undefined ? request : { ...request, seed }, target));
  }
  const sampled = sampling({ temperature, seed }, profile, traits);
  switch (profile.completion) {
    case 'ollama':
      return {
        path: '/api/generate',
        atRoot: true,
        wire: 'ollama',
        body: {
          model: modelId,
          prompt,
          raw: true,
          stream: true,
          options: { num_predict: maxTokens, ...sampled, ...stopField(request.stop, profile, traits) },
        },
      };
    case 'llama.cpp':
      return {
        path: '/completion',
        atRoot: true,
        wire: 'llama.cpp',
        body: { model: modelId, prompt, ...llamaCppFields(request, target) },
      };
    default:
      return {
        path: '/completions',
        atRoot: false,
        wire: 'openai',
        body: {
          model: modelId,
          prompt,
          max_tokens: maxTokens,
          ...sampled,
          stream: true,
          ...stopField(request.stop, profile, traits),
          ...(profile.streamOptions ? { stream_options: { include_usage: true } } : {}),
        },
      };
  }
}

/** What both of llama.cpp's own routes take. */
function llamaCppFields(
  { maxTokens, temperature, seed, stop }: CompletionRequest,
  { profile, traits }: Target,
): ChatBody {
  return {
    n_predict: maxTokens,
    cache_prompt: true,
    t_max_predict_ms: llamaCppPredictLimit,
    stream: true,
    ...sampling({ temperature, seed }, profile, traits),
    ...stopField(stop, profile, traits),
  };
}

function chatCall(body: ChatBody): CompletionCall {
  return { path: '/chat/completions', atRoot: false, wire: 'openai', body };
}

/** BigModel's fields for codegeex-4. */
function holeFields({ path, languageId, nearby = '', prefix, suffix, snippets }: FillInTheMiddleRequest): object {
  return {
    target: { path, language: languageName(languageId), code_prefix: nearby + prefix, code_suffix: suffix },
    contexts: snippets.map((snippet) => ({ path: snippet.path, code: snippet.text })),
  };
}
