/** Messages of a conversation as the panel's page shows them. */
import { estimateTokens } from '../base/estimateTokens';
import { type MessageId, messages } from '../base/messages';
import type { ShownCall } from '../protocol/agent';
import type { Chip, ShownAnswer, ShownMessage } from '../protocol/chat';
import type { LoopEnd } from './agent/agentEvents';
import { describedCall } from './agent/describedCall';
import type { ChatHost } from './ChatHost';
import type { Answer, Conversation, Message, RecordedCall } from './conversation/Conversation';
import type { Attachment } from './conversation/records';

/** How calls look, and which answers have files that can be had back. */
export interface ShownWork {
  readonly call: (call: RecordedCall, running: boolean) => ShownCall;
  readonly checkpoint: (answer: Answer) => ShownAnswer['checkpoint'];
  readonly loopEnd: (end: LoopEnd) => string;
}

/** For a conversation where there are no tools (any more). */
export const noWork: ShownWork = {
  call: (call) => describedCall(call, 'stopped', { call: (name) => ({ what: name, where: '' }) }),
  checkpoint: () => 'none',
  loopEnd: () => '',
};

type Texts = Pick<ChatHost, 'describe' | 'describeError'> & { readonly work: ShownWork };

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
    calls: message.calls.map((call) => texts.work.call(call, running)),
    checkpoint: running ? 'none' : texts.work.checkpoint(message),
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
    case 'limit':
    case 'circles':
    case 'badCalls':
      return 'cut';
    case 'stopped':
    case 'failed':
      return end;
    default:
      return 'done';
  }
}

function noticeOf({ end, error }: Answer, { describe, describeError, work }: Texts): string {
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
    case 'limit':
    case 'circles':
    case 'badCalls':
      return work.loopEnd(end);
    default:
      return '';
  }
}

function isMessageId(code: string): code is MessageId {
  return Object.hasOwn(messages, code);
}
