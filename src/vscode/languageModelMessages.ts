/** VS Code's chat messages as the core's own: one message of theirs may hold text, pictures, calls and results side by side. */
import * as vscode from 'vscode';
import { withoutHidden } from '../base/hiddenCharacters';
import type { MessageImage } from '../glm/formats/prompt/PromptMessage';
import { isJsonObject } from '../glm/formats/ToolDefinition';
import type { ChatMessage } from '../glm/Model';

/** Nothing goes to a model that a person would not see, whichever extension or tool it is from; arguments of calls stay as they were. */
export function fromChatMessages(messages: readonly vscode.LanguageModelChatRequestMessage[]): readonly ChatMessage[] {
  return messages.flatMap(fromChatMessage).map((one) => ({ ...one, content: withoutHidden(one.content) }));
}

/** The text of a message's parts; what is no text is passed over. */
export function textOf(parts: readonly unknown[]): string {
  return parts
    .map((part) => {
      if (part instanceof vscode.LanguageModelTextPart) {
        return part.value;
      }
      if (part instanceof vscode.LanguageModelToolResultPart) {
        return textOf(part.content);
      }
      if (part instanceof vscode.LanguageModelDataPart && /^text\/|json/.test(part.mimeType)) {
        return new TextDecoder().decode(part.data);
      }
      return '';
    })
    .join('');
}

function fromChatMessage({ role, content }: vscode.LanguageModelChatRequestMessage): readonly ChatMessage[] {
  const results = content.filter((part) => part instanceof vscode.LanguageModelToolResultPart);
  const others = content.filter((part) => !(part instanceof vscode.LanguageModelToolResultPart));
  const text = textOf(others);
  if (role === vscode.LanguageModelChatMessageRole.Assistant) {
    const toolCalls = others
      .filter((part) => part instanceof vscode.LanguageModelToolCallPart)
      .map(({ callId, name, input }) => ({ id: callId, name, arguments: isJsonObject(input) ? input : {} }));
    return [{ role: 'assistant', content: text, ...(toolCalls.length === 0 ? {} : { toolCalls }) }];
  }
  const images = others.flatMap((part) => imageOf(part));
  // The stable interface has no role for instructions; newer editors send them as one beyond the two.
  const isSystem = role !== vscode.LanguageModelChatMessageRole.User;
  const own: ChatMessage = isSystem
    ? { role: 'system', content: text }
    : { role: 'user', content: text, ...(images.length === 0 ? {} : { images }) };
  return [
    ...results.map((part): ChatMessage => ({ role: 'tool', content: textOf(part.content), toolCallId: part.callId })),
    ...(text === '' && images.length === 0 && results.length > 0 ? [] : [own]),
  ];
}

function imageOf(part: unknown): readonly MessageImage[] {
  return part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('image/')
    ? [{ mediaType: part.mimeType, data: Buffer.from(part.data).toString('base64') }]
    : [];
}
