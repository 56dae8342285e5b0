/** The web, one address at a time and as text: for tools behind the gate, and for a person who agreed to an address. */
import type { FailedPage, PersonsWeb } from '../../chat/prompt/PersonsWeb';
import { readablePage } from '../../chat/prompt/readablePage';
import { type Proxies, proxyFor } from '../../platform/network';
import { namesLocalNetwork } from '../../tools/addresses/judgeAddress';
import type { WebSource } from '../../tools/ToolHost';
import { type FetchedAddress, fetchAddress } from './fetchAddress';

/** Bytes; a longer page is cut, a longer picture is none. */
const pageBytes = 2_000_000;
const pictureBytes = 6_000_000;
/** Milliseconds for each request. */
const toolPatience = 30_000;
const patience = 20_000;

const behindProxy =
  'a proxy is set for it, which looks names up itself, so that private networks could not be kept out; the person can exempt the host (NO_PROXY or VS Code’s http.noProxy)';
const textual = /^(?:text\/|application\/(?:[\w.+-]*(?:json|xml|yaml|javascript|typescript|toml)|xhtml\+xml)\b)|^$/i;

type Fetched = Extract<FetchedAddress, { kind: 'fetched' }>;

export class Web implements WebSource, PersonsWeb {
  readonly #proxies: () => Proxies;
  readonly #allowPrivate: boolean;

  /** `allowPrivate`: for tests; a person's approval of a tool's call does not open private networks. */
  constructor(proxies: () => Proxies, allowPrivate = false) {
    this.#proxies = proxies;
    this.#allowPrivate = allowPrivate;
  }

  /** A proxy looks names up itself, so that nobody here knows which machine is asked: behind one nothing is fetched for a tool. */
  readonly fetch: WebSource['fetch'] = async ({ url }, mayFollow, signal) => {
    if (this.#isProxied(url)) {
      return { problem: behindProxy };
    }
    const fetched = await fetchAddress(
      url,
      {
        ...{ bytes: pageBytes, milliseconds: toolPatience, allowPrivate: this.#allowPrivate, refusesProxies: true },
        mayFollow: async (next) => !this.#isProxied(next) && (await mayFollow(next))?.url === next,
      },
      signal,
    );
    if (fetched.kind === 'failed') {
      return { problem: describe(fetched) };
    }
    const text = textOf(fetched);
    const contentType = fetched.contentType.slice(0, 100);
    return text === undefined
      ? { problem: `it is no text (${contentType})` }
      : { url: fetched.url, status: 200, contentType, text, isCut: fetched.isCut };
  };

  readonly page: PersonsWeb['page'] = async (url, signal) => {
    // The person read the address: what looks public must not lead into their network.
    const allowPrivate = namesLocalNetwork(new URL(url));
    const limits = { bytes: pageBytes, milliseconds: patience, allowPrivate };
    const fetched = await fetchAddress(url, limits, signal);
    if (fetched.kind === 'failed') {
      return fetched;
    }
    const text = textOf(fetched);
    return text === undefined ? noText(fetched) : { kind: 'page', text };
  };

  readonly picture: PersonsWeb['picture'] = async (url, signal) => {
    const limits = { bytes: pictureBytes, milliseconds: patience, allowPrivate: false };
    const fetched = await fetchAddress(url, limits, signal);
    if (fetched.kind === 'failed') {
      return fetched;
    }
    return fetched.isCut ? noText(fetched) : { kind: 'picture', bytes: fetched.bytes };
  };

  #isProxied(address: string): boolean {
    const { hostname, port, protocol } = new URL(address);
    return proxyFor(hostname, port || (protocol === 'https:' ? '443' : '80'), this.#proxies()) !== undefined;
  }
}

/** What people read of it; undefined = it is no text. */
function textOf({ contentType, bytes }: Fetched): string | undefined {
  return !textual.test(contentType) || bytes.subarray(0, 4096).includes(0)
    ? undefined
    : readablePage(decode(bytes, contentType), contentType);
}

function noText({ contentType }: Fetched): FailedPage {
  return { kind: 'failed', reason: 'type', detail: contentType.slice(0, 100) };
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
