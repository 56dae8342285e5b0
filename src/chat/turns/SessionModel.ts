/** The model that answers in one panel: the one that does this work, or the one that the person chose. */
import { AssistantError } from '../../base/AssistantError';
import type { ChatHost, ChatModel } from '../ChatHost';

export class SessionModel {
  readonly #host: Pick<ChatHost, 'connect' | 'memory'>;
  readonly #work: () => 'chat' | 'agent';
  readonly #onDidChange: () => void;
  #current: ChatModel | undefined;
  #isUnconnected = false;

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

  /** Whether there was nothing to connect to at the last attempt. */
  get isUnconnected(): boolean {
    return this.#isUnconnected;
  }

  /** Rejects with an `AssistantError`. */
  async connect(signal: AbortSignal): Promise<ChatModel> {
    const endpoint = this.#host.memory.get('endpoint');
    const connected = this.#host.connect(endpoint === '' ? undefined : endpoint, this.#work(), signal);
    const model = await connected.catch((error: unknown) => {
      this.#noteUnconnected(error instanceof AssistantError && error.code === 'endpoint.notConfigured');
      throw error;
    });
    this.#noteUnconnected(false);
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

  #noteUnconnected(isUnconnected: boolean): void {
    if (isUnconnected !== this.#isUnconnected) {
      this.#isUnconnected = isUnconnected;
      this.#onDidChange();
    }
  }

  /** It may be another one now. */
  forget(): void {
    this.#current = undefined;
    this.#onDidChange();
  }
}
