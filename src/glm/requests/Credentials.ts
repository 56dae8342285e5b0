/**
 * What stands in the Authorization header. Keys of Z.ai and BigModel (`id.secret`) go as they are; when the server says that what it got
 * has expired, they are signed into short-lived tokens from then on, by the server's own clock. Format: the official Python client (HS256,
 * times in milliseconds; glm.md, section 1.2).
 */

/** Milliseconds that a token holds. */
const tokenLife = 210_000;

export class Credentials {
  readonly #key: string | undefined;
  readonly #now: () => number;
  readonly #parts: readonly [id: string, secret: string] | undefined;
  #signs = false;
  /** How far the server's clock is ahead of ours, in milliseconds. */
  #ahead = 0;
  #lastToken: string | undefined;

  /** `key` undefined = none is sent. `signs`: whether the server takes signed tokens. `now`: milliseconds since 1970. */
  constructor(key: string | undefined, signs: boolean, now: () => number = Date.now) {
    this.#key = key;
    this.#now = now;
    const [id, secret, ...more] = signs ? (key ?? '').split('.') : [];
    this.#parts = id && secret && more.length === 0 ? [id, secret] : undefined;
  }

  /** What nobody may read in a message. */
  get secrets(): readonly string[] {
    return [this.#key, this.#parts?.[1], this.#lastToken].filter((value) => value !== undefined);
  }

  /** The header's value without `Bearer`, for one request; undefined = there is to be no header. */
  async bearer(): Promise<string | undefined> {
    if (!this.#signs || this.#parts === undefined) {
      return this.#key;
    }
    this.#lastToken = await signedToken(this.#parts, this.#now() + this.#ahead);
    return this.#lastToken;
  }

  /**
   * To be called when the server says that what it got has expired; `serverTime` is its time in milliseconds since 1970, where it tells.
   * True = the next value is another one, so that asking once more makes sense.
   */
  renew(serverTime: number | undefined): boolean {
    this.#signs = this.#parts !== undefined;
    this.#ahead = serverTime === undefined ? this.#ahead : serverTime - this.#now();
    return this.#signs;
  }
}

async function signedToken([id, secret]: readonly [string, string], now: number): Promise<string> {
  const head = base64Url(JSON.stringify({ alg: 'HS256', sign_type: 'SIGN' }));
  const claims = base64Url(JSON.stringify({ api_key: id, exp: now + tokenLife, timestamp: now }));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`${head}.${claims}`)));
  return `${head}.${claims}.${base64Url(signature)}`;
}

function base64Url(value: string | Uint8Array): string {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
