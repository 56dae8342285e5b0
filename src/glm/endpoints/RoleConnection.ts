/**
 * Several endpoints in the order in which they are tried, as one connection. An endpoint that fails rests for a while and the next one does
 * its work; with only one there is nothing to fall back to, and it is used exactly as it is.
 */
import { AssistantError } from '../../base/AssistantError';
import { type Disposable, Emitter } from '../../base/events';
import type { MessageId } from '../../base/messages';
import type { Clock } from '../../platform/Clock';
import type { ChatRequest, CompletionRequest, Model, ModelEvent } from '../Model';
import type { ConnectedModel, Connection, ConnectionState } from '../ModelConnection';
import { ranTools } from '../RetryingModel';

/** How long an endpoint is left alone that failed without saying how long. */
const restMilliseconds = 30_000;

/** Faults that lie in what was asked: another endpoint would not do better, or nobody would know why it was asked. */
const ownFaults: ReadonlySet<MessageId> = new Set<MessageId>([
  'endpoint.badRequest',
  'endpoint.contextExceeded',
  'endpoint.refusedByPolicy',
  'endpoint.unsupported',
  'endpoint.answerIncomplete',
]);

export class RoleConnection implements Connection, Disposable {
  readonly #clock: Clock;
  readonly #didChangeState = new Emitter<ConnectionState>();
  readonly onDidChangeState = this.#didChangeState.event;
  #candidates: readonly Connection[] = [];
  #subscriptions: readonly Disposable[] = [];
  /** The one whose state is shown: the last that connected, else the first. */
  #current: Connection | undefined;
  #restsUntil = new Map<Connection, number>();
  /** The same model gets the same wrapper, so that features can tell whether it is another one. */
  #watched = new WeakMap<ConnectedModel, ConnectedModel>();

  constructor(clock: Clock, candidates: readonly Connection[]) {
    this.#clock = clock;
    this.setCandidates(candidates);
  }

  get state(): ConnectionState {
    return this.#current?.state ?? { kind: 'notConfigured' };
  }

  /** Another order or other endpoints from now on. */
  setCandidates(candidates: readonly Connection[]): void {
    if (candidates.length === this.#candidates.length && candidates.every((one, i) => one === this.#candidates[i])) {
      return;
    }
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#candidates = candidates;
    this.#current = candidates[0];
    this.#restsUntil = new Map();
    this.#subscriptions = candidates.map((candidate) =>
      candidate.onDidChangeState((state) => {
        if (candidate === this.#current) {
          this.#didChangeState.fire(state);
        }
      }),
    );
    this.#didChangeState.fire(this.state);
  }

  /** The first endpoint that works; rejects with the first one's fault when none does. */
  async connect(signal: AbortSignal): Promise<ConnectedModel> {
    const [only, second] = this.#candidates;
    if (only !== undefined && second === undefined) {
      return only.connect(signal);
    }
    let fault: unknown;
    for (const candidate of this.#inOrder()) {
      try {
        const connected = await candidate.connect(signal);
        this.#show(candidate);
        return this.#watch(connected, candidate);
      } catch (error) {
        signal.throwIfAborted();
        fault ??= error;
      }
    }
    this.#show(this.#candidates[0]);
    throw fault ?? new AssistantError('endpoint.notConfigured');
  }

  /** A chat turn at the first endpoint that does it: as long as nothing was shown and no tool has run, the next one takes over. */
  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    const isFinal = ranTools(request.messages);
    for (let attempt = 1; ; attempt++) {
      const { model } = await this.connect(signal);
      const hasOtherEndpoint = !isFinal && attempt < this.#candidates.length;
      let shown = false;
      try {
        for await (const event of model.chat(hasOtherEndpoint ? { ...request, hasOtherEndpoint } : request, signal)) {
          shown = true;
          yield event;
        }
        return;
      } catch (error) {
        if (shown || !hasOtherEndpoint || signal.aborted || !isEndpointFault(error)) {
          throw error;
        }
      }
    }
  }

  reset(): void {
    this.#restsUntil.clear();
    for (const candidate of this.#candidates) {
      candidate.reset();
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#didChangeState.dispose();
  }

  /** Those that rest come last: one of them is better than nothing. */
  #inOrder(): readonly Connection[] {
    const now = this.#clock.now();
    const rests = (one: Connection): boolean => (this.#restsUntil.get(one) ?? 0) > now;
    return [...this.#candidates.filter((one) => !rests(one)), ...this.#candidates.filter(rests)];
  }

  #show(candidate: Connection | undefined): void {
    if (this.#current !== candidate) {
      this.#current = candidate;
      this.#didChangeState.fire(this.state);
    }
  }

  #watch(connected: ConnectedModel, candidate: Connection): ConnectedModel {
    const known = this.#watched.get(connected);
    if (known !== undefined) {
      return known;
    }
    const rest = (error: unknown): void => {
      if (isEndpointFault(error)) {
        this.#restsUntil.set(candidate, this.#clock.now() + (error.retryAfter ?? restMilliseconds));
      }
    };
    const watched = { ...connected, model: watchFaults(connected.model, rest) };
    this.#watched.set(connected, watched);
    return watched;
  }
}

function isEndpointFault(error: unknown): error is AssistantError {
  return error instanceof AssistantError && !ownFaults.has(error.code);
}

/** The same model; `onFault` hears of what goes wrong with its streams. */
function watchFaults(model: Model, onFault: (error: unknown) => void): Model {
  async function* watched<Event>(events: AsyncIterable<Event>): AsyncGenerator<Event, void, undefined> {
    try {
      yield* events;
    } catch (error) {
      onFault(error);
      throw error;
    }
  }
  return {
    complete: (request: CompletionRequest, signal) => watched(model.complete(request, signal)),
    chat: (request: ChatRequest, signal) => watched(model.chat(request, signal)),
    listModels: (signal) => model.listModels(signal),
    countTokens: (text, signal) => model.countTokens(text, signal),
  };
}
