/**
 * One GET of an address that a person agreed to. The connection goes to the very address that was looked at, redirects stay on the host
 * that was agreed to or are asked about, and size and time have an end. Nothing of ours is sent along: no key, no cookie, no referrer.
 */
import { lookup as resolveHost } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '../../base/isPublicAddress';

export interface FetchLimits {
  /** Bytes; a longer answer is cut (`isCut`). */
  readonly bytes: number;
  /** Milliseconds for each request. */
  readonly milliseconds: number;
  /** Whether addresses of this machine and of private networks may be asked. */
  readonly allowPrivate: boolean;
  /** Whether an answer is refused that came another way than from the address that was looked at, as through a proxy. */
  readonly refusesProxies?: boolean;
  /** Asked before each redirect; without it, only those to the same host are followed. The time of thinking does not count. */
  readonly mayFollow?: ((url: string) => Promise<boolean>) | undefined;
}

export type FetchedAddress =
  | {
      readonly kind: 'fetched';
      readonly url: string;
      readonly contentType: string;
      readonly bytes: Uint8Array;
      readonly isCut: boolean;
    }
  /**
   * `private`: an address of a private network; `redirect`: it leads to another host, named in `detail`; `proxied`: something between here and
   * there took the connection elsewhere; `encoded`: compressed, which can be far larger than it is long.
   */
  | {
      readonly kind: 'failed';
      readonly reason: 'private' | 'redirect' | 'proxied' | 'status' | 'encoded' | 'network';
      readonly detail: string;
    };

const mostRedirects = 5;

/** Never rejects but with the signal's reason. */
export async function fetchAddress(url: string, limits: FetchLimits, signal: AbortSignal): Promise<FetchedAddress> {
  const { host } = new URL(url);
  let next = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limits.milliseconds)]);
    const answer = await ask(new URL(next), limits, limited).catch((error: unknown) => {
      signal.throwIfAborted();
      const detail = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', reason: detail === refused ? 'private' : 'network', detail } as const;
    });
    if (answer.kind !== 'redirect') {
      return answer;
    }
    const target = URL.canParse(answer.to, next) ? new URL(answer.to, next) : undefined;
    const follows = async ({ href, host: other }: URL): Promise<boolean> =>
      limits.mayFollow === undefined ? other === host : limits.mayFollow(href);
    if (target === undefined || !/^https?:$/.test(target.protocol) || !(await follows(target))) {
      return { kind: 'failed', reason: 'redirect', detail: target?.href ?? answer.to };
    }
    next = target.href;
  }
  return { kind: 'failed', reason: 'redirect', detail: next };
}

const refused = 'an address of a private network';

function ask(
  url: URL,
  { bytes: most, allowPrivate, refusesProxies }: FetchLimits,
  signal: AbortSignal,
): Promise<FetchedAddress | { readonly kind: 'redirect'; readonly to: string }> {
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(literal) !== 0 && !isPublicAddress(literal)) {
    return Promise.reject(new Error(refused));
  }
  let isPinned = refusesProxies !== true || isIP(literal) !== 0;
  // The name is resolved once, and what was looked at is what is connected to.
  const lookup: LookupFunction = (hostname, options, callback) => {
    isPinned = true;
    resolveHost(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = addresses?.find(({ address }) => !allowPrivate && !isPublicAddress(address));
      const [first] = addresses ?? [];
      if (error !== null || bad !== undefined || first === undefined) {
        callback(error ?? new Error(refused), '', 0);
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
  const request = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'glm-tandem' };
    const sent = request(url, { lookup, signal, headers, agent: false }, (response) => {
      const { statusCode = 0 } = response;
      const encoding = response.headers['content-encoding'] ?? 'identity';
      if (!isPinned || !/^identity$/i.test(encoding)) {
        response.destroy();
        resolve({ kind: 'failed', reason: isPinned ? 'encoded' : 'proxied', detail: isPinned ? encoding : url.host });
        return;
      }
      if (statusCode >= 300 && statusCode < 400 && response.headers.location !== undefined) {
        response.destroy();
        resolve({ kind: 'redirect', to: response.headers.location });
        return;
      }
      if (statusCode !== 200) {
        response.destroy();
        resolve({ kind: 'failed', reason: 'status', detail: String(statusCode) });
        return;
      }
      const pieces: Buffer[] = [];
      let length = 0;
      const finish = (isCut: boolean): void => {
        const bytes = new Uint8Array(Buffer.concat(pieces).subarray(0, most));
        resolve({ kind: 'fetched', url: url.href, contentType: response.headers['content-type'] ?? '', bytes, isCut });
      };
      response.on('data', (piece: Buffer) => {
        pieces.push(piece);
        length += piece.length;
        if (length > most) {
          finish(true);
          response.destroy();
        }
      });
      response.on('end', () => finish(false));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}
