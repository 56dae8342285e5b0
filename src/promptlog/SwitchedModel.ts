/**
 * Stands outermost in the stack of models for good and lets the prompt log come in later: until somebody agrees to it, nothing of the
 * log is even loaded, and each call goes straight on.
 */
import type { ChatRequest, CompletionEvent, CompletionRequest, Model, ModelEvent, ModelInfo } from '../glm/Model';

export class SwitchedModel implements Model {
  readonly #inner: Model;
  readonly #logged: () => Promise<Model> | Model | undefined;

  /** `logged`: the same model within the prompt log; undefined = there is no log; a promise = it is being loaded. */
  constructor(inner: Model, logged: () => Promise<Model> | Model | undefined) {
    this.#inner = inner;
    this.#logged = logged;
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent> {
    const model = await this.#current();
    yield* model.complete(request, signal);
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const model = await this.#current();
    yield* model.chat(request, signal);
  }

  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    return this.#inner.listModels(signal);
  }

  countTokens(text: string, signal: AbortSignal): Promise<number | undefined> {
    return this.#inner.countTokens(text, signal);
  }

  /** A log that cannot be loaded must not cost the answer. */
  async #current(): Promise<Model> {
    try {
      return (await this.#logged()) ?? this.#inner;
    } catch {
      return this.#inner;
    }
  }
}
