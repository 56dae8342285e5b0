/** The model that answers in one panel: the one that does this work, or the one that the person chose. */
import type { ChatHost, ChatModel } from '../ChatHost';

export class SessionModel {
  readonly #host: Pick<ChatHost, 'connect' | 'memory'>;
  readonly #work: () => 'chat' | 'agent';
  readonly #onDidChange: () => void;
  #current: ChatModel | undefined;

  /** `work`: what the next question is for. */
  constructor(
    host: Pick<ChatHost, 'connect' | 'memory'>,
    work: () => 'chat' | 'agent',
    /** Another model is known, or none any more. */
    onDidChange: () => void,
  ) {
    this.#host = host;
    this.#work = work;
    this.#onDidChange = onDidChange;
  }

  /** The one that was connected last; undefined = not known (any more). */
  get current(): ChatModel | undefined {
    return this.#current;
  }

  /** Rejects with an `AssistantError`. */
  async connect(signal: AbortSignal): Promise<ChatModel> {
    const endpoint = this.#host.memory.get('endpoint');
    const model = await this.#host.connect(endpoint === '' ? undefined : endpoint, this.#work(), signal);
    if (model.modelId !== this.#current?.modelId || model.contextTokens !== this.#current.contextTokens) {
      this.#current = model;
      this.#onDidChange();
    }
    return model;
  }

  /** Uses another endpoint from the next question on; '' = the one that does the chat's work. */
  choose(endpoint: string, signal: AbortSignal): void {
    this.#host.memory.set('endpoint', endpoint);
    this.#current = undefined;
    void this.connect(signal).catch(() => {});
  }

  /** It may be another one now. */
  forget(): void {
    this.#current = undefined;
    this.#onDidChange();
  }
}
