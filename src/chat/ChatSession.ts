/**
 * What stands behind one chat panel: the conversation that it shows, the answers that are being written, and what goes along with the
 * next question. It is the one source of truth; the page can go and come back at any moment and gets the whole state then.
 */
import { isAbortError } from '../base/abort';
import { type Disposable, Emitter } from '../base/events';
import type { ModelEvent } from '../glm/Model';
import type { PanelStatus, ShownMessage } from '../protocol/chat';
import type { ChatHost, ChatModel } from './ChatHost';
import { Conversation, type Message } from './conversation/Conversation';
import { type Attachment, type ConversationRecord, conversationVersion } from './conversation/records';
import { fitMessages } from './prompt/fitMessages';
import { continuePrompt, systemPrompt } from './prompt/systemPrompt';
import { runTurn, type TurnProgress } from './runTurn';
import { chipOf, shownMessage } from './shownMessages';
import { conversationCommands, type PromptCommand, promptCommands, readCommand } from './slashCommands';

/** Messages that the page gets at first, and more of each time it asks. */
const pageLength = 40;
/** Milliseconds between looks at what has arrived: a frame for the page, longer for the disk. */
const frame = 16;
const savePause = 1_000;
/** Kept for the answer where the context is known, and the context where it is not, in tokens. */
const answerTokens = 4_096;
const unknownContext = 8_192;

interface RunningTurn {
  readonly conversation: Conversation;
  readonly controller: AbortController;
  /** Not yet told to the page, and not yet on the disk. */
  readonly untold: { text: string; reasoning: string };
  readonly unsaved: { text: string; reasoning: string };
}

export class ChatSession implements Disposable {
  readonly #host: ChatHost;
  #conversation: Conversation = new Conversation();
  #shown = pageLength;
  #attachments: readonly Attachment[] = [];
  #model: ChatModel | undefined;
  #projectCommands: readonly PromptCommand[] = [];
  #notice = '';
  readonly #turns = new Map<string, RunningTurn>();
  readonly #runs = new Set<Promise<void>>();
  readonly #ending = new AbortController();
  readonly #didChange = new Emitter<void>();
  /** Another conversation or another title is shown. */
  readonly onDidChange = this.#didChange.event;
  #restored: Promise<void> | undefined;
  #search: AbortController | undefined;

  constructor(host: ChatHost) {
    this.#host = host;
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  /** The page is there, for the first time or again. */
  async ready(): Promise<void> {
    await this.restored();
    if (!this.#isRunning) {
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
    const attachments = [...this.#attachments];
    for (const need of command?.kind === 'prompt' ? command.command.needs : []) {
      if (need !== 'code' || !attachments.some(({ kind }) => kind === 'file' || kind === 'selection')) {
        attachments.push(...(await this.#host.context.takeFor(need, this.#ending.signal)));
      }
    }
    this.#attachments = [];
    this.setDraft('');
    const parent = this.#conversation.leaf;
    await this.#ask(parent, text, command?.prompt, attachments);
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
    const running = this.#runningHere;
    if (running !== undefined) {
      this.#turns.get(running)?.controller.abort();
    }
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
    const running = [...this.#turns.values()].find(({ conversation }) => conversation.id === id)?.conversation;
    const conversation = running ?? (await this.#host.store.open(id));
    if (conversation !== undefined) {
      this.#show(conversation);
    }
    return conversation !== undefined;
  }

  async remove(id: string): Promise<void> {
    for (const { conversation, controller } of this.#turns.values()) {
      if (conversation.id === id) {
        controller.abort();
      }
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

  giveFeedback(id: string, value: 'good' | 'bad' | 'none'): void {
    if (this.#conversation.message(id)?.kind === 'answer') {
      this.#record({ type: 'feedback', id, value, reason: '' });
      this.#postMessage(id);
    }
  }

  // -- the composer -------------------------------------------------------------------------------------------------------------------

  setDraft(text: string): void {
    this.#host.memory.set('draft', text);
  }

  async searchMentions(query: string): Promise<void> {
    this.#search?.abort();
    const search = new AbortController();
    this.#search = search;
    const found = await this.#host.context.search(query, AbortSignal.any([search.signal, this.#ending.signal]));
    if (!search.signal.aborted) {
      const items = found.map(({ id, label, detail }) => ({ id, label, detail }));
      this.#host.post({ method: 'mentions', params: { query, items } });
    }
  }

  async attach(id: string): Promise<void> {
    const attachment = await this.#host.context.take(id, this.#ending.signal);
    if (attachment !== undefined) {
      this.attachTexts([attachment]);
    }
  }

  attachTexts(attachments: readonly Attachment[]): void {
    const added = new Set(attachments.map(({ id }) => id));
    this.#attachments = [...this.#attachments.filter(({ id }) => !added.has(id)), ...attachments];
    this.postStatus();
  }

  detach(id: string): void {
    this.#attachments = this.#attachments.filter((attachment) => attachment.id !== id);
    this.postStatus();
  }

  /** Something that goes or went along with a question; undefined = it is not there. */
  attachment(id: string): Attachment | undefined {
    const sent = this.#conversation
      .path()
      .flatMap((message) => (message.kind === 'question' ? message.attachments : []));
    return [...this.#attachments, ...sent].find((attachment) => attachment.id === id);
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
    for (const { untold } of this.#turns.values()) {
      // It stands in the state.
      untold.text = '';
      untold.reasoning = '';
    }
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
    await Promise.all(this.#runs);
    await this.#host.store.flush();
    this.dispose();
  }

  dispose(): void {
    this.#ending.abort();
    this.#didChange.dispose();
  }

  // -- inside ---------------------------------------------------------------------------------------------------------------------------

  get #isRunning(): boolean {
    return this.#turns.size > 0;
  }

  /** The answer of the shown conversation that is being written. */
  get #runningHere(): string | undefined {
    return [...this.#turns].find(([, { conversation }]) => conversation === this.#conversation)?.[0];
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
      this.#record({ type: 'conversation', version: conversationVersion, id, at: this.#host.now(), folder }, id);
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
    const run = this.#write(id, path, last);
    this.#runs.add(run);
    await run.finally(() => this.#runs.delete(run));
  }

  async #write(id: string, path: readonly Message[], last?: string): Promise<void> {
    const conversation = this.#conversation;
    const before = conversation.message(id);
    const earlier = before?.kind === 'answer' ? before : undefined;
    const controller = new AbortController();
    const turn = {
      conversation,
      controller,
      untold: { text: '', reasoning: '' },
      unsaved: { text: '', reasoning: '' },
    };
    this.#turns.set(id, turn);
    this.#notice = '';
    this.postState();
    this.#didChange.fire();
    const over = new AbortController();
    void this.#repeat(frame, () => this.#tell(id, turn), over.signal);
    void this.#repeat(savePause, () => this.#save(id, turn), over.signal);
    const signal = AbortSignal.any([controller.signal, this.#ending.signal]);
    let used: ChatModel | undefined;
    const events = this.#events(path, last, signal, (model) => {
      used = model;
    });
    const progress = (arrived: TurnProgress): void => this.#arrived(id, turn, arrived);
    const { finish, error, usage, milliseconds, reasoningMilliseconds } = await runTurn(
      events,
      this.#host.clock.now.bind(this.#host.clock),
      progress,
      signal,
    );
    over.abort();
    if (error?.code === 'unexpected') {
      this.#host.log.error(`A chat turn failed: ${String(error.cause)}`);
    }
    this.#save(id, turn);
    this.#record(
      {
        ...(used === undefined ? {} : { model: used.modelId, host: used.host }),
        ...{ type: 'end', id, finish: finish === 'stopped' && this.#ending.signal.aborted ? 'interrupted' : finish },
        milliseconds: milliseconds + (earlier?.milliseconds ?? 0),
        reasoningMilliseconds: reasoningMilliseconds + (earlier?.reasoningMilliseconds ?? 0),
        ...(usage === undefined ? {} : { usage: { ...usage, cachedTokens: usage.cachedTokens ?? undefined } }),
        ...(error === undefined ? {} : { error: { code: error.code, args: [...error.args] } }),
      },
      conversation.id,
      conversation,
    );
    this.#turns.delete(id);
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
    onModel: (model: ChatModel) => void,
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const model = await this.#connect(signal);
    onModel(model);
    const context = model.contextTokens ?? unknownContext;
    const answer = Math.min(answerTokens, Math.floor(context / 2));
    const fitted = fitMessages(path, systemPrompt, context - answer, last);
    this.#notice = fitted.tooLong
      ? this.#host.describe.tooLong()
      : fitted.leftOut > 0
        ? this.#host.describe.leftOut(fitted.leftOut)
        : '';
    this.postStatus();
    yield* model.chat({ messages: fitted.messages, maxTokens: answer }, signal);
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

  #arrived(id: string, { conversation, untold, unsaved }: RunningTurn, { text, reasoning, whole }: TurnProgress): void {
    if (whole) {
      const record = { type: 'whole', id, text, reasoning } as const;
      unsaved.text = '';
      unsaved.reasoning = '';
      untold.text = '';
      untold.reasoning = '';
      this.#record(record, conversation.id, conversation);
      if (conversation === this.#conversation) {
        this.#postMessage(id);
      }
      return;
    }
    conversation.apply({ type: 'part', id, text, reasoning });
    for (const kept of [untold, unsaved]) {
      kept.text += text;
      kept.reasoning += reasoning;
    }
  }

  #tell(id: string, { conversation, untold }: RunningTurn): void {
    const { text, reasoning } = untold;
    if (conversation === this.#conversation && (text !== '' || reasoning !== '')) {
      untold.text = '';
      untold.reasoning = '';
      this.#host.post({ method: 'delta', params: { id, text, reasoning } });
    }
  }

  #save(id: string, { conversation, unsaved }: RunningTurn): void {
    const { text, reasoning } = unsaved;
    if (text !== '' || reasoning !== '') {
      unsaved.text = '';
      unsaved.reasoning = '';
      this.#append(conversation.id, { type: 'part', id, text, reasoning });
    }
  }

  async #repeat(milliseconds: number, work: () => void, signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        await this.#host.clock.sleep(milliseconds, signal);
        work();
      }
    } catch (error) {
      if (!isAbortError(error)) {
        throw error;
      }
    }
  }

  #record(record: ConversationRecord, id = this.#conversation.id, conversation = this.#conversation): void {
    conversation.apply(record);
    this.#append(id, record);
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
    const { describe, context } = this.#host;
    const total = this.#model?.contextTokens;
    const used = fitMessages(this.#conversation.path(), systemPrompt, Number.POSITIVE_INFINITY).tokens;
    const taken = new Set(this.#attachments.map(({ id }) => id));
    return {
      chips: this.#attachments.map(chipOf),
      offers: context
        .offers()
        .filter(({ id }) => !taken.has(id))
        .map(({ id, label, tokens }) => ({ id, label, tokens, canOpen: false })),
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
