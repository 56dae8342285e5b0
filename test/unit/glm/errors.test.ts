import { describe, expect, it } from 'vitest';
import { formatMessage, type MessageId } from '../../../src/base/messages';
import { errorFromAnswer, errorFromException, isErrorBody, parseRetryAfter } from '../../../src/glm/errors';

const key = 'id123.topSecretPartOfTheKey';
const prompt = 'function quarterlyNumbers(confidential) { return 42; }';
const context = { host: 'server:8000', modelId: 'glm-4', confidential: [key, prompt] };

describe('answers', () => {
  it.each<[string, number, unknown, MessageId]>([
    ['BigModel, wrong key', 401, { error: { code: '1002', message: 'token invalid' } }, 'endpoint.keyRejected'],
    ['BigModel, no money', 429, { error: { code: '1113', message: 'Insufficient balance' } }, 'endpoint.noBalance'],
    ['BigModel, too many at once', 429, { error: { code: '1302', message: 'x' } }, 'endpoint.rateLimited'],
    ['BigModel, plan used up', 429, { error: { code: '1308', message: 'reset at 2026' } }, 'endpoint.quotaReached'],
    ['BigModel, no such model', 400, { error: { code: '1211', message: 'x' } }, 'endpoint.modelNotFound'],
    ['BigModel, prompt too long', 400, { error: { code: '1261', message: 'x' } }, 'endpoint.contextExceeded'],
    ['BigModel, flat body with a number', 400, { code: 1211, message: 'x' }, 'endpoint.modelNotFound'],
    ['the code decides, not the status', 200, { error: { code: '1302', message: 'x' } }, 'endpoint.rateLimited'],
    [
      'OpenAI, wrong key',
      401,
      {
        error: {
          code: 'invalid_api_key',
          type: 'invalid_request_error',
          message: `Incorrect API key provided: ${key}`,
        },
      },
      'endpoint.keyRejected',
    ],
    ['OpenAI, no such model', 404, { error: { code: 'model_not_found', message: 'x' } }, 'endpoint.modelNotFound'],
    ['OpenAI, no quota', 429, { error: { code: 'insufficient_quota', message: 'x' } }, 'endpoint.noBalance'],
    [
      'llama.cpp, prompt too long',
      400,
      { error: { code: 400, type: 'exceed_context_size_error', message: 'x', n_ctx: 5 } },
      'endpoint.contextExceeded',
    ],
    [
      'llama.cpp, loading',
      503,
      { error: { code: 503, type: 'unavailable_error', message: 'Loading model' } },
      'endpoint.loading',
    ],
    [
      'llama.cpp, wrong key',
      401,
      { error: { code: 401, type: 'authentication_error', message: 'Invalid API Key' } },
      'endpoint.keyRejected',
    ],
    [
      'vLLM, prompt too long',
      400,
      {
        object: 'error',
        type: 'BadRequestError',
        code: 400,
        message: "This model's maximum context length is 4096 tokens.",
      },
      'endpoint.contextExceeded',
    ],
    [
      'vLLM, no such model',
      404,
      { object: 'error', type: 'NotFoundError', code: 404, message: 'The model `x` does not exist.' },
      'endpoint.modelNotFound',
    ],
    [
      'Ollama, no such model',
      404,
      { error: { message: 'model "x" not found, try pulling it first', type: 'api_error' } },
      'endpoint.modelNotFound',
    ],
    ['Ollama, a text for an error', 404, { error: 'model "x" not found' }, 'endpoint.modelNotFound'],
    ['a route that is not there', 404, { detail: 'Not Found' }, 'endpoint.notFound'],
    ['nothing readable', 500, undefined, 'endpoint.serverError'],
    ['a busy proxy', 502, 'Bad Gateway', 'endpoint.serverError'],
    ['slow down', 429, undefined, 'endpoint.rateLimited'],
    ['forbidden', 403, {}, 'endpoint.notAllowed'],
    ['an odd parameter', 422, { error: { message: 'temperature is too hot' } }, 'endpoint.badRequest'],
  ])('%s', (_, status, body, expected) => {
    const error = errorFromAnswer(status, body, context);
    expect(error.code).toBe(expected);
    expect(error.status).toBe(status);
    expect(formatMessage(error.code, error.args)).not.toMatch(/\{\d\}/);
  });

  it('passes on a server’s own words, cut short', () => {
    const error = errorFromAnswer(400, { error: { message: `temperature\nis too hot ${'!'.repeat(500)}` } }, context);
    expect(error.args[1]).toMatch(/^temperature is too hot !+$/);
    expect(String(error.args[1]).length).toBeLessThanOrEqual(160);
  });

  it.each<[unknown, string]>([
    [{ detail: 'messages must alternate' }, 'messages must alternate'],
    [
      { detail: [{ loc: ['body', 'stop', 0], msg: 'Input should be a valid string', type: 'string_type' }] },
      'stop.0: Input should be a valid string',
    ],
    [{ detail: [] }, '422'],
    [{ detail: 5 }, '422'],
  ])('passes on what servers in Python say: %j', (body, words) => {
    expect(errorFromAnswer(422, body, context).args[1]).toBe(words);
  });

  it.each([
    ['the key', `bad header: Bearer ${key}`],
    ['a part of the prompt', 'cannot parse "quarterlyNumbers(confidential)"'],
    ['another long token', 'unknown token abcdefghijklmnopqrstuvwxyz0123456789'],
  ])('does not pass on %s', (_, message) => {
    const error = errorFromAnswer(400, { error: { message } }, context);
    expect(`${error.message} ${formatMessage(error.code, error.args)}`).not.toMatch(/topSecret|quarterly|abcdefghij/);
  });

  it('knows an error frame from a regular one', () => {
    expect(isErrorBody({ error: { code: '1301' } })).toBe(true);
    expect(isErrorBody({ error: 'x' })).toBe(true);
    expect(isErrorBody({ choices: [], error: null })).toBe(false);
    expect(isErrorBody({ choices: [] })).toBe(false);
  });
});

describe('exceptions', () => {
  const withCode = (code: string, cause?: unknown): Error =>
    Object.assign(new Error(`${code} ${key}`, { cause }), { code });

  it.each<[Error, MessageId]>([
    [withCode('ECONNREFUSED'), 'endpoint.refused'],
    [new TypeError('fetch failed', { cause: withCode('ENOTFOUND') }), 'endpoint.hostNotFound'],
    [
      new TypeError('fetch failed', { cause: new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')]) }),
      'endpoint.refused',
    ],
    [withCode('EAI_AGAIN'), 'endpoint.hostNotFound'],
    [withCode('UND_ERR_CONNECT_TIMEOUT'), 'endpoint.timeout'],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'endpoint.tls'],
    [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'endpoint.tls'],
    [withCode('CERT_HAS_EXPIRED'), 'endpoint.tls'],
    [withCode('HPE_INVALID_CONSTANT'), 'endpoint.notAModelServer'],
    [withCode('ECONNRESET'), 'endpoint.unreachable'],
    [new Error('something else'), 'endpoint.unreachable'],
  ])('%s', (exception, expected) => {
    const error = errorFromException(exception, context, 10);
    expect(error.code).toBe(expected);
    expect(`${error.stack} ${String(error.cause)}`).not.toContain(key);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['2', 2000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %j ms', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
