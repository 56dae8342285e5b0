/**
 * What stands behind one chat panel: the conversation that it shows, the answers that are being written, and what goes along with the
 * next question. It is the one source of truth; the page can go and come back at any moment and gets the whole state then. Here the parts
 * are put together: `turns/Asking` asks, `turns/Compactor` makes room, `conversation/ShownConversation` keeps, `PanelPage` tells the page.
 */

import { type Disposable, Emitter } from '../base/events';
import { SessionWork } from './agent/SessionWork';
import { type ChatHost, type ChatOutcome, type CodeUse, mentionWords } from './ChatHost';
import { imageOf } from './composer/imageOf';
import { NextQuestion } from './composer/NextQuestion';
import { nameInAddress } from './composer/nameInAddress';
import { WrittenQuestion } from './composer/WrittenQuestion';
import { Conversation } from './conversation/Conversation';
import type { Attachment } from './conversation/records';
import { ShownConversation } from './conversation/ShownConversation';
import { PanelPage } from './PanelPage';
import type { PanelView } from './panelState';
import { sentChipId } from './shownMessages';
import type { ConversationCommand } from './slashCommands';
import { Asking } from './turns/Asking';
import { Compactor } from './turns/Compactor';
import { RunningTurns } from './turns/RunningTurns';
import { SessionModel } from './turns/SessionModel';

export class ChatSession implements Disposable {
  readonly #host: ChatHost;
  readonly #shown: ShownConversation;
  readonly #page: PanelPage;
  readonly #next: NextQuestion;
  readonly #written: WrittenQuestion;
  readonly #model: SessionModel;
  readonly #work: SessionWork;
  readonly #turns: RunningTurns;
  readonly #compactor: Compactor;
  readonly #asking: Asking;
  readonly #ending = new AbortController();
  readonly #didChange = new Emitter<void>();
  /** Another conversation or another title is shown. */
  readonly onDidChange = this.#didChange.event;

  constructor(host: ChatHost) {
    this.#host = host;
    const postStatus = (): void => this.postStatus();
    this.#page = new PanelPage(
      host,
      () => this.#view,
      () => this.#turns.told(),
    );
    this.#shown = new ShownConversation(host, () => this.#page.say(host.describe.notSaved()));
    this.#next = new NextQuestion(host.context, host.chips, postStatus);
    this.#written = new WrittenQuestion(host, postStatus);
    this.#work = new SessionWork(host, {
      conversation: () => this.conversation,
      isRunning: (answer) => this.#turns.has(answer),
      postMessage: (id) => this.#page.postMessage(id),
    });
    this.#model = new SessionModel(host, () => this.#work.role, postStatus);
    this.#turns = new RunningTurns({
      ...{ clock: host.clock, log: host.log },
      record: (conversation, record) => this.#shown.record(record, conversation),
      append: (conversation, record) => this.#shown.append(conversation, record),
      onDelta: (conversation, delta) => {
        if (conversation === this.conversation) {
          host.post({ method: 'delta', params: delta });
        }
      },
      onMessage: (conversation, id) => {
        if (conversation === this.conversation) {
          this.#page.postMessage(id);
        }
      },
      onAgent: (conversation, id, event) => this.#work.heard(conversation, id, event),
    });
    const parts = { host, shown: this.#shown, model: this.#model, page: this.#page };
    this.#compactor = new Compactor(parts);
    this.#asking = new Asking({
      ...parts,
      ...{ next: this.#next, written: this.#written, turns: this.#turns, work: this.#work, compactor: this.#compactor },
      isBusy: () => this.#isBusy,
      onDidChange: () => this.#didChange.fire(),
      ending: this.#ending.signal,
    });
  }

  /** The work with tools in this panel. */
  get work(): SessionWork {
    return this.#work;
  }

  get conversation(): Conversation {
    return this.#shown.current;
  }

  /** The page is there, for the first time or again. */
  async ready(): Promise<void> {
    await this.restored();
    if (this.#turns.isEmpty) {
      await this.#shown.refresh();
    }
    this.postState();
    this.#page.projectCommands = await this.#host.context.commands(this.#ending.signal).catch(() => []);
    if (this.#page.projectCommands.length > 0) {
      this.postState();
    }
    void this.#model.connect(this.#ending.signal).catch(() => {});
    await this.#offerInstructions();
  }

  /** Resolves once what was there before a reload is there again: the conversation, and what goes along with the next question. */
  async restored(): Promise<void> {
    await Promise.all([this.#shown.restored(), this.#next.restored()]);
  }

  // -- asking -----------------------------------------------------------------------------------------------------------------------

  /** Sends a question, or does what its command says; tells which of the conversation's commands is left to the panel. */
  send(text: string): Promise<ConversationCommand | undefined> {
    return this.#asking.send(text);
  }

  /** The person wants the question sent that waits. */
  sendAnyway(text: string): Promise<void> {
    return this.#asking.sendAnyway(text);
  }

  /** Asks an earlier question again in other words; what followed the old one stays reachable. */
  edit(id: string, text: string): Promise<void> {
    return this.#asking.edit(id, text);
  }

  /** Another answer to the same question. */
  regenerate(id: string): Promise<void> {
    return this.#asking.regenerate(id);
  }

  /** More of an answer that broke off. */
  resume(id: string): Promise<void> {
    return this.#asking.resume(id);
  }

  /** Ends the answer that is being written here; what there is of it stays. */
  stop(): void {
    this.#compactor.stop();
    this.#turns.stop(this.conversation);
  }

  /** Sums up what was said, for the model; the messages stay, and it can be undone. */
  async compact(): Promise<void> {
    if (this.#isBusy) {
      this.#page.say(this.#host.describe.nothingToCompact());
    } else {
      await this.#compactor.compact(this.#ending.signal);
    }
  }

  undoCompaction(id: string): void {
    if (!this.#isBusy) {
      this.#shown.record({ type: 'undoCompaction', id: id.replace(/^compaction:/, '') });
      this.postState();
    }
  }

  // -- the conversation ---------------------------------------------------------------------------------------------------------------

  showBranch(id: string): void {
    if (this.conversation.message(id) !== undefined && !this.#isBusy) {
      this.#shown.record({ type: 'leaf', id: this.conversation.lastFrom(id) });
      this.postState();
    }
  }

  showOlder(): void {
    this.#page.showOlder();
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
    if (this.conversation.id === id) {
      this.startNew();
    }
  }

  setTitle(title: string): void {
    if (this.conversation.id !== '') {
      this.#shown.record({ type: 'title', text: title });
      this.#didChange.fire();
    }
  }

  /** `reason`: what the person says about it; '' = nothing. */
  giveFeedback(id: string, value: 'good' | 'bad' | 'none', reason = ''): void {
    if (this.conversation.message(id)?.kind === 'answer') {
      this.#shown.record({ type: 'feedback', id, value, reason });
      this.#page.postMessage(id);
      this.#tell(id, { kind: 'feedback', value, reason });
    }
  }

  /** The request that an answer came from, as in its note; undefined = not known. */
  requestOf(id: string): string | undefined {
    const answer = this.conversation.message(id);
    return answer?.kind === 'answer' ? answer.request : undefined;
  }

  /** The person took an answer, or a block of it. */
  answerUsed(id: string, use: CodeUse): void {
    this.#tell(id, { kind: use });
  }

  // -- the composer -------------------------------------------------------------------------------------------------------------------

  setDraft(text: string): void {
    this.#written.setDraft(text);
  }

  async searchMentions(query: string): Promise<void> {
    const items = await this.#next.search(query, this.#ending.signal);
    if (items !== undefined) {
      this.#host.post({ method: 'mentions', params: { query, items: [...items] } });
    }
  }

  /** Tells the page where the symbols are defined that an answer names. */
  async findSymbols(names: readonly string[]): Promise<void> {
    const found = await this.#host.context.definitions(names, this.#ending.signal).catch(() => []);
    this.#host.post({ method: 'symbols', params: { found: [...found] } });
  }

  async attach(id: string): Promise<void> {
    if (await this.#next.take(id, this.#ending.signal)) {
      return;
    }
    const name = nameInAddress(id);
    const word = mentionWords.find((each) => each === id);
    if (name !== undefined) {
      this.notTaken([name]);
    } else if (word !== undefined) {
      this.#page.say(this.#host.describe.nothingOf(word));
    }
  }

  /** Tells the person that something does not go along. */
  notTaken(names: readonly string[]): void {
    this.#page.say(this.#host.describe.notTaken(names));
  }

  attachTexts(attachments: readonly Attachment[]): void {
    this.#next.add(attachments);
  }

  detach(id: string): void {
    this.#next.remove(id);
  }

  /** Something that goes along with the next question, or went with the one that its chip stands on; undefined = it is not there. */
  attachment(chip: string): Attachment | undefined {
    const going = this.#next.attachments.find(({ id }) => id === chip);
    if (going !== undefined) {
      return going;
    }
    const questions = this.conversation.path().filter((message) => message.kind === 'question');
    return questions
      .flatMap((question) => question.attachments.map((sent) => ({ sent, id: sentChipId(question.id, sent.id) })))
      .find(({ id }) => id === chip)?.sent;
  }

  /** What went along with the questions that an answer knows of, the last first. */
  alongWith(answer: string): readonly Attachment[] {
    return this.conversation
      .path(answer)
      .toReversed()
      .flatMap((message) => (message.kind === 'question' ? message.attachments : []));
  }

  /** Uses another endpoint from the next question on; '' = the one that does the chat's work. */
  chooseEndpoint(name: string): void {
    this.#model.choose(name, this.#ending.signal);
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
    const model = this.#model.current;
    if (model !== undefined && model.sees !== true) {
      this.#page.say(this.#host.describe.cannotSee(model.modelId));
      return;
    }
    const label = name === '' ? 'image' : name;
    const known = this.#next.attachments.find((one) => one.label === label && one.image?.data === image.data);
    const id = known?.id ?? `image:${this.#host.createId()}`;
    this.#next.add([{ id, kind: 'image', label, text: '', image }]);
  }

  /** A text file from outside of the editor goes along. */
  attachText(name: string, text: string): void {
    const known = this.#next.attachments.find((one) => one.label === name && one.text === text);
    const id = known?.id ?? `dropped:${this.#host.createId()}`;
    this.#next.add([{ id, kind: 'file', label: name, text }]);
  }

  /** The model may be another one now. `isConnected`: it can be asked for at once. */
  modelChanged(isConnected: boolean): void {
    this.#model.forget();
    if (isConnected) {
      void this.#model.connect(this.#ending.signal).catch(() => {});
    }
  }

  // -- what the page is told ------------------------------------------------------------------------------------------------------------

  postState(): void {
    this.#page.postState();
  }

  postStatus(): void {
    this.#page.postStatus();
  }

  /** All is on the disk that was said; running answers end as interrupted. For the end of the program. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#turns.settled();
    await Promise.all([this.#host.store.flush(), this.#host.chips?.flush()]);
    this.dispose();
  }

  dispose(): void {
    this.#ending.abort();
    this.#didChange.dispose();
  }

  // -- inside ---------------------------------------------------------------------------------------------------------------------------

  get #isBusy(): boolean {
    return this.#turns.in(this.conversation) !== undefined || this.#compactor.isRunning;
  }

  /** A conversation that begins gets what the project says to models. */
  async #offerInstructions(): Promise<void> {
    if (this.conversation.leaf === null) {
      await this.#next.offerInstructions(this.#ending.signal);
    }
  }

  #tell(id: string, what: ChatOutcome['what']): void {
    const request = this.requestOf(id);
    if (request !== undefined) {
      this.#host.onOutcome({ request, what });
    }
  }

  #show(conversation: Conversation): void {
    this.#shown.show(conversation);
    this.#page.begin();
    this.#written.forget();
    this.#next.withdrawInstructions();
    this.postState();
    this.#didChange.fire();
    void this.#offerInstructions();
  }

  /** What the panel shows, as it is now. */
  get #view(): Omit<PanelView, 'notice'> {
    return {
      conversation: this.conversation,
      quietSeconds: (id) => this.#turns.quietSeconds(id),
      running: this.#compactor.isRunning ? 'compaction' : (this.#turns.in(this.conversation) ?? null),
      next: this.#next,
      model: this.#model.current,
      isUnconnected: this.#model.isUnconnected,
      work: this.#work,
      held: this.#written.waitsFor,
    };
  }
}
