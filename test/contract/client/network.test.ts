/** Certificates, proxies and names: real TLS servers, a real proxy, and proof of what reached whom. */
import { spawn } from 'node:child_process';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { formatMessage } from '../../../src/base/messages';
import { GlmClient } from '../../../src/glm/GlmClient';
import { describeCertificate } from '../../../src/node/network';
import { directNetwork, type NetworkOptions } from '../../../src/platform/network';
import { type Certificate, createCertificate } from '../../support/certificates';
import { chunkOf, eventsOf } from '../../support/ScriptedEndpoint';

const key = 'id123.theSecretKeyOfThisTest';
const prompt = 'function confidentialBusinessLogic() { return 42; }';
const authority = createCertificate('Corporate Root', { isAuthority: true });
const otherAuthority = createCertificate('Unknown Root', { isAuthority: true });
const leaf = createCertificate('model.test', { issuer: authority });

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    if ('closeAllConnections' in server) {
      server.closeAllConnections();
    }
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** What a server was sent. */
interface Seen {
  readonly bodies: string[];
  readonly keys: (string | undefined)[];
}

async function modelServer(tls?: Certificate & ServerOptions): Promise<{ port: number; seen: Seen; server: Server }> {
  const seen: Seen = { bodies: [], keys: [] };
  const answer: Parameters<typeof createHttpServer>[1] = (request, response) => {
    let body = '';
    request.on('data', (bytes) => {
      body += String(bytes);
    });
    request.on('end', () => {
      seen.bodies.push(body);
      seen.keys.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(eventsOf(chunkOf(request.url ?? '', 'm', 'fine', 'stop'), '[DONE]'));
    });
  };
  const server = tls === undefined ? createHttpServer(answer) : createHttpsServer(tls, answer);
  return { port: await listen(server), seen, server };
}

/** A proxy that tunnels and forwards to 127.0.0.1, whatever host is named, and tells what was asked of it. */
async function proxyServer(options: { status?: number; authorization?: string } = {}) {
  const asked: string[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const isWelcome =
      options.authorization === undefined || request.headers['proxy-authorization'] === options.authorization;
    response.writeHead(options.status ?? (isWelcome ? 200 : 407), { 'content-type': 'text/event-stream' });
    response.end(isWelcome ? eventsOf(chunkOf('/completions', 'm', 'forwarded', 'stop'), '[DONE]') : '');
  });
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    const isWelcome =
      options.authorization === undefined || request.headers['proxy-authorization'] === options.authorization;
    const status = options.status ?? (isWelcome ? 200 : 407);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = connectTcp(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  return { port: await listen(server), asked };
}

async function ask(url: string, network: Partial<NetworkOptions> = {}, connectLimit = 10_000) {
  const client = new GlmClient({
    url,
    key,
    modelId: 'm',
    network: { ...directNetwork, describeCertificate, ...network },
    limits: { connect: connectLimit, completion: 5_000 },
  });
  closers.push(() => client.close());
  return read(client);
}

async function read(
  client: GlmClient,
): Promise<{ text: string; sentence: string | undefined; error?: AssistantError }> {
  let text = '';
  try {
    const request = { prompt, stop: [], maxTokens: 10, temperature: 0 };
    for await (const event of client.complete(request, new AbortController().signal)) {
      text += event.type === 'text' ? event.text : '';
    }
    return { text, sentence: undefined };
  } catch (error) {
    if (!(error instanceof AssistantError)) {
      throw error;
    }
    const everything = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)} ${error.args.join(' ')}`;
    expect(everything).not.toMatch(/theSecretKey|confidentialBusiness|proxyPassword/);
    return {
      text,
      sentence: formatMessage(error.code, error.args).replace(/127\.0\.0\.1:\d+|localhost:\d+/g, 'HOST'),
      error,
    };
  }
}

describe('certificates', () => {
  it('of an authority that the person added are trusted', async () => {
    const { port, seen } = await modelServer(leaf);
    expect(await ask(`https://localhost:${port}/v1`, { authorities: [authority.cert] })).toMatchObject({
      text: 'fine',
    });
    expect(seen.keys).toEqual([`Bearer ${key}`]);
  });

  it.each<[string, Certificate, string]>([
    ['signed by itself', createCertificate('Self-made'), '“Self-made”, is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    ['of an unknown authority', leaf, '“Corporate Root”, is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)'],
    [
      'that is out of date',
      createCertificate('model.test', { issuer: otherAuthority, expired: true }),
      '“Unknown Root”, is not trusted (CERT_HAS_EXPIRED)',
    ],
  ])('F-10: %s name their issuer and the way out, and get nothing', async (_, certificate, expected) => {
    const { port, seen } = await modelServer(certificate);
    const { sentence } = await ask(`https://localhost:${port}/v1`, { authorities: [otherAuthority.cert] });
    expect(sentence).toBe(
      `The certificate of HOST, issued by ${expected}. Add that authority to the system’s certificates, or set tandem.network.caFile.`,
    );
    expect(sentence).not.toMatch(/reject|strict|disable/i);
    expect(seen.bodies).toEqual([]);
  });

  it('are not checked where the person has told VS Code so', async () => {
    const { port } = await modelServer(createCertificate('Self-made'));
    expect(await ask(`https://localhost:${port}/v1`, { strictTls: false })).toMatchObject({ text: 'fine' });
  });

  it('F-13: that change to an unknown authority are an error', async () => {
    const { port, seen, server } = await modelServer(leaf);
    const client = new GlmClient({
      url: `https://localhost:${port}/v1`,
      key,
      modelId: 'm',
      network: { ...directNetwork, authorities: [authority.cert] },
    });
    closers.push(() => client.close());
    expect((await read(client)).text).toBe('fine');
    if ('setSecureContext' in server && typeof server.setSecureContext === 'function') {
      server.setSecureContext(createCertificate('model.test', { issuer: otherAuthority }));
    }
    server.closeAllConnections();
    expect((await read(client)).error?.code).toBe('endpoint.tls');
    expect(seen.bodies).toHaveLength(1);
  });
});

describe('TLS', () => {
  it('F-12: that stalls ends with the time limit', async () => {
    const port = await listen(createTcpServer(() => {}));
    expect((await ask(`https://localhost:${port}/v1`, {}, 300)).sentence).toBe(
      'HOST did not answer within 0.3 seconds.',
    );
  });

  it('F-12: of an outdated version is refused', async () => {
    const old = { ...leaf, minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { port, seen } = await modelServer(old);
    expect((await ask(`https://localhost:${port}/v1`, { authorities: [authority.cert] })).sentence).toBe(
      'HOST offers only an outdated version of TLS. The server has to be updated.',
    );
    expect(seen.bodies).toEqual([]);
  });

  it('to a server without it tells what to change', async () => {
    const { port } = await modelServer();
    expect((await ask(`https://localhost:${port}/v1`)).sentence).toBe(
      'HOST does not speak HTTPS. Check whether the endpoint address should begin with http://.',
    );
  });
});

describe('a proxy', () => {
  it('tunnels to HTTPS servers, and the certificate is still the server’s', async () => {
    const { port, seen } = await modelServer(leaf);
    const proxy = await proxyServer();
    const options = { proxy: `http://127.0.0.1:${proxy.port}`, authorities: [authority.cert] };
    expect(await ask(`https://model.test:${port}/v1`, options)).toMatchObject({ text: 'fine' });
    expect(proxy.asked).toEqual([`CONNECT model.test:${port}`]);
    expect(seen.bodies).toHaveLength(1);
    expect((await ask(`https://model.test:${port}/v1`, { ...options, authorities: undefined })).error?.code).toMatch(
      /^endpoint\.tls/,
    );
  });

  it('and an added authority are the same for the chat: one client serves both', async () => {
    const { port } = await modelServer(leaf);
    const proxy = await proxyServer();
    const url = `https://model.test:${port}/v1`;
    const network = { ...directNetwork, proxy: `http://127.0.0.1:${proxy.port}`, authorities: [authority.cert] };
    const client = new GlmClient({ url, key, modelId: 'm', network });
    closers.push(() => client.close());
    let text = '';
    for await (const event of client.chat(
      { messages: [{ role: 'user', content: 'q' }] },
      new AbortController().signal,
    )) {
      text += event.type === 'text' ? event.text : '';
    }
    expect(text).toBe('fine');
    expect(proxy.asked).toEqual([`CONNECT model.test:${port}`]);
    expect(await read(client)).toMatchObject({ text: 'fine' });
    expect([...new Set(proxy.asked)]).toEqual([`CONNECT model.test:${port}`]);
  });

  it('forwards to HTTP servers', async () => {
    const proxy = await proxyServer();
    const options = { proxy: `127.0.0.1:${proxy.port}` };
    expect(await ask('http://model.test:8000/v1', options)).toMatchObject({ text: 'forwarded' });
    expect(proxy.asked).toEqual(['POST http://model.test:8000/v1/completions']);
  });

  it('is passed by for this machine and for the exceptions', async () => {
    const { port } = await modelServer();
    const proxy = await proxyServer();
    const options = { proxy: `http://127.0.0.1:${proxy.port}` };
    expect(await ask(`http://localhost:${port}/v1`, options)).toMatchObject({ text: 'fine' });
    const lookup: NonNullable<NetworkOptions['lookup']> = (_host, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const direct = { ...options, noProxy: ['.test'], lookup };
    expect(await ask(`http://model.test:${port}/v1`, direct)).toMatchObject({ text: 'fine' });
    expect(proxy.asked).toEqual([]);
  });

  it('takes the name and password of its address', async () => {
    const { port } = await modelServer(leaf);
    const authorization = `Basic ${Buffer.from('me:proxyPassword').toString('base64')}`;
    const proxy = await proxyServer({ authorization });
    const options = { proxy: `http://me:proxyPassword@127.0.0.1:${proxy.port}`, authorities: [authority.cert] };
    expect(await ask(`https://model.test:${port}/v1`, options)).toMatchObject({ text: 'fine' });
  });

  it.each(['https://model.test:443/v1', 'http://model.test:8000/v1'])(
    'F-08: that wants a sign-in for %s says so, without the password that it did not take',
    async (url) => {
      const proxy = await proxyServer({ authorization: 'something else' });
      const options = { proxy: `http://me:proxyPassword@127.0.0.1:${proxy.port}` };
      expect((await ask(url, options)).sentence).toBe(
        'The proxy HOST wants a sign-in. Add the name and password to the proxy’s address (http.proxy in VS Code, HTTPS_PROXY elsewhere).',
      );
    },
  );

  it('that refuses or is not there is named', async () => {
    const refusing = await proxyServer({ status: 502 });
    expect((await ask('https://model.test/v1', { proxy: `http://127.0.0.1:${refusing.port}` })).sentence).toBe(
      'The proxy HOST cannot be used (502). Check the proxy’s address (http.proxy in VS Code, HTTPS_PROXY elsewhere).',
    );
    const gone = await listen(createTcpServer());
    await Promise.all(closers.splice(0).map((close) => close()));
    expect((await ask('https://model.test/v1', { proxy: `http://127.0.0.1:${gone}` })).sentence).toBe(
      'The proxy HOST cannot be used (ECONNREFUSED). Check the proxy’s address (http.proxy in VS Code, HTTPS_PROXY elsewhere).',
    );
  });
});

describe('names', () => {
  const addresses =
    (...list: readonly string[]): NonNullable<NetworkOptions['lookup']> =>
    (_host, _options, callback) =>
      callback(
        null,
        list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  it('F-05: that lead to a dead IPv6 and a living IPv4 address work', async () => {
    const { port } = await modelServer();
    expect(await ask(`http://model.test:${port}/v1`, { lookup: addresses('::1', '127.0.0.1') })).toMatchObject({
      text: 'fine',
    });
  });

  it('REL-39: that lead elsewhere after a change of network are searched again, with a new connection', async () => {
    const { port, server } = await modelServer();
    const searched: string[] = [];
    let place = '127.0.0.1';
    const lookup: NonNullable<NetworkOptions['lookup']> = (_host, _options, callback) => {
      searched.push(place);
      callback(null, [{ address: place, family: 4 }]);
    };
    const client = new GlmClient({
      ...{ url: `http://model.test:${port}/v1`, key, modelId: 'm', network: { ...directNetwork, lookup } },
      limits: { connect: 2_000, completion: 5_000 },
    });
    closers.push(() => client.close());
    expect((await read(client)).text).toBe('fine');
    // All connections are gone, and the name leads nowhere for a while.
    server.closeAllConnections();
    place = '127.0.0.2';
    expect((await read(client)).sentence).toMatch(/model\.test/);
    place = '127.0.0.1';
    expect((await read(client)).text).toBe('fine');
    expect(searched).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.1']);
  });

  it('F-02: whose search never ends run into the time limit', async () => {
    const { sentence } = await ask('http://model.test:8000/v1', { lookup: () => {} }, 300);
    expect(sentence).toBe('model.test:8000 did not answer within 0.3 seconds.');
  });

  it('F-04: of a machine that drops every packet run into the time limit, and nothing else waits', async () => {
    // A stopped process whose line of new connections is full: the kernel leaves further ones without an answer.
    const program =
      "const s=require('net').createServer(()=>{});s.listen({port:0,host:'127.0.0.1',backlog:1},()=>process.stdout.write(String(s.address().port)))";
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    closers.push(async () => void child.kill('SIGKILL'));
    const port = await new Promise<number>((resolve) => child.stdout.once('data', (bytes) => resolve(Number(bytes))));
    child.kill('SIGSTOP');
    const fillers = Array.from({ length: 8 }, () => connectTcp(port, '127.0.0.1').on('error', () => {}));
    closers.push(async () => fillers.forEach((socket) => void socket.destroy()));
    await setTimeout(100);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const { sentence } = await ask(`http://127.0.0.1:${port}/v1`, {}, 400);
    clearInterval(timer);
    expect(sentence).toBe('HOST did not answer within 0.4 seconds.');
    expect(ticks).toBeGreaterThan(10);
  });

  it('F-01: that do not exist are told, with one search', async () => {
    let searches = 0;
    const lookup: NonNullable<NetworkOptions['lookup']> = (_host, _options, callback) => {
      searches++;
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND model.test'), { code: 'ENOTFOUND' }), []);
    };
    expect((await ask('http://model.test:8000/v1', { lookup })).sentence).toBe(
      'The host model.test:8000 cannot be found. Check the endpoint address and the network.',
    );
    expect(searches).toBe(1);
  });
});
