/** The body of a chat request for a server's profile and a model's traits: what to send, what never to send, what to clamp. */
import type { OutputFormat } from '../formats/output/createOutputParser';
import type { ChatRequest } from '../Model';
import type { ModelTraits } from '../models';
import type { ServerProfile } from '../profiles/ServerProfile';
import { serverToolField } from '../ServerTool';
import { chatMessages, needsFolding } from './chatMessages';
import { sampling, stopField } from './sampling';

export interface Target {
  readonly profile: ServerProfile;
  readonly traits: ModelTraits;
  readonly modelId: string;
}

export interface ChatBody {
  readonly [field: string]: unknown;
}

/** The body, always of a stream. */
export function chatBody(request: ChatRequest, { profile, traits, modelId }: Target): ChatBody {
  const tools = request.tools ?? [];
  const sendsTools = tools.length > 0 && !needsFolding({ profile, traits });
  const serverTools = profile.serverTools ? (request.serverTools ?? []) : [];
  const clearThinking = request.clearThinking ?? true;
  const { userId } = request;
  const maxTokens =
    request.maxTokens === undefined
      ? undefined
      : Math.min(request.maxTokens, profile.serverTools ? (traits.outputTokens ?? request.maxTokens) : Infinity);
  return {
    model: modelId,
    messages: chatMessages(request.messages, { profile, traits, tools, keepsReasoning: !clearThinking }),
    stream: true,
    ...(profile.streamOptions ? { stream_options: { include_usage: true } } : {}),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...sampling(request, profile, traits),
    ...stopField(request.stop ?? [], profile, traits),
    ...thinkingFields(request.thinking, clearThinking, profile, traits),
    ...(sendsTools || serverTools.length > 0
      ? { tools: [...(sendsTools ? tools : []), ...serverTools.map(serverToolField)] }
      : {}),
    ...(sendsTools && profile.serverTools ? { tool_choice: 'auto' } : {}),
    ...(sendsTools && profile.serverTools && traits.toolStream ? { tool_stream: true } : {}),
    ...(profile.requestId ? { request_id: crypto.randomUUID() } : {}),
    ...(userId !== undefined && profile.userId !== 'none' && userId.length >= 6 && userId.length <= 128
      ? { [profile.userId]: userId }
      : {}),
  };
}

/** In which format tool calls may stand in the answer's text. */
export function outputFormatFor(request: ChatRequest, { profile, traits }: Target): OutputFormat {
  const offers = (request.tools ?? []).length > 0;
  if (profile.parsesToolCalls || !offers) {
    return 'openai';
  }
  // Tools described in words that the model was not trained on: it may answer in any of the formats.
  return needsFolding({ profile, traits }) && traits.outputFormat !== 'glm4' ? 'auto' : traits.outputFormat;
}

function thinkingFields(
  thinking: boolean | undefined,
  clearThinking: boolean,
  profile: ServerProfile,
  traits: ModelTraits,
): object {
  if (traits.thinking === 'none' || traits.thinking === 'unknown') {
    return {};
  }
  switch (profile.thinking) {
    case 'none':
      return {};
    case 'thinking': {
      const type = thinking === false && traits.thinking !== 'always' ? 'disabled' : 'enabled';
      const keeps = clearThinking ? {} : { clear_thinking: false };
      return thinking === undefined && clearThinking ? {} : { thinking: { type, ...keeps } };
    }
    case 'chat_template_kwargs': {
      const fields = {
        ...(thinking === undefined || traits.thinking === 'always' ? {} : { enable_thinking: thinking }),
        ...(clearThinking ? {} : { clear_thinking: false }),
      };
      return Object.keys(fields).length === 0 ? {} : { chat_template_kwargs: fields };
    }
    case 'think':
      return thinking !== false || traits.thinking === 'always' ? {} : { think: false, reasoning_effort: 'none' };
  }
}
