/**
 * Questions to a server that the model interface has no words for: llama.cpp's `/props`, Ollama's `/api/show`, a request with tools. Goes
 * through the product's one transport, so proxy, certificates, key and redirects are what they are for every request.
 */
import { AssistantError } from '../../base/AssistantError';
import { directNetwork, type NetworkOptions } from '../../platform/network';
import { parseEndpointUrl, rootOf } from '../endpointUrl';
import type { Transport } from '../requests/transport';

export interface ProbeAnswer {
  readonly status: number;
  /** The JSON value of the body, or of what stood under `error` in it; undefined = it is no JSON. */
  readonly value: unknown;
  /** The body as text, up to a megabyte; empty for refusals. */
  readonly text: string;
}

export interface ProbeHttp {
  /**
   * One request; a body makes it a POST. `atRoot`: the route stands beside the versioned ones. Refusals are answers too; undefined = no
   * answer came. An aborted signal rejects with its reason.
   */
  ask(
    route: string,
    options: { readonly body?: Readonly<Record<string, unknown>>; readonly atRoot?: boolean },
    signal: AbortSignal,
  ): Promise<ProbeAnswer | undefined>;
  close(): Promise<void>;
}

const mostBytes = 1_000_000;

/** `network`: proxy and certificates, as for the client beside it. */
export function createProbeHttp(
  url: string,
  key: string | undefined,
  network: NetworkOptions = directNetwork,
): ProbeHttp {
  const parsed = parseEndpointUrl(url);
  const bases = parsed.kind === 'valid' ? parsed.bases : [];
  let loading: Promise<Transport> | undefined;
  const askAt = async (base: string, route: string, body: object | undefined, signal: AbortSignal) => {
    loading ??= import('../requests/transport').then(({ createTransport }) => createTransport(network));
    const transport = await loading;
    const client = transport.client(base, key);
    try {
      const request = body === undefined ? client.get(route, { signal }) : client.post(route, { body, signal });
      return await answerOf(await request.asResponse());
    } catch (error) {
      signal.throwIfAborted();
      const refusal = transport.refusalIn(error);
      return refusal === undefined || error instanceof AssistantError
        ? undefined
        : { status: refusal.status, value: refusal.body, text: '' };
    }
  };
  return {
    async ask(route, { body, atRoot = false }, signal) {
      let first: ProbeAnswer | undefined;
      for (const base of atRoot ? new Set(bases.map(rootOf)) : bases) {
        const answer = await askAt(base, route, body, signal);
        if (answer !== undefined && answer.status !== 404 && answer.status !== 405) {
          return answer;
        }
        first ??= answer;
      }
      return first;
    },
    close: async () => (await loading)?.close(),
  };
}

async function answerOf(response: Response): Promise<ProbeAnswer> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || text.length > mostBytes) {
      break;
    }
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel().catch(() => {});
  return { status: response.status, value: jsonOf(text), text };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
