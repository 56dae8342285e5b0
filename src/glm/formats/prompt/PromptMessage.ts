/** A conversation as the prompt renderers take it: the OpenAI shape without its wrappers. */
import type { JsonObject } from '../ToolDefinition';

export interface PromptToolCall {
  readonly id?: string | undefined;
  readonly name: string;
  /** The object, or the JSON text that the model wrote: text is kept as it is, so that a server's cache of the turn still fits. */
  readonly arguments: JsonObject | string;
}

/** A picture of a message; prompts rendered by us leave it out. */
export interface MessageImage {
  /** `image/png`, `image/jpeg` or another type that the model can look at. */
  readonly mediaType: string;
  /** Base64, without `data:` in front. */
  readonly data: string;
}

export type PromptMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string; readonly images?: readonly MessageImage[] | undefined }
  | {
      readonly role: 'assistant';
      /** '' where the turn is only calls. */
      readonly content: string;
      readonly reasoning?: string | undefined;
      readonly toolCalls?: readonly PromptToolCall[] | undefined;
    }
  /** The result of a call. */
  | { readonly role: 'tool'; readonly content: string; readonly toolCallId?: string | undefined };

/**
 * What a model thought and what it said, of a turn whose history keeps both in one text; the templates of thinking models take it apart in
 * the same way.
 */
export function splitThought(turn: string): { readonly reasoning: string; readonly content: string } {
  const [before = '', ...after] = turn.split('</think>');
  const content = after.at(-1);
  return content === undefined
    ? { reasoning: '', content: turn }
    : { reasoning: before.split('<think>').at(-1) ?? '', content: content.replace(/^\n+/, '') };
}

/** The index of the last message of a person; -1 = there is none. Reasoning before it is not repeated to the model. */
export function lastUserIndex(messages: readonly PromptMessage[]): number {
  return messages.findLastIndex((message) => message.role === 'user');
}
