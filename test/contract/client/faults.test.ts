/**
 * The faults of endpoints (rows F of the hardening list) through the whole stack that features use: what the person reads, what is shown,
 * how often the server was asked, and that neither key nor prompt comes out anywhere. Names and certificates: `network.test.ts`.
 */
import { createHmac } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { isAbortError } from '../../../src/base/abort';
import { prefixOnly } from '../../../src/glm/fillInTheMiddle/prefixOnly';
import { GlmClient } from '../../../src/glm/GlmClient';
import { ModelConnection } from '../../../src/glm/ModelConnection';
import { CanarySinks } from '../../support/CanarySinks';
import { eventsOf, html, json, type RecordedRequest, type Reply, streamOf } from '../../support/ScriptedEndpoint';
import { completion, faultBench, never, type Outcome, question, surfaces, tools, toolTurn } from './faultBench';
import { bytes, chatRows, type Expected, fine, key, refusal, said, secret } from './faultRows';

const { endpoint, closers, stack, read, sinks } = faultBench();

/** The JSON value of a part of a token. */
function parsed(part: string) {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

describe.each(Object.entries(surfaces))('%s meets', (surface, ask) => {
  it('F-22 an open end, and closes the connection', async () => {
    endpoint.always({ kind: 'bytes', pieces: [eventsOf(said('fine', 'stop'))], atEnd: 'hang' });
    expect(await read(ask(stack().model))).toMatchObject(fine);
    await endpoint.requests[0]?.finished;
    expect(endpoint.requests[0]?.closedByClientAt).toBeDefined();
  });

  it('F-25 signs of life without a word, up to the limit of the whole', async () => {
    const { model } = stack({ limits: { total: 2000, idle: 1500 } });
    endpoint.always({ kind: 'bytes', pieces: Array<string>(200).fill(': ping\n\n'), betweenMilliseconds: 40 });
    expect((await read(ask(model))).sentence).toBe('HOST did not answer within 2 seconds.');
    expect(endpoint.generations).toHaveLength(1);
  });

  it('F-06 a server that is away and comes back: says so, sends nothing by itself, and the next one is answered', async () => {
    const { model, gate } = stack();
    const port = Number(new URL(endpoint.url).port);
    await endpoint.stop();
    const away = await read(ask(model));
    expect(away).toMatchObject({
      text: '',
      sentence: 'Nothing answers at HOST. Start the server, or check the endpoint address.',
    });
    await endpoint.start(port);
    endpoint.reset().always(streamOf('fine'));
    await pause(100);
    expect([endpoint.requests, gate.pause]).toEqual([[], undefined]);
    expect(await read(ask(model))).toMatchObject(fine);
    expect(endpoint.generations).toHaveLength(1);
  });

  it.each(chatRows)('%s %s', async (_id, _what, replies, expected) => {
    const { model, gate, waits } = stack();
    const before = JSON.stringify([question, completion, toolTurn]);
    endpoint.enqueue(...replies.slice(0, -1)).always(replies.at(-1) ?? streamOf(''));
    const outcome = await read(ask(model));
    const { requests, waits: pauses, ...shown } = expectedOf(surface, expected);
    expect(outcome).toMatchObject({ text: '', ...shown });
    expect(endpoint.generations).toHaveLength(requests);
    if (pauses !== undefined) {
      expect(waits).toEqual(pauses);
    }
    // Nothing of what the person had is lost or changed, and nothing is stuck: the same stack answers the next question.
    expect(JSON.stringify([question, completion, toolTurn])).toBe(before);
    gate.open();
    endpoint.reset().always(streamOf('and on'));
    expect(await read(ask(model))).toMatchObject({ text: 'and on', finish: 'stop' });
    expect(sinks().sinks).toContain('prompt log');
  });
});

/** Only a chat turn is repeated; elsewhere a fault is final. */
function expectedOf(surface: string, { unrepeated: sentence, ...row }: Expected): Omit<Expected, 'unrepeated'> {
  if (sentence === undefined || surface === 'a chat turn') {
    return row;
  }
  // The next keystroke asks again, and the status bar counts until then.
  const pausing = 'HOST asks to slow down. Trying again by itself in a moment.';
  return { sentence: surface === 'a completion' && sentence.includes('slow down') ? pausing : sentence, requests: 1 };
}

describe('a chat turn meets', () => {
  it('F-18 a key for another address of the provider, and names it', async () => {
    const { model } = stack({ profile: 'zai-coding', url: `${endpoint.url}/api/coding/paas/v4` });
    endpoint.always(refusal('1113'));
    expect((await read(model.chat(question, never))).sentence).toBe(
      'The account at HOST has no balance for this. If the key belongs to another address of the same provider, set that one: ' +
        'https://api.z.ai/api/paas/v4, https://open.bigmodel.cn/api/coding/paas/v4.',
    );
    expect(endpoint.generations).toHaveLength(1);
  });

  it.each(['zai', 'bigmodel-coding'] as const)(
    'F-36 a key that has expired at %s, signs it once and goes on',
    async (id) => {
      const serverTime = Date.UTC(2026, 0, 1);
      const date = new Date(serverTime).toUTCString();
      const accepts = ({ headers }: RecordedRequest): boolean => {
        const [head = '', claims = '', signature] =
          /^Bearer (.+)$/.exec(String(headers.authorization))?.[1]?.split('.') ?? [];
        const expected = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
        const { api_key, exp, timestamp } = claims === '' || signature !== expected ? {} : parsed(claims);
        return api_key === 'id123' && exp > serverTime && Math.abs(timestamp - serverTime) < 60_000;
      };
      // The server quotes what it was sent, and its clock is years away from ours.
      endpoint.always((request) =>
        accepts(request)
          ? streamOf('fine')
          : json({ error: { code: '1003', message: `expired: ${request.headers.authorization}` } }, 401, { date }),
      );
      const { model } = stack({ profile: id });
      expect(await read(model.chat(question, never))).toMatchObject(fine);
      expect(await read(model.complete(completion, never))).toMatchObject({ finish: 'stop' });
      const sent = endpoint.generations.map(({ headers }) => String(headers.authorization));
      expect(sent[0]).toBe(`Bearer ${key}`);
      expect(sent.slice(1).map((value) => value.split('.').length)).toEqual([3, 3]);
      expect(parsed(sent[1]?.split('.')[0]?.replace('Bearer ', '') ?? '')).toEqual({ alg: 'HS256', sign_type: 'SIGN' });
    },
  );

  it('F-36 a key that stays expired, after one signed token, which comes out nowhere', async () => {
    const { model } = stack({ profile: 'zai' });
    endpoint.always(({ headers }) => {
      const token = String(headers.authorization).replace('Bearer ', '');
      sentTokens.push(token);
      return json({ error: { code: '1003', message: `expired: ${token}` } }, 401);
    });
    const sentTokens: string[] = [];
    const { sentence } = await read(model.chat(question, never));
    expect(sentence).toBe('HOST rejected the key. Set the key again.');
    expect(sentTokens.map((token) => token.split('.').length)).toEqual([2, 3]);
    const tokens = new CanarySinks({
      secrets: { token: sentTokens[1] ?? '', signature: sentTokens[1]?.split('.')[2] ?? '' },
    });
    tokens.add('everything', sinks().everything);
    expect(tokens.found()).toEqual([]);
  });

  it('F-28 50 MB in one burst, and 100,000 small frames', async () => {
    const line = (index: number): string => `${index} ${(index * 7919) % 100_003} `.repeat(4);
    const big = Array.from({ length: 800 }, (_, i) =>
      eventsOf(
        said(
          Array.from({ length: 1800 }, (_, j) => line(i * 1800 + j))
            .join('')
            .slice(0, 65_536),
        ),
      ),
    );
    endpoint.enqueue(bytes(...big, eventsOf(said('', 'stop'), '[DONE]')));
    const first = await read(stack({ limits: { idle: 10_000 } }).model.chat(question, never));
    expect([first.text.length, first.finish]).toEqual([800 * 65_536, 'stop']);
    const small = Array.from({ length: 100 }, (_, i) =>
      eventsOf(...Array.from({ length: 1000 }, (_, j) => said(`${i * 1000 + j},`))),
    );
    endpoint.enqueue(bytes(...small, eventsOf(said('', 'stop'), '[DONE]')));
    const second = await read(stack({ limits: { idle: 10_000 } }).model.chat(question, never));
    expect([second.text.split(',').length, second.finish]).toEqual([100_001, 'stop']);
  });

  it('F-57 a server that ignores stop and length, and closes the connection', async () => {
    const { model } = stack();
    const words = Array.from({ length: 5000 }, (_, index) => `word${index} `).join('');
    endpoint.enqueue(streamOf(`one END two ${words}`, { obeysLimits: false, betweenMilliseconds: 1 }));
    expect(await read(model.chat({ ...question, stop: ['END'] }, never))).toMatchObject({
      text: 'one ',
      finish: 'stop',
    });
    endpoint.enqueue(streamOf(words, { obeysLimits: false }));
    expect((await read(model.chat({ ...question, maxTokens: 50 }, never))).finish).toBe('length');
    await endpoint.requests[0]?.finished;
    expect(endpoint.requests[0]?.closedByClientAt).toBeDefined();
  });

  it('F-58 a model that says the same for ever, keeps what was said and ends it', async () => {
    endpoint.always(streamOf('Let me try again.\n'.repeat(5000), { betweenMilliseconds: 0 }));
    const { text, finish } = await read(stack().model.chat(question, never));
    expect(finish).toBe('repetition');
    expect(text).toMatch(/^Let me try again\.\nLet me/);
    expect(text.length).toBeLessThan(10_000);
  });

  it('an end without a reason from a server that gives reasons, as an answer cut off', async () => {
    const { model } = stack();
    endpoint.enqueue(streamOf('fine'), bytes(eventsOf(said('half'), '[DONE]')));
    expect(await read(model.chat(question, never))).toMatchObject(fine);
    expect(await read(model.chat(question, never))).toMatchObject({ text: 'half', finish: 'incomplete' });
  });

  it('a tool call with a piece missing, which is not to be run', async () => {
    const call = { index: 0, id: 'c', type: 'function', function: { name: 'remove', arguments: '{"path":"/"}' } };
    const frame = { choices: [{ index: 0, delta: { tool_calls: [call] } }] };
    endpoint.always(bytes(eventsOf(frame), 'data: {"choices":[{"del\n\n', eventsOf(said('', 'tool_calls'), '[DONE]')));
    const tools = [{ type: 'function', function: { name: 'remove' } }] as const;
    expect(await read(stack().model.chat({ ...question, tools }, never))).toMatchObject({
      finish: 'incomplete',
      lost: 1,
    });
  });
});

describe('a completion', () => {
  it.each<[string, Reply]>([
    ['50 MB in one burst', bytes(...Array<string>(800).fill(eventsOf(said('0123456789abcdef'.repeat(4096)))))],
    [
      '100,000 small frames',
      bytes(
        ...Array<string>(100).fill(
          Array<string>(1000)
            .fill(eventsOf(said('ab, ')))
            .join(''),
        ),
      ),
    ],
  ])('F-28 takes of %s what it asked for, and closes the connection', async (_, reply) => {
    endpoint.always(reply);
    const { text, sentence } = await read(stack().model.complete(completion, never));
    expect(sentence).toBeUndefined();
    expect(text.length).toBeLessThan(100_000);
    await endpoint.requests[0]?.finished;
    expect(endpoint.requests[0]?.closedByClientAt).toBeDefined();
  });

  it('F-57 ends at its stop and its length where the server ignores both, and closes the connection', async () => {
    const { model } = stack();
    const words = Array.from({ length: 5000 }, (_, index) => `word${index} `).join('');
    endpoint.enqueue(streamOf(`one END two ${words}`, { obeysLimits: false, betweenMilliseconds: 1 }));
    expect(await read(model.complete({ ...completion, stop: ['END'] }, never))).toMatchObject({
      text: 'one ',
      finish: 'stop',
    });
    endpoint.enqueue(streamOf(words, { obeysLimits: false }));
    const { text, finish } = await read(model.complete({ ...completion, maxTokens: 50 }, never));
    expect(finish).toBe('length');
    expect(words.startsWith(text)).toBe(true);
    await endpoint.requests[1]?.finished;
    expect(endpoint.requests.map(({ closedByClientAt }) => closedByClientAt !== undefined)).toEqual([true, true]);
  });

  it.each<[string, Reply]>([
    ['F-14', refusal('x', 429, { 'retry-after': '3' })],
    ['F-17', refusal('1302')],
    ['F-38', html(502)],
    ['a reset', { kind: 'reset' }],
  ])('%s is never repeated', async (_, reply) => {
    const { model, waits } = stack();
    endpoint.always(reply);
    expect((await read(model.complete(completion, never))).sentence).toMatch(/^(HOST|The connection)/);
    expect(endpoint.generations).toHaveLength(1);
    expect(waits.every((milliseconds) => milliseconds > 0)).toBe(true);
  });
});

describe.each(Object.entries(surfaces))('F-56: bytes that are hardly HTTP, for %s', (_surface, ask) => {
  async function raw(answer: string | Buffer): Promise<Outcome> {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      sockets.forEach((socket) => void socket.destroy());
      server.close();
    });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`;
    return read(ask(stack({ url }).model));
  }

  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
  const frames = eventsOf(said('half'), said('', 'stop'), '[DONE]');

  it.each<[string, string, RegExp | undefined]>([
    ['a length too short', `${head}content-length: 20\r\n\r\n${frames}`, /not from a model server|stopped early/],
    ['a length too long', `${head}content-length: 99999\r\n\r\n${frames}`, undefined],
    ['two lengths', `${head}content-length: 5\r\ncontent-length: 9\r\n\r\n${frames}`, /not from a model server/],
    ['chunks of garbage', `${head}transfer-encoding: chunked\r\n\r\nzz\r\n${frames}`, /not from a model server|failed/],
    ['a header of 1 MB', `${head}x-big: ${'x'.repeat(1_000_000)}\r\n\r\n${frames}`, /not from a model server|failed/],
    ['10,000 headers', `${head}${'x-many: 1\r\n'.repeat(10_000)}\r\n${frames}`, /not from a model server|failed/],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n', /not from a model server/],
    ['nothing', '', /failed|stopped early/],
  ])('%s', async (_, answer, expected) => {
    const outcome = await raw(answer);
    if (expected === undefined) {
      expect(outcome).toMatchObject({ text: 'half', finish: 'stop' });
    } else {
      expect(outcome.sentence).toMatch(expected);
    }
  });
});

describe('F-30: a stream where none was asked for', () => {
  it('is a clear error', async () => {
    endpoint.replyToModels(bytes(eventsOf({ data: [] })));
    await expect(stack().model.listModels(never)).rejects.toMatchObject({ code: 'endpoint.notAModelServer' });
  });
});

describe.each(Object.entries(surfaces))(
  'F-64: a key that is removed while an answer arrives, of %s',
  (_surface, ask) => {
    it('lets the answer end, and the next question go without it', async () => {
      const keys: (string | undefined)[] = [key, undefined];
      const connection = new ModelConnection({
        settings: () => ({
          ...{ url: `${endpoint.url}/v1`, model: 'glm-4.6', fillInTheMiddle: 'auto' },
          ...{ engineModel: '', engineContextSize: 0 },
        }),
        keyFor: async () => keys.shift(),
        createModel: (server) => {
          const client = new GlmClient(server);
          closers.push(() => client.close());
          return client;
        },
        chooseFormat: async () => prefixOnly,
        startEngine: () => Promise.reject(new Error('There is no engine here')),
        clock: { now: () => 0, sleep: async () => {} },
        log: sinks().log,
      });
      connection.onDidChangeState((state) => sinks().add('state', state.kind));
      endpoint.always(streamOf('one two three four', { betweenMilliseconds: 20 }));
      const { model } = await connection.connect(never);
      let text = '';
      for await (const event of ask(model)) {
        text += event.type === 'text' ? event.text : '';
        if (connection.state.kind === 'connected') {
          connection.reset();
        }
      }
      expect(text).toBe('one two three four');
      await read(ask((await connection.connect(never)).model));
      const sent = endpoint.generations.map(({ headers }) => headers.authorization);
      expect(sent).toEqual([`Bearer ${key}`, undefined]);
      connection.dispose();
    });
  },
);

describe('F-61: Stop', () => {
  const moments: readonly [string, Reply, Parameters<typeof stack>[0], boolean][] = [
    [
      'while the name is looked up',
      streamOf(''),
      { url: 'http://model.test:8000/v1', network: { lookup: () => {} } },
      false,
    ],
    ['before the answer begins', { kind: 'hang' }, {}, false],
    ['after the headers', { kind: 'hang', afterHeaders: true }, {}, false],
    ['between two words', streamOf('word '.repeat(500), { betweenMilliseconds: 10 }), {}, true],
    ['in a silence', { kind: 'bytes', pieces: [eventsOf(said('half'))], atEnd: 'hang' }, {}, true],
  ];

  it.each(moments)('%s stops at once, and nothing comes later', async (_, reply, options, showsText) => {
    const { model } = stack({ ...options, limits: { idle: 5000 } });
    endpoint.always(reply);
    const stop = new AbortController();
    let after = 0;
    let began = (): void => {};
    const shown = new Promise<void>((resolve) => {
      began = resolve;
    });
    const turn = (async () => {
      for await (const _event of model.chat(question, stop.signal)) {
        after += stop.signal.aborted ? 1 : 0;
        began();
      }
    })();
    const stopped = turn.then(
      () => 'ended',
      (error: unknown) => (isAbortError(error) ? 'stopped' : String(error)),
    );
    await (showsText ? shown : pause(100));
    const pressedAt = performance.now();
    stop.abort();
    expect(await stopped).toBe('stopped');
    expect(performance.now() - pressedAt).toBeLessThan(100);
    await pause(50);
    expect(after).toBe(0);
    const [request] = endpoint.requests;
    await request?.finished;
    expect(request === undefined || request.closedByClientAt !== undefined).toBe(true);
  });

  it.each(moments)('%s stops a completion, and nothing comes later', async (_, reply, options, showsText) => {
    const { model } = stack({ ...options, limits: { idle: 5000 } });
    endpoint.always(reply);
    const stop = new AbortController();
    let after = 0;
    let count = 0;
    const turn = (async () => {
      for await (const _event of model.complete({ ...completion, maxTokens: 1000 }, stop.signal)) {
        after += stop.signal.aborted ? 1 : 0;
        count++;
      }
    })();
    const stopped = turn.then(
      () => 'ended',
      (error: unknown) => (isAbortError(error) ? 'stopped' : String(error)),
    );
    await (showsText ? vi.waitUntil(() => count > 0, { timeout: 10_000 }) : pause(100));
    stop.abort();
    expect(await stopped).toBe('stopped');
    await pause(50);
    expect(after).toBe(0);
    await endpoint.requests[0]?.finished;
    expect(endpoint.requests.every(({ closedByClientAt }) => closedByClientAt !== undefined)).toBe(true);
  });

  it('while a call is handed over leaves it without the word that lets it run', async () => {
    const { model } = stack();
    const call = { index: 0, id: 'c', type: 'function', function: { name: 'look', arguments: '{}' } };
    const frame = { choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: 'tool_calls' }] };
    endpoint.always(bytes(eventsOf(frame, '[DONE]')));
    const stop = new AbortController();
    const heard: string[] = [];
    const turn = (async () => {
      for await (const event of model.chat({ ...question, tools }, stop.signal)) {
        heard.push(event.type);
        if (event.type === 'toolCall') {
          stop.abort();
        }
      }
    })();
    await expect(turn).rejects.toSatisfy(isAbortError);
    expect(heard.at(-1)).toBe('toolCall');
  });

  it('while a person decides about a call finds no open connection, and nothing is asked any more', async () => {
    const { model } = stack();
    const call = { index: 0, id: 'c', type: 'function', function: { name: 'look', arguments: '{}' } };
    const frame = { choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: 'tool_calls' }] };
    endpoint.always(bytes(eventsOf(frame, '[DONE]')));
    const stop = new AbortController();
    expect((await read(model.chat({ ...question, tools }, stop.signal))).finish).toBe('tool_calls');
    await endpoint.requests[0]?.finished;
    stop.abort();
    await expect(read(model.chat({ ...toolTurn, tools }, stop.signal))).rejects.toSatisfy(isAbortError);
    expect(endpoint.generations).toHaveLength(1);
  });

  it('while it waits in the queue asks nothing', async () => {
    const { model } = stack();
    endpoint.always({ kind: 'hang' });
    const first = new AbortController();
    const running = read(model.chat(question, first.signal)).catch(() => 'stopped');
    await endpoint.received(1);
    const second = new AbortController();
    const waiting = read(model.chat(question, second.signal)).catch(() => 'stopped');
    second.abort();
    expect(await waiting).toBe('stopped');
    first.abort();
    expect(await running).toBe('stopped');
    expect(endpoint.generations).toHaveLength(1);
  });

  it('after the last word changes nothing', async () => {
    const { model } = stack();
    endpoint.always(streamOf('fine'));
    const stop = new AbortController();
    const outcome = await read(model.chat(question, stop.signal));
    stop.abort();
    expect(outcome).toMatchObject(fine);
  });
});
