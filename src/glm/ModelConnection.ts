/**
 * From settings to a model that answers: decides between a server's address and the embedded engine, finds out the model's name and its
 * fill-in-the-middle format, and keeps the result until the settings change or the engine dies. Knows no editor; both roots use it.
 */
import { AssistantError } from '../base/AssistantError';
import { type Disposable, Emitter, type Event } from '../base/events';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import { directNetwork, type NetworkOptions } from '../platform/network';
import type { EndpointSettings, FillInTheMiddleChoice } from '../platform/settings';
import { displayHost, parseEndpointUrl } from './endpointUrl';
import type { FillInTheMiddleFormat } from './fillInTheMiddle/FillInTheMiddleFormat';
import type { Model, ModelInfo } from './Model';
import { modelTraits } from './models';
import { ollamaDefaultContext } from './profiles/ollama';
import { profileById, profileFor } from './profiles/profileFor';
import { profileIds, type ServerHints, type ServerProfile } from './profiles/ServerProfile';

/** The embedded engine's process while it runs. */
export interface RunningEngine extends Disposable {
  readonly url: string;
  readonly token: string;
  readonly model: string;
  /** Fires once, when the process has ended without having been asked to. */
  readonly onDidExit: Event<AssistantError>;
}

/** Everything that a client of an endpoint is made of. */
export interface ModelEndpoint {
  readonly url: string;
  readonly key: string | undefined;
  /** Empty = not known yet. */
  readonly modelId: string;
  readonly profile: ServerProfile;
  /** Requests at once. */
  readonly concurrency: number;
  readonly network: NetworkOptions;
}

/** What the connection needs from outside; the root fills it in. */
export interface ModelConnectionHost {
  readonly settings: () => EndpointSettings;
  /** The stored key of an origin (`https://host:port`); undefined = none is needed or none is set. */
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  readonly createModel: (endpoint: ModelEndpoint) => Model | Promise<Model>;
  readonly chooseFormat: (
    choice: FillInTheMiddleChoice,
    model: Model,
    modelId: string,
    signal: AbortSignal,
    profile: ServerProfile,
  ) => Promise<FillInTheMiddleFormat>;
  /** Proxy and certificates, read anew for each attempt; absent = direct connections. */
  readonly network?: () => Promise<NetworkOptions>;
  readonly startEngine: (
    options: { model: string; contextSize: number },
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ) => Promise<RunningEngine>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ConnectedModel {
  readonly model: Model;
  readonly modelId: string;
  /** Host and port for people to read; undefined = the embedded engine. */
  readonly host: string | undefined;
  readonly format: FillInTheMiddleFormat;
  readonly profile: ServerProfile;
  /** Context in tokens: what the server told, else what is known of the model; undefined = neither. */
  readonly contextTokens: number | undefined;
  /** Something that works badly rather than not at all; undefined = nothing. */
  readonly warning: AssistantError | undefined;
}

/** Where a feature gets its model from: one endpoint, or the ones of a role. */
export interface Connection {
  readonly state: ConnectionState;
  readonly onDidChangeState: Event<ConnectionState>;
  connect(signal: AbortSignal): Promise<ConnectedModel>;
  reset(): void;
}

export type ConnectionState =
  | { readonly kind: 'notConfigured' }
  | { readonly kind: 'idle' }
  /** `fraction`: how much of the model file is loaded, 0 to 1; undefined = not known. */
  | { readonly kind: 'connecting'; readonly fraction: number | undefined }
  | { readonly kind: 'connected'; readonly connected: ConnectedModel }
  | { readonly kind: 'failed'; readonly error: AssistantError };

const firstRetryDelay = 1_000;
const longestRetryDelay = 30_000;
/** For a look at the list of models that nobody needs to go on. */
const lookLimit = 2_000;

export class ModelConnection implements Connection, Disposable {
  readonly #host: ModelConnectionHost;
  readonly #didChangeState = new Emitter<ConnectionState>();
  readonly onDidChangeState = this.#didChangeState.event;
  #state: ConnectionState = { kind: 'idle' };
  #attempt: { readonly promise: Promise<ConnectedModel>; readonly controller: AbortController } | undefined;
  #engine: RunningEngine | undefined;
  #usedSettings: EndpointSettings | undefined;
  #failures = 0;
  #retryAt = 0;

  constructor(host: ModelConnectionHost) {
    this.#host = host;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /**
   * The connected model, connecting first when needed. Rejects with an `AssistantError`; after a failure it rejects with the same
   * error, without touching the network, until a growing pause (1 s to 30 s) is over. Aborting `signal` gives up waiting only: the
   * attempt goes on for the next caller.
   */
  connect(signal: AbortSignal): Promise<ConnectedModel> {
    if (this.#attempt === undefined) {
      if (this.#state.kind === 'failed' && this.#host.clock.now() < this.#retryAt) {
        return Promise.reject(this.#state.error);
      }
      this.#attempt = this.#start();
    }
    return raceWithAbort(this.#attempt.promise, signal);
  }

  /** To be called when settings may have changed: forgets the endpoint only if it is another one now. */
  settingsChanged(): void {
    const used = this.#usedSettings;
    const now = this.#host.settings();
    if (used === undefined || JSON.stringify(used) !== JSON.stringify(now)) {
      this.reset();
    }
  }

  /** Forgets everything known about the endpoint and stops the engine; the next `connect` starts afresh. */
  reset(): void {
    this.#attempt?.controller.abort();
    this.#attempt = undefined;
    this.#engine?.dispose();
    this.#engine = undefined;
    this.#failures = 0;
    this.#retryAt = 0;
    this.#setState({ kind: 'idle' });
  }

  dispose(): void {
    this.#didChangeState.dispose();
    this.reset();
  }

  #start(): { promise: Promise<ConnectedModel>; controller: AbortController } {
    const controller = new AbortController();
    const promise = this.#open(controller.signal).then(
      (connected) => {
        controller.signal.throwIfAborted();
        this.#failures = 0;
        this.#setState({ kind: 'connected', connected });
        this.#host.log.info(
          `Connected: ${connected.modelId} at ${connected.host ?? 'the local engine'}, ${connected.format.id}`,
        );
        return connected;
      },
      (error: unknown) => {
        if (!controller.signal.aborted) {
          this.#fail(error);
        }
        throw error;
      },
    );
    // Nobody may be waiting any more when it fails; the state tells everybody else.
    promise.catch(() => {});
    return { promise, controller };
  }

  async #open(signal: AbortSignal): Promise<ConnectedModel> {
    const settings = this.#host.settings();
    this.#usedSettings = settings;
    if (settings.url === '' && settings.engineModel === '') {
      throw new AssistantError('endpoint.notConfigured');
    }
    this.#setState({ kind: 'connecting', fraction: undefined });
    const network = (await this.#host.network?.()) ?? directNetwork;
    const place = settings.url === '' ? await this.#openEngine(settings, signal) : await this.#openServer(settings);
    const hints = { isEngine: settings.url === '' };
    const createModel = async (modelId: string, profile: ServerProfile): Promise<Model> => {
      const concurrency = settings.concurrency ?? profile.concurrency;
      return this.#host.createModel({ ...place, modelId, profile, concurrency, network });
    };
    const guess = profileOf(settings, place.url, hints);
    const first = await createModel(place.modelId, guess);
    const seen = await firstModel(first, place, guess, signal);
    const profile = profileOf(settings, place.url, { ...hints, ownedBy: seen.ownedBy });
    const isGuessed = profile === guess;
    const model = seen.id === place.modelId && isGuessed ? first : await createModel(seen.id, profile);
    // Some kinds of servers tell the context in a way of their own, which was not known before.
    const info =
      isGuessed || seen.contextTokens !== undefined ? seen : ((await listedModel(model, seen.id, signal)) ?? seen);
    const format = await this.#host.chooseFormat(settings.fillInTheMiddle, model, info.id, signal, profile);
    const contextTokens = info.contextTokens ?? modelTraits(info.id).contextTokens;
    const host = settings.url === '' ? undefined : displayHost(settings.url);
    const warning = smallContext(profile, info, host);
    if (warning !== undefined) {
      this.#host.log.warn(warning.message);
    }
    return { model, modelId: info.id, host, format, profile, contextTokens, warning };
  }

  async #openServer(settings: EndpointSettings): Promise<{ url: string; key: string | undefined; modelId: string }> {
    const parsed = parseEndpointUrl(settings.url);
    if (parsed.kind === 'invalid') {
      throw parsed.error;
    }
    return { url: settings.url, key: await this.#host.keyFor(parsed.origin), modelId: settings.model };
  }

  async #openEngine(
    settings: EndpointSettings,
    signal: AbortSignal,
  ): Promise<{ url: string; key: string; modelId: string }> {
    const engine = await this.#host.startEngine(
      { model: settings.engineModel, contextSize: settings.engineContextSize },
      (fraction) => {
        if (!signal.aborted) {
          this.#setState({ kind: 'connecting', fraction });
        }
      },
      signal,
    );
    if (signal.aborted) {
      engine.dispose();
      throw signal.reason;
    }
    this.#engine = engine;
    engine.onDidExit((error) => {
      if (this.#engine === engine) {
        this.#engine = undefined;
        this.#fail(error);
      }
    });
    return { url: engine.url, key: engine.token, modelId: engine.model };
  }

  #fail(error: unknown): void {
    this.#attempt = undefined;
    this.#engine?.dispose();
    this.#engine = undefined;
    const shown = error instanceof AssistantError ? error : new AssistantError('unexpected', [], { cause: error });
    if (shown.code === 'endpoint.notConfigured') {
      this.#setState({ kind: 'notConfigured' });
      return;
    }
    const delay = Math.min(firstRetryDelay * 2 ** this.#failures, longestRetryDelay);
    this.#failures++;
    this.#retryAt = this.#host.clock.now() + delay;
    this.#host.log.warn(`Not connected: ${shown.message}; next attempt after ${delay} ms`);
    this.#setState({ kind: 'failed', error: shown });
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#didChangeState.fire(state);
  }
}

/** What a person has chosen, else what the address and the server's first answer show. */
function profileOf(settings: EndpointSettings, url: string, hints: ServerHints): ServerProfile {
  const chosen = profileIds.find((id) => id === settings.profile);
  return chosen === undefined ? profileFor(url, hints) : profileById(chosen);
}

/**
 * The named model, or the first one that the server lists. A named model needs no list: it is only looked at, for a moment, on servers
 * whose kind or context nobody knows otherwise.
 */
async function firstModel(
  model: Model,
  { url, modelId }: { readonly url: string; readonly modelId: string },
  profile: ServerProfile,
  signal: AbortSignal,
): Promise<ModelInfo> {
  if (modelId === '') {
    const [first] = await model.listModels(signal);
    if (first === undefined) {
      throw new AssistantError('endpoint.noModel', [displayHost(url)]);
    }
    return first;
  }
  const named = { id: modelId, contextTokens: undefined };
  if (profile.base !== undefined) {
    return named;
  }
  const list = await listFor(model, signal);
  const [first] = list;
  return list.find(({ id }) => id === modelId) ?? { ...named, ownedBy: first?.ownedBy };
}

/** A model as the server lists it; undefined = it does not, or not at once. */
async function listedModel(model: Model, modelId: string, signal: AbortSignal): Promise<ModelInfo | undefined> {
  return (await listFor(model, signal)).find(({ id }) => id === modelId);
}

/** The list, if it comes within a moment. */
async function listFor(model: Model, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  const moment = AbortSignal.any([signal, AbortSignal.timeout(lookLimit)]);
  const list = await model.listModels(moment).catch(() => []);
  signal.throwIfAborted();
  return list;
}

/** Ollama cuts off what is beyond its default context without a word. */
function smallContext(profile: ServerProfile, { contextTokens }: ModelInfo, host = ''): AssistantError | undefined {
  return profile.id === 'ollama' && contextTokens !== undefined && contextTokens <= ollamaDefaultContext
    ? new AssistantError('endpoint.smallContext', [host, contextTokens])
    : undefined;
}

function raceWithAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
