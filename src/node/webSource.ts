/** Web pages for tools: one address at a time, as text. */
import { readablePage } from '../chat/prompt/readablePage';
import { type Proxies, proxyFor } from '../platform/network';
import type { WebSource } from '../tools/ToolHost';
import { type FetchedAddress, fetchAddress } from './fetchAddress';

const mostBytes = 2_000_000;
const mostMilliseconds = 30_000;
const behindProxy =
  'a proxy is set for it, which looks names up itself, so that private networks could not be kept out; the person can exempt the host (NO_PROXY or VS Code’s http.noProxy)';
const textual = /^(?:text\/|application\/(?:[\w.+-]*(?:json|xml|yaml|javascript|typescript|toml)|xhtml\+xml)\b)|^$/i;

/**
 * A proxy looks names up itself, so that nobody here knows which machine is asked: behind one nothing is fetched.
 * @param allowPrivate for tests: a person's approval does not open private networks
 */
export function createWebSource(proxies: () => Proxies, allowPrivate = false): WebSource {
  const isProxied = (address: string): boolean => {
    const { hostname, port, protocol } = new URL(address);
    return proxyFor(hostname, port || (protocol === 'https:' ? '443' : '80'), proxies()) !== undefined;
  };
  return {
    async fetch({ url }, mayFollow, signal) {
      if (isProxied(url)) {
        return { problem: behindProxy };
      }
      const fetched = await fetchAddress(
        url,
        {
          ...{ bytes: mostBytes, milliseconds: mostMilliseconds, allowPrivate, refusesProxies: true },
          mayFollow: async (next) => !isProxied(next) && (await mayFollow(next))?.url === next,
        },
        signal,
      );
      if (fetched.kind === 'failed') {
        return { problem: describe(fetched) };
      }
      const { contentType, bytes, isCut } = fetched;
      if (!textual.test(contentType) || bytes.subarray(0, 4096).includes(0)) {
        return { problem: `it is no text (${contentType.slice(0, 100)})` };
      }
      const text = readablePage(decode(bytes, contentType), contentType);
      return { url: fetched.url, status: 200, contentType: contentType.slice(0, 100), text, isCut };
    },
  };
}

function describe({ reason, detail }: Extract<FetchedAddress, { kind: 'failed' }>): string {
  switch (reason) {
    case 'private':
      return 'the name leads into a private network';
    case 'redirect':
      return `it leads on to ${detail.slice(0, 500)}, which was not allowed`;
    case 'status':
      return `the server answered with status ${detail}`;
    case 'proxied':
      return behindProxy;
    case 'encoded':
      return `the server compressed the page (${detail.slice(0, 100)}), which was not asked for`;
    case 'network':
      return `the server cannot be reached (${detail.slice(0, 200)})`;
  }
}

function decode(bytes: Uint8Array, contentType: string): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
  const label = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(start)?.[1];
  try {
    return new TextDecoder(label ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
