/**
 * A model server that does as told: speaks the wire formats byte by byte and misbehaves in every way that real ones do. A raw TCP
 * server would be too little (keep-alive), Node's HTTP server is just enough: it lets us write broken bodies. No test framework in here.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { json, type RecordedRequest, type Reply, send, streamOf } from './scriptedReplies';

export * from './scriptedReplies';

export type ReplyFunction = (request: RecordedRequest) => Reply | Promise<Reply>;

type MutableRecord = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

/** Start it, script it, read what it was asked, stop it. */
export class ScriptedEndpoint {
  readonly requests: RecordedRequest[] = [];
  readonly modelId: string;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #queue: (Reply | ReplyFunction)[] = [];
  #fallback: Reply | ReplyFunction = streamOf('');
  #models: Reply | ReplyFunction | undefined;
  #arrived = (): void => {};
  /** Hears of every request as it arrives. */
  onRequest: (request: RecordedRequest) => void = () => {};
  /** Whether `/tokenize` exists; it counts known special tokens as one and other text by characters. */
  tokenizes = false;
  specialTokens: readonly string[] = [];
  /** Whether `/extras/tokenize/count` exists, in the same way. */
  countsTokens = false;

  /** In tokens. */
  readonly #context: number;

  constructor({ modelId = 'scripted', context = 8192 }: { readonly modelId?: string; readonly context?: number } = {}) {
    this.modelId = modelId;
    this.#context = context;
  }

  /** Base address without `/v1`; both readings are served. */
  get url(): string {
    const address = this.#server?.address();
    if (address === null || address === undefined || typeof address === 'string') {
      throw new Error('The scripted endpoint is not running');
    }
    return `http://127.0.0.1:${address.port}`;
  }

  /** Requests for text, without those for models and token counts. */
  get generations(): readonly RecordedRequest[] {
    return this.requests.filter(({ path }) => path.endsWith('/completions'));
  }

  async start(port = 0): Promise<this> {
    const server = createServer((request, response) => void this.#serve(request, response));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  /** Stops and starts again on the same port. */
  async restart(): Promise<void> {
    const { port } = new URL(this.url);
    await this.stop();
    await this.start(Number(port));
  }

  /** Answers for the next requests for text, one each, in order. */
  enqueue(...replies: readonly (Reply | ReplyFunction)[]): this {
    this.#queue.push(...replies);
    return this;
  }

  /** The answer for requests for text when the queue is empty. */
  always(reply: Reply | ReplyFunction): this {
    this.#fallback = reply;
    return this;
  }

  /** Another answer to `/models` than the regular list; undefined = the regular list. */
  replyToModels(reply: Reply | ReplyFunction | undefined): this {
    this.#models = reply;
    return this;
  }

  /** Resolves when this many requests have arrived since the last `reset`. */
  async received(count: number): Promise<void> {
    while (this.requests.length < count) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }

  /** Forgets requests and queued answers. */
  reset(): this {
    this.requests.length = 0;
    this.#queue.length = 0;
    this.#fallback = streamOf('');
    this.#models = undefined;
    return this;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    let finish = (): void => {};
    const record: MutableRecord = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
      json: parseObject(body),
      clientPort: request.socket.remotePort,
      arrivedAt: performance.now(),
      closedByClientAt: undefined,
      finished: new Promise((resolve) => {
        finish = resolve;
      }),
    };
    this.requests.push(record);
    this.#arrived();
    this.onRequest(record);
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) {
        record.closedByClientAt = performance.now();
      }
      gone.abort();
      finish();
    });
    try {
      await send(await this.#replyFor(record), record, response, gone.signal, this.modelId);
    } catch {
      response.destroy();
    }
  }

  async #replyFor(record: RecordedRequest): Promise<Reply> {
    if (record.path.endsWith('/models')) {
      const models = typeof this.#models === 'function' ? await this.#models(record) : this.#models;
      return (
        models ?? json({ object: 'list', data: [{ id: this.modelId, object: 'model', max_model_len: this.#context }] })
      );
    }
    if (record.path.endsWith('/tokenize')) {
      return this.tokenizes ? json({ tokens: this.#tokenize(String(record.json?.content ?? '')) }) : json({}, 404);
    }
    if (record.path.endsWith('/tokenize/count')) {
      // As llama-cpp-python counts: with the model's first token.
      return this.countsTokens
        ? json({ count: 1 + this.#tokenize(String(record.json?.input ?? '')).length })
        : json({}, 404);
    }
    if (record.path.endsWith('/health')) {
      return json({ status: 'ok' });
    }
    const next = this.#queue.shift() ?? this.#fallback;
    return typeof next === 'function' ? await next(record) : next;
  }

  #tokenize(text: string): readonly number[] {
    const tokens: number[] = [];
    for (let i = 0; i < text.length; ) {
      const special = this.specialTokens.find((token) => text.startsWith(token, i));
      tokens.push(special === undefined ? text.charCodeAt(i) : 100_000 + this.specialTokens.indexOf(special));
      i += special?.length ?? 1;
    }
    return tokens;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A port on which nothing listens: connections to it are refused. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
