/**
 * A model behind an OpenAI-style server: BigModel, Z.ai, vLLM, llama.cpp, Ollama, LM Studio or our own engine. The lowest layer of the
 * client stack: it neither retries nor queues, and turns every fault into an `AssistantError`.
 */
import type { OpenAI } from 'openai';
import * as z from 'zod';
import { AssistantError } from '../base/AssistantError';
import { type NetworkOptions, proxyFor } from '../platform/network';
import { AnswerGuard } from './AnswerGuard';
import { AnswerReader, type AnswerReading } from './answerStream';
import { type ClientLimits, defaultLimits } from './ClientLimits';
import { parseEndpointUrl, rootOf } from './endpointUrl';
import { errorFromAnswer, type FailureContext, parseRetryAfter, suggestsOtherAddress } from './errors';
import { renderHole } from './fillInTheMiddle/chatHole';
import type { CompletionRoute } from './fillInTheMiddle/FillInTheMiddleFormat';
import { HoleAnswer } from './fillInTheMiddle/HoleAnswer';
import { createOutputParser } from './formats/output/createOutputParser';
import type { ChatRequest, CompletionEvent, CompletionRequest, Model, ModelEvent, ModelInfo } from './Model';
import { modelTraits } from './models';
import { profileFor } from './profiles/profileFor';
import type { ServerProfile } from './profiles/ServerProfile';
import { RequestWatch } from './RequestWatch';
import { chatBody, outputFormatFor, type Target } from './requests/chatBody';
import { completionCall } from './requests/completionCall';
import { chunksOf, isHtml, isJson, readJson } from './responseBody';
import type { Transport } from './transport';

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
const tokenCount = z.union([
  z.object({ count: z.number() }), // vLLM
  z.object({ tokens: z.array(z.unknown()) }), // llama.cpp
]);

export class GlmClient implements Model {
  readonly #options: GlmClientOptions;
  readonly #limits: ClientLimits;
  readonly #target: Target;
  #transport: Promise<Transport> | undefined;
  /** The reading of the address that answered. */
  #base: string | undefined;
  #countsTokens = true;
  #lacksRawRoute = false;
  /** Whether an answer of this server has ended with a reason. */
  #givesReasons = false;

  constructor(options: GlmClientOptions) {
    const profile = options.profile ?? profileFor(options.url);
    this.#options = { ...options, profile };
    this.#limits = { ...defaultLimits, ...options.limits };
    const traits = modelTraits(options.modelId);
    this.#target = { profile, traits, modelId: this.#modelId };
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, void, undefined> {
    const wanted = request.route ?? 'raw';
    // A probe wants to know what there is, not what could be done instead.
    const isChat = wanted === 'chat' || wanted === 'target' || request.note?.surface === 'probe';
    let fault: unknown;
    if (isChat || request.hole === undefined || !this.#lacksRawRoute) {
      try {
        yield* this.#complete(request, wanted, signal);
        return;
      } catch (error) {
        if (isChat || request.hole === undefined || !saysNoSuchRoute(error)) {
          throw error;
        }
        fault = error;
      }
    }
    try {
      yield* this.#complete({ ...request, prompt: renderHole(request.hole).prompt }, 'chat', signal);
    } catch (error) {
      throw fault !== undefined && saysNoSuchRoute(error) ? fault : error;
    }
    // Only a chat that answers proves that the other route is what is missing.
    this.#lacksRawRoute = true;
  }

  async *#complete(
    request: CompletionRequest,
    route: CompletionRoute,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionEvent, void, undefined> {
    const { path, atRoot, body, wire } = completionCall(request, route, this.#target);
    const { stop, maxTokens, hole, prompt } = request;
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
    if (!this.#countsTokens || !this.#target.profile.tokenizes) {
      return undefined;
    }
    // The names of llama.cpp and of vLLM side by side: each ignores the other's.
    const body = {
      model: this.#modelId,
      content: text,
      prompt: text,
      add_special: false,
      add_special_tokens: false,
      parse_special: true,
    };
    try {
      const value = await this.#ask((client, options) => client.post('/tokenize', { ...options, body }), text, signal, {
        atRoot: true,
      });
      const parsed = tokenCount.safeParse(value);
      if (parsed.success) {
        return 'count' in parsed.data ? parsed.data.count : parsed.data.tokens.length;
      }
    } catch (error) {
      const answered =
        error instanceof AssistantError && (error.status !== undefined || error.code === 'endpoint.notAModelServer');
      if (!answered || error.code === 'endpoint.loading' || error.code === 'endpoint.keyRejected') {
        throw error;
      }
    }
    this.#countsTokens = false;
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
    const { key, network, profile } = this.#options;
    const parsed = parseEndpointUrl(this.#options.url);
    const { hostname, port } = new URL(parsed.kind === 'valid' ? parsed.origin : 'http://localhost');
    const proxy = network === undefined ? undefined : proxyFor(hostname, port, network);
    return {
      host: this.#host,
      modelId: this.#modelId,
      confidential: [sent, ...(key === undefined ? [] : [key]), ...(proxy?.password ? [proxy.password] : [])],
      otherAddresses: profile?.otherAddresses ?? [],
      proxy: proxy?.host,
      connectSeconds: this.#limits.connect / 1000,
    };
  }

  async *#stream(
    { path, atRoot, body }: { readonly path: string; readonly atRoot: boolean; readonly body: object },
    how: Omit<AnswerReading, 'context' | 'givesReasons'>,
    sent: string,
    firstByte: number,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const context = this.#contextFor(sent);
    const watch = new RequestWatch(signal, context, this.#limits.total);
    const reader = new AnswerReader({ ...how, context, givesReasons: this.#givesReasons });
    try {
      const call: Call = (client, options) => client.post(path, { ...options, body });
      const response = await this.#open(call, watch, firstByte, context, atRoot);
      if (isJson(response)) {
        const answer = await readJson(response, context);
        watch.complete();
        yield* reader.wholeAnswer(answer);
      } else {
        const idle = (): number => (reader.hasFinished ? this.#limits.grace : this.#limits.idle);
        yield* reader.events(chunksOf(response, watch, idle), signal, () => watch.complete());
      }
    } catch (error) {
      throw await this.#explained(watch.reasonFor(error), context);
    } finally {
      this.#givesReasons ||= reader.hasFinished;
      watch.end();
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
    const { key, network } = this.#options;
    this.#transport ??= import('./transport').then(({ createTransport }) =>
      createTransport(key, network, this.#limits.connect),
    );
    const transport = await this.#transport;
    // Loading the client is not the server's time.
    watch.allow(limit);
    const bases = this.#base === undefined ? parsed.bases : [this.#base];
    let firstFault: unknown;
    for (const base of atRoot ? new Set(bases.map(rootOf)) : bases) {
      try {
        const response = await openAt(transport, base, call, watch, context);
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

/** Whether a server knows only the other routes: nothing at this path, not implemented, or not for this model. */
function saysNoSuchRoute(error: unknown): boolean {
  return (
    error instanceof AssistantError && (error.code === 'endpoint.notFound' || error.code === 'endpoint.unsupported')
  );
}

interface CallOptions {
  readonly signal: AbortSignal;
}
type Call = (client: OpenAI, options: CallOptions) => { asResponse(): Promise<Response> };

async function openAt(
  transport: Transport,
  base: string,
  call: Call,
  watch: RequestWatch,
  context: FailureContext,
): Promise<Response> {
  try {
    const response = await call(transport.client(base), { signal: watch.signal }).asResponse();
    if (isHtml(response)) {
      await response.body?.cancel();
      throw new AssistantError('endpoint.notAModelServer', [context.host], { status: response.status });
    }
    return response;
  } catch (error) {
    const refusal = transport.refusalIn(error);
    if (refusal === undefined) {
      throw error;
    }
    const retryAfter = parseRetryAfter(refusal.headers?.get('retry-after'), Date.now());
    throw errorFromAnswer(refusal.status, refusal.body, context, { retryAfter });
  }
}
