/** What goes to a model and what comes back as the messages of a record, each part under the type that decides its class of content. */
import type { ToolDefinition } from '../glm/formats/ToolDefinition';
import type { ChatMessage, CompletionRequest, ModelEvent } from '../glm/Model';
import type { Message, MessagePart } from './records';

/** A completion's prompt is code around the cursor, whatever else the format added. */
export function messagesOfCompletion({ prompt }: CompletionRequest): Message[] {
  return [{ role: 'user', parts: [{ type: 'code_context', content: prompt }] }];
}

/** Pictures are left out. */
export function messagesOfChat(messages: readonly ChatMessage[]): Message[] {
  return messages.map((message) => ({ role: message.role, parts: partsOf(message) }));
}

function partsOf(message: ChatMessage): MessagePart[] {
  const { role, content } = message;
  if (role === 'tool') {
    const { toolCallId: id } = message;
    return [{ type: 'tool_call_response', ...(id !== undefined && { id }), result: content }];
  }
  const text: MessagePart[] = content === '' ? [] : [{ type: 'text', content }];
  if (role !== 'assistant') {
    return text;
  }
  const { reasoning, toolCalls = [] } = message;
  return [
    ...(reasoning === undefined ? [] : [{ type: 'reasoning', content: reasoning }]),
    ...text,
    ...toolCalls.map(({ id, name, arguments: values }) => ({
      type: 'tool_call',
      ...(id !== undefined && { id }),
      name,
      arguments: values,
    })),
  ];
}

/** Tools as the conventions write them. */
export function definitionsOf(tools: readonly ToolDefinition[]): unknown[] {
  return tools.map(({ type, function: { name, description, parameters } }) => ({
    type,
    name,
    description,
    parameters,
  }));
}

/** Collects an answer while it streams. */
export class AnswerParts {
  #text = '';
  #reasoning = '';
  readonly #calls: MessagePart[] = [];

  add(event: ModelEvent): void {
    switch (event.type) {
      case 'text':
        this.#text += event.text;
        break;
      case 'reasoning':
        this.#reasoning += event.text;
        break;
      case 'reclassified':
        this.#text = event.content;
        this.#reasoning = event.reasoning;
        break;
      case 'toolCall':
        this.#calls.push({ type: 'tool_call', name: event.call.name, arguments: event.call.arguments });
        break;
      default:
    }
  }

  get parts(): MessagePart[] {
    return [
      ...(this.#reasoning === '' ? [] : [{ type: 'reasoning', content: this.#reasoning }]),
      ...(this.#text === '' && this.#calls.length > 0 ? [] : [{ type: 'text', content: this.#text }]),
      ...this.#calls,
    ];
  }
}
