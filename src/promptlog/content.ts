/** Which parts of a record are content, of which class, and how each is taken out or cleaned. */

import type { LoggedPrompt } from './PromptLogStore';
import type { ContentClass, Message, MessagePart, PromptRecord } from './records';
import type { Redact } from './redaction/redact';
import { redactionVersion } from './redaction/redact';

type Keep = (contentClass: ContentClass) => boolean;

/** The record with the content of the given classes only; measurements always stay. */
export function withClasses(record: PromptRecord, classes: readonly ContentClass[]): PromptRecord {
  const keep: Keep = (contentClass) => classes.includes(contentClass);
  const {
    'gen_ai.input.messages': input,
    'gen_ai.output.messages': output,
    'gen_ai.tool.definitions': tools,
    'gen_ai.request.stop_sequences': stop,
    user_text: userText,
    context,
    ...rest
  } = record;
  return {
    ...rest,
    consent: { ...record.consent, classes: record.consent.classes.filter(keep) },
    ...(input !== undefined && { 'gen_ai.input.messages': input.map((each) => messageWith(each, 'prompts', keep)) }),
    ...(output !== undefined && {
      'gen_ai.output.messages': output.map((each) => messageWith(each, 'responses', keep)),
    }),
    ...(tools !== undefined && keep('prompts') && { 'gen_ai.tool.definitions': tools }),
    ...(stop !== undefined && keep('prompts') && { 'gen_ai.request.stop_sequences': stop }),
    ...(userText !== undefined && keep('prompts') && { user_text: userText }),
    ...(context !== undefined && {
      context: keep('codeContext') ? context : context.map(({ content: _content, ...each }) => each),
    }),
  };
}

/** The same of a record with its outcomes: what the person wrote about an answer is theirs like a prompt. */
export function loggedWithClasses({ record, outcomes }: LoggedPrompt, classes: readonly ContentClass[]): LoggedPrompt {
  return {
    record: withClasses(record, classes),
    outcomes: outcomes.map((outcome) => outcomeWithClasses(outcome, classes)),
  };
}

/** What the person wrote about an answer, and the answer as they kept it, of which only a hash is written. */
interface OutcomeContent {
  readonly action: string;
  comment?: unknown;
  kept?: unknown;
  final_code_sha256?: unknown;
}

/** An outcome without the content of classes that are not among these. */
export function outcomeWithClasses<T extends OutcomeContent>(outcome: T, classes: readonly ContentClass[]): T {
  const result = { ...outcome };
  if (!classes.includes('prompts')) {
    delete result.comment;
  }
  if (!classes.includes('responses')) {
    delete result.kept;
    delete result.final_code_sha256;
  }
  return result;
}

function messageWith(message: Message, textClass: 'prompts' | 'responses', keep: Keep): Message {
  // An earlier answer that is sent along is an answer still.
  const ofText = message.role === 'assistant' ? 'responses' : textClass;
  return { ...message, parts: message.parts.map((part) => partWith(part, ofText, keep)) };
}

function partWith(part: MessagePart, textClass: ContentClass, keep: Keep): MessagePart {
  switch (part.type) {
    case 'tool_call':
      return keep('toolArguments') ? part : { type: part.type, ...named(part) };
    case 'tool_call_response':
      return keep('toolOutput') ? part : { type: part.type, ...named(part) };
    case 'code_context':
      return keep('codeContext') ? part : { type: part.type };
    case 'mixed':
      return keep('prompts') && keep('codeContext') ? part : { type: part.type };
    case 'text':
    case 'reasoning':
      return keep(textClass) ? part : { type: part.type };
    default:
      // Nobody can say what an unknown part holds, so all must be allowed.
      return (['prompts', 'responses', 'codeContext', 'toolArguments', 'toolOutput'] as const).every(keep)
        ? part
        : { type: part.type };
  }
}

function named({ id, name }: MessagePart): { id?: string; name?: string } {
  return { ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
}

/** Fields whose texts are the product's own words, hashes, ids and times: no rule may touch those, and looking would cost time. */
const ownFields: ReadonlySet<string> = new Set(
  (
    'schema id ts session parent surface sha256 head role type kind lang languages natural_language consent redaction curation ' +
    'gen_ai.operation.name gen_ai.provider.name gen_ai.response.id gen_ai.response.finish_reasons gen_ai.conversation.id finish_reason error.type'
  ).split(' '),
);
/** Fields whose inner names come from elsewhere. */
const foreignFields: ReadonlySet<string> = new Set(['arguments', 'result', 'gen_ai.tool.definitions']);
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

interface Hit {
  readonly rule: string;
  readonly where: string;
  readonly count: number;
}

/** A copy in which every text has been through the redactor and is well-formed Unicode; says what was taken out of which text. */
export function redactRecord(record: PromptRecord, redact: Redact): PromptRecord {
  const hits: Hit[] = [...record.redaction.hits];
  const entries = Object.entries(record).map(([key, value]) => [
    key,
    ownFields.has(key) ? value : cleaned(value, `/${key}`, foreignFields.has(key), redact, hits),
  ]);
  return { ...record, ...Object.fromEntries(entries), redaction: { engine: redactionVersion, hits } };
}

function cleaned(value: unknown, where: string, foreign: boolean, redact: Redact, hits: Hit[]): unknown {
  if (typeof value === 'string') {
    return cleanedText(value, where, redact, hits);
  }
  if (Array.isArray(value)) {
    return value.map((each, i) => cleaned(each, `${where}/${i}`, foreign, redact, hits));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        const place = `${where}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        return foreign
          ? [cleanedText(key, where, redact, hits), cleaned(each, place, true, redact, hits)]
          : [key, ownFields.has(key) ? each : cleaned(each, place, foreignFields.has(key), redact, hits)];
      }),
    );
  }
  return value;
}

/** Half characters can be written to no file. */
export function wellFormed(text: string): string {
  return text.replace(loneSurrogate, '\ufffd');
}

function cleanedText(text: string, where: string, redact: Redact, hits: Hit[]): string {
  const result = redact(wellFormed(text));
  const counts = new Map<string, number>();
  for (const { rule } of result.hits) {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  hits.push(...[...counts].map(([rule, count]) => ({ rule, where, count })));
  return result.text;
}
