/** Messages of a conversation as the panel's page shows them. */
import { estimateTokens } from '../base/estimateTokens';
import { withoutHidden } from '../base/hiddenCharacters';
import { type MessageId, messages } from '../base/messages';
import { linkTarget } from '../markdown/linkTarget';
import type { ShownCall } from '../protocol/agent';
import type { Chip, ShownAnswer, ShownMessage, ShownServerTool } from '../protocol/chat';
import type { LoopEnd } from './agent/agentEvents';
import { describedCall } from './agent/describedCall';
import type { ChatHost } from './ChatHost';
import type { Answer, Compaction, Conversation, Message, RecordedCall } from './conversation/Conversation';
import type { Attachment, ServerToolUse } from './conversation/records';
import { imageTokens } from './prompt/fitMessages';
import { hiddenInQuestion } from './prompt/hiddenInQuestion';

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

/** `quiet`: seconds since anything came of this very answer, which is being written now; undefined = it is not, so without an end it was interrupted. */
export function shownMessage(
  conversation: Conversation,
  message: Message,
  quiet: number | undefined,
  texts: Texts,
): ShownMessage {
  const ids = conversation.siblings(message.id);
  const branch = { ids: [...ids], index: ids.indexOf(message.id) };
  if (message.kind === 'question') {
    const { id, text, prompt, attachments } = message;
    const chips = attachments.map((attachment) => chipOf({ ...attachment, id: sentChipId(id, attachment.id) }));
    return { kind: 'question', id, text, chips, notice: hiddenNotice([prompt ?? text], attachments, texts), branch };
  }
  const { id, text, reasoning, feedback, serverTools } = message;
  const running = quiet !== undefined;
  const state = running ? 'running' : stateOf(message);
  return {
    ...{ kind: 'answer', id, text, reasoning, feedback, state, branch },
    serverTools: serverTools.map((use) => shownServerTool(use, texts)),
    reasoningSeconds: message.reasoningMilliseconds / 1000,
    quietSeconds: quiet ?? 0,
    notice: running ? '' : noticeOf(message, texts),
    details: running ? '' : texts.describe.details(message),
    calls: message.calls.map((call) => texts.work.call(call, running)),
    checkpoint: running ? 'none' : texts.work.checkpoint(message),
  };
}

function shownServerTool({ tool, input, outputs }: ServerToolUse, { describe }: Texts): ShownServerTool {
  return {
    title: describe.serverTool(tool),
    input: tool === 'code_interpreter' ? input : queryOf(input),
    outputs: outputs.map((output) => {
      const address = output.kind === 'page' ? output.link : output.kind === 'log' ? '' : output.url;
      const target = linkTarget(address);
      const { url, host } = target?.kind === 'web' ? target : { url: '', host: '' };
      const label = output.kind === 'page' ? output.title : output.kind === 'log' ? '' : host;
      const text =
        output.kind === 'page' ? output.content.slice(0, longestExcerpt) : output.kind === 'log' ? output.text : '';
      return { kind: output.kind, label, text, url, host };
    }),
  };
}

const longestExcerpt = 300;

/** Providers give a query as JSON or as text. */
function queryOf(input: string): string {
  try {
    const value: unknown = JSON.parse(input);
    const words = typeof value === 'object' && value !== null ? Object.values(value) : [value];
    return words.filter((word) => typeof word === 'string').join(' ');
  } catch {
    return input;
  }
}

/** The place at which the model gets a summary in place of what stands above. `isLast`: it is the one that counts. */
export function shownCompaction({ id, summary, before, now }: Compaction, isLast: boolean, texts: Texts): ShownMessage {
  return { kind: 'compaction', id: `compaction:${id}`, summary, isLast, text: texts.describe.compacted(before, now) };
}

/** '' = nothing is hidden. */
export function hiddenNotice(
  words: readonly string[],
  attachments: readonly Attachment[],
  { describe }: Pick<Texts, 'describe'>,
): string {
  const found = hiddenInQuestion(words, attachments);
  return found === undefined ? '' : describe.hidden(found);
}

/** What a chip on a question is known by: the terminal, say, went along with several questions and said something else each time. */
export function sentChipId(question: string, attachment: string): string {
  return `${question} ${attachment}`;
}

export function chipOf({ id, label, text, isDeferred, image }: Attachment): Chip {
  const tokens = isDeferred === true ? null : image === undefined ? estimateTokens(text) : imageTokens;
  const picture = image === undefined ? {} : { picture: `data:${image.mediaType};base64,${image.data}` };
  return { id, label: withoutHidden(label), tokens, canOpen: isDeferred !== true && image === undefined, ...picture };
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

function noticeOf({ end, error, text, calls, serverTools }: Answer, { describe, describeError, work }: Texts): string {
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
      // Nobody should look at nothing and wonder whether it is all.
      return text.trim() === '' && calls.length === 0 && serverTools.length === 0 ? describe.end('empty') : '';
  }
}

function isMessageId(code: string): code is MessageId {
  return Object.hasOwn(messages, code);
}
