/**
 * One table from what servers and sockets report to what the person reads. Servers disagree about statuses, so a code in the body
 * decides first and the HTTP status second. Sources: BigModel's and Z.ai's error lists, llama.cpp, vLLM and OpenAI bodies.
 */
import * as z from 'zod';
import { AssistantError } from '../base/AssistantError';
import type { MessageId } from '../base/messages';

/** Whom we talked to and about what, for the messages' arguments. */
export interface FailureContext {
  readonly host: string;
  readonly modelId: string;
  /** Whether a key was sent. */
  readonly hasKey?: boolean;
  /** What a server might quote in its own words, and nobody may read in a message or log: the key, the prompt. */
  readonly confidential: readonly string[];
  /** Other base addresses of the same provider, to one of which the key may belong. */
  readonly otherAddresses?: readonly string[];
  /** Host of the proxy that stands between; undefined = none. */
  readonly proxy?: string | undefined;
  /** The limit for connections, in seconds. */
  readonly connectSeconds?: number;
}

const byCode: readonly { readonly codes: readonly string[]; readonly message: MessageId }[] = [
  // BigModel and Z.ai
  { codes: ['1000', '1001', '1002', '1003', '1004', '1005'], message: 'endpoint.keyRejected' },
  { codes: ['1110', '1111', '1112', '1120', '1121'], message: 'endpoint.accountProblem' },
  { codes: ['1113'], message: 'endpoint.noBalance' },
  { codes: ['1211'], message: 'endpoint.modelNotFound' },
  { codes: ['1311'], message: 'endpoint.modelNotInPlan' },
  { codes: ['1210', '1212', '1213', '1214', '1215', '1231'], message: 'endpoint.badRequest' },
  { codes: ['1220'], message: 'endpoint.notAllowed' },
  { codes: ['1221', '1222'], message: 'endpoint.notFound' },
  { codes: ['1261'], message: 'endpoint.contextExceeded' },
  { codes: ['1302', '1303', '1305', '1312', '1313'], message: 'endpoint.rateLimited' },
  { codes: ['1300', '1301'], message: 'endpoint.refusedByPolicy' },
  { codes: ['1304', '1308', '1310'], message: 'endpoint.quotaReached' },
  { codes: ['1309'], message: 'endpoint.planExpired' },
  { codes: ['500', '1100', '1200', '1230', '1234'], message: 'endpoint.serverError' },
  // OpenAI, llama.cpp, vLLM
  { codes: ['invalid_api_key', 'authentication_error', 'AuthenticationError'], message: 'endpoint.keyRejected' },
  { codes: ['model_not_found', 'NotFoundError'], message: 'endpoint.modelNotFound' },
  { codes: ['insufficient_quota'], message: 'endpoint.noBalance' },
  { codes: ['context_length_exceeded', 'exceed_context_size_error'], message: 'endpoint.contextExceeded' },
  { codes: ['unavailable_error'], message: 'endpoint.loading' },
  { codes: ['not_supported_error'], message: 'endpoint.unsupported' },
];

/** What vLLM, Ollama and others tell in words only. */
const byWords: readonly { readonly pattern: RegExp; readonly message: MessageId }[] = [
  { pattern: /maximum context length|context (?:size|window|length)/i, message: 'endpoint.contextExceeded' },
  { pattern: /\bmodel\b.{0,80}\b(?:not found|not exist|does not exist)/i, message: 'endpoint.modelNotFound' },
];

const byStatus: readonly { readonly from: number; readonly to: number; readonly message: MessageId }[] = [
  { from: 300, to: 399, message: 'endpoint.redirect' },
  { from: 401, to: 401, message: 'endpoint.keyRejected' },
  { from: 403, to: 403, message: 'endpoint.notAllowed' },
  { from: 404, to: 405, message: 'endpoint.notFound' },
  { from: 407, to: 407, message: 'endpoint.proxySignIn' },
  { from: 408, to: 408, message: 'endpoint.serverError' },
  { from: 413, to: 413, message: 'endpoint.contextExceeded' },
  { from: 429, to: 429, message: 'endpoint.rateLimited' },
  { from: 400, to: 499, message: 'endpoint.badRequest' },
  { from: 501, to: 501, message: 'endpoint.unsupported' },
  { from: 500, to: 599, message: 'endpoint.serverError' },
];

/** Codes of Node's sockets, DNS, TLS and undici. */
const bySocketCode: readonly { readonly pattern: RegExp; readonly message: MessageId }[] = [
  { pattern: /^ECONNREFUSED$/, message: 'endpoint.refused' },
  { pattern: /^(?:ENOTFOUND|EAI_\w+)$/, message: 'endpoint.hostNotFound' },
  {
    pattern: /^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/,
    message: 'endpoint.timeout',
  },
  { pattern: /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/, message: 'endpoint.notTls' },
  { pattern: /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE/, message: 'endpoint.tlsVersion' },
  { pattern: /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS|^ERR_SSL|^EPROTO$/, message: 'endpoint.tls' },
  {
    pattern: /^(?:HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_(?:RES|REQ)_CONTENT_LENGTH)/,
    message: 'endpoint.notAModelServer',
  },
];

const errorBody = z.object({
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  message: z.string().nullish(),
  msg: z.string().nullish(),
});
/** What servers written in Python (vLLM before its own checks, llama-cpp-python, many gateways) say of a request that is not well formed. */
const detailBody = z.object({
  detail: z.union([z.string(), z.array(z.object({ msg: z.string(), loc: z.array(z.unknown()).optional() }))]),
});
const wrappedErrorBody = z.object({ error: z.union([errorBody, z.string()]) });

interface ReportedError {
  readonly codes: readonly string[];
  readonly message: string;
}

/** Whether a JSON value carries a server's error, as whole answers and frames in the middle of a stream do. */
export function isErrorBody(value: unknown): boolean {
  return wrappedErrorBody.safeParse(value).success;
}

/** The fault behind an error answer. `status` 200 stands for an error frame in a stream. */
export function errorFromAnswer(
  status: number,
  body: unknown,
  context: FailureContext,
  options: { readonly retryAfter?: number | undefined; readonly redirectTarget?: string } = {},
): AssistantError {
  const reported = readErrorBody(body);
  const known = messageForReport(reported) ?? messageForStatus(status);
  const [message, args] = refined(known, reported, context) ?? [
    known,
    argumentsFor(known, status, reported, context, options.redirectTarget),
  ];
  const serverCode = reported.codes.find((code) => /^\d{3,4}$/.test(code));
  return new AssistantError(message, args, {
    status,
    ...(serverCode === undefined ? {} : { serverCode }),
    ...(options.retryAfter === undefined ? {} : { retryAfter: options.retryAfter }),
  });
}

/** The fault behind a page for people where a model's answer was expected: a sign-in of the network, or another program's address. */
export function errorFromPage(status: number, words: string, { host, confidential }: FailureContext): AssistantError {
  const excerpt = shortened(words, confidential);
  return excerpt === ''
    ? new AssistantError('endpoint.notAModelServer', [host], { status })
    : new AssistantError('endpoint.webPage', [host, excerpt], { status });
}

/** The fault behind an exception of the network layer. `seconds`: the limit that applied, for timeouts. */
export function errorFromException(error: unknown, context: FailureContext, seconds: number): AssistantError {
  const known = causesOf(error).find((cause) => cause instanceof AssistantError);
  if (known !== undefined) {
    return known;
  }
  const code = socketCodeOf(error);
  const proxied = context.proxy === undefined ? undefined : proxyFault(context.proxy, error, code);
  if (proxied !== undefined) {
    return proxied;
  }
  const message =
    bySocketCode.find((row) => code !== undefined && row.pattern.test(code))?.message ?? 'endpoint.unreachable';
  const limit = code === 'UND_ERR_CONNECT_TIMEOUT' ? (context.connectSeconds ?? seconds) : seconds;
  const detail = message === 'endpoint.timeout' ? limit : (code ?? 'no further details');
  // No `cause`: network errors may quote request headers, and with them the key.
  return new AssistantError(message, [context.host, detail]);
}

/** Milliseconds to wait as told by a `Retry-After` header (seconds or a date); undefined = not told. */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (header === null || header === undefined || header.trim() === '') {
    return undefined;
  }
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

const wrongPlace: ReadonlySet<MessageId> = new Set<MessageId>([
  'endpoint.notFound',
  'endpoint.notAModelServer',
  'endpoint.webPage',
]);

/** Whether another reading of the address may be the right one after this fault: no such route, or a web page. */
export function suggestsOtherAddress(error: unknown): boolean {
  return error instanceof AssistantError && wrongPlace.has(error.code);
}

/** A message that says more than the code alone, with its arguments. */
function refined(
  message: MessageId,
  reported: ReportedError,
  { host, hasKey, otherAddresses = [] }: FailureContext,
): readonly [MessageId, readonly string[]] | undefined {
  if (message === 'endpoint.keyRejected' && hasKey === false) {
    return ['endpoint.keyNeeded', [host]];
  }
  if (message === 'endpoint.noBalance' && otherAddresses.length > 0) {
    return ['endpoint.noBalanceElsewhere', [host, otherAddresses.join(', ')]];
  }
  // "Your limit will reset at 2026-07-03 11:11:54"
  const [time] = /\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?/.exec(reported.message) ?? [];
  return message === 'endpoint.quotaReached' && time !== undefined
    ? ['endpoint.quotaReachedUntil', [host, time]]
    : undefined;
}

/** undici tells of a proxy's refusal in words only. Connections that fail before a tunnel stands are the proxy's. */
function proxyFault(proxy: string, error: unknown, code: string | undefined): AssistantError | undefined {
  const [, status] =
    causesOf(error)
      .map(({ message }) => /proxy[^(]*\((\d{3})\)/i.exec(message))
      .find((match) => match !== null) ?? [];
  if (status === '407') {
    return new AssistantError('endpoint.proxySignIn', [proxy]);
  }
  if (status !== undefined || /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_PRX\w*)$/.test(code ?? '')) {
    return new AssistantError('endpoint.proxyFailed', [proxy, status ?? code ?? '']);
  }
  return undefined;
}

function messageForReport(reported: ReportedError): MessageId | undefined {
  for (const code of reported.codes) {
    const row = byCode.find(({ codes }) => codes.includes(code));
    if (row !== undefined) {
      return row.message;
    }
  }
  return byWords.find(({ pattern }) => pattern.test(reported.message))?.message;
}

function messageForStatus(status: number): MessageId {
  return byStatus.find(({ from, to }) => status >= from && status <= to)?.message ?? 'endpoint.serverError';
}

function argumentsFor(
  message: MessageId,
  status: number,
  reported: ReportedError,
  { host, modelId, confidential, proxy }: FailureContext,
  redirectTarget: string | undefined,
): readonly (string | number)[] {
  switch (message) {
    case 'endpoint.notFound':
    case 'endpoint.modelNotFound':
    case 'endpoint.modelNotInPlan':
      return [host, modelId];
    case 'endpoint.badRequest':
      return [host, shortened(reported.message, confidential) || String(status)];
    case 'endpoint.unsupported':
      return [host, shortened(reported.message, confidential) || 'this kind of request'];
    case 'endpoint.serverError':
      return [host, reported.codes[0] ?? status];
    case 'endpoint.proxySignIn':
      return [proxy ?? host];
    case 'endpoint.redirect':
      return [host, redirectTarget ?? '?'];
    default:
      return [host];
  }
}

function readErrorBody(body: unknown): ReportedError {
  const wrapped = wrappedErrorBody.safeParse(body);
  const inner = wrapped.success ? wrapped.data.error : body;
  if (typeof inner === 'string') {
    return { codes: [], message: inner };
  }
  const detailed = detailBody.safeParse(inner);
  if (detailed.success) {
    const { detail } = detailed.data;
    const [first] = typeof detail === 'string' ? [] : detail;
    const place = (first?.loc ?? []).filter((step) => step !== 'body').join('.');
    const told = [place, first?.msg].filter((part) => part !== undefined && part !== '').join(': ');
    return { codes: [], message: typeof detail === 'string' ? detail : told };
  }
  const parsed = errorBody.safeParse(inner);
  if (!parsed.success) {
    return { codes: [], message: '' };
  }
  const { code, type, message, msg } = parsed.data;
  const codes = [code, type].flatMap((value) => (value === null || value === undefined ? [] : [String(value)]));
  return { codes, message: message ?? msg ?? '' };
}

/** A server's own words for the person: one short line; nothing when they quote what is confidential. */
function shortened(message: string, confidential: readonly string[]): string {
  const line = message.replace(/\s+/g, ' ').trim().slice(0, 160);
  return confidential.some((text) => quotes(line, text)) ? '' : line.replace(/\b(?:sk-)?[\w-]{24,}(?:\.[\w-]+)*/g, '…');
}

/** Whether the line holds the whole text, or a stretch of it too long to be chance. */
function quotes(line: string, text: string): boolean {
  const length = 16;
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= length) {
    return flat.length > 3 && line.includes(flat);
  }
  for (let i = 0; i + length <= line.length; i++) {
    if (flat.includes(line.slice(i, i + length))) {
      return true;
    }
  }
  return false;
}

function socketCodeOf(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    if ('code' in cause && typeof cause.code === 'string' && cause.code !== '') {
      return cause.code;
    }
    if (cause.name === 'HTTPParserError') {
      // undici gives it a code only for some of the parser's complaints.
      return 'HPE_INVALID';
    }
  }
  return undefined;
}

/** An error and what is behind it, outermost first. Of several attempts (IPv6, IPv4) the first counts. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let current = error; current instanceof Error && causes.length < 8; ) {
    causes.push(current);
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return causes;
}
