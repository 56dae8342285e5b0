/**
 * OpenTelemetry's protocol as JSON (opentelemetry-proto, trace service): a span for each model call with the attributes of the GenAI
 * conventions, its outcomes as the span's events. The same body serves a file, a line for each, and a collector over HTTP.
 */
import { createHash } from 'node:crypto';
import type { LoggedPrompt } from '../PromptLogStore';
import type { PromptRecord } from '../records';

type Value =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly Value[] } };

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

/** A collector's request for traces. */
export function toOtlpRequest(logged: readonly LoggedPrompt[]): unknown {
  return {
    resourceSpans: [
      {
        resource: { attributes: [attribute('service.name', 'glm-tandem')] },
        scopeSpans: [{ scope: { name: 'glm.promptlog', version: '1' }, spans: logged.map(toSpan) }],
      },
    ],
  };
}

/** What is sent to a collector, for any `fetch`. `endpoint` is its base address; the path for traces is added unless it is there. */
export function otlpHttpRequest(
  endpoint: string,
  logged: readonly LoggedPrompt[],
  headers: Readonly<Record<string, string>> = {},
): {
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const base = endpoint.replace(/\/+$/, '');
  return {
    url: base.endsWith('/v1/traces') ? base : `${base}/v1/traces`,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(toOtlpRequest(logged)),
  };
}

const mostInBatch = 100;
/** Characters of records after which a batch goes; collectors take some megabytes at once, and no more is held in memory. */
const largestBatch = 2_000_000;

/** Sends logged prompts in batches. Rejects at the first batch that the collector does not take, with its status in the message. */
export async function sendToCollector(
  logged: AsyncIterable<LoggedPrompt>,
  destination: { readonly endpoint: string; readonly headers?: Readonly<Record<string, string>> },
  send: (
    url: string,
    init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
  ) => Promise<{ readonly ok: boolean; readonly status: number }>,
  signal: AbortSignal,
): Promise<number> {
  let sent = 0;
  let batch: LoggedPrompt[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) {
      return;
    }
    const { url, method, headers, body } = otlpHttpRequest(destination.endpoint, batch, destination.headers);
    const answer = await send(url, { method, headers: { ...headers }, body, signal });
    if (!answer.ok) {
      throw new Error(`the collector answered ${answer.status}`);
    }
    sent += batch.length;
    batch = [];
    size = 0;
  };
  for await (const each of logged) {
    batch.push(each);
    size += JSON.stringify(each.record).length;
    if (batch.length >= mostInBatch || size >= largestBatch) {
      await flush();
    }
  }
  await flush();
  return sent;
}

function toSpan({ record, outcomes }: LoggedPrompt): unknown {
  const begun = Date.parse(record.ts);
  const ended = begun + Math.round((record.duration ?? 0) * 1000);
  const fault = record['error.type'];
  return {
    traceId: identifier(record['gen_ai.conversation.id'] ?? record.id, 32),
    spanId: identifier(record.id, 16),
    name: `${record['gen_ai.operation.name']} ${record['gen_ai.request.model'] ?? ''}`.trim(),
    kind: 3,
    startTimeUnixNano: nanoseconds(begun),
    endTimeUnixNano: nanoseconds(ended),
    attributes: attributesOf(record),
    events: outcomes.map(({ ts, action, record: _record, schema: _schema, event: _event, ...details }) => ({
      timeUnixNano: nanoseconds(Date.parse(ts)),
      name: `glm.promptlog.${action}`,
      attributes: Object.entries(details).map(([key, value]) => attribute(`glm.outcome.${key}`, value)),
    })),
    status: fault === undefined ? {} : { code: 2, message: fault },
  };
}

/** The conventions' own names stay; what is ours gets the prefix `glm.`. */
function attributesOf(record: PromptRecord): Attribute[] {
  return Object.entries(record)
    .filter(
      ([key, value]) => value !== undefined && !['schema', 'ts', 'duration', 'redaction', 'curation'].includes(key),
    )
    .map(([key, value]) => attribute(key.includes('.') ? key : `glm.${key}`, value));
}

function attribute(key: string, value: unknown): Attribute {
  return { key, value: otlpValue(value) };
}

function otlpValue(value: unknown): Value {
  if (typeof value === 'string') {
    return { stringValue: value };
  }
  if (typeof value === 'boolean') {
    return { boolValue: value };
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  // Structured attributes are JSON text in spans, as the conventions ask for messages.
  return Array.isArray(value) && value.every((each) => typeof each !== 'object')
    ? { arrayValue: { values: value.map(otlpValue) } }
    : { stringValue: JSON.stringify(value) };
}

function identifier(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

function nanoseconds(milliseconds: number): string {
  return `${BigInt(milliseconds) * 1_000_000n}`;
}
