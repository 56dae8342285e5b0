/** Sends one request and waits for the head of its answer: with the key or a token made of it, and with a server's refusal read. */
import type { OpenAI } from 'openai';
import { errorFromAnswer, errorFromPage, type FailureContext, parseRetryAfter } from '../errors';
import type { Credentials } from './Credentials';
import { isHtml, wordsOfPage } from './responseBody';
import type { Refusal, Transport } from './transport';

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
}
/** One call of the client, whose body is still to be read. */
export type Call = (client: OpenAI, options: CallOptions) => { asResponse(): Promise<Response> };

export interface Sender {
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly acceptLanguage: string | undefined;
}

/**
 * The head of an answer. Refusals are thrown as `AssistantError`s; what has expired is signed anew, once. `isSecond`: it has been.
 */
export async function openAnswer(
  sender: Sender,
  base: string,
  call: Call,
  signal: AbortSignal,
  context: FailureContext,
  isSecond = false,
): Promise<Response> {
  const { transport, credentials, acceptLanguage } = sender;
  const headers = acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage };
  try {
    const client = transport.client(base, await credentials.bearer());
    const response = await call(client, { signal, headers }).asResponse();
    if (isHtml(response)) {
      throw errorFromPage(response.status, await wordsOfPage(response), context);
    }
    return response;
  } catch (error) {
    const refusal = transport.refusalIn(error);
    if (refusal === undefined) {
      throw error;
    }
    const retryAfter = parseRetryAfter(refusal.headers?.get('retry-after'), Date.now());
    const confidential = [...context.confidential, ...credentials.secrets];
    const fault = errorFromAnswer(refusal.status, refusal.body, { ...context, confidential }, { retryAfter });
    if (fault.serverCode === expired && !isSecond && credentials.renew(timeOf(refusal))) {
      return openAnswer(sender, base, call, signal, context, true);
    }
    throw fault;
  }
}

/** "Token expired" at Z.ai and BigModel. */
const expired = '1003';

/** The server's clock; undefined = it does not tell. */
function timeOf({ headers }: Refusal): number | undefined {
  const time = Date.parse(headers?.get('date') ?? '');
  return Number.isNaN(time) ? undefined : time;
}
