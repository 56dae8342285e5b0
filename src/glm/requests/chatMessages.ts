/** A conversation as the messages of a request: OpenAI's shape, or plain text where a server would lose calls and results. */
import { foldToolHistory } from '../formats/prompt/foldToolHistory';
import { lastUserIndex, type PromptMessage, type PromptToolCall } from '../formats/prompt/PromptMessage';
import type { ToolDefinition } from '../formats/ToolDefinition';
import type { ModelTraits } from '../models';
import type { ServerProfile } from '../profiles/ServerProfile';

export interface MessageOptions {
  readonly profile: ServerProfile;
  readonly traits: ModelTraits;
  readonly tools: readonly ToolDefinition[];
  /** Whether the reasoning of earlier turns goes back to the model, too; that of the turn which goes on always does. */
  readonly keepsReasoning: boolean;
}

/** Whether tools and their results must be written as text, since the server or the model's template would drop them in silence. */
export function needsFolding({ profile, traits }: Pick<MessageOptions, 'profile' | 'traits'>): boolean {
  return !profile.takesTools || (profile.feedsRawTemplate && traits.ignoresToolMessages);
}

/** The `messages` field. */
export function chatMessages(messages: readonly PromptMessage[], options: MessageOptions): readonly object[] {
  const { traits, tools } = options;
  const usesTools = tools.length > 0 || messages.some(({ role }) => role === 'tool');
  if (usesTools && needsFolding(options)) {
    const style = traits.outputFormat === 'glm4' ? 'glm4' : 'codegeex4';
    // No server is known to pass unknown roles through to the template, and one that checks roles would refuse them.
    const folded = foldToolHistory(messages, { tools, passesRolesThrough: false, style });
    return folded.map(({ role, content }) => ({ role, content }));
  }
  const ids = new CallIds();
  const lastUser = lastUserIndex(messages);
  return messages.map((message, index) =>
    messageField(message, { ...options, keepsReasoning: options.keepsReasoning || index > lastUser }, ids),
  );
}

function messageField(
  message: PromptMessage,
  { profile, traits, keepsReasoning }: MessageOptions,
  ids: CallIds,
): object {
  switch (message.role) {
    case 'system':
      return { role: message.role, content: message.content };
    case 'user':
      return { role: message.role, content: userContent(message, traits) };
    case 'assistant': {
      const { content, reasoning, toolCalls = [] } = message;
      return {
        role: message.role,
        content,
        ...(keepsReasoning && profile.takesReasoning && reasoning ? { reasoning_content: reasoning } : {}),
        ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map((call) => toolCallField(call, ids)) }),
      };
    }
    case 'tool': {
      const id = ids.forResult(message.toolCallId);
      return { role: message.role, content: message.content, ...(id === undefined ? {} : { tool_call_id: id }) };
    }
  }
}

function userContent({ content, images = [] }: Extract<PromptMessage, { role: 'user' }>, traits: ModelTraits): unknown {
  const pictures = traits.vision ? (images ?? []) : [];
  if (pictures.length === 0 && !traits.allTools) {
    return content;
  }
  return [
    ...pictures.map(({ mediaType, data }) => ({
      type: 'image_url',
      image_url: { url: `data:${mediaType};base64,${data}` },
    })),
    { type: 'text', text: content },
  ];
}

function toolCallField(call: PromptToolCall, ids: CallIds): object {
  const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
  return { id: ids.forCall(call.id), type: 'function', function: { name: call.name, arguments: text } };
}

/** Ids for calls whose model gave none (those read from text); results without one belong to them in order. */
class CallIds {
  readonly #open: string[] = [];
  #count = 0;

  forCall(id: string | undefined): string {
    const used = id ?? `call_${this.#count++}`;
    this.#open.push(used);
    return used;
  }

  forResult(id: string | undefined): string | undefined {
    const index = id === undefined ? 0 : this.#open.indexOf(id);
    const [open] = index < 0 ? [] : this.#open.splice(index, 1);
    return id ?? open;
  }
}
