/** What goes along with the next question: taken by the person, shown as chips, and gone with the question. */
import { isAbortError } from '../../base/abort';
import type { MentionItem } from '../../protocol/chat';
import type { ChatContext, Offer } from '../ChatHost';
import type { Attachment } from '../conversation/records';
import type { PromptCommand } from '../slashCommands';
import type { ChipStore } from './ChipStore';

export class NextQuestion {
  readonly #context: ChatContext;
  readonly #store: ChipStore | undefined;
  readonly #onDidChange: () => void;
  #restored: Promise<void> | undefined;
  #isRestored = false;
  #attachments: readonly Attachment[] = [];
  /** What was taken off again. */
  #declined = new Set<string>();
  #search: AbortController | undefined;

  /** `store`: where the chips outlast a reload; undefined = they go with the panel. */
  constructor(context: ChatContext, store: ChipStore | undefined, onDidChange: () => void) {
    this.#context = context;
    this.#store = store;
    this.#onDidChange = onDidChange;
  }

  /** Resolves once those are there that were there before a reload. */
  restored(): Promise<void> {
    this.#restored ??= this.#restore();
    return this.#restored;
  }

  get attachments(): readonly Attachment[] {
    return this.#attachments;
  }

  /** What could go along and does not yet. */
  get offers(): readonly Offer[] {
    const taken = new Set(this.#attachments.map(({ id }) => id));
    return this.#context.offers().filter(({ id }) => !taken.has(id));
  }

  /** What an @ with these letters could mean; undefined = the person has typed on. */
  async search(query: string, signal: AbortSignal): Promise<readonly MentionItem[] | undefined> {
    this.#search?.abort();
    const search = new AbortController();
    this.#search = search;
    try {
      const found = await this.#context.search(query, AbortSignal.any([search.signal, signal]));
      return search.signal.aborted ? undefined : found.map(({ tokens: _tokens, ...item }) => item);
    } catch (error) {
      if (isAbortError(error) || search.signal.aborted) {
        return undefined;
      }
      throw error;
    }
  }

  /** Takes something that was offered; false = it is gone, or the person said no. */
  async take(id: string, signal: AbortSignal): Promise<boolean> {
    const attachment = await this.#context.take(id, signal);
    if (attachment !== undefined) {
      this.add([attachment]);
    }
    return attachment !== undefined;
  }

  /** Takes texts along; one that is there already is replaced. */
  add(attachments: readonly Attachment[]): void {
    const added = new Set(attachments.map(({ id }) => id));
    this.#attachments = [...this.#attachments.filter(({ id }) => !added.has(id)), ...attachments];
    this.#changed();
  }

  /** The project's instructions, which go along with a first question unless the person takes them off. */
  async offerInstructions(signal: AbortSignal): Promise<void> {
    const found = (await this.#context.instructions(signal).catch(() => [])).filter(
      ({ id }) => !this.#declined.has(id) && !this.#attachments.some((other) => other.id === id),
    );
    if (found.length > 0) {
      this.#attachments = [...found, ...this.#attachments];
      this.#onDidChange();
    }
  }

  /** Another conversation goes on: its first question is long asked. */
  withdrawInstructions(): void {
    this.#declined.clear();
    this.#attachments = this.#attachments.filter(({ kind }) => kind !== 'instructions');
    this.#keep();
  }

  remove(id: string): void {
    this.#declined.add(id);
    this.#attachments = this.#attachments.filter((attachment) => attachment.id !== id);
    this.#changed();
  }

  /** All that goes along with a question that is asked now, with what its command needs; afterwards nothing does. */
  async hand(
    question: string,
    command: PromptCommand | undefined,
    signal: AbortSignal,
  ): Promise<readonly Attachment[]> {
    const along = [...this.#attachments];
    for (const need of command?.needs ?? []) {
      const kinds = need === 'code' ? ['file', 'selection', 'symbol'] : [need];
      if (!along.some(({ kind }) => kinds.includes(kind))) {
        along.push(...(await this.#context.takeFor(need, signal)));
      }
    }
    this.#attachments = [];
    this.#keep();
    const resolved = await Promise.all(
      along.map((one) => (one.isDeferred === true ? this.#context.resolve(one, question, signal) : one)),
    );
    return resolved.filter((one) => one !== undefined);
  }

  #changed(): void {
    this.#keep();
    this.#onDidChange();
  }

  /** What is there before the old ones were read comes behind them. */
  #keep(): void {
    if (this.#isRestored) {
      this.#store?.write({ attachments: this.#attachments, declined: [...this.#declined] });
    }
  }

  async #restore(): Promise<void> {
    const kept = await this.#store?.read();
    this.#isRestored = true;
    if (kept !== undefined) {
      const since = this.#attachments;
      this.#declined = new Set([...kept.declined, ...this.#declined]);
      this.#attachments = kept.attachments;
      if (since.length > 0) {
        this.add(since);
      }
    }
  }
}
