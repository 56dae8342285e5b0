/**
 * Asks again where that makes sense, and only there: a chat answer of which nothing was shown yet, after a fault that passes by itself, at
 * most twice. Completions are never repeated, the next keystroke asks anyway; nor is a turn in which a tool has already run. Nobody waits
 * long for an endpoint while another one stands by.
 */
import { AssistantError } from '../base/AssistantError';
import type { MessageId } from '../base/messages';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import { givenUp } from './answer/answerEnd';
import type {
  ChatMessage,
  ChatRequest,
  CompletionEvent,
  CompletionRequest,
  Model,
  ModelEvent,
  ModelInfo,
} from './Model';
import type { RateGate } from './RateGate';

export interface RetryingModelOptions {
  /** Shared by all models of one endpoint. */
  readonly gate: RateGate;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to 1, 1 excluded; for the jitter. */
  readonly random: () => number;
}

const mostRetries = 2;
const firstDelay = 1_000;
const longestDelay = 60_000;
/** How long nobody asks after a completion was told to slow down without being told how long. */
const completionPause = 5_000;
/** The longest wait for an endpoint while another one stands by. */
const longestWaitWithOther = 2_000;

/** Faults that may be over in a moment. All others stay until somebody does something. */
const passing: ReadonlySet<MessageId> = new Set<MessageId>([
  'endpoint.rateLimited',
  'endpoint.serverError',
  'endpoint.loading',
  'endpoint.unreachable',
  'endpoint.streamCut',
]);

export class RetryingModel implements Model {
  readonly #model: Model;
  readonly #options: RetryingModelOptions;

  constructor(model: Model, options: RetryingModelOptions) {
    this.#model = model;
    this.#options = options;
  }

  /** Fails at once while the gate is closed: a completion that comes later is of no use. */
  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, void, undefined> {
    const { gate } = this.#options;
    if (gate.pause !== undefined) {
      throw gate.pause.error;
    }
    try {
      yield* this.#model.complete(request, signal);
    } catch (error) {
      if (isRateLimit(error)) {
        gate.close(waitOf(error, completionPause), error);
      }
      throw error;
    }
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    const { gate, clock, log } = this.#options;
    const budget = ranTools(request.messages) ? 0 : mostRetries;
    const isTooLong = (milliseconds: number): boolean =>
      request.hasOtherEndpoint === true && milliseconds > longestWaitWithOther;
    for (let retries = 0; ; retries++) {
      const { pause } = gate;
      if (pause !== undefined && isTooLong(pause.until - clock.now())) {
        throw pause.error;
      }
      await gate.wait(signal);
      let shown = false;
      try {
        for await (const event of this.#model.chat(request, signal)) {
          shown = true;
          yield event;
        }
        return;
      } catch (error) {
        if (!(error instanceof AssistantError) || signal.aborted) {
          throw error;
        }
        const delay = waitOf(error, this.#backOff(retries));
        if (isRateLimit(error)) {
          gate.close(delay, error);
        }
        if (shown || retries >= budget || !passing.has(error.code)) {
          throw givenUp(error);
        }
        if (isTooLong(delay) || (request.hasOtherEndpoint === true && error.code === 'endpoint.unreachable')) {
          throw error;
        }
        log.info(`Chat: ${error.code}, asking again in ${Math.round(delay)} ms (${retries + 1} of ${budget})`);
        if (!isRateLimit(error)) {
          await clock.sleep(delay, signal);
        }
      }
    }
  }

  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    return this.#model.listModels(signal);
  }

  countTokens(text: string, signal: AbortSignal): Promise<number | undefined> {
    return this.#model.countTokens(text, signal);
  }

  /** Twice as long each time, from half to one and a half of that, so that several clients do not come back together. */
  #backOff(retries: number): number {
    return firstDelay * 2 ** retries * (0.5 + this.#options.random());
  }
}

function isRateLimit(error: unknown): error is AssistantError {
  return error instanceof AssistantError && error.code === 'endpoint.rateLimited';
}

/** Milliseconds to wait: what the server says, at most a minute. */
function waitOf(error: AssistantError, otherwise: number): number {
  return Math.min(longestDelay, Math.max(error.retryAfter ?? 0, error.retryAfter === undefined ? otherwise : 0));
}

/** Whether the model's work in this turn has already had effects: a result stands after what the person said last. */
export function ranTools(messages: readonly ChatMessage[]): boolean {
  return messages.slice(messages.findLastIndex(({ role }) => role === 'user') + 1).some(({ role }) => role === 'tool');
}
