/**
 * A model behind an OpenAI-style server: BigModel, Z.ai, vLLM, llama.cpp, Ollama, LM Studio or our own engine. The lowest layer of the
 * client stack: it neither retries nor queues, and turns every fault into an `AssistantError`.
 */
import * as z from 'zod';
import { AssistantError } from '../base/AssistantError';
import { type NetworkOptions, proxyFor } from '../platform/network';
import { AnswerGuard } from './answer/AnswerGuard';
import { AnswerReader, type AnswerReading } from './answer/answerStream';
import { type ClientLimits, limitsWith } from './ClientLimits';
import { parseEndpointUrl, rootOf } from './endpointUrl';
import { type FailureContext, suggestsOtherAddress } from './errors';
import { renderHole } from './fillInTheMiddle/chatHole';
import type { CompletionRoute } from './fillInTheMiddle/FillInTheMiddleFormat';
import { HoleAnswer } from './fillInTheMiddle/HoleAnswer';
import { createOutputParser } from './formats/output/createOutputParser';
import type { ChatRequest, CompletionEvent, CompletionRequest, Model, ModelEvent, ModelInfo } from './Model';
import { modelTraits } from './models';
import { profileFor } from './profiles/profileFor';
import type { ServerProfile } from './profiles/ServerProfile';
import { Credentials } from './requests/Credentials';
import { type ChatBody, chatBody, outputFormatFor, type Target } from './requests/chatBody';
import { completionCall } from './requests/completionCall';
import { type Call, openAnswer } from './requests/openAnswer';
import { RequestWatch } from './requests/RequestWatch';
import { chunksOf, isJson, readJson } from './requests/responseBody';
import { secondBody, withoutOptionalFields } from './requests/secondBody';
import { tokenCounters } from './requests/tokenCounters';
import type { Transport } from './requests/transport';

export interface GlmClientOptions {
  readonly url: string;
  /** Bearer key; undefined = none is sent. */
  readonly key: string | undefined;
  /** Empty = `default`, which servers with one model accept. */
  readonly modelId: string;
  /** What kind of server it is; absent = by its address. */
  readonly profile?: ServerProfile;
  /** Proxy and certificates; absent = direct connections, Node's own list of authorities. */
  readonly network?: NetworkOptions;
  readonly limits?: Partial<ClientLimits>;
}

const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.string().nullish(),
      max_model_len: z.number().nullish(), // vLLM
      context_length: z.number().nullish(), // several gateways
      meta: z.object({ n_ctx: z.number().nullish(), n_ctx_train: z.number().nullish() }).nullish(), // llama.cpp
    }),
  ),
});
const ollamaRunning = z.object({ models: z.array(z.object({ name: z.string(), context_length: z.number() })) });
const rawRoutes = ['raw', 'chat'] as const;
const infillRoutes = ['infill', ...rawRoutes] as const;

export class GlmClient implements Model {
  readonly #options: GlmClientOptions;
  readonly #limits: ClientLimits;
  readonly #target: Target;
  #transport: Promise<Transport> | undefined;
  /** The reading of the address that answered. */
  #base: string | undefined;
  /** How tokens are counted, from the first way that may work on; empty = this server has none. */
  #counters = tokenCounters;
  /** Routes that this server has shown not to have. */
  readonly #missing = new Set<CompletionRoute>();
  readonly #credentials: Credentials;
  /** Whether fields that only say how to answer are refused. */
  #wantsPlainBodies = false;
  /** Whether an answer of this server has ended with a reason. */
  #givesReasons = false;

  constructor(options: GlmClientOptions) {
    const profile = options.profile ?? profileFor(options.url);
    this.#options = { ...options, profile };
    this.#limits = { ...limitsWith(options.network?.limits), ...options.limits };
    const traits = modelTraits(options.modelId);
    this.#target = { profile, traits, modelId: this.#modelId };
    this.#credentials = new Credentials(options.key, profile.signsKeys);
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, void, undefined> {
    const routes = this.#routesFor(request);
    let fault: unknown;
    for (const [index, route] of routes.entries()) {
      try {
        yield* this.#complete(request, route, signal);
        // Only a route that answers proves that the ones before it are what is missing.
        routes.slice(0, index).forEach((missing) => {
          this.#missing.add(missing);
        });
        return;
      } catch (error) {
        if (!saysNoSuchRoute(error)) {
          throw error;
        }
        fault ??= error;
      }
    }
    throw fault;
  }

  /** The wanted route, then those that do the same for a server that does not have it. */
  #routesFor({ route = 'raw', hole, note }: CompletionRequest): readonly CompletionRoute[] {
    // A probe wants to know what there is, not what could be done instead.
    const all =
      hole === undefined || note?.surface === 'probe'
        ? [route]
        : route === 'infill'
          ? infillRoutes
          : route === 'raw'
            ? rawRoutes
            : [route];
    const possible = all.filter((each) => !this.#missing.has(each));
    return possible.length === 0 ? all : possible;
  }

  async *#complete(
    request: CompletionRequest,
    route: CompletionRoute,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionEvent, void, undefined> {
    const { stop, maxTokens, hole } = request;
    const inOtherWords = route === 'chat' && request.route !== 'chat' && hole !== undefined;
    const prompt = inOtherWords ? renderHole(hole).prompt : request.prompt;
    const { path, atRoot, body, wire } = completionCall({ ...request, prompt }, route, this.#target);
    const thinking = this.#target.traits.thinking === 'none' ? false : undefined;
    const reading = {
      wire,
      parser: route === 'chat' ? createOutputParser('openai', { tools: [], thinking }) : undefined,
      hole: route === 'chat' || route === 'target' ? new HoleAnswer(hole?.prefix ?? '') : undefined,
      // A fence and white space around the answer do not count against the limit of a chat answer.
      guard: new AnswerGuard({ stop, maxTokens, stopsRepetition: false }),
    };
    const sent = [prompt, ...Object.values(hole ?? {}).map(String)].join('\n');
    for await (const event of this.#stream({ path, atRoot, body }, reading, sent, this.#limits.completion, signal)) {
      if (event.type === 'text' || event.type === 'end') {
        yield event;
      }
    }
  }

  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const { messages, maxTokens, stop = [], tools = [] } = request;
    const body = chatBody(request, this.#target);
    const thinking = this.#target.traits.thinking === 'none' ? false : undefined;
    const reading = {
      wire: 'openai',
      parser: createOutputParser(outputFormatFor(request, this.#target), { tools, thinking }),
      hole: undefined,
      guard: new AnswerGuard({ stop, maxTokens, stopsRepetition: true }),
    } as const;
    const sent = messages.map(({ content }) => content).join('\n');
    return this.#stream({ path: '/chat/completions', atRoot: false, body }, reading, sent, this.#limits.chat, signal);
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    const value = await this.#ask((client, options) => client.models.list(options), '', signal);
    const parsed = modelList.safeParse(value);
    if (!parsed.success) {
      throw new AssistantError('endpoint.notAModelServer', [this.#host]);
    }
    const running = this.#options.profile?.id === 'ollama' ? await this.#ollamaContexts(signal) : new Map();
    return parsed.data.data.map(({ id, max_model_len, context_length, meta, owned_by }) => ({
      id,
      contextTokens:
        running.get(id) ?? max_model_len ?? context_length ?? meta?.n_ctx ?? meta?.n_ctx_train ?? undefined,
      ...(owned_by ? { ownedBy: owned_by } : {}),
    }));
  }

  async countTokens(text: string, signal: AbortSignal): Promise<number | undefined> {
    if (!this.#target.profile.tokenizes) {
      return undefined;
    }
    const ask = async (path: string, body: object): Promise<unknown> => {
      const call: Call = (client, options) => client.post(path, { ...options, body });
      return this.#ask(call, text, signal, { atRoot: true }).catch((error: unknown) => {
        const answered =
          error instanceof AssistantError && (error.status !== undefined || error.code === 'endpoint.notAModelServer');
        if (!answered || isAboutEveryRoute(error)) {
          throw error;
        }
      });
    };
    for (let [counter] = this.#counters; counter !== undefined; [counter] = this.#counters) {
      const count = await counter(text, this.#modelId, ask);
      if (count !== undefined) {
        return count;
      }
      this.#counters = this.#counters.slice(1);
    }
    return undefined;
  }

  /** Closes all connections; the client cannot be used any more. */
  async close(): Promise<void> {
    await (await this.#transport)?.close();
  }

  get #modelId(): string {
    return this.#options.modelId === '' ? 'default' : this.#options.modelId;
  }

  get #host(): string {
    const parsed = parseEndpointUrl(this.#options.url);
    return parsed.kind === 'valid' ? parsed.host : '';
  }

  /** The contexts with which Ollama runs its loaded models, which its list of models does not tell. */
  async #ollamaContexts(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const call: Call = (client, options) => client.get('/api/ps', options);
    const value = await this.#ask(call, '', signal, { atRoot: true }).catch((error: unknown) => {
      signal.throwIfAborted();
      return error;
    });
    const parsed = ollamaRunning.safeParse(value);
    return new Map(parsed.success ? parsed.data.models.map(({ name, context_length }) => [name, context_length]) : []);
  }

  #contextFor(sent: string): FailureContext {
    const { network, profile } = this.#options;
    const parsed = parseEndpointUrl(this.#options.url);
    const { hostname, port } = new URL(parsed.kind === 'valid' ? parsed.origin : 'http://localhost');
    const proxy = network === undefined ? undefined : proxyFor(hostname, port, network);
    return {
      host: this.#host,
      modelId: this.#modelId,
      hasKey: this.#options.key !== undefined,
      confidential: [sent, ...this.#credentials.secrets, ...(proxy?.password ? [proxy.password] : [])],
      otherAddresses: profile?.otherAddresses ?? [],
      proxy: proxy?.host,
      connectSeconds: this.#limits.connect / 1000,
    };
  }

  async *#stream(
    { path, atRoot, body }: { readonly path: string; readonly atRoot: boolean; readonly body: ChatBody },
    how: Omit<AnswerReading, 'context' | 'givesReasons'>,
    sent: string,
    firstByte: number,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const context = this.#contextFor(sent);
    const watch = new RequestWatch(signal, context, this.#limits.total);
    const reader = new AnswerReader({ ...how, context, givesReasons: this.#givesReasons });
    const idleLimit = (): number => (reader.hasFinished ? this.#limits.grace : this.#limits.idle);
    try {
      const send = (fields: ChatBody): Promise<Response> => {
        const call: Call = (client, options) => client.post(path, { ...options, body: fields });
        return this.#open(call, watch, firstByte, context, atRoot);
      };
      const response = await this.#sendFitting(send, body);
      const isWhole = isJson(response);
      const events = isWhole
        ? reader.wholeAnswer(await readJson(response, context))
        : reader.events(chunksOf(response, watch, idleLimit), signal, () => watch.complete());
      if (isWhole) {
        watch.complete();
      }
      for await (const event of events) {
        // A call that was handed over must not be followed by the word that lets it run.
        signal.throwIfAborted();
        yield event;
      }
    } catch (error) {
      throw await this.#explained(watch.reasonFor(error), context);
    } finally {
      this.#givesReasons ||= reader.hasFinished;
      watch.end();
    }
  }

  /** Sends a body, and once more a changed one where the refusal says that this may help. */
  async #sendFitting(send: (body: ChatBody) => Promise<Response>, body: ChatBody): Promise<Response> {
    const first = this.#wantsPlainBodies ? withoutOptionalFields(body) : body;
    try {
      return await send(first);
    } catch (error) {
      const second = error instanceof AssistantError ? secondBody(first, error) : undefined;
      if (second === undefined) {
        throw error;
      }
      // The second refusal is about what the person did not choose.
      const response = await send(second).catch(() => {
        throw error;
      });
      this.#wantsPlainBodies ||= error instanceof AssistantError && error.serverCode === '1210';
      return response;
    }
  }

  /** With the name of the authority that is not trusted, where somebody can find it out. */
  async #explained(error: unknown, { proxy }: FailureContext): Promise<unknown> {
    const { describeCertificate } = this.#options.network ?? {};
    const parsed = parseEndpointUrl(this.#options.url);
    const isTls = error instanceof AssistantError && error.code === 'endpoint.tls';
    // Behind a proxy there may be no direct way, and none is to be tried.
    if (!isTls || describeCertificate === undefined || proxy !== undefined || parsed.kind === 'invalid') {
      return error;
    }
    const { hostname, port } = new URL(parsed.origin);
    const identity = await describeCertificate(hostname, Number(port || 443)).catch(() => undefined);
    const [host = '', reason = ''] = error.args;
    return identity === undefined
      ? error
      : new AssistantError('endpoint.tlsIssuer', [host, identity.issuer.slice(0, 160), reason]);
  }

  /** One small request, answered by a JSON value. `atRoot`: its route stands beside the versioned ones. */
  async #ask(call: Call, sent: string, signal: AbortSignal, { atRoot } = { atRoot: false }): Promise<unknown> {
    const context = this.#contextFor(sent);
    const watch = new RequestWatch(signal, context);
    try {
      const response = await this.#open(call, watch, this.#limits.probe, context, atRoot);
      const value = await readJson(response, context);
      watch.complete();
      return value;
    } catch (error) {
      throw await this.#explained(watch.reasonFor(error), context);
    } finally {
      watch.end();
    }
  }

  /** The answer's head, from the reading of the address that has this route. */
  async #open(
    call: Call,
    watch: RequestWatch,
    limit: number,
    context: FailureContext,
    atRoot = false,
  ): Promise<Response> {
    watch.signal.throwIfAborted();
    const parsed = parseEndpointUrl(this.#options.url);
    if (parsed.kind === 'invalid') {
      throw parsed.error;
    }
    const { network, profile } = this.#options;
    this.#transport ??= import('./requests/transport').then(({ createTransport }) =>
      createTransport(network, this.#limits.connect),
    );
    const transport = await this.#transport;
    // Loading the client is not the server's time.
    watch.allow(limit);
    const bases = this.#base === undefined ? parsed.bases : [this.#base];
    let firstFault: unknown;
    for (const base of atRoot ? new Set(bases.map(rootOf)) : bases) {
      try {
        const sender = { transport, credentials: this.#credentials, acceptLanguage: profile?.acceptLanguage };
        const response = await openAnswer(sender, base, call, watch.signal, context);
        this.#base = atRoot ? this.#base : base;
        return response;
      } catch (error) {
        firstFault ??= error;
        if (!suggestsOtherAddress(error)) {
          throw error;
        }
      }
    }
    throw firstFault;
  }
}

/** Whether a refusal says nothing about the route: every other one would be refused as well. */
function isAboutEveryRoute({ code }: AssistantError): boolean {
  return code === 'endpoint.loading' || code === 'endpoint.keyRejected' || code === 'endpoint.keyNeeded';
}

/** Whether a server knows only the other routes: nothing at this path, not implemented, or not for this model. */
function saysNoSuchRoute(error: unknown): boolean {
  return (
    error instanceof AssistantError && (error.code === 'endpoint.notFound' || error.code === 'endpoint.unsupported')
  );
}
