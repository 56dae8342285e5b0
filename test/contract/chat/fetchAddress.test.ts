/** What is fetched for a person: private addresses, redirects, size, and nothing of ours on the way. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchAddress } from '../../../src/node/web/fetchAddress';

let server: Server;
let base = '';
const seen: IncomingMessage[] = [];
const limits = { bytes: 1_000, milliseconds: 20_000, allowPrivate: true };
const never = new AbortController().signal;

function reply(request: IncomingMessage, response: ServerResponse): void {
  seen.push(request);
  switch (request.url) {
    case '/here':
      return void response.writeHead(302, { location: '/page' }).end();
    case '/away':
      return void response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end();
    case '/file':
      return void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    case '/round':
      return void response.writeHead(302, { location: '/round' }).end();
    case '/long':
      return void response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(100_000));
    case '/gone':
      return void response.writeHead(404).end();
    default:
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hi');
  }
}

beforeAll(async () => {
  server = createServer(reply);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('fetching an address', () => {
  it('gives what is there, also behind a redirect on the same host', async () => {
    const fetched = await fetchAddress(`${base}/here`, limits, never);
    expect(fetched).toMatchObject({ kind: 'fetched', url: `${base}/page`, contentType: 'text/html', isCut: false });
    expect(seen.at(-1)?.headers).not.toHaveProperty('cookie');
    expect(seen.at(-1)?.headers).not.toHaveProperty('referer');
    expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('cuts what is too long', async () => {
    const fetched = await fetchAddress(`${base}/long`, limits, never);
    expect(fetched.kind === 'fetched' && fetched.isCut && fetched.bytes.length).toBe(1_000);
  });

  it.each([
    ['/away', 'redirect'],
    ['/file', 'redirect'],
    ['/round', 'redirect'],
    ['/gone', 'status'],
  ])('%s: %s', async (path, reason) => {
    expect(await fetchAddress(base + path, limits, never)).toMatchObject({ kind: 'failed', reason });
  });

  it('asks no private address where that is not allowed, by number or by name', async () => {
    const before = seen.length;
    const strict = { ...limits, allowPrivate: false };
    const { port } = new URL(base);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433']) {
      const fetched = await fetchAddress(`http://${host}:${port}/`, strict, never);
      expect(fetched, host).toMatchObject({ kind: 'failed' });
    }
    expect(seen.length).toBe(before);
  });

  it('ends when it is told to', async () => {
    await expect(fetchAddress(base, limits, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
