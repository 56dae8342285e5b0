/**
 * Stands outermost in the stack of models for good and lets the prompt log come in later: until somebody agrees to it, nothing of the
 * log is even loaded, and each call goes straight on.
 */
import type { ChatRequest, CompletionEvent, CompletionRequest, Model, ModelEvent, ModelInfo } from '../glm/Model';

export class SwitchedModel implements Model {
  readonly #inner: Model;
  readonly #logged: () => Model | undefined;

  /** `logged`: the same model within the prompt log; undefined = there is no log, or not yet: nobody waits for it. */
  constructor(inner: Model, logged: () => Model | undefined) {
    this.#inner = inner;
    this.#logged = logged;
  }

  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionEvent> {
    return this.#current.complete(request, signal);
  }

  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    return this.#current.chat(request, signal);
  }

  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    return this.#inner.listModels(signal);
  }

  countTokens(text: string, signal: AbortSignal): Promise<number | undefined> {
    return this.#inner.countTokens(text, signal);
  }

  get #current(): Model {
    return this.#logged() ?? this.#inner;
  }
}
