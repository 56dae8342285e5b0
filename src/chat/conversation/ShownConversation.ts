/** The conversation that a panel shows, with its file: what happens in it is recorded, and after a reload it is found again. */
import type { ChatHost } from '../ChatHost';
import { Conversation } from './Conversation';
import { type ConversationRecord, conversationVersion } from './records';

type KeepingHost = Pick<ChatHost, 'store' | 'memory' | 'folder' | 'now' | 'createId' | 'log'>;

export class ShownConversation {
  readonly #host: KeepingHost;
  readonly #onNotSaved: () => void;
  #current = new Conversation();
  #restored: Promise<void> | undefined;

  constructor(
    host: KeepingHost,
    /** The disk refused. */
    onNotSaved: () => void,
  ) {
    this.#host = host;
    this.#onNotSaved = onNotSaved;
  }

  get current(): Conversation {
    return this.#current;
  }

  /** Resolves once the conversation is there that was shown last. */
  restored(): Promise<void> {
    this.#restored ??= this.#restore();
    return this.#restored;
  }

  /** Reads it anew: another window may have gone on with it. */
  async refresh(): Promise<void> {
    const { id } = this.#current;
    this.#current = (id === '' ? undefined : await this.#host.store.open(id)) ?? this.#current;
  }

  show(conversation: Conversation): void {
    this.#current = conversation;
    this.#host.memory.set('conversation', conversation.id);
  }

  /** A new conversation gets its file. */
  begin(): void {
    if (this.#current.id === '') {
      const id = this.#host.createId();
      const { folder } = this.#host;
      this.record({ type: 'conversation', version: conversationVersion, id, at: this.#host.now(), folder });
      this.#host.memory.set('conversation', id);
    }
  }

  /** Puts a record into a conversation, by default the one that is shown, and into its file. */
  record(record: ConversationRecord, conversation: Conversation = this.#current): void {
    conversation.apply(record);
    this.append(conversation, record);
  }

  /** Puts into its file what a conversation already has. */
  append({ id }: Conversation, record: ConversationRecord): void {
    this.#host.store.append(id, record).catch((error: unknown) => {
      this.#host.log.error(`A conversation could not be saved: ${error instanceof Error ? error.message : ''}`);
      this.#onNotSaved();
    });
  }

  async #restore(): Promise<void> {
    const id = this.#host.memory.get('conversation');
    const stored = id === '' ? undefined : await this.#host.store.open(id).catch(() => undefined);
    this.#current = stored ?? this.#current;
  }
}
