/** A short name for a conversation, by the model that took part in it. */
import { withoutHidden } from '../../base/hiddenCharacters';
import type { ChatRequest } from '../../glm/Model';
import type { ChatModel } from '../ChatHost';

const instructions =
  'Name this conversation in three to six words, in the language of the question. Only the name: no quotes, no full stop, no explanation.';
/** UTF-16 units of question and answer that the model gets. */
const shown = 1_500;
const longestTitle = 80;

export function titleRequest(question: string, answer: string): Pick<ChatRequest, 'messages' | 'maxTokens'> {
  const said = `Question:\n${question.slice(0, shown)}\n\nAnswer:\n${answer.slice(0, shown)}`;
  return {
    messages: [
      { role: 'system', content: instructions },
      { role: 'user', content: withoutHidden(said) },
    ],
    maxTokens: 40,
  };
}

/** Undefined = the model gave nothing that can be a name, or did not answer. Rejects with the signal's reason only. */
export async function conversationTitle(
  model: ChatModel,
  question: string,
  answer: string,
  note: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let text = '';
  try {
    const request = { ...titleRequest(question, answer), temperature: 0.2, thinking: false };
    for await (const event of model.chat({ ...request, note: { id: note, surface: 'chat' } }, signal)) {
      text = event.type === 'text' ? text + event.text : event.type === 'reclassified' ? event.content : text;
    }
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
  return readTitle(text);
}

/** The first line without decoration; undefined = it is no name. */
export function readTitle(text: string): string | undefined {
  const line = text
    .trim()
    .split('\n', 1)[0]
    ?.replace(/^(?:title|name|标题|名称)\s*[:：]\s*/i, '')
    .replace(/^[#*\s"'“”‘’「《`]+|[*\s"'“”‘’」》`.。]+$/gu, '');
  return line === undefined || line === '' || line.length > longestTitle ? undefined : line;
}
