/** Questions and their answers in one panel: asked, asked again in other words, answered again, continued and stopped. */
import { createId } from '../../base/createId';
import { estimateTokens } from '../../base/estimateTokens';
import type { TurnEvent } from '../agent/agentEvents';
import type { SessionWork } from '../agent/SessionWork';
import type { ChatHost } from '../ChatHost';
import type { NextQuestion } from '../composer/NextQuestion';
import type { WrittenQuestion } from '../composer/WrittenQuestion';
import type { Conversation, Message } from '../conversation/Conversation';
import { nameConversation } from '../conversation/nameConversation';
import type { Attachment } from '../conversation/records';
import type { ShownConversation } from '../conversation/ShownConversation';
import type { PanelPage } from '../PanelPage';
import { withOutputShortened } from '../prompt/shortenedOutput';
import { continuePrompt, goOnPrompt, systemPrompt } from '../prompt/systemPrompt';
import { type ConversationCommand, readCommand } from '../slashCommands';
import { askModel, roomIn } from './askModel';
import type { Compactor } from './Compactor';
import { noteOf } from './noteOf';
import type { Answering, RunningTurns } from './RunningTurns';
import type { SessionModel } from './SessionModel';

/** What messages cost beside their texts, on the high side. */
const besideTokens = 16;

export interface AskingPanel {
  readonly host: ChatHost;
  readonly shown: ShownConversation;
  readonly next: NextQuestion;
  readonly written: WrittenQuestion;
  readonly model: SessionModel;
  readonly turns: RunningTurns;
  readonly work: SessionWork;
  readonly compactor: Compactor;
  readonly page: PanelPage;
  /** Something is being written in the shown conversation. */
  readonly isBusy: () => boolean;
  /** Another title may be shown. */
  readonly onDidChange: () => void;
  /** The end of the session. */
  readonly ending: AbortSignal;
}

export class Asking {
  readonly #panel: AskingPanel;
  #naming: AbortController | undefined;

  constructor(panel: AskingPanel) {
    this.#panel = panel;
  }

  /** Sends a question, or does what its command says; tells which of the conversation's commands is left to the panel. */
  async send(text: string): Promise<ConversationCommand | undefined> {
    const { written, isBusy, page } = this.#panel;
    if (text.trim() === '' || isBusy()) {
      written.giveBack(text);
      return undefined;
    }
    const command = readCommand(text, page.projectCommands);
    if (command?.kind === 'conversation') {
      written.setDraft('');
      return command.command;
    }
    if (!(await written.waits({ text }, isBusy))) {
      await this.#send(text);
    }
    return undefined;
  }

  /** The person wants the question sent that waits. Other words than those that were warned of are looked at like any question. */
  async sendAnyway(text: string): Promise<void> {
    const { written, isBusy } = this.#panel;
    const held = isBusy() ? undefined : written.release(text);
    if (held === undefined) {
      await this.send(text);
    } else {
      await (held.replaces === undefined ? this.#send(text) : this.#edit(held.replaces, text));
    }
  }

  /** Asks an earlier question again in other words; what followed the old one stays reachable. */
  async edit(id: string, text: string): Promise<void> {
    const { written, shown, isBusy } = this.#panel;
    if (shown.current.message(id)?.kind !== 'question' || isBusy() || text.trim() === '') {
      return;
    }
    if (!(await written.waits({ text, replaces: id }, isBusy))) {
      await this.#edit(id, text);
    }
  }

  /** Another answer to the same question. */
  async regenerate(id: string): Promise<void> {
    const answer = this.#panel.shown.current.message(id);
    if (answer?.kind === 'answer' && !this.#panel.isBusy()) {
      await this.#answer(answer.parent);
    }
  }

  /** More of an answer that broke off. */
  async resume(id: string): Promise<void> {
    const { shown, host, isBusy } = this.#panel;
    const answer = shown.current.message(id);
    if (answer?.kind !== 'answer' || answer.end === 'stop' || isBusy()) {
      return;
    }
    if (answer.text === '' && answer.calls.length === 0) {
      await this.#answer(answer.parent);
      return;
    }
    shown.record({ type: 'leaf', id });
    shown.record({ type: 'resume', id, at: host.now() });
    await this.#run(id, shown.current.path(id), answer.calls.length === 0 ? continuePrompt : goOnPrompt);
  }

  async #send(text: string): Promise<void> {
    const { shown, next, written, page, ending } = this.#panel;
    const read = readCommand(text, page.projectCommands);
    const command = read?.kind === 'prompt' ? read : undefined;
    if (shown.current.leaf === null) {
      await next.offerInstructions(ending);
    }
    const along = await next.hand(text, command?.command, ending);
    written.setDraft('');
    const { leaf } = shown.current;
    await this.#ask(leaf, text, command?.prompt, this.#fitting(command?.prompt ?? text, along, leaf === null));
  }

  /** What goes along, in what the model has room for; what was said before keeps half of it. */
  #fitting(words: string, along: readonly Attachment[], isFirst: boolean): readonly Attachment[] {
    const { host, model, work } = this.#panel;
    if (model.current === undefined) {
      return along;
    }
    const tools = work.usesTools(model.current);
    const system = estimateTokens(tools ? work.system(systemPrompt) : systemPrompt) + besideTokens;
    const room = roomIn(model.current, work.toolTokens(model.current)).budget - system;
    return withOutputShortened(words, along, isFirst ? room : room / 2, host.describe.terminal);
  }

  async #edit(id: string, text: string): Promise<void> {
    const { shown, page } = this.#panel;
    const question = shown.current.message(id);
    if (question?.kind === 'question') {
      const command = readCommand(text, page.projectCommands);
      const prompt = command?.kind === 'prompt' ? command.prompt : undefined;
      await this.#ask(question.parent, text, prompt, question.attachments);
    }
  }

  async #ask(
    parent: string | null,
    text: string,
    prompt: string | undefined,
    attachments: readonly Attachment[],
  ): Promise<void> {
    const { shown, host } = this.#panel;
    shown.begin();
    const id = host.createId();
    shown.record({
      ...{ type: 'question', id, parent, at: host.now(), text },
      ...(prompt === undefined ? {} : { prompt }),
      attachments: [...attachments],
    });
    await this.#answer(id);
  }

  async #answer(question: string): Promise<void> {
    const { shown, host, model } = this.#panel;
    const id = host.createId();
    const { modelId = '', host: address = null } = model.current ?? {};
    shown.record({ type: 'answer', id, parent: question, at: host.now(), model: modelId, host: address });
    await this.#run(id, shown.current.path(question));
  }

  /** Resolves with the answer's end. `last`: a message of ours behind the branch. */
  async #run(id: string, path: readonly Message[], last?: string): Promise<void> {
    const { shown, turns, page, written, onDidChange, ending } = this.#panel;
    const conversation = shown.current;
    this.#naming?.abort();
    const run = turns.write(
      conversation,
      id,
      (signal, onAnswering) => this.#events(conversation, path, last, signal, onAnswering),
      ending,
    );
    page.notice = '';
    written.forget();
    page.postState();
    onDidChange();
    await run;
    void this.#name(conversation);
    if (conversation === shown.current) {
      page.postMessage(id);
      page.postStatus();
    }
    onDidChange();
  }

  async *#events(
    conversation: Conversation,
    path: readonly Message[],
    last: string | undefined,
    signal: AbortSignal,
    onAnswering: (answering: Answering) => void,
  ): AsyncGenerator<TurnEvent, void, undefined> {
    const { host, model: chosen, compactor, page } = this.#panel;
    const model = await chosen.connect(signal);
    const request = createId(host.now());
    onAnswering({ model: model.modelId, host: model.host, request, price: model.price });
    const searches = host.memory.get('search') === 'on';
    const work = this.#panel.work.usesTools(model) ? this.#panel.work : undefined;
    const system = work?.system(systemPrompt) ?? systemPrompt;
    const note = noteOf(request, conversation.id, path);
    const fitted = (): ReturnType<typeof askModel> => {
      const compaction = conversation.compactions(path).at(-1);
      return askModel(model, path, {
        ...{ last, compaction, note, searches, system },
        beside: this.#panel.work.toolTokens(model),
      });
    };
    let asked = fitted();
    const size = { leftOut: asked.fitted.leftOut, room: asked.room };
    if (await compactor.makeRoom(conversation, path, size, model, signal)) {
      asked = fitted();
    }
    const { tooLong, leftOut } = asked.fitted;
    page.say(tooLong ? host.describe.tooLong() : leftOut > 0 ? host.describe.leftOut(leftOut) : '');
    yield* work === undefined
      ? asked.events(signal)
      : work.events({ model, asked, path, first: note, title: conversation.title }, signal);
  }

  async #name(conversation: Conversation): Promise<void> {
    const { host, model, shown, onDidChange, ending } = this.#panel;
    const naming = new AbortController();
    this.#naming = naming;
    const signal = AbortSignal.any([naming.signal, ending]);
    const title = await nameConversation(conversation, host, (until) => model.connect(until), signal);
    if (title !== undefined) {
      shown.record({ type: 'title', text: title }, conversation);
      onDidChange();
    }
  }
}
