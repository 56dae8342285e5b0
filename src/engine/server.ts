/**
 * The engine's HTTP face: OpenAI's routes on loopback. Knows nothing of the model's inside; a closed connection aborts the work behind
 * it. `GET /health` needs no token and tells nothing but whether the model is loaded.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { engineOwner } from '../glm/profiles/engine';
import type { Log } from '../platform/Log';
import { readJson } from './body';
import type { Engine } from './Engine';
import type { GenerationEvent } from './generate';
import { checkOrigin, checkToken } from './guard';
import { RequestError } from './RequestError';
import { type GenerationFields, readChat, readCompletion, readTokenize } from './requests';
import { type AnswerHead, endFrames, type Route, textFrame, wholeAnswer } from './responses';

export interface EngineServerOptions {
  /** The loaded model; undefined = still loading. */
  readonly engine: () => Engine | undefined;
  readonly token: string;
  readonly log: Log;
}

type Handler = (engine: Engine, exchange: Exchange) => Promise<void>;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
}

const routes: ReadonlyMap<string, { readonly method: 'GET' | 'POST'; readonly handle: Handler }> = new Map([
  ['/v1/models', { method: 'GET', handle: listModels }],
  ['/v1/completions', { method: 'POST', handle: complete }],
  ['/v1/chat/completions', { method: 'POST', handle: chat }],
  ['/tokenize', { method: 'POST', handle: tokenize }],
]);

/** While nothing else is sent, so that clients see that a long prompt is being worked on. Milliseconds. */
const keepAliveInterval = 10_000;

/** The server, not yet listening. */
export function createEngineServer(options: EngineServerOptions): Server {
  const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
    const controller = new AbortController();
    response.on('close', () => controller.abort());
    answer(options, { request, response, signal: controller.signal }).catch((error: unknown) => {
      if (!controller.signal.aborted) {
        sendError(response, error, options.log);
      }
    });
  });
  server.maxConnections = 64;
  return server;
}

async function answer({ engine, token }: EngineServerOptions, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const path = (request.url ?? '').replace(/\?.*$/s, '');
  checkOrigin(request.headers);
  const loaded = engine();
  if (path === '/health') {
    checkMethod(exchange, 'GET');
    sendJson(response, loaded === undefined ? 503 : 200, { status: loaded === undefined ? 'loading' : 'ok' });
    return;
  }
  checkToken(request.headers, token);
  const route = routes.get(path);
  if (route === undefined) {
    throw new RequestError(404, 'not_found', 'There is no such path.');
  }
  checkMethod(exchange, route.method);
  if (loaded === undefined) {
    throw new RequestError(503, 'model_loading', 'The model is still loading.');
  }
  await route.handle(loaded, exchange);
}

function checkMethod({ request, response }: Exchange, method: string): void {
  if (request.method !== method) {
    response.setHeader('allow', method);
    throw new RequestError(405, 'method_not_allowed', `This path takes ${method} only.`);
  }
}

async function listModels({ model }: Engine, { response }: Exchange): Promise<void> {
  const { id, contextTokens, trainedContextTokens } = model;
  // `max_model_len` is vLLM's name for the context, `meta` llama.cpp's.
  const meta = { n_ctx: contextTokens, n_ctx_train: trainedContextTokens };
  const entry = { id, object: 'model', created: 0, owned_by: engineOwner, max_model_len: contextTokens, meta };
  sendJson(response, 200, { object: 'list', data: [entry] });
}

async function tokenize({ model }: Engine, { request, response }: Exchange): Promise<void> {
  const { content, parse_special, with_pieces } = readTokenize(await readJson(request));
  const tokens = model.tokenize(content, parse_special);
  const withPiece = (id: number): object => ({ id, piece: model.pieceOf(id) });
  sendJson(response, 200, { tokens: with_pieces ? tokens.map(withPiece) : tokens });
}

async function complete(engine: Engine, exchange: Exchange): Promise<void> {
  const { prompt, ...fields } = readCompletion(await readJson(exchange.request));
  await deliver('completion', engine, engine.complete(prompt, fields.options, exchange.signal), fields, exchange);
}

async function chat(engine: Engine, exchange: Exchange): Promise<void> {
  const { messages, ...fields } = readChat(await readJson(exchange.request));
  await deliver('chat', engine, engine.chat(messages, fields.options, exchange.signal), fields, exchange);
}

async function deliver(
  route: Route,
  { model }: Engine,
  events: AsyncIterable<GenerationEvent>,
  { stream, includeUsage }: GenerationFields,
  { response }: Exchange,
): Promise<void> {
  const head: AnswerHead = {
    id: `${route === 'chat' ? 'chatcmpl' : 'cmpl'}-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: model.id,
  };
  if (!stream) {
    let text = '';
    for await (const event of events) {
      if (event.type === 'text') {
        text += event.text;
      } else {
        sendJson(response, 200, wholeAnswer(route, head, text, event.finishReason, event.usage));
      }
    }
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const keepAlive = setInterval(() => response.write(': working\n\n'), keepAliveInterval);
  try {
    let first = true;
    for await (const event of events) {
      const frames =
        event.type === 'text'
          ? [textFrame(route, head, event.text, first)]
          : endFrames(route, head, event.finishReason, event.usage, includeUsage);
      first = false;
      for (const frame of frames) {
        response.write(`data: ${JSON.stringify(frame)}\n\n`);
      }
    }
    response.end('data: [DONE]\n\n');
  } finally {
    clearInterval(keepAlive);
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

function sendError(response: ServerResponse, error: unknown, log: Log): void {
  const known =
    error instanceof RequestError ? error : new RequestError(500, 'internal_error', 'The engine could not do this.');
  if (known.status === 500) {
    log.error(`request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  if (response.headersSent) {
    response.end(`data: ${JSON.stringify(known.toBody())}\n\n`);
    return;
  }
  if (known.status === 401) {
    response.setHeader('www-authenticate', 'Bearer');
  }
  if (known.status === 503) {
    response.setHeader('retry-after', '1');
  }
  if (known.status === 413) {
    // What is still on its way is not read.
    response.setHeader('connection', 'close');
  }
  sendJson(response, known.status, known.toBody());
}
