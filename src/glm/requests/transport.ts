/**
 * The one HTTP client of the product: undici behind the `openai` package. Loaded on first use only, since both are large. Sends nothing
 * but what the API needs, never follows a redirect to another origin, and never retries on its own.
 */

import { APIError, OpenAI } from 'openai';
import { Agent, ProxyAgent, fetch as undiciFetch } from 'undici';
import { AssistantError } from '../../base/AssistantError';
import { directNetwork, type NetworkOptions, proxyFor } from '../../platform/network';
import { defaultLimits } from '../ClientLimits';
import { displayHost } from '../endpointUrl';

const mostRedirects = 3;
const sentHeaders: ReadonlySet<string> = new Set(['accept', 'accept-language', 'authorization', 'content-type']);

export interface Transport {
  /** A client for one base address. `bearer` undefined = no Authorization header. */
  readonly client: (base: string, bearer: string | undefined) => OpenAI;
  /** The server's answer in an error of such a client; undefined = there was no answer. */
  readonly refusalIn: (error: unknown) => Refusal | undefined;
  /** Closes all connections. */
  readonly close: () => Promise<void>;
}

/** An answer with an error status. */
export interface Refusal {
  readonly status: number;
  /** What stood under `error` in its JSON body, or the body itself; undefined = it was no JSON. */
  readonly body: unknown;
  readonly headers: Headers | undefined;
}

/** `connectLimit`: milliseconds until a connection stands. */
export function createTransport(
  network: NetworkOptions = directNetwork,
  connectLimit: number = defaultLimits.connect,
): Transport {
  const dispatchers = new Dispatchers(network, connectLimit);
  const client = (base: string, bearer: string | undefined): OpenAI =>
    new OpenAI({
      baseURL: base,
      apiKey: bearer ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      // Its log would hold request bodies when OPENAI_LOG is set.
      logLevel: 'off',
      // Longer than any limit of ours.
      timeout: 86_400_000,
      fetch: (input, init) => send(dispatchers, bearer !== undefined, String(input), init),
    });
  return { client, refusalIn, close: () => dispatchers.close() };
}

/** The connections: direct ones, and those through the proxy. Made when they are needed. */
class Dispatchers {
  readonly #network: NetworkOptions;
  readonly #connectLimit: number;
  #direct: Agent | undefined;
  #proxied: ProxyAgent | undefined;

  constructor(network: NetworkOptions, connectLimit: number) {
    this.#network = network;
    this.#connectLimit = connectLimit;
  }

  for(url: string): Agent | ProxyAgent {
    const { hostname, port, protocol } = new URL(url);
    const proxy = proxyFor(hostname, port || (protocol === 'https:' ? '443' : '80'), this.#network);
    const { lookup } = this.#network;
    // GlmClient has the time limits for answers; here they would be the same for a quick completion and a long prefill.
    const limits = { headersTimeout: 0, bodyTimeout: 0 };
    const tls = this.#tls();
    const connect = { ...tls, timeout: this.#connectLimit, ...(lookup === undefined ? {} : { lookup }) };
    if (proxy === undefined) {
      this.#direct ??= new Agent({ ...limits, connect });
      return this.#direct;
    }
    this.#proxied ??= new ProxyAgent({
      ...limits,
      uri: proxy.origin,
      ...(proxy.username === '' ? {} : { token: basicToken(proxy) }),
      requestTls: connect,
      proxyTls: connect,
    });
    return this.#proxied;
  }

  async close(): Promise<void> {
    await Promise.all([this.#direct?.destroy(), this.#proxied?.destroy()]);
  }

  #tls(): { rejectUnauthorized: boolean; ca?: string[] } {
    const { strictTls, authorities } = this.#network;
    return { rejectUnauthorized: strictTls, ...(authorities === undefined ? {} : { ca: [...authorities] }) };
  }
}

function basicToken({ username, password }: URL): string {
  const bytes = new TextEncoder().encode(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

async function send(
  dispatchers: Dispatchers,
  withKey: boolean,
  address: string,
  init: RequestInit | undefined,
): Promise<Response> {
  const headers: Record<string, string> = { 'user-agent': 'glm-tandem' };
  for (const [name, value] of new Headers(init?.headers)) {
    if (sentHeaders.has(name) && (withKey || name !== 'authorization')) {
      headers[name] = value;
    }
  }
  const body = typeof init?.body === 'string' ? init.body : null;
  let url = address;
  for (let redirects = 0; ; redirects++) {
    const answer = await undiciFetch(url, {
      method: init?.method ?? 'GET',
      headers,
      body,
      signal: init?.signal ?? null,
      redirect: 'manual',
      dispatcher: dispatchers.for(url),
    });
    const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
    if (location === null) {
      return new Response(bodyOf(answer.body), { status: answer.status, headers: [...answer.headers] });
    }
    await answer.body?.cancel();
    const target = new URL(location, url);
    if (target.origin !== new URL(url).origin || redirects >= mostRedirects) {
      throw new AssistantError('endpoint.redirect', [displayHost(url), target.origin], { status: answer.status });
    }
    url = target.href;
  }
}

type UndiciBody = Awaited<ReturnType<typeof undiciFetch>>['body'];

/** undici's stream as the platform's own, which is what `openai` takes. */
function bodyOf(body: UndiciBody): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  const reader = body?.getReader();
  if (reader === undefined) {
    return null;
  }
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
      } else {
        controller.enqueue(value);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function refusalIn(error: unknown): Refusal | undefined {
  return error instanceof APIError && typeof error.status === 'number'
    ? { status: error.status, body: error.error, headers: error.headers }
    : undefined;
}
