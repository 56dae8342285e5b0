/** Messages of a conversation as the panel's page shows them. */
import { estimateTokens } from '../base/estimateTokens';
import { type MessageId, messages } from '../base/messages';
import type { Chip, ShownAnswer, ShownMessage } from '../protocol/chat';
import type { ChatHost } from './ChatHost';
import type { Answer, Conversation, Message } from './conversation/Conversation';
import type { Attachment } from './conversation/records';

type Texts = Pick<ChatHost, 'describe' | 'describeError'>;

/** `running`: whether this very answer is being written now; one that has no end and is not was interrupted. */
export function shownMessage(
  conversation: Conversation,
  message: Message,
  running: boolean,
  texts: Texts,
): ShownMessage {
  const ids = conversation.siblings(message.id);
  const branch = { ids: [...ids], index: ids.indexOf(message.id) };
  if (message.kind === 'question') {
    return { kind: 'question', id: message.id, text: message.text, chips: message.attachments.map(chipOf), branch };
  }
  const { id, text, reasoning, feedback } = message;
  const state = running ? 'running' : stateOf(message);
  return {
    ...{ kind: 'answer', id, text, reasoning, feedback, state, branch },
    reasoningSeconds: message.reasoningMilliseconds / 1000,
    notice: running ? '' : noticeOf(message, texts),
    details: running ? '' : texts.describe.details(message),
  };
}

/** What a picture of the usual size costs, roughly. */
const imageTokens = 1_000;

export function chipOf({ id, label, text, isDeferred, image }: Attachment): Chip {
  const tokens = isDeferred === true ? null : image === undefined ? estimateTokens(text) : imageTokens;
  return { id, label, tokens, canOpen: isDeferred !== true };
}

function stateOf({ end }: Answer): ShownAnswer['state'] {
  switch (end) {
    case undefined:
    case 'interrupted':
    case 'incomplete':
    case 'error':
      return 'interrupted';
    case 'length':
      return 'cut';
    case 'stopped':
    case 'failed':
      return end;
    default:
      return 'done';
  }
}

function noticeOf({ end, error }: Answer, { describe, describeError }: Texts): string {
  if (error !== undefined) {
    return describeError({ code: isMessageId(error.code) ? error.code : 'unexpected', args: error.args });
  }
  switch (end) {
    case undefined:
    case 'incomplete':
    case 'error':
    case 'interrupted':
      return describe.end('interrupted');
    case 'length':
    case 'stopped':
    case 'content_filter':
    case 'repetition':
      return describe.end(end);
    default:
      return '';
  }
}

function isMessageId(code: string): code is MessageId {
  return Object.hasOwn(messages, code);
}
