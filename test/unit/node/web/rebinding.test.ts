/** A name that leads elsewhere the second time it is asked for, and pages that lead on into private networks (rows T-69, T-70). */
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { agentModes } from '../../../../src/chat/agent/modes';
import { fetchAddress } from '../../../../src/node/web/fetchAddress';
import { Web } from '../../../../src/node/web/Web';
import { createToolWorld } from '../../../support/toolWorld';
import { playCall } from '../../chat/agent/playCall';

/** Stands for an address of the world: reachable here, and not that of the private network, which is 127.0.0.1. */
const world = '127.0.0.2';
const answers = vi.hoisted((): string[] => []);
vi.mock('node:dns', async (load) => ({
  ...(await load<typeof import('node:dns')>()),
  lookup: (_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]),
}));
vi.mock('../../../../src/base/isPublicAddress', () => ({
  isPublicAddress: (address: string) => address === '127.0.0.2',
}));

const servers: Server[] = [];
afterEach(() => {
  answers.length = 0;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Gives the port, at which both addresses answer. */
function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '0.0.0.0', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

const limits = { bytes: 1000, milliseconds: 5000, allowPrivate: false, mayFollow: async () => true };
const never = new AbortController().signal;

it('T-69: connects to the very address that was looked at', async () => {
  const reached: string[] = [];
  const port = await serve((request, response) => {
    reached.push(request.socket.localAddress ?? '');
    response.end('page');
  });
  answers.push(world);
  expect(await fetchAddress(`http://rebinding.example.org:${port}/`, limits, never)).toMatchObject({ kind: 'fetched' });
  expect(reached).toEqual([world]);
});

it('T-69: looks at the name anew for each request, and goes nowhere when it is private by then', async () => {
  const asked: string[] = [];
  const port = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: '/secret' }).end();
  });
  answers.push(world, '127.0.0.1');
  expect(await fetchAddress(`http://rebinding.example.org:${port}/`, limits, never)).toMatchObject({
    ...{ kind: 'failed', reason: 'private' },
  });
  expect(asked).toEqual(['/']);
});

it('T-70: follows no page into a private network, even where somebody said that it may', async () => {
  const asked: string[] = [];
  const port = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: `http://127.0.0.1:${port}/private` }).end();
  });
  answers.push(world);
  expect(await fetchAddress(`http://public.example.org:${port}/`, limits, never)).toMatchObject({
    ...{ kind: 'failed', reason: 'private' },
  });
  expect(asked).toEqual(['/']);
});

it.each(agentModes)('T-69: goes nowhere for a model in the mode %s when a public name leads home', async (mode) => {
  const asked: string[] = [];
  const port = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end('secret');
  });
  const tools = createToolWorld({});
  tools.answers.web = new Web(() => ({ proxy: '', noProxy: [] }));
  const url = `http://rebinding.example.org:${port}/`;
  answers.push('127.0.0.1');
  expect(await playCall(tools, mode, 'fetch_url', { url })).toMatchObject({ end: 'failed' });
  expect([asked, tools.touched]).toEqual([[], [`fetch ${url}`]]);
  answers.push(world);
  expect(await playCall(tools, mode, 'fetch_url', { url })).toMatchObject({ end: 'done' });
});
