/** A conversation gets a name of its model behind its first answer; the next question does not wait for it. */
import { createId } from '../../base/createId';
import type { ChatHost, ChatModel } from '../ChatHost';
import { conversationTitle } from '../prompt/conversationTitle';
import type { Conversation } from './Conversation';

/** Undefined = it has one, it is not the moment, or the model gave none. Never rejects. */
export async function nameConversation(
  conversation: Conversation,
  host: Pick<ChatHost, 'namesConversations' | 'now'>,
  connect: (signal: AbortSignal) => Promise<ChatModel>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [question, answer] = conversation.path();
  const isFirst =
    conversation.size === 2 && !conversation.isNamed && answer?.kind === 'answer' && answer.end === 'stop';
  if (!isFirst || question?.kind !== 'question' || !host.namesConversations()) {
    return undefined;
  }
  try {
    const model = await connect(signal);
    const title = await conversationTitle(model, question.text, answer.text, createId(host.now()), signal);
    return conversation.isNamed ? undefined : title;
  } catch {
    // Its first words are a name as well.
    return undefined;
  }
}
