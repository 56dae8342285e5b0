/**
 * The requests of one pipeline: one at a time, taken over by the next keystroke when it agrees with what the model writes, given up as
 * soon as nobody can want them any more. What comes back goes into the cache, what goes wrong makes a pause.
 */
import { AssistantError } from '../../base/AssistantError';
import { replacedReason } from '../../base/abort';
import { createId } from '../../base/createId';
import { type Disposable, Emitter } from '../../base/events';
import type { FillInTheMiddleFormat } from '../../glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { CompletionRequest, Model } from '../../glm/Model';
import type { Clock } from '../../platform/Clock';
import type { Log } from '../../platform/Log';
import type { Place } from '../Cursor';
import type { KnowsName } from '../filters/postProcess';
import type { PromptBuilder, PromptCursor } from '../prompt/PromptBuilder';
import type { CompletionCache } from '../reuse/CompletionCache';
import type { TextAround } from '../textAround';
import { BackOff } from '../trigger/BackOff';
import type { TypingPace } from '../trigger/TypingPace';
import type { AnsweredRequest, CompletionStatus, GateReason } from '../types';
import { RunningCompletion, type RunResult } from './RunningCompletion';
import type { TruncateContext } from './Truncator';

/** How long a request goes on without anybody waiting, when what was typed since agrees with it: editors take a moment to ask again. */
const graceMilliseconds = 250;

/** The text around the place with so many units after it, as it is now; undefined = the document is not open or shorter than that. */
export type CurrentPlace = (uri: string, unitsAfter: number) => TextAround | undefined;

export interface CompletionRunsHost {
  readonly model: Model;
  readonly format: FillInTheMiddleFormat;
  readonly builder: PromptBuilder;
  readonly cache: CompletionCache;
  readonly pace: TypingPace;
  readonly clock: Clock;
  readonly log: Log;
  readonly currentPlace: CurrentPlace | undefined;
  readonly knowsName: KnowsName | undefined;
}

/** What is wanted at a place. */
export interface Wish {
  readonly mode: TruncateContext['mode'];
  /** Whether the model is told that a block may follow. */
  readonly multiline: boolean;
  readonly maxTokens: number;
  /** 0 = greedy. */
  readonly temperature: number;
  readonly seed?: number;
}

export type Answer = RunResult & { readonly requestId: string };
/** A place with what the prompt needs to know of its document. */
export type RunPlace = Place & PromptCursor;

export class CompletionRuns implements Disposable {
  readonly #host: CompletionRunsHost;
  readonly #backOff: BackOff;
  readonly #didChangeStatus = new Emitter<CompletionStatus>();
  readonly onDidChangeStatus = this.#didChangeStatus.event;
  readonly #didAnswer = new Emitter<AnsweredRequest>();
  readonly onDidAnswer = this.#didAnswer.event;
  readonly #disposed = new AbortController();
  #running: RunningCompletion | undefined;

  constructor(host: CompletionRunsHost) {
    this.#host = host;
    this.#backOff = new BackOff(host.clock);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The fault because of which no request should be made now; undefined = go on. */
  get waitingFor(): AssistantError | undefined {
    return this.#backOff.waitingFor;
  }

  /** Waits for the running request if it is writing what was typed since it began; undefined = it is not, or writes something else. */
  async join(place: Place, signal: AbortSignal): Promise<Answer | undefined> {
    const running = this.#running;
    if (running === undefined || !running.matches(place)) {
      return undefined;
    }
    return this.#resultOf(running, place, signal);
  }

  /**
   * Makes a request; a reason = none can be made. Undefined = what was typed meanwhile contradicts the answer. Rejects with an
   * `AssistantError`.
   */
  async ask(place: RunPlace, wish: Wish, signal: AbortSignal): Promise<Answer | GateReason | undefined> {
    for (;;) {
      const running = this.#start(place, wish);
      if (typeof running === 'string') {
        return running;
      }
      try {
        return await this.#resultOf(running, place, signal);
      } catch (error) {
        const isTooLong = error instanceof AssistantError && error.code === 'endpoint.contextExceeded';
        if (!isTooLong || !this.#host.builder.shorten()) {
          throw error;
        }
      }
    }
  }

  /** Ends the running request. */
  giveUp(): void {
    this.#running?.abort(replacedReason());
    this.#running = undefined;
  }

  dispose(): void {
    this.#disposed.abort();
    this.giveUp();
    this.#didChangeStatus.dispose();
    this.#didAnswer.dispose();
  }

  async #resultOf(running: RunningCompletion, place: Place, signal: AbortSignal): Promise<Answer | undefined> {
    const result = await this.#whileWanted(running, signal, () => running.resultFor(place, signal));
    return result === undefined ? undefined : { ...result, requestId: idOf(running.request) };
  }

  #start(place: RunPlace, wish: Wish): RunningCompletion | GateReason {
    const { model, builder, clock, knowsName, pace } = this.#host;
    const built = builder.promptOrReason(place, wish.multiline);
    if (typeof built === 'string') {
      return built;
    }
    this.giveUp();
    const { path } = place.document;
    const { line } = place.position;
    const request: CompletionRequest = {
      prompt: built.rendered.prompt,
      route: this.#host.format.route,
      hole: built.hole,
      stop: built.stop,
      maxTokens: wish.maxTokens,
      temperature: wish.temperature,
      ...(wish.seed === undefined ? {} : { seed: wish.seed }),
      note: {
        id: createId(Date.now()),
        ...{ uri: place.uri, path, languageId: place.languageId },
        lines: [line, line],
      },
    };
    const startedAt = clock.now();
    const running = new RunningCompletion(model, {
      ...{ place, request, knowsName },
      mode: wish.mode,
      onFirstText: () => pace.answered(clock.now() - startedAt),
    });
    this.#running = running;
    this.#didChangeStatus.fire({ kind: 'working' });
    running.result.then(
      (result) => this.#succeeded(running, result, clock.now() - startedAt),
      (error: unknown) => this.#failed(running, error),
    );
    return running;
  }

  #succeeded(running: RunningCompletion, result: RunResult, milliseconds: number): void {
    const { log, builder, cache } = this.#host;
    const { place, request } = running;
    const requestId = idOf(request);
    const how = result.kind === 'text' ? 'text' : result.reason;
    log.debug(`Completion: ${how}, ${Math.round(milliseconds)} ms`);
    if (result.usage !== undefined) {
      builder.observe(request.prompt, result.usage);
    }
    if (result.kind === 'text') {
      cache.add(place.uri, { ...place, text: result.text }, requestId);
    } else {
      cache.addNothing(place.uri, place, result.reason);
    }
    const { languageId, prefix, suffix } = place;
    this.#didAnswer.fire({
      ...{ requestId, languageId, prefix, suffix, raw: result.raw },
      ...(result.kind === 'text' ? { text: result.text } : { droppedBy: result.reason }),
    });
    this.#backOff.succeeded();
    this.#ended(running, { kind: 'idle' });
  }

  #failed(running: RunningCompletion, error: unknown): void {
    if (error instanceof AssistantError && error.code !== 'endpoint.contextExceeded') {
      this.#backOff.failed(error);
      this.#host.log.warn(`Completion: ${error.message}`);
      this.#ended(running, { kind: 'error', error });
    } else {
      const fault = this.#backOff.lastFault;
      this.#ended(running, fault === undefined ? { kind: 'idle' } : { kind: 'error', error: fault });
    }
  }

  #ended(running: RunningCompletion, status: CompletionStatus): void {
    if (this.#running === running) {
      this.#running = undefined;
    }
    // When a newer one is running already, its state is the pipeline's.
    if (this.#running === undefined) {
      this.#didChangeStatus.fire(status);
    }
  }

  /** Waits for a run; when nobody wants it any more, the run ends too, unless what was typed since agrees with it. */
  async #whileWanted<T>(running: RunningCompletion, signal: AbortSignal, wait: () => Promise<T>): Promise<T> {
    const waiter = {};
    const leave = (): void => {
      running.waiters.delete(waiter);
      if (running.waiters.size > 0) {
        return;
      }
      if (!this.#isStillTyped(running)) {
        running.abort(signal.reason);
        return;
      }
      this.#host.clock.sleep(graceMilliseconds, this.#disposed.signal).then(
        () => (running.waiters.size === 0 ? running.abort(signal.reason) : undefined),
        () => undefined,
      );
    };
    running.waiters.add(waiter);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await wait();
    } finally {
      signal.removeEventListener('abort', leave);
      running.waiters.delete(waiter);
    }
  }

  #isStillTyped(running: RunningCompletion): boolean {
    const { uri, unitsAfter } = running.place;
    const now = this.#host.currentPlace?.(uri, unitsAfter);
    return now !== undefined && running.matches({ uri, prefix: now.prefix, suffix: now.suffix });
  }
}

function idOf({ note }: CompletionRequest): string {
  return note?.id ?? '';
}
