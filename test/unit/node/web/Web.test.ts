/** Fetching over a real wire: redirects, sizes, pace, and names that lead into private networks (rows T-69, T-70, T-74). */
import { createServer, type RequestListener, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchAddress } from '../../../../src/node/web/fetchAddress';
import { Web } from '../../../../src/node/web/Web';

/** A name that looks public and leads to this machine. */
vi.mock('node:dns', async (load) => {
  const dns = await load<typeof import('node:dns')>();
  const lookup = (name: string, ...rest: [object, (error: null, found: object[]) => void]): void =>
    name === 'public.example.org'
      ? rest[1](null, [{ address: '127.0.0.1', family: 4 }])
      : (dns.lookup as (name: string, ...rest: unknown[]) => void)(name, ...rest);
  return { ...dns, lookup };
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

const never = new AbortController().signal;
const direct = () => ({ proxy: '', noProxy: [] });
const no = async (): Promise<undefined> => undefined;
const yes = async (url: string) => ({ url });

describe('a page', () => {
  it('is given as text, with what it is', async () => {
    const url = await serve((request, response) => {
      expect(request.headers).toMatchObject({ 'accept-encoding': 'identity' });
      expect(Object.keys(request.headers)).not.toEqual(expect.arrayContaining(['authorization', 'cookie', 'referer']));
      response
        .setHeader('content-type', 'text/html; charset=gbk')
        .end(Buffer.from([0x3c, 0x70, 0x3e, 0xc4, 0xe3, 0xba, 0xc3]));
    });
    expect(await new Web(direct, true).fetch({ url }, no, never)).toMatchObject({
      text: expect.stringContaining('你好'),
      isCut: false,
    });
  });

  it('is no picture, and no page that is not there', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/none') {
        response.writeHead(404).end();
      } else {
        response.setHeader('content-type', request.url === '/png' ? 'image/png' : 'text/plain').end('\0\0');
      }
    });
    for (const [path, problem] of [
      ['/png', /no text \(image\/png\)/],
      ['/bin', /no text/],
      ['/none', /status 404/],
    ] as const) {
      expect(await new Web(direct, true).fetch({ url: url + path }, no, never)).toEqual({
        problem: expect.stringMatching(problem),
      });
    }
  });

  it('T-74: is cut where it is endless', async () => {
    const url = await serve((_, response) => {
      response.setHeader('content-type', 'text/plain');
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) {
          // Until the other side is slower.
        }
      };
      response.on('drain', write);
      write();
    });
    const page = await new Web(direct, true).fetch({ url }, no, never);
    expect(page).toMatchObject({ isCut: true });
    expect('text' in page && page.text.length).toBe(2_000_000);
  });

  it('ends with a stop in the middle', async () => {
    const stop = new AbortController();
    const url = await serve((_, response) => {
      response.write('x');
      stop.abort();
    });
    await expect(new Web(direct, true).fetch({ url }, no, stop.signal)).rejects.toThrow();
  });
});

describe('for a person who agreed', () => {
  it('a page of this machine is had by its own name, and not by one that looks public', async () => {
    const url = await serve((request, response) => {
      response.setHeader('content-type', request.url === '/png' ? 'image/png' : 'text/html').end('<p>Hi');
    });
    const web = new Web(direct);
    expect(await web.page(url, never)).toEqual({ kind: 'page', text: 'Hi' });
    expect(await web.page(`${url}/png`, never)).toEqual({ kind: 'failed', reason: 'type', detail: 'image/png' });
    // It resolves to this machine, see above.
    const lying = url.replace('127.0.0.1', 'public.example.org');
    expect(await web.page(lying, never)).toMatchObject({ kind: 'failed', reason: 'private' });
    // A picture's address is the model's.
    expect(await web.picture(`${url}/png`, never)).toMatchObject({ kind: 'failed', reason: 'private' });
  });
});

describe('behind a proxy', () => {
  it('nothing is fetched, nor followed, as nobody knows where the proxy goes; an exempted host is', async () => {
    const proxied: string[] = [];
    const proxy = await serve((request, response) => {
      proxied.push(request.url ?? '');
      response.end('x');
    });
    const set = new Web(() => ({ proxy, noProxy: ['127.0.0.1'] }), true);
    expect(await set.fetch({ url: 'http://93.184.216.34/' }, yes, never)).toEqual({
      problem: expect.stringMatching(/^a proxy is set/),
    });
    const url = await serve((request, response) => {
      if (request.url === '/on') {
        response.writeHead(302, { location: 'http://93.184.216.34/' }).end();
      } else {
        response.setHeader('content-type', 'text/plain').end('here');
      }
    });
    expect(await set.fetch({ url: `${url}/on` }, yes, never)).toEqual({
      problem: expect.stringContaining('not allowed'),
    });
    expect(await set.fetch({ url }, yes, never)).toMatchObject({ text: 'here' });
    expect(proxied).toEqual([]);
  });
});

describe('T-74: a server that means ill', () => {
  it('is left when it drips for ever', async () => {
    let drips = 0;
    const url = await serve((_, response) => {
      response.setHeader('content-type', 'text/plain');
      const timer = setInterval(() => response.write(`${drips++}`), 5);
      response.on('close', () => clearInterval(timer));
    });
    const fetched = await fetchAddress(url, { bytes: 1e6, milliseconds: 500, allowPrivate: true }, never);
    expect(fetched).toMatchObject({ kind: 'failed', reason: 'network' });
  });

  it('cannot send a compressed page', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000, 'x'));
    const url = await serve((_, response) => {
      response.setHeader('content-type', 'text/plain').setHeader('content-encoding', 'gzip').end(bomb);
    });
    expect(await new Web(direct, true).fetch({ url }, no, never)).toEqual({
      problem: expect.stringMatching(/compressed.*gzip/),
    });
  });
});

describe('T-69: names that lead into private networks', () => {
  it.each([
    'http://localhost:1/',
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://169.254.169.254/',
    'http://0.0.0.0:1/',
  ])('%s', async (url) => {
    expect(await new Web(direct).fetch({ url }, yes, never)).toEqual({
      problem: 'the name leads into a private network',
    });
  });
});

describe('T-70: a redirect', () => {
  it('is followed only where that is allowed, each time anew', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url ?? '');
      if (request.url === '/end') {
        response.setHeader('content-type', 'text/plain').end('here');
      } else {
        response.writeHead(302, { location: request.url === '/' ? '/two' : '/end' }).end();
      }
    });
    expect(await new Web(direct, true).fetch({ url: `${url}/` }, no, never)).toEqual({
      problem: `it leads on to ${url}/two, which was not allowed`,
    });
    expect(seen).toEqual(['/']);
    const asked: string[] = [];
    const page = await new Web(direct, true).fetch(
      { url: `${url}/` },
      async (next) => ({ url: asked.push(next) > 0 ? next : '' }),
      never,
    );
    expect(page).toMatchObject({ url: `${url}/end`, text: 'here' });
    expect(asked).toEqual([`${url}/two`, `${url}/end`]);
  });

  it('T-74: never leads to a file or round in circles', async () => {
    const url = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/file' ? 'file:///etc/passwd' : '/again' }).end();
    });
    expect(await new Web(direct, true).fetch({ url: `${url}/file` }, yes, never)).toEqual({
      problem: 'it leads on to file:///etc/passwd, which was not allowed',
    });
    expect(await new Web(direct, true).fetch({ url: `${url}/x` }, yes, never)).toMatchObject({
      problem: expect.stringContaining('leads on'),
    });
  });
});
