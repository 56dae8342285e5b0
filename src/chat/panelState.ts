/** What the panel's page is told of a session: everything, or what stands around the composer. */
import type { PanelState, PanelStatus, ShownMessage } from '../protocol/chat';
import type { SessionWork } from './agent/SessionWork';
import type { ChatHost, ChatModel } from './ChatHost';
import type { NextQuestion } from './composer/NextQuestion';
import type { Conversation, Message } from './conversation/Conversation';
import { roughTokens } from './prompt/fitMessages';
import { systemPrompt } from './prompt/systemPrompt';
import { usedByServer } from './prompt/usedTokens';
import { chipOf, hiddenNotice, shownCompaction, shownMessage } from './shownMessages';
import { conversationCommands, type PromptCommand, promptCommands } from './slashCommands';

/** A session as far as its page shows it. */
export interface PanelView {
  readonly conversation: Conversation;
  /** Seconds since anything came of an answer; undefined = it is not being written. */
  readonly quietSeconds: (answer: string) => number | undefined;
  /** What Stop would end; null = nothing. */
  readonly running: string | null;
  readonly next: Pick<NextQuestion, 'attachments' | 'offers'>;
  readonly model: ChatModel | undefined;
  /** Nothing is set up that could answer. */
  readonly isUnconnected: boolean;
  readonly work: SessionWork;
  /** '' = nothing to say. */
  readonly notice: string;
  /** Why a question waits for the person's word; undefined = none does. */
  readonly held: string | undefined;
}

/** From this share of the context on, making room is offered. */
const almostFull = 0.8;
const recalled = 50;

/** `shown`: how many messages the page gets at most. */
export function panelState(
  host: ChatHost,
  view: PanelView,
  projectCommands: readonly PromptCommand[],
  shown: number,
): PanelState {
  const { conversation } = view;
  const path = conversation.path();
  const from = Math.max(0, path.length - shown);
  const ours = [...promptCommands, ...conversationCommands.map((name) => ({ name }))];
  return {
    conversation: conversation.id,
    title: conversation.title,
    messages: shownMessages(host, view, path, from),
    older: from,
    draft: host.memory.get('draft'),
    commands: [
      ...ours.map(({ name }) => ({ name, description: host.describeCommand(name) })),
      ...projectCommands.map(({ name, prompt }) => ({ name, description: prompt.split('\n', 1)[0] ?? '' })),
    ],
    history: path.flatMap((message) => (message.kind === 'question' ? [message.text] : [])).slice(-recalled),
    status: panelStatus(host, view),
    agent: view.work.state(),
    words: host.words,
    language: host.language,
  };
}

export function panelStatus(
  { describe, memory }: ChatHost,
  { conversation, running, next, model, isUnconnected, work, notice, held }: PanelView,
): PanelStatus {
  const path = conversation.path();
  const total = model?.contextTokens;
  const compaction = conversation.compactions(path).at(-1);
  const estimated = roughTokens(path, systemPrompt, compaction) + (model === undefined ? 0 : work.toolTokens(model));
  const used = Math.max(estimated, usedByServer(path, compaction?.after));
  const share = total === undefined ? 0 : used / total;
  const isFull = notice === '' && running === null && share > almostFull && path.length > 2;
  const hidden = notice === '' ? hiddenNotice([], next.attachments, { describe }) : '';
  const said = isFull ? describe.almostFull(Math.round(100 * share)) : notice === '' ? hidden : notice;
  const isOffered = isUnconnected && said === '' && running === null;
  return {
    chips: next.attachments.map(chipOf),
    offers: next.offers.map(({ id, label, tokens }) => ({ id, label, tokens, canOpen: false })),
    model: { label: model?.modelId ?? describe.unknownModel(), hint: model?.host ?? '', sees: model?.sees ?? false },
    search: model?.offersSearch !== true ? 'none' : memory.get('search') === 'on' ? 'on' : 'off',
    context: { used, total: total ?? null, hint: describe.context(used, total) },
    running,
    notice: held ?? (isOffered ? describe.notConnected() : said),
    action: held !== undefined ? 'sendAnyway' : isOffered ? 'connect' : isFull ? 'compact' : 'none',
  };
}

function shownMessages(host: ChatHost, view: PanelView, path: readonly Message[], from: number): ShownMessage[] {
  const compactions = view.conversation.compactions(path);
  return path
    .slice(from)
    .flatMap((message) => [
      shownMessage(view.conversation, message, view.quietSeconds(message.id), { ...host, work: view.work }),
      ...compactions
        .filter(({ after }) => after === message.id)
        .map((compaction) =>
          shownCompaction(compaction, compaction === compactions.at(-1), { ...host, work: view.work }),
        ),
    ]);
}
