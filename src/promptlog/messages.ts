/** What goes to a model and what comes back as the messages of a record, each part under the type that decides its class of content. */
import type { FillInTheMiddleRequest } from '../glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { ToolDefinition } from '../glm/formats/ToolDefinition';
import type { ChatMessage, CompletionRequest, ModelEvent } from '../glm/Model';
import type { Message, MessagePart } from './records';

/**
 * A completion's prompt is code around the cursor, whatever else the format added. What stands before and after the cursor is named in it
 * where that can be told; the parts together are the prompt.
 */
export function messagesOfCompletion({ prompt, hole }: CompletionRequest): Message[] {
  const parts: MessagePart[] = [];
  let end = 0;
  for (const { name, text, start } of hole === undefined ? [] : placesAroundCursor(prompt, hole)) {
    parts.push(...unnamed(prompt.slice(end, start)), { type: 'code_context', name, content: text });
    end = start + text.length;
  }
  return [{ role: 'user', parts: [...parts, ...unnamed(prompt.slice(end))] }];
}

interface NamedText {
  readonly name: 'prefix' | 'suffix';
  readonly text: string;
}

/** Where they stand in the prompt, in its order; none unless all that is not empty stands there, as it is. */
function placesAroundCursor(
  prompt: string,
  { prefix, suffix }: FillInTheMiddleRequest,
): readonly (NamedText & { readonly start: number })[] {
  const named: readonly NamedText[] = [
    { name: 'prefix', text: prefix },
    { name: 'suffix', text: suffix },
  ];
  // The longer first: the shorter may be a bracket, which the longer holds as well.
  const [longer, shorter] = named.filter(({ text }) => text !== '').sort((a, b) => b.text.length - a.text.length);
  const start = longer === undefined ? -1 : prompt.lastIndexOf(longer.text);
  if (longer === undefined || start < 0) {
    return [];
  }
  const first = { ...longer, start };
  if (shorter === undefined) {
    return [first];
  }
  const after = prompt.indexOf(shorter.text, start + longer.text.length);
  const before = prompt.slice(0, start).lastIndexOf(shorter.text);
  const second = { ...shorter, start: after < 0 ? before : after };
  return second.start < 0 ? [] : second.start < start ? [second, first] : [first, second];
}

function unnamed(content: string): MessagePart[] {
  return content === '' ? [] : [{ type: 'code_context', content }];
}

/** Pictures are left out. `said`: the person's words in them, earliest first; undefined = they cannot be told from the rest. */
export function messagesOfChat(messages: readonly ChatMessage[], said?: readonly string[]): Message[] {
  return messages.map((message) => ({ role: message.role, parts: partsOf(message, said) }));
}

function partsOf(message: ChatMessage, said: readonly string[] | undefined): MessagePart[] {
  const { role, content } = message;
  if (role === 'tool') {
    const { toolCallId: id } = message;
    return [{ type: 'tool_call_response', ...(id !== undefined && { id }), result: content }];
  }
  if (role === 'user') {
    return userParts(content, said);
  }
  const type = role === 'system' && said === undefined ? 'mixed' : 'text';
  const text: MessagePart[] = content === '' ? [] : [{ type, content }];
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

/** The person's words in a message, and what a feature put around them. */
function userParts(content: string, said: readonly string[] | undefined): MessagePart[] {
  const words = [...(said ?? [])]
    .filter((each) => each.trim() !== '' && content.includes(each))
    .sort((one, other) => other.length - one.length)[0];
  if (words === undefined) {
    // Nobody typed anything, or it cannot be told what.
    return content === '' ? [] : [{ type: said?.length === 0 ? 'code_context' : 'mixed', content }];
  }
  // Features put the words last.
  const start = content.lastIndexOf(words);
  return [
    ...unnamed(content.slice(0, start)),
    { type: 'text', content: words },
    ...unnamed(content.slice(start + words.length)),
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
