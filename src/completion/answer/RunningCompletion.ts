/**
 * One request to the model while it runs. It belongs to a place in a document, not to the call that began it: when the person types
 * what the model is writing, the next call takes it over.
 */
import { AssistantError } from '../../base/AssistantError';
import { estimateTokens } from '../../base/estimateTokens';
import { Emitter } from '../../base/events';
import { beginsWith } from '../../base/text';
import { revealControlTokens } from '../../glm/fillInTheMiddle/controlTokens';
import type { CompletionRequest, Model, Usage } from '../../glm/Model';
import type { Place } from '../Cursor';
import { type KnowsName, type PostProcessed, postProcess } from '../filters/postProcess';
import type { DropReason } from '../types';
import { CodeReader } from './CodeReader';
import type { TruncateContext } from './Truncator';

export interface RunningCompletionOptions {
  readonly place: Place;
  readonly request: CompletionRequest;
  readonly mode: TruncateContext['mode'];
  /** Whether a name exists in the workspace; absent = nobody knows, and names are not checked. */
  readonly knowsName?: KnowsName | undefined;
  /** Hears once how long the answer took to begin. */
  readonly onFirstText?: () => void;
}

export type RunResult = PostProcessed & {
  /** The server's count, or an estimate when the answer was cut before it came. */
  readonly promptTokens: number;
  /** What the model wrote, before anything was taken off. */
  readonly raw: string;
  /** Undefined = the answer was cut before it came, or the server does not tell. */
  readonly usage: Usage | undefined;
};

export class RunningCompletion {
  readonly place: Place;
  readonly request: CompletionRequest;
  /** The calls that wait for the result. */
  readonly waiters = new Set<object>();
  readonly #options: RunningCompletionOptions;
  readonly #controller = new AbortController();
  readonly #didGrow = new Emitter<void>();
  #written = '';
  /** Settles when the answer is complete or cut off; rejects with an `AssistantError` or the reason of `abort`. */
  readonly result: Promise<RunResult>;

  constructor(model: Model, options: RunningCompletionOptions) {
    this.#options = options;
    this.place = options.place;
    this.request = options.request;
    this.result = this.#run(model).finally(() => this.#didGrow.dispose());
    // Whoever started it may have gone by then.
    this.result.catch(() => {});
  }

  /** Whether what was typed since agrees with what the model has written so far. */
  matches(place: Pick<Place, 'prefix' | 'suffix' | 'uri'>): boolean {
    if (this.#controller.signal.aborted || place.uri !== this.place.uri || place.suffix !== this.place.suffix) {
      return false;
    }
    if (!beginsWith(place.prefix, this.place.prefix)) {
      return false;
    }
    const typed = place.prefix.slice(this.place.prefix.length);
    return typed.startsWith(this.#written) || this.#written.startsWith(typed);
  }

  /** Like `result`, but undefined as soon as the stream turns out to be something else than what was typed. */
  async resultFor(place: Place, signal: AbortSignal): Promise<RunResult | undefined> {
    return new Promise((resolve, reject) => {
      const subscription = this.#didGrow.event(() => {
        if (!this.matches(place)) {
          leave();
          resolve(undefined);
        }
      });
      const onAbort = (): void => {
        leave();
        reject(signal.reason);
      };
      const leave = (): void => {
        subscription.dispose();
        signal.removeEventListener('abort', onAbort);
      };
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      this.result.then(resolve, reject).finally(leave);
    });
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  async #run(model: Model): Promise<RunResult> {
    const { request, mode, place, knowsName, onFirstText } = this.#options;
    const reader = new CodeReader({ ...place, mode, stop: request.stop });
    let finishReason: string | undefined = 'cut';
    let usage: Usage | undefined;
    let raw = '';
    let isDamaged = false;
    for await (const event of model.complete(request, this.#controller.signal)) {
      if (event.type === 'end') {
        ({ finishReason, usage } = event);
        isDamaged = event.lostFrames > 0;
        break;
      }
      if (raw === '') {
        onFirstText?.();
      }
      raw += event.text;
      // The rest of a line that is already on the screen is not worth generating: leaving the loop closes the connection.
      const isEnough = reader.push(event.text);
      this.#written = revealControlTokens(reader.code);
      if (isEnough) {
        break;
      }
      this.#didGrow.fire();
    }
    this.#controller.signal.throwIfAborted();
    if (finishReason === undefined) {
      throw new AssistantError('endpoint.answerIncomplete');
    }
    const about = { promptTokens: usage?.promptTokens ?? estimateTokens(request.prompt), raw, usage };
    if (isDamaged) {
      return { ...dropped('incomplete'), ...about };
    }
    const { text, reason } = reader.result();
    if (reason === 'repetition' && text.trim() === '') {
      return { ...dropped('repetition'), ...about };
    }
    const whole = finishReason === 'length' && reason === 'end-of-answer' ? withoutHalfLine(text) : text;
    const input = { ...place, text: whole, multiline: mode !== 'line', knowsName, snippets: request.hole?.snippets };
    return { ...postProcess(input), ...about };
  }
}

/** At the token limit the last of several lines is hardly ever complete. */
function withoutHalfLine(text: string): string {
  const end = text.trimEnd().lastIndexOf('\n');
  return end > 0 && text.slice(0, end).trim() !== '' ? text.slice(0, end) : text;
}

function dropped(reason: DropReason): { readonly kind: 'dropped'; readonly reason: DropReason } {
  return { kind: 'dropped', reason };
}
