/** The client against a server that speaks the exact wire formats, and breaks them in every way that real servers do. */
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { formatMessage } from '../../../src/base/messages';
import type { ClientLimits } from '../../../src/glm/ClientLimits';
import { GlmClient } from '../../../src/glm/GlmClient';
import type { ModelEvent } from '../../../src/glm/Model';
import {
  chunkOf,
  eventsOf,
  html,
  json,
  type Reply,
  ScriptedEndpoint,
  streamOf,
  unusedPort,
} from '../../support/ScriptedEndpoint';

const key = 'id123.theSecretKeyOfThisTest';
const prompt = 'function confidentialBusinessLogic() { return 42; }';
const limits: Partial<ClientLimits> = { completion: 400, chat: 400, probe: 400, idle: 300 };
const request = { prompt, stop: ['<|user|>'], maxTokens: 100, temperature: 0 };

const endpoint = new ScriptedEndpoint({ modelId: 'glm-4' });
const other = new ScriptedEndpoint();
let client: GlmClient;

beforeAll(async () => {
  await endpoint.start();
  await other.start();
});
afterAll(async () => {
  await endpoint.stop();
  await other.stop();
});
beforeEach(() => {
  endpoint.reset();
  other.reset();
  client = connect(`${endpoint.url}/v1`);
});
afterEach(() => client.close());

function connect(url: string, options: { key?: string | undefined; limits?: Partial<ClientLimits> } = {}): GlmClient {
  return new GlmClient({
    url,
    modelId: 'glm-4',
    key: 'key' in options ? options.key : key,
    limits: options.limits ?? limits,
  });
}

interface Answer {
  readonly text: string;
  readonly end: Extract<ModelEvent, { type: 'end' }> | undefined;
  readonly error: AssistantError | undefined;
}

async function read(events: AsyncIterable<ModelEvent>): Promise<Answer> {
  let text = '';
  let end: Answer['end'];
  try {
    for await (const event of events) {
      if (event.type === 'text') {
        text += event.text;
      } else if (event.type === 'end') {
        end = event;
      }
    }
    return { text, end, error: undefined };
  } catch (error) {
    if (!(error instanceof AssistantError)) {
      throw error;
    }
    return { text, end, error };
  }
}

const complete = (model = client): Promise<Answer> => read(model.complete(request, new AbortController().signal));
const chat = (model = client): Promise<Answer> =>
  read(model.chat({ messages: [{ role: 'user', content: prompt }] }, new AbortController().signal));

/** What the person reads, and proof that neither key nor prompt is in it or in anything a log could print. */
function sentence(error: AssistantError | undefined): string {
  if (error === undefined) {
    throw new Error('No error came');
  }
  const everything = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)} ${error.args.join(' ')}`;
  expect(everything).not.toMatch(/theSecretKey|confidentialBusiness/);
  return formatMessage(error.code, error.args).replace(/127\.0\.0\.1:\d+/g, 'HOST');
}

describe('a completion', () => {
  it('sends what the API needs and nothing else', async () => {
    endpoint.enqueue(streamOf('foo();', { cachedTokens: 3 }));
    const answer = await complete();
    expect(answer).toMatchObject({ text: 'foo();', error: undefined });
    expect(answer.end).toEqual({
      type: 'end',
      finish: 'stop',
      finishReason: 'stop',
      usage: { promptTokens: prompt.length, completionTokens: 2, cachedTokens: 3 },
      lostFrames: 0,
    });
    const [sent] = endpoint.requests;
    expect(sent?.path).toBe('/v1/completions');
    expect(sent?.json).toEqual({
      model: 'glm-4',
      prompt,
      max_tokens: 100,
      temperature: 0,
      stop: ['<|user|>'],
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(sent?.headers.authorization).toBe(`Bearer ${key}`);
    expect(Object.keys(sent?.headers ?? {}).filter((name) => /^(x-|openai)/i.test(name))).toEqual([]);
    expect(sent?.headers['user-agent']).toBe('glm-tandem');
  });

  it('sends no key where there is none', async () => {
    const keyless = connect(endpoint.url, { key: undefined });
    endpoint.enqueue(streamOf('x'));
    await complete(keyless);
    expect(endpoint.requests[0]?.headers).not.toHaveProperty('authorization');
    await keyless.close();
  });

  it('uses a connection again after a complete answer', async () => {
    endpoint.always(streamOf('x'));
    const sockets = new Set<unknown>();
    for (let i = 0; i < 3; i++) {
      await complete();
      const last = endpoint.requests.at(-1);
      await last?.finished;
      await setTimeout(20);
      sockets.add(last?.clientPort);
    }
    expect(sockets.size).toBe(1);
  });

  it('reads a chat answer the same way', async () => {
    endpoint.enqueue(streamOf('你好，世界'));
    expect(await chat()).toMatchObject({ text: '你好，世界', end: { finishReason: 'stop' } });
    expect(endpoint.requests[0]?.path).toBe('/v1/chat/completions');
    expect(endpoint.requests[0]?.json).toMatchObject({ messages: [{ role: 'user', content: prompt }], stream: true });
  });

  it('does not send undocumented fields to BigModel', async () => {
    const bigModel = connect(`${endpoint.url}/api/paas/v4`);
    endpoint.enqueue(streamOf('x'));
    await chat(bigModel);
    expect(endpoint.requests[0]).toMatchObject({ path: '/api/paas/v4/chat/completions' });
    expect(endpoint.requests[0]?.json).not.toHaveProperty('stream_options');
    await bigModel.close();
  });
});

describe('streams', () => {
  const text = 'const 你好 = "世界🙂";';

  it.each<[string, Reply]>([
    ['a byte at a time', streamOf(text, { cutEvery: 1 })],
    ['three bytes at a time', streamOf(text, { cutEvery: 3 })],
    ['comments in between', streamOf(text, { keepAlive: true })],
    ['no [DONE]', streamOf(text, { done: false })],
    ['no finish reason but [DONE]', streamOf(text, { finishReason: null })],
    ['usage in a chunk without choices', streamOf(text, { usage: 'empty-choices' })],
    ['no usage', streamOf(text, { usage: 'none' })],
    ['llama.cpp’s timings', streamOf(text, { usage: 'timings', cachedTokens: 7 })],
    ['an answer in one piece though a stream was asked for', json({ choices: [{ text, finish_reason: 'stop' }] })],
    [
      'a wrong content type',
      {
        kind: 'bytes',
        headers: { 'content-type': 'text/plain' },
        pieces: [eventsOf(chunkOf('/completions', 'm', text, 'stop'), '[DONE]')],
      },
    ],
  ])('survive %s', async (_, reply) => {
    endpoint.enqueue(reply);
    expect(await complete()).toMatchObject({ text, error: undefined, end: { finishReason: 'stop', lostFrames: 0 } });
  });

  it('tell how much of the prompt was cached, or that nobody said', async () => {
    endpoint.enqueue(
      streamOf('x', { usage: 'timings', cachedTokens: 7 }),
      streamOf('x'),
      streamOf('x', { usage: 'none' }),
    );
    expect((await complete()).end?.usage?.cachedTokens).toBe(7);
    expect((await complete()).end?.usage?.cachedTokens).toBeUndefined();
    expect((await complete()).end?.usage).toBeUndefined();
  });

  it('survive a broken frame with the next one behind it, and say that something is missing', async () => {
    const chunk = (piece: string, end: string | null = null): string =>
      JSON.stringify(chunkOf('/completions', 'm', piece, end));
    endpoint.enqueue({
      kind: 'bytes',
      pieces: [
        `data: ${chunk('one ')}\n\ndata: {"choices":[{"tex`,
        `data: ${chunk('three')}\n\ndata: ${chunk('', 'stop')}\n\ndata: [DONE]\n\n`,
      ],
    });
    expect(await complete()).toMatchObject({ text: 'one three', end: { finishReason: 'stop', lostFrames: 1 } });
  });

  it.each<[string, Reply]>([
    ['ends without a finish reason', streamOf('half', { finishReason: null, done: false })],
    [
      'is reset',
      {
        kind: 'bytes',
        pieces: [eventsOf(chunkOf('/completions', 'm', 'half'))],
        betweenMilliseconds: 20,
        atEnd: 'reset',
      },
    ],
    [
      'is shorter than announced',
      {
        kind: 'bytes',
        headers: { 'content-type': 'text/event-stream', 'content-length': '5000' },
        pieces: [eventsOf(chunkOf('/completions', 'm', 'half'))],
        betweenMilliseconds: 20,
        atEnd: 'reset',
      },
    ],
  ])('say when one %s', async (_, reply) => {
    endpoint.enqueue(reply);
    expect(await complete()).toMatchObject({ text: 'half', error: undefined, end: { finishReason: undefined } });
  });

  it('report an error in the middle', async () => {
    endpoint.enqueue({
      kind: 'bytes',
      pieces: [eventsOf(chunkOf('/completions', 'm', 'half'), { error: { code: '1302', message: 'busy' } })],
    });
    const { text: before, error } = await complete();
    expect(before).toBe('half');
    expect(error?.code).toBe('endpoint.rateLimited');
  });

  it('are cut off when nobody reads on', async () => {
    endpoint.enqueue(streamOf('word '.repeat(200), { betweenMilliseconds: 5 }));
    for await (const _ of client.complete(request, new AbortController().signal)) {
      break;
    }
    await endpoint.requests[0]?.finished;
    expect(endpoint.requests[0]?.closedByClientAt).toBeDefined();
  });

  it.each(['while text arrives', 'before the first byte'])('are cut off at once when aborted %s', async (when) => {
    endpoint.enqueue(
      when === 'before the first byte' ? { kind: 'hang' } : streamOf('word '.repeat(200), { betweenMilliseconds: 5 }),
    );
    const abort = new AbortController();
    const events = client.complete(request, abort.signal)[Symbol.asyncIterator]();
    const first = events.next();
    first.catch(() => {});
    await endpoint.received(1);
    if (when !== 'before the first byte') {
      await first;
    }
    const abortedAt = performance.now();
    abort.abort();
    await expect(
      when === 'before the first byte'
        ? first
        : (async () => {
            for (;;) {
              if ((await events.next()).done) {
                return;
              }
            }
          })(),
    ).rejects.toMatchObject({ name: 'AbortError' });
    await endpoint.requests[0]?.finished;
    expect((endpoint.requests[0]?.closedByClientAt ?? Number.POSITIVE_INFINITY) - abortedAt).toBeLessThan(200);
  });
});

describe('what the person reads', () => {
  it.each<[string, Reply, string]>([
    [
      '401',
      json({ error: { code: 'invalid_api_key', message: `Incorrect API key provided: ${key}` } }, 401),
      'HOST rejected the key. Set the key again.',
    ],
    [
      '401 of BigModel',
      json({ error: { code: '1002', message: 'token' } }, 401),
      'HOST rejected the key. Set the key again.',
    ],
    [
      '404',
      json({ detail: 'Not Found' }, 404),
      'HOST has no such path or model (404). Check the endpoint address and the model name “glm-4”.',
    ],
    [
      'an unknown model',
      json({ error: { code: 'model_not_found', message: 'x' } }, 404),
      'HOST does not know the model “glm-4”. Choose another model in the settings.',
    ],
    [
      '429',
      json({ error: { message: 'slow down' } }, 429, { 'retry-after': '7' }),
      'HOST asks to slow down. Trying again by itself in a moment.',
    ],
    [
      '500',
      json({ error: { message: `cannot handle ${prompt}` } }, 500),
      'HOST reported an internal error (500). Try again in a moment.',
    ],
    [
      'a refusal that quotes the prompt',
      json({ error: { message: `cannot handle ${prompt}` } }, 400),
      'HOST did not accept the request: 400',
    ],
    [
      'a refusal',
      json({ error: { message: 'temperature is out of range' } }, 400),
      'HOST did not accept the request: temperature is out of range',
    ],
    [
      'HTML with status 200',
      html(),
      'The answer from HOST is a web page, not one of a model server: “Welcome It works!”. Check the endpoint address, and whether the network wants a sign-in.',
    ],
    ['HTML with status 502', html(502), 'HOST reported an internal error (502). Try again in a moment.'],
    [
      'text that is no stream',
      { kind: 'answer', headers: { 'content-type': 'text/plain' }, body: 'Welcome!' },
      'The answer from HOST stopped early.',
    ],
    [
      'JSON that is none',
      { kind: 'answer', headers: { 'content-type': 'application/json' }, body: '{"choices":' },
      'The answer from HOST is not from a model server. Check the endpoint address.',
    ],
    [
      'an empty body',
      { kind: 'answer', headers: { 'content-type': 'text/event-stream' }, body: '' },
      'The answer from HOST stopped early.',
    ],
    [
      'an error with status 200',
      json({ error: { code: '1113', message: 'Insufficient balance' } }),
      'The account at HOST has no balance for this, or the key belongs to another address of the same provider.',
    ],
    ['no answer', { kind: 'hang' }, 'HOST did not answer within 0.4 seconds.'],
    ['headers and no answer', { kind: 'hang', afterHeaders: true }, 'HOST did not answer within 0.4 seconds.'],
    [
      'silence in the middle',
      { kind: 'bytes', pieces: [eventsOf(chunkOf('/completions', 'm', 'half'))], atEnd: 'hang' },
      'HOST did not answer within 0.3 seconds.',
    ],
    [
      'a reset',
      { kind: 'reset' },
      'The connection to HOST failed (ECONNRESET). Check the network and the server, then try again.',
    ],
  ])('%s', async (_, reply, expected) => {
    endpoint.always(reply);
    expect(sentence((await complete()).error)).toBe(expected);
  });

  it('how long the server asks to wait', async () => {
    endpoint.always(json({ error: { message: 'slow down' } }, 429, { 'retry-after': '7' }));
    expect((await complete()).error).toMatchObject({ retryAfter: 7000, status: 429 });
    expect(endpoint.generations).toHaveLength(1);
  });

  it('nothing listens there', async () => {
    const refused = connect(`http://127.0.0.1:${await unusedPort()}`);
    expect(sentence((await complete(refused)).error)).toBe(
      'Nothing answers at HOST. Start the server, or check the endpoint address.',
    );
    await refused.close();
  });

  it('there is no such host', async () => {
    const lost = connect('http://no-such-host.invalid:8000');
    const error = (await complete(lost)).error;
    expect(error?.code).toBe('endpoint.hostNotFound');
    expect(sentence(error)).toContain('no-such-host.invalid:8000');
    await lost.close();
  });

  it('the address is none', async () => {
    const wrong = connect('not an address');
    expect((await complete(wrong)).error?.code).toBe('endpoint.invalidUrl');
  });

  it('something else than HTTP listens there', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const wrong = connect(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    expect((await complete(wrong)).error?.code).toBe('endpoint.notAModelServer');
    await wrong.close();
    server.close();
  });
});

describe('redirects', () => {
  it('F-32: to another origin are not followed, and the key stays here', async () => {
    endpoint.always({ kind: 'answer', status: 307, headers: { location: `${other.url}/v1/completions` }, body: '' });
    const { error } = await complete();
    expect(error?.code).toBe('endpoint.redirect');
    expect(sentence(error)).toBe(
      'HOST redirects to http://HOST, which was not followed. Set the right endpoint address.',
    );
    expect(other.requests).toEqual([]);
  });

  it('within the server are', async () => {
    endpoint.enqueue(
      { kind: 'answer', status: 308, headers: { location: '/other/v1/completions' }, body: '' },
      streamOf('x'),
    );
    expect(await complete()).toMatchObject({ text: 'x' });
    expect(endpoint.requests.map(({ path, method }) => `${method} ${path}`)).toEqual([
      'POST /v1/completions',
      'POST /other/v1/completions',
    ]);
    expect(endpoint.requests[1]?.json?.prompt).toBe(prompt);
  });

  it('F-33: in a circle end', async () => {
    endpoint.always({ kind: 'answer', status: 307, headers: { location: '/v1/completions' }, body: '' });
    expect((await complete()).error?.code).toBe('endpoint.redirect');
  });
});

describe('the address', () => {
  const only =
    (path: string) =>
    (request: { path: string }): Reply =>
      request.path === path ? streamOf('x') : html(404);

  it.each([
    ['', '/v1/completions'],
    ['', '/completions'],
    ['/v1', '/v1/completions'],
    ['/v1/', '/completions'],
    ['/v1/chat/completions', '/v1/completions'],
    ['/proxy', '/proxy/completions'],
    ['/proxy', '/proxy/v1/completions'],
  ])('%j finds %s', async (written, path) => {
    const found = connect(endpoint.url + written);
    endpoint.always(only(path));
    expect(await complete(found)).toMatchObject({ text: 'x', error: undefined });
    endpoint.requests.length = 0;
    await complete(found);
    expect(endpoint.requests.map((sent) => sent.path)).toEqual([path]);
    await found.close();
  });

  it('is found where a page for people answers with 200', async () => {
    const found = connect(`${endpoint.url}/ui`);
    endpoint.always((sent) => (sent.path === '/ui/v1/completions' ? streamOf('x') : html(200)));
    expect(await complete(found)).toMatchObject({ text: 'x' });
    await found.close();
  });
});

describe('models and tokens', () => {
  const signal = new AbortController().signal;

  it('are listed with their context where it is told', async () => {
    expect(await client.listModels(signal)).toEqual([{ id: 'glm-4', contextTokens: 8192 }]);
    endpoint.replyToModels(json({ data: [{ id: 'a', meta: { n_ctx_train: 4096 } }, { id: 'b' }] }));
    expect(await client.listModels(signal)).toEqual([
      { id: 'a', contextTokens: 4096 },
      { id: 'b', contextTokens: undefined },
    ]);
  });

  it.each<[string, Reply, string]>([
    ['a page', html(), 'endpoint.webPage'],
    ['something else', json({ hello: 'world' }), 'endpoint.notAModelServer'],
    ['a wrong key', json({ error: { code: '1000', message: 'x' } }, 401), 'endpoint.keyRejected'],
  ])('are not taken from %s', async (_, reply, expected) => {
    endpoint.replyToModels(reply);
    await expect(client.listModels(signal)).rejects.toMatchObject({ code: expected });
  });

  it('are counted where the server does, and asked for once where it does not', async () => {
    expect(await client.countTokens('<|user|>', signal)).toBeUndefined();
    expect(await client.countTokens('<|user|>', signal)).toBeUndefined();
    expect(endpoint.requests.map(({ path }) => path)).toEqual(['/tokenize', '/extras/tokenize/count']);
    endpoint.tokenizes = true;
    endpoint.specialTokens = ['<|user|>'];
    const counting = connect(endpoint.url);
    expect(await counting.countTokens('<|user|>', signal)).toBe(1);
    expect(await counting.countTokens('abc<|user|>', signal)).toBe(4);
    expect(endpoint.requests.at(-1)?.path).toBe('/tokenize');
    endpoint.tokenizes = false;
    await counting.close();
    endpoint.countsTokens = true;
    const python = connect(endpoint.url);
    expect(await python.countTokens('abc<|user|>', signal)).toBe(4);
    expect(await python.countTokens('', signal)).toBe(0);
    endpoint.countsTokens = false;
    await python.close();
  });
});

describe('recovery', () => {
  it('REL-39: needs nobody’s help when every connection was dropped, as after a sleep', async () => {
    endpoint.always(streamOf('x'));
    expect(await complete()).toMatchObject({ text: 'x' });
    await endpoint.restart();
    expect(await complete()).toMatchObject({ text: 'x' });
  });
});
