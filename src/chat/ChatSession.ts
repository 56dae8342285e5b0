/**
 * What stands behind one chat panel: the conversation that it shows, the answers that are being written, and what goes along with the
 * next question. It is the one source of truth; the page can go and come back at any moment and gets the whole state then.
 */

import { AssistantError } from '../base/AssistantError';
import { createId } from '../base/createId';
import { estimateTokens } from '../base/estimateTokens';
import { type Disposable, Emitter } from '../base/events';
import type { ModelEvent } from '../glm/Model';
import type { TurnEvent } from './agent/agentEvents';
import { SessionWork } from './agent/SessionWork';
import type { ChatHost, ChatModel, ChatOutcome, CodeUse } from './ChatHost';
import { imageOf } from './composer/imageOf';
import { NextQuestion } from './composer/NextQuestion';
import { Conversation, type Message } from './conversation/Conversation';
import { type Attachment, type ConversationRecord, conversationVersion } from './conversation/records';
import { type PanelView, panelState, panelStatus } from './panelState';
import { compactedText, compactPrompt } from './prompt/compact';
import { conversationTitle } from './prompt/conversationTitle';
import { fitMessages } from './prompt/fitMessages';
import { continuePrompt, goOnPrompt, systemPrompt } from './prompt/systemPrompt';
import { shownMessage } from './shownMessages';
import { type ConversationCommand, type PromptCommand, readCommand } from './slashCommands';
import { askModel } from './turns/askModel';
import { noteOf } from './turns/noteOf';
import { type Answering, RunningTurns } from './turns/RunningTurns';
import { runTurn } from './turns/runTurn';

/** Messages that the page gets at first, and more of each time it asks. */
const pageLength = 40;

/** A question that was not sent, since it holds what looks like a secret. */
interface HeldQuestion {
  readonly text: string;
  /** The earlier question that it is another wording of; absent = it is a new one. */
  readonly replaces?: string;
  readonly why: string;
}

export class ChatSession implements Disposable {
  readonly #host: ChatHost;
  #conversation: Conversation = new Conversation();
  #shown = pageLength;
  readonly #next: NextQuestion;
  readonly #turns: RunningTurns;
  readonly #work: SessionWork;
  #model: ChatModel | undefined;
  #projectCommands: readonly PromptCommand[] = [];
  #notice = '';
  #held: HeldQuestion | undefined;
  #compacting: AbortController | undefined;
  #naming: AbortController | undefined;
  readonly #ending = new AbortController();
  readonly #didChange = new Emitter<void>();
  /** Another conversation or another title is shown. */
  readonly onDidChange = this.#didChange.event;
  #restored: Promise<void> | undefined;

  constructor(host: ChatHost) {
    this.#host = host;
    this.#next = new NextQuestion(host.context, () => this.postStatus());
    this.#work = new SessionWork(host, {
      conversation: () => this.#conversation,
      isRunning: (answer) => this.#turns.has(answer),
      postMessage: (id) => this.#postMessage(id),
    });
    this.#turns = new RunningTurns({
      ...{ clock: host.clock, log: host.log },
      record: (conversation, record) => this.#record(record, conversation),
      append: (conversation, record) => this.#append(conversation.id, record),
      onDelta: (conversation, delta) => {
        if (conversation === this.#conversation) {
          host.post({ method: 'delta', params: delta });
        }
      },
      onMessage: (conversation, id) => {
        if (conversation === this.#conversation) {
          this.#postMessage(id);
        }
      },
      onAgent: (conversation, id, event) => this.#work.heard(conversation, id, event),
    });
  }

  /** The work with tools in this panel. */
  get work(): SessionWork {
    return this.#work;
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  /** The page is there, for the first time or again. */
  async ready(): Promise<void> {
    await this.restored();
    if (this.#turns.isEmpty) {
      // Another window may have gone on with it.
      const current = this.#conversation.id === '' ? undefined : await this.#host.store.open(this.#conversation.id);
      this.#conversation = current ?? this.#conversation;
    }
    this.postState();
    this.#projectCommands = await this.#host.context.commands(this.#ending.signal).catch(() => []);
    if (this.#projectCommands.length > 0) {
      this.postState();
    }
    void this.#connect().catch(() => {});
    await this.#offerInstructions();
  }

  /** Resolves once the conversation is there that was shown last. */
  restored(): Promise<void> {
    this.#restored ??= this.#restore();
    return this.#restored;
  }

  // -- asking -----------------------------------------------------------------------------------------------------------------------

  /** Sends a question, or does what its command says; tells which of the conversation's commands is left to the panel. */
  async send(text: string): Promise<ConversationCommand | undefined> {
    if (text.trim() === '' || this.#isBusy) {
      this.#giveBack(text);
      return undefined;
    }
    const command = readCommand(text, this.#projectCommands);
    if (command?.kind === 'conversation') {
      this.setDraft('');
      return command.command;
    }
    if (!(await this.#waits({ text }))) {
      await this.#send(text);
    }
    return undefined;
  }

  /** The person wants the question sent that waits. Other words than those that were warned of are looked at like any question. */
  async sendAnyway(text: string): Promise<void> {
    const held = this.#held;
    if (held?.text !== text || this.#isBusy) {
      await this.send(text);
    } else {
      this.#held = undefined;
      await (held.replaces === undefined ? this.#send(text) : this.#edit(held.replaces, text));
    }
  }

  /** Asks an earlier question again in other words; what followed the old one stays reachable. */
  async edit(id: string, text: string): Promise<void> {
    const question = this.#conversation.message(id);
    if (question?.kind !== 'question' || this.#isBusy || text.trim() === '') {
      return;
    }
    if (!(await this.#waits({ text, replaces: id }))) {
      await this.#edit(id, text);
    }
  }

  /** Another answer to the same question. */
  async regenerate(id: string): Promise<void> {
    const answer = this.#conversation.message(id);
    if (answer?.kind === 'answer' && !this.#isBusy) {
      await this.#answer(answer.parent);
    }
  }

  /** More of an answer that broke off. */
  async resume(id: string): Promise<void> {
    const answer = this.#conversation.message(id);
    if (answer?.kind !== 'answer' || answer.end === 'stop' || this.#isBusy) {
      return;
    }
    if (answer.text === '' && answer.calls.length === 0) {
      await this.#answer(answer.parent);
      return;
    }
    this.#record({ type: 'leaf', id });
    this.#record({ type: 'resume', id, at: this.#host.now() });
    await this.#run(id, this.#conversation.path(id), answer.calls.length === 0 ? continuePrompt : goOnPrompt);
  }

  /** Ends the answer that is being written here; what there is of it stays. */
  stop(): void {
    this.#compacting?.abort();
    this.#turns.stop(this.#conversation);
  }

  /** Sums up what was said, for the model; the messages stay, and it can be undone. */
  async compact(): Promise<void> {
    const conversation = this.#conversation;
    const path = conversation.path();
    const last = path.findLast((message) => message.kind === 'answer' && message.text !== '');
    if (this.#isBusy || last === undefined || conversation.compactions(path).at(-1)?.after === last.id) {
      this.#notice = this.#host.describe.nothingToCompact();
      this.postStatus();
      return;
    }
    const controller = new AbortController();
    this.#compacting = controller;
    this.#notice = this.#host.describe.compacting();
    this.postStatus();
    try {
      const signal = AbortSignal.any([controller.signal, this.#ending.signal]);
      const said = path.slice(0, path.indexOf(last) + 1);
      const model = await this.#connect(signal);
      const compaction = conversation.compactions(said).at(-1);
      const asked = askModel(model, said, {
        ...{ last: compactPrompt, compaction },
        note: { id: createId(this.#host.now()), surface: 'chat', conversation: conversation.id },
      });
      const { text, error } = await collect(asked.events(signal), signal);
      if (error !== undefined) {
        throw error;
      }
      if (text.trim() !== '') {
        const now = estimateTokens(compactedText(said, text, asked.room));
        const before = fitMessages(said, systemPrompt, Number.POSITIVE_INFINITY, { compaction }).tokens;
        const id = this.#host.createId();
        const record = {
          type: 'compaction',
          id,
          after: last.id,
          at: this.#host.now(),
          summary: text,
          before,
          now,
        } as const;
        this.#record(record, conversation);
      }
      this.#notice = '';
    } catch (error) {
      this.#notice = controller.signal.aborted
        ? ''
        : this.#host.describeError(error instanceof AssistantError ? error : { code: 'unexpected', args: [] });
    } finally {
      this.#compacting = undefined;
    }
    this.postState();
  }

  undoCompaction(id: string): void {
    if (!this.#isBusy) {
      this.#record({ type: 'undoCompaction', id: id.replace(/^compaction:/, '') });
      this.postState();
    }
  }

  // -- the conversation ---------------------------------------------------------------------------------------------------------------

  showBranch(id: string): void {
    if (this.#conversation.message(id) !== undefined && !this.#isBusy) {
      this.#record({ type: 'leaf', id: this.#conversation.lastFrom(id) });
      this.postState();
    }
  }

  showOlder(): void {
    this.#shown += pageLength;
    this.postState();
  }

  /** An empty conversation; it gets its file with the first question. What is being written elsewhere goes on. */
  startNew(): void {
    this.#show(new Conversation());
  }

  /** Shows a stored conversation; false = it is gone or cannot be read. */
  async open(id: string): Promise<boolean> {
    const conversation = this.#turns.conversation(id) ?? (await this.#host.store.open(id));
    if (conversation !== undefined) {
      this.#show(conversation);
    }
    return conversation !== undefined;
  }

  async remove(id: string): Promise<void> {
    const running = this.#turns.conversation(id);
    if (running !== undefined) {
      this.#turns.stop(running);
      await this.#turns.settled();
    }
    await this.#host.store.remove(id);
    if (this.#conversation.id === id) {
      this.startNew();
    }
  }

  setTitle(title: string): void {
    if (this.#conversation.id !== '') {
      this.#record({ type: 'title', text: title });
      this.#didChange.fire();
    }
  }

  /** `reason`: what the person says about it; '' = nothing. */
  giveFeedback(id: string, value: 'good' | 'bad' | 'none', reason = ''): void {
    if (this.#conversation.message(id)?.kind === 'answer') {
      this.#record({ type: 'feedback', id, value, reason });
      this.#postMessage(id);
      this.#tell(id, { kind: 'feedback', value, reason });
    }
  }

  /** The request that an answer came from, as in its note; undefined = not known. */
  requestOf(id: string): string | undefined {
    const answer = this.#conversation.message(id);
    return answer?.kind === 'answer' ? answer.request : undefined;
  }

  /** The person took an answer, or a block of it. */
  answerUsed(id: string, use: CodeUse): void {
    this.#tell(id, { kind: use });
  }

  // -- the composer -------------------------------------------------------------------------------------------------------------------

  setDraft(text: string): void {
    this.#host.memory.set('draft', text);
    // An empty draft may be from the moment in which the question was on its way.
    if (this.#held !== undefined && text.trim() !== '' && text !== this.#held.text) {
      this.#held = undefined;
      this.postStatus();
    }
  }

  async searchMentions(query: string): Promise<void> {
    const items = await this.#next.search(query, this.#ending.signal);
    if (items !== undefined) {
      this.#host.post({ method: 'mentions', params: { query, items: [...items] } });
    }
  }

  async attach(id: string): Promise<void> {
    await this.#next.take(id, this.#ending.signal);
  }

  attachTexts(attachments: readonly Attachment[]): void {
    this.#next.add(attachments);
  }

  detach(id: string): void {
    this.#next.remove(id);
  }

  /** Something that goes or went along with a question; undefined = it is not there. */
  attachment(id: string): Attachment | undefined {
    const sent = this.#conversation
      .path()
      .flatMap((message) => (message.kind === 'question' ? message.attachments : []));
    return [...this.#next.attachments, ...sent].find((attachment) => attachment.id === id);
  }

  /** What went along with the questions that an answer knows of, the last first. */
  alongWith(answer: string): readonly Attachment[] {
    return this.#conversation
      .path(answer)
      .toReversed()
      .flatMap((message) => (message.kind === 'question' ? message.attachments : []));
  }

  /** Uses another endpoint from the next question on; '' = the one that does the chat's work. */
  chooseEndpoint(name: string): void {
    this.#host.memory.set('endpoint', name);
    this.#model = undefined;
    void this.#connect().catch(() => {});
  }

  /** Lets the provider search the web, or not, from the next question on. */
  setSearch(on: boolean): void {
    this.#host.memory.set('search', on ? 'on' : '');
    this.postStatus();
  }

  /** A picture goes along, when the model can look at it. `data`: a `data:` address from the page. */
  attachImage(name: string, data: string): void {
    const image = imageOf(data);
    if (image === undefined) {
      return;
    }
    if (this.#model !== undefined && this.#model.sees !== true) {
      this.#notice = this.#host.describe.cannotSee(this.#model.modelId);
      this.postStatus();
      return;
    }
    const label = name === '' ? 'image' : name;
    this.#next.add([{ id: `image:${this.#host.createId()}`, kind: 'image', label, text: '', image }]);
  }

  /** A text file from outside of the editor goes along. */
  attachText(name: string, text: string): void {
    this.#next.add([{ id: `dropped:${name}`, kind: 'file', label: name, text }]);
  }

  /** The model may be another one now. */
  modelChanged(): void {
    this.#model = undefined;
    this.postStatus();
  }

  // -- what the page is told ------------------------------------------------------------------------------------------------------------

  postState(): void {
    this.#turns.told();
    this.#host.post({
      method: 'state',
      params: panelState(this.#host, this.#view, this.#projectCommands, this.#shown),
    });
  }

  postStatus(): void {
    this.#host.post({ method: 'status', params: panelStatus(this.#host, this.#view) });
  }

  /** All is on the disk that was said; running answers end as interrupted. For the end of the program. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#turns.settled();
    await this.#host.store.flush();
    this.dispose();
  }

  dispose(): void {
    this.#ending.abort();
    this.#didChange.dispose();
  }

  // -- inside ---------------------------------------------------------------------------------------------------------------------------

  get #isBusy(): boolean {
    return this.#runningHere !== undefined || this.#compacting !== undefined;
  }

  /** The answer of the shown conversation that is being written. */
  get #runningHere(): string | undefined {
    return this.#turns.in(this.#conversation);
  }

  /** A conversation that begins gets what the project says to models. */
  async #offerInstructions(): Promise<void> {
    if (this.#conversation.leaf === null) {
      await this.#next.offerInstructions(this.#ending.signal);
    }
  }

  async #restore(): Promise<void> {
    const id = this.#host.memory.get('conversation');
    const stored = id === '' ? undefined : await this.#host.store.open(id).catch(() => undefined);
    this.#conversation = stored ?? this.#conversation;
  }

  /** Whether a question goes back to the composer: the person is to look at it again, or another one came before it. */
  async #waits(question: Omit<HeldQuestion, 'why'>): Promise<boolean> {
    const { text } = question;
    const kinds = await this.#host.secretsIn(text).catch((error: unknown) => {
      this.#host.log.error(`A question was not searched for secrets: ${error instanceof Error ? error.message : ''}`);
      return [];
    });
    if (kinds.length === 0 && !this.#isBusy) {
      return false;
    }
    this.#held = kinds.length === 0 ? undefined : { ...question, why: this.#host.describe.holdsSecret(kinds) };
    this.#giveBack(text);
    this.postStatus();
    return true;
  }

  /** Puts what was not sent back to where it was written. */
  #giveBack(text: string): void {
    if (text.trim() !== '') {
      this.setDraft(text);
      this.#host.post({ method: 'giveBack', params: { text } });
    }
  }

  async #send(text: string): Promise<void> {
    const read = readCommand(text, this.#projectCommands);
    const command = read?.kind === 'prompt' ? read : undefined;
    await this.#offerInstructions();
    const attachments = await this.#next.hand(text, command?.command, this.#ending.signal);
    this.setDraft('');
    await this.#ask(this.#conversation.leaf, text, command?.prompt, attachments);
  }

  async #edit(id: string, text: string): Promise<void> {
    const question = this.#conversation.message(id);
    if (question?.kind === 'question') {
      const command = readCommand(text, this.#projectCommands);
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
    this.#begin();
    const id = this.#host.createId();
    this.#record({
      ...{ type: 'question', id, parent, at: this.#host.now(), text },
      ...(prompt === undefined ? {} : { prompt }),
      attachments: [...attachments],
    });
    await this.#answer(id);
  }

  /** A new conversation gets its file. */
  #begin(): void {
    if (this.#conversation.id === '') {
      const id = this.#host.createId();
      const { folder } = this.#host;
      this.#record({ type: 'conversation', version: conversationVersion, id, at: this.#host.now(), folder });
      this.#host.memory.set('conversation', id);
    }
  }

  async #answer(question: string): Promise<void> {
    const id = this.#host.createId();
    const { modelId = '', host = null } = this.#model ?? {};
    this.#record({ type: 'answer', id, parent: question, at: this.#host.now(), model: modelId, host });
    await this.#run(id, this.#conversation.path(question));
  }

  /** Resolves with the answer's end. `last`: a message of ours behind the branch. */
  async #run(id: string, path: readonly Message[], last?: string): Promise<void> {
    const conversation = this.#conversation;
    this.#naming?.abort();
    const run = this.#turns.write(
      conversation,
      id,
      (signal, onAnswering) => this.#events(path, last, signal, onAnswering),
      this.#ending.signal,
    );
    this.#notice = '';
    this.#held = undefined;
    this.postState();
    this.#didChange.fire();
    await run;
    void this.#name(conversation);
    if (conversation === this.#conversation) {
      this.#postMessage(id);
      this.postStatus();
    }
    this.#didChange.fire();
  }

  async *#events(
    path: readonly Message[],
    last: string | undefined,
    signal: AbortSignal,
    onAnswering: (answering: Answering) => void,
  ): AsyncGenerator<TurnEvent, void, undefined> {
    const { id: conversation } = this.#conversation;
    const model = await this.#connect(signal);
    const request = createId(this.#host.now());
    onAnswering({ model: model.modelId, host: model.host, request, price: model.price });
    const compaction = this.#conversation.compactions(path).at(-1);
    const searches = this.#host.memory.get('search') === 'on';
    const work = this.#work.usesTools(model) ? this.#work : undefined;
    const system = work?.system(systemPrompt) ?? systemPrompt;
    const note = noteOf(request, conversation, path);
    const asked = askModel(model, path, {
      ...{ last, compaction, note, searches, system },
      beside: this.#work.toolTokens(model),
    });
    const { fitted } = asked;
    const { describe } = this.#host;
    this.#notice = fitted.tooLong ? describe.tooLong() : fitted.leftOut > 0 ? describe.leftOut(fitted.leftOut) : '';
    this.postStatus();
    yield* work === undefined
      ? asked.events(signal)
      : work.events({ model, asked, path, first: note, title: this.#conversation.title }, signal);
  }

  /** Gives a conversation a name behind its first answer, unless it has one; the next question does not wait for it. */
  async #name(conversation: Conversation): Promise<void> {
    const [question, answer] = conversation.path();
    const isFirst =
      conversation.size === 2 && !conversation.isNamed && answer?.kind === 'answer' && answer.end === 'stop';
    if (!isFirst || question?.kind !== 'question' || !this.#host.namesConversations()) {
      return;
    }
    const naming = new AbortController();
    this.#naming = naming;
    const signal = AbortSignal.any([naming.signal, this.#ending.signal]);
    try {
      const model = await this.#connect(signal);
      const note = createId(this.#host.now());
      const title = await conversationTitle(model, question.text, answer.text, note, signal);
      if (title !== undefined && !conversation.isNamed) {
        this.#record({ type: 'title', text: title }, conversation);
        this.#didChange.fire();
      }
    } catch {
      // Its first words are a name as well.
    }
  }

  async #connect(signal: AbortSignal = this.#ending.signal): Promise<ChatModel> {
    const endpoint = this.#host.memory.get('endpoint');
    const model = await this.#host.connect(endpoint === '' ? undefined : endpoint, this.#work.role, signal);
    if (model.modelId !== this.#model?.modelId || model.contextTokens !== this.#model.contextTokens) {
      this.#model = model;
      this.postStatus();
    }
    return model;
  }

  #tell(id: string, what: ChatOutcome['what']): void {
    const request = this.requestOf(id);
    if (request !== undefined) {
      this.#host.onOutcome({ request, what });
    }
  }

  #record(record: ConversationRecord, conversation = this.#conversation): void {
    conversation.apply(record);
    this.#append(conversation.id, record);
  }

  #append(id: string, record: ConversationRecord): void {
    this.#host.store.append(id, record).catch((error: unknown) => {
      this.#host.log.error(`A conversation could not be saved: ${error instanceof Error ? error.message : ''}`);
      this.#notice = this.#host.describe.notSaved();
      this.postStatus();
    });
  }

  #show(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#shown = pageLength;
    this.#notice = '';
    this.#held = undefined;
    this.#host.memory.set('conversation', conversation.id);
    this.#next.withdrawInstructions();
    this.postState();
    this.#didChange.fire();
    void this.#offerInstructions();
  }

  #postMessage(id: string): void {
    const message = this.#conversation.message(id);
    if (message !== undefined) {
      this.#host.post({
        method: 'message',
        params: shownMessage(this.#conversation, message, this.#turns.has(id), { ...this.#host, work: this.#work }),
      });
    }
  }

  /** What the panel shows, as it is now. */
  get #view(): PanelView {
    return {
      conversation: this.#conversation,
      isRunning: (id) => this.#turns.has(id),
      running: this.#compacting === undefined ? (this.#runningHere ?? null) : 'compaction',
      next: this.#next,
      model: this.#model,
      work: this.#work,
      notice: this.#notice,
      held: this.#held?.why,
    };
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
