/**
 * The messages of a branch as a request that fits: the newest question always goes, then as much of what went before as there is room
 * for, newest first and question and answer together.
 */
import { estimateTokens } from '../../base/estimateTokens';
import { withoutHidden } from '../../base/hiddenCharacters';
import type { ChatMessage } from '../../glm/Model';
import type { Compaction, Message } from '../conversation/Conversation';
import { answerMessages, keptOf } from './answerMessages';
import { questionText } from './attachmentText';
import { compactedText } from './compact';

export interface FittedMessages {
  readonly messages: readonly ChatMessage[];
  /** Estimated tokens of all messages. */
  readonly tokens: number;
  /** Messages of the branch that found no room, its oldest. */
  readonly leftOut: number;
  /** True: even the newest question alone is longer than the budget. */
  readonly tooLong: boolean;
}

export interface FitOptions {
  /** A message of ours behind the branch. */
  readonly last?: string | undefined;
  /** What stands in place of the branch up to a message of it. */
  readonly compaction?: Compaction | undefined;
}

/** Room where there is no end to it, for what takes a share. */
const unlimited = 128_000;

/** What a message costs beside its text. */
const tokensPerMessage = 4;

/** `path`: a branch that ends in a question, or in a cut answer. `budget`: tokens for all of it. */
export function fitMessages(
  path: readonly Message[],
  system: string,
  budget: number,
  { last, compaction }: FitOptions = {},
): FittedMessages {
  const added: ChatMessage[] = last === undefined ? [] : [{ role: 'user', content: last }];
  const cut = compaction === undefined ? 0 : path.findIndex(({ id }) => id === compaction.after) + 1;
  const room = Number.isFinite(budget) ? budget : unlimited;
  const earlier = cut === 0 ? '' : `\n\n${compactedText(path.slice(0, cut), compaction?.summary ?? '', room)}`;
  const head: ChatMessage = { role: 'system', content: withoutHidden(system + earlier) };
  let tokens = tokensOf(head) + added.reduce((sum, message) => sum + tokensOf(message), 0);
  const kept: ChatMessage[] = [];
  const turns = turnsOf(path.slice(cut));
  let leftOut = 0;
  for (const [index, turn] of turns.toReversed().entries()) {
    const messages = turn.flatMap(toChatMessages).filter(isSent);
    const cost = turn.reduce((sum, message) => sum + costOf(message), 0);
    if (index > 0 && tokens + cost > budget) {
      leftOut = turns.slice(0, turns.length - index).reduce((sum, { length }) => sum + length, 0);
      break;
    }
    tokens += cost;
    kept.unshift(...messages);
  }
  return { messages: [head, ...kept, ...added], tokens, leftOut, tooLong: tokens > budget };
}

/** A question with the answer to it; a question whose answer is missing stands alone. */
function turnsOf(path: readonly Message[]): readonly (readonly Message[])[] {
  const turns: Message[][] = [];
  for (const message of path) {
    if (message.kind === 'question' || turns.length === 0) {
      turns.push([message]);
    } else {
      turns.at(-1)?.push(message);
    }
  }
  return turns;
}

/** Nothing goes to a model that a person would not see, wherever it is from. */
function toChatMessages(message: Message): readonly ChatMessage[] {
  const made = message.kind === 'question' ? [questionMessage(message)] : answerMessages(message);
  return made.map((one) => ({ ...one, content: withoutHidden(one.content) }));
}

/** An empty answer says nothing, unless it calls a tool; the result of a call always stands behind it. */
function isSent(message: ChatMessage): boolean {
  return message.content !== '' || message.role === 'tool' || (message.role === 'assistant' && !!message.toolCalls);
}

function questionMessage({ prompt, text, attachments }: Extract<Message, { kind: 'question' }>): ChatMessage {
  const images = attachments.flatMap(({ image }) => image ?? []);
  const content = questionText(
    prompt ?? text,
    attachments.filter(({ image }) => image === undefined),
  );
  return images.length === 0 ? { role: 'user', content } : { role: 'user', content, images };
}

/** About what a branch takes, by samples of its longer texts: for showing it while a person types. Each message is looked at once. */
export function roughTokens(path: readonly Message[], system: string, compaction?: Compaction): number {
  const cut = compaction === undefined ? 0 : path.findIndex(({ id }) => id === compaction.after) + 1;
  const head = estimateTokens(system) + (cut === 0 ? 0 : (compaction?.now ?? 0));
  return path.slice(cut).reduce((sum, message) => sum + roughCostOf(message), head);
}

const roughCosts = new WeakMap<Message, number>();
/** UTF-16 units of the sample. */
const sample = 400;

function roughCostOf(message: Message): number {
  const known = roughCosts.get(message);
  if (known !== undefined) {
    return known;
  }
  const texts =
    message.kind === 'answer'
      ? [message.text, ...message.calls.flatMap((call) => [call.arguments, keptOf(call.output)])]
      : [message.prompt ?? message.text, ...message.attachments.map(({ text }) => text)];
  const cost = texts.reduce((sum, text) => {
    const from = text.length > sample ? Math.floor((text.length - sample) / 2) : 0;
    const tokens = estimateTokens(text.slice(from, from + sample));
    return sum + (text.length > sample ? Math.round((tokens * text.length) / sample) : tokens);
  }, tokensPerMessage);
  roughCosts.set(message, cost);
  return cost;
}

/** A message never changes, so it is counted once. */
const costs = new WeakMap<Message, number>();

function costOf(message: Message): number {
  const known = costs.get(message);
  const cost = known ?? toChatMessages(message).reduce((sum, one) => sum + tokensOf(one), 0);
  if (known === undefined) {
    costs.set(message, cost);
  }
  return cost;
}

/** What a picture of the usual size costs, roughly. */
export const imageTokens = 1_000;

function tokensOf(message: ChatMessage): number {
  const images = message.role === 'user' ? (message.images?.length ?? 0) : 0;
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  const written = calls.map((call) => `${call.name} ${String(call.arguments)}`).join(' ');
  return estimateTokens(message.content) + estimateTokens(written) + tokensPerMessage + images * imageTokens;
}
