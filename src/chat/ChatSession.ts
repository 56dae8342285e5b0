/**
 * What stands behind one chat panel: the conversation that it shows, the answers that are being written, and what goes along with the
 * next question. It is the one source of truth; the page can go and come back at any moment and gets the whole state then.
 */

import { createId } from '../base/createId';
import { type Disposable, Emitter } from '../base/events';
import type { ModelEvent } from '../glm/Model';
import type { PanelStatus, ShownMessage } from '../protocol/chat';
import type { ChatHost, ChatModel, ChatOutcome, CodeUse } from './ChatHost';
import { NextQuestion } from './composer/NextQuestion';
import { Conversation, type Message } from './conversation/Conversation';
import { type Attachment, type ConversationRecord, conversationVersion } from './conversation/records';
import { fitMessages } from './prompt/fitMessages';
import { continuePrompt, systemPrompt } from './prompt/systemPrompt';
import { chipOf, shownMessage } from './shownMessages';
import { conversationCommands, type PromptCommand, promptCommands, readCommand } from './slashCommands';
import { noteOf } from './turns/noteOf';
import { type Answering, RunningTurns } from './turns/RunningTurns';

/** Messages that the page gets at first, and more of each time it asks. */
const pageLength = 40;
/** Kept for the answer where the context is known, and the context where it is not, in tokens. */
const answerTokens = 4_096;
const unknownContext = 8_192;

export class ChatSession implements Disposable {
  readonly #host: ChatHost;
  #conversation: Conversation = new Conversation();
  #shown = pageLength;
  readonly #next: NextQuestion;
  readonly #turns: RunningTurns;
  #model: ChatModel | undefined;
  #projectCommands: readonly PromptCommand[] = [];
  #notice = '';
  readonly #ending = new AbortController();
  readonly #didChange = new Emitter<void>();
  /** Another conversation or another title is shown. */
  readonly onDidChange = this.#didChange.event;
  #restored: Promise<void> | undefined;

  constructor(host: ChatHost) {
    this.#host = host;
    this.#next = new NextQuestion(host.context, () => this.postStatus());
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
    });
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
  }

  /** Resolves once the conversation is there that was shown last. */
  restored(): Promise<void> {
    this.#restored ??= this.#restore();
    return this.#restored;
  }

  // -- asking -----------------------------------------------------------------------------------------------------------------------

  /** Sends a question, or does what its command says; tells which of the conversation's commands is left to the panel. */
  async send(text: string): Promise<'new' | 'export' | undefined> {
    if (text.trim() === '' || this.#runningHere !== undefined) {
      return undefined;
    }
    const command = readCommand(text, this.#projectCommands);
    if (command?.kind === 'conversation') {
      this.setDraft('');
      return command.command;
    }
    const attachments = await this.#next.hand(
      command?.kind === 'prompt' ? command.command : undefined,
      this.#ending.signal,
    );
    this.setDraft('');
    await this.#ask(this.#conversation.leaf, text, command?.prompt, attachments);
    return undefined;
  }

  /** Asks an earlier question again in other words; what followed the old one stays reachable. */
  async edit(id: string, text: string): Promise<void> {
    const question = this.#conversation.message(id);
    if (question?.kind !== 'question' || this.#runningHere !== undefined || text.trim() === '') {
      return;
    }
    const command = readCommand(text, this.#projectCommands);
    const prompt = command?.kind === 'prompt' ? command.prompt : undefined;
    await this.#ask(question.parent, text, prompt, question.attachments);
  }

  /** Another answer to the same question. */
  async regenerate(id: string): Promise<void> {
    const answer = this.#conversation.message(id);
    if (answer?.kind === 'answer' && this.#runningHere === undefined) {
      await this.#answer(answer.parent);
    }
  }

  /** More of an answer that broke off. */
  async resume(id: string): Promise<void> {
    const answer = this.#conversation.message(id);
    if (answer?.kind !== 'answer' || answer.end === 'stop' || this.#runningHere !== undefined) {
      return;
    }
    if (answer.text === '') {
      await this.#answer(answer.parent);
      return;
    }
    this.#record({ type: 'leaf', id });
    this.#record({ type: 'resume', id, at: this.#host.now() });
    await this.#run(id, this.#conversation.path(id), continuePrompt);
  }

  /** Ends the answer that is being written here; what there is of it stays. */
  stop(): void {
    this.#turns.stop(this.#conversation);
  }

  // -- the conversation ---------------------------------------------------------------------------------------------------------------

  showBranch(id: string): void {
    if (this.#conversation.message(id) !== undefined && this.#runningHere === undefined) {
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

  /** The model may be another one now. */
  modelChanged(): void {
    this.#model = undefined;
    this.postStatus();
  }

  // -- what the page is told ------------------------------------------------------------------------------------------------------------

  postState(): void {
    const path = this.#conversation.path();
    const from = Math.max(0, path.length - this.#shown);
    const commands = [...promptCommands, ...conversationCommands.map((name) => ({ name }))];
    this.#turns.told();
    this.#host.post({
      method: 'state',
      params: {
        conversation: this.#conversation.id,
        title: this.#conversation.title,
        messages: path.slice(from).map((message) => this.#shownMessage(message)),
        older: from,
        draft: this.#host.memory.get('draft'),
        commands: [
          ...commands.map(({ name }) => ({ name, description: this.#host.describeCommand(name) })),
          ...this.#projectCommands.map(({ name, prompt }) => ({ name, description: prompt.split('\n', 1)[0] ?? '' })),
        ],
        history: path.flatMap((message) => (message.kind === 'question' ? [message.text] : [])).slice(-50),
        status: this.#status(),
        words: this.#host.words,
        language: this.#host.language,
      },
    });
  }

  postStatus(): void {
    this.#host.post({ method: 'status', params: this.#status() });
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

  /** The answer of the shown conversation that is being written. */
  get #runningHere(): string | undefined {
    return this.#turns.in(this.#conversation);
  }

  async #restore(): Promise<void> {
    const id = this.#host.memory.get('conversation');
    const stored = id === '' ? undefined : await this.#host.store.open(id).catch(() => undefined);
    this.#conversation = stored ?? this.#conversation;
  }

  async #ask(
    parent: string | null,
    text: string,
    prompt: string | undefined,
    attachments: readonly Attachment[],
  ): Promise<void> {
    this.#begin();
    const id = this.#host.createId();
    const instructions =
      parent === null ? await this.#host.context.instructions(this.#ending.signal).catch(() => []) : [];
    this.#record({
      ...{ type: 'question', id, parent, at: this.#host.now(), text },
      ...(prompt === undefined ? {} : { prompt }),
      attachments: [
        ...instructions.filter(({ id: one }) => !attachments.some((other) => other.id === one)),
        ...attachments,
      ],
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
    const run = this.#turns.write(
      conversation,
      id,
      (signal, onAnswering) => this.#events(path, last, signal, onAnswering),
      this.#ending.signal,
    );
    this.#notice = '';
    this.postState();
    this.#didChange.fire();
    await run;
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
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const { id: conversation } = this.#conversation;
    const model = await this.#connect(signal);
    const request = createId(this.#host.now());
    onAnswering({ model: model.modelId, host: model.host, request });
    const context = model.contextTokens ?? unknownContext;
    const answer = Math.min(answerTokens, Math.floor(context / 2));
    const fitted = fitMessages(path, systemPrompt, context - answer, last);
    this.#notice = fitted.tooLong
      ? this.#host.describe.tooLong()
      : fitted.leftOut > 0
        ? this.#host.describe.leftOut(fitted.leftOut)
        : '';
    this.postStatus();
    const note = noteOf(request, conversation, path);
    yield* model.chat({ messages: fitted.messages, maxTokens: answer, note }, signal);
  }

  async #connect(signal: AbortSignal = this.#ending.signal): Promise<ChatModel> {
    const endpoint = this.#host.memory.get('endpoint');
    const model = await this.#host.connect(endpoint === '' ? undefined : endpoint, signal);
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
    this.#host.memory.set('conversation', conversation.id);
    this.postState();
    this.#didChange.fire();
  }

  #postMessage(id: string): void {
    const message = this.#conversation.message(id);
    if (message !== undefined) {
      this.#host.post({ method: 'message', params: this.#shownMessage(message) });
    }
  }

  #shownMessage(message: Message): ShownMessage {
    return shownMessage(this.#conversation, message, this.#turns.has(message.id), this.#host);
  }

  #status(): PanelStatus {
    const { describe } = this.#host;
    const total = this.#model?.contextTokens;
    const used = fitMessages(this.#conversation.path(), systemPrompt, Number.POSITIVE_INFINITY).tokens;
    return {
      chips: this.#next.attachments.map(chipOf),
      offers: this.#next.offers.map(({ id, label, tokens }) => ({ id, label, tokens, canOpen: false })),
      model: {
        label: this.#model?.modelId ?? describe.unknownModel(),
        hint: this.#model?.host ?? '',
      },
      context: { used, total: total ?? null, hint: describe.context(used, total) },
      running: this.#runningHere ?? null,
      notice: this.#notice,
    };
  }
}
