/**
 * Makes room in a conversation: what was said becomes a summary for the model, when the person asks for it, and by itself before a question
 * that would not fit. The messages stay, the place is shown with what stands for them, and it can be undone.
 */
import { AssistantError } from '../../base/AssistantError';
import { createId } from '../../base/createId';
import { estimateTokens } from '../../base/estimateTokens';
import type { ModelEvent } from '../../glm/Model';
import type { ChatHost, ChatModel } from '../ChatHost';
import type { Compaction, Conversation, Message } from '../conversation/Conversation';
import type { ShownConversation } from '../conversation/ShownConversation';
import type { PanelPage } from '../PanelPage';
import { compactedText, compactPrompt } from '../prompt/compact';
import { fitMessages } from '../prompt/fitMessages';
import { systemPrompt } from '../prompt/systemPrompt';
import { usedByServer } from '../prompt/usedTokens';
import { askModel } from './askModel';
import { runTurn } from './runTurn';
import type { SessionModel } from './SessionModel';

export interface CompactorPanel {
  readonly host: Pick<ChatHost, 'describe' | 'describeError' | 'createId' | 'now' | 'compactsByItself'>;
  readonly shown: ShownConversation;
  readonly model: SessionModel;
  readonly page: PanelPage;
}

export class Compactor {
  readonly #panel: CompactorPanel;
  #running: AbortController | undefined;

  constructor(panel: CompactorPanel) {
    this.#panel = panel;
  }

  /** Whether a summary is being written that the person asked for. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  stop(): void {
    this.#running?.abort();
  }

  /** Sums up what was said until now. `ending`: of the session. */
  async compact(ending: AbortSignal): Promise<void> {
    const { host, shown, model, page } = this.#panel;
    const conversation = shown.current;
    const said = answered(conversation.path());
    if (said.length === 0 || conversation.compactions(said).at(-1)?.after === said.at(-1)?.id) {
      page.say(host.describe.nothingToCompact());
      return;
    }
    const controller = new AbortController();
    this.#running = controller;
    page.say(host.describe.compacting());
    try {
      const signal = AbortSignal.any([controller.signal, ending]);
      await this.#sumUp(conversation, said, await model.connect(signal), signal);
      page.notice = '';
    } catch (error) {
      page.notice = controller.signal.aborted
        ? ''
        : host.describeError(error instanceof AssistantError ? error : { code: 'unexpected', args: [] });
    } finally {
      this.#running = undefined;
    }
    page.postState();
  }

  /**
   * Sums up what stands before the last question of a branch, if the whole does not fit and the person did not take the last summary back.
   * Resolves with whether there is a new one; where the model gives none, the branch stays as it was. Rejects with the signal's reason only.
   */
  async makeRoom(
    conversation: Conversation,
    path: readonly Message[],
    { leftOut, room }: { readonly leftOut: number; readonly room: number },
    model: ChatModel,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { host, page } = this.#panel;
    const question = path.findLastIndex(({ kind }) => kind === 'question');
    const said = answered(path.slice(0, question));
    const before = conversation.compactions(path).at(-1)?.after;
    const asked = fitMessages(path.slice(question), '', Number.POSITIVE_INFINITY).tokens;
    const fits = leftOut === 0 && usedByServer(said, before) + asked <= room;
    if (fits || said.length === 0 || said.at(-1)?.id === before) {
      return false;
    }
    if (!host.compactsByItself() || conversation.isKeptWhole) {
      return false;
    }
    page.say(host.describe.compacting());
    try {
      await this.#sumUp(conversation, said, model, signal);
    } catch {
      signal.throwIfAborted();
    }
    page.notice = '';
    page.postState();
    return conversation.compactions(path).at(-1)?.after !== before;
  }

  /** In steps, each of which fits into the model's context. */
  async #sumUp(conversation: Conversation, said: readonly Message[], model: ChatModel, signal: AbortSignal) {
    for (let part: readonly Message[] = []; part.length < said.length; ) {
      const compaction = conversation.compactions(said).at(-1);
      part = fittingPart(said, compaction, model);
      const asked = askModel(model, part, {
        ...{ last: compactPrompt, compaction },
        note: { id: createId(this.#panel.host.now()), surface: 'chat', conversation: conversation.id },
      });
      const { text, error } = await collect(asked.events(signal), signal);
      if (error !== undefined) {
        throw error;
      }
      if (text.trim() === '') {
        return;
      }
      this.#record(conversation, part, { text, room: asked.room, compaction });
    }
  }

  #record(
    conversation: Conversation,
    part: readonly Message[],
    made: { readonly text: string; readonly room: number; readonly compaction: Compaction | undefined },
  ): void {
    const { host, shown } = this.#panel;
    const { text: summary, room, compaction } = made;
    const now = estimateTokens(compactedText(part, summary, room));
    const before = fitMessages(part, systemPrompt, Number.POSITIVE_INFINITY, { compaction }).tokens;
    shown.record(
      {
        ...{ type: 'compaction', id: host.createId(), after: part.at(-1)?.id ?? '', at: host.now() },
        ...{ summary, before, now },
      },
      conversation,
    );
  }
}

/** A branch up to its last answer that says something. */
function answered(path: readonly Message[]): readonly Message[] {
  return path.slice(0, path.findLastIndex((message) => message.kind === 'answer' && message.text !== '') + 1);
}

/** As much of the beginning as can be summed up in one request: nothing behind the last summary is left out of it. */
function fittingPart(
  said: readonly Message[],
  compaction: Compaction | undefined,
  model: ChatModel,
): readonly Message[] {
  const note = { id: '', surface: 'chat' } as const;
  const least = said.findIndex(({ id }) => id === compaction?.after) + 1;
  let part = said;
  for (;;) {
    const { leftOut, tooLong } = askModel(model, part, { last: compactPrompt, compaction, note }).fitted;
    const shorter = answered(part.slice(0, -1));
    if ((leftOut === 0 && !tooLong) || shorter.length <= least) {
      return part;
    }
    part = shorter;
  }
}

/** The text of an answer that nobody sees while it is written. */
async function collect(
  events: AsyncIterable<ModelEvent>,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly error: AssistantError | undefined }> {
  let text = '';
  const add = (progress: Parameters<Parameters<typeof runTurn>[2]>[0]): void => {
    text = progress.kind === 'piece' ? text + progress.text : progress.kind === 'whole' ? progress.text : text;
  };
  const { error } = await runTurn(events, () => 0, add, signal);
  signal.throwIfAborted();
  return { text, error };
}
