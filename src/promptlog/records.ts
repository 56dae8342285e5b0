/**
 * The prompt log's format, `glm.promptlog/1`: a line is a record of one model call, or an event that happened to a record later.
 * Attribute names are those of OpenTelemetry's GenAI conventions where these have one. docs/prompt-log.md explains every field.
 */
import * as z from 'zod';
import type { NotedSurface } from '../glm/Model';

export { createId } from '../base/createId';

export const schemaName = 'glm.promptlog/1';

/** What a person can allow to be kept, each on its own. Everything else in a record is measurement. */
export const contentClasses = ['prompts', 'responses', 'codeContext', 'toolArguments', 'toolOutput'] as const;
export type ContentClass = (typeof contentClasses)[number];

export const surfaces = [
  'completion',
  'chat',
  'inline_edit',
  'refactoring',
  'agent',
  'commit',
  'evaluation',
] as const satisfies readonly NotedSurface[];

/**
 * A piece of a message; `content` is absent when its class was not allowed. `code_context` holds what a feature added by itself, `mixed`
 * what nobody can tell from the person's words: it is kept only where both may be.
 */
const messagePart = z.looseObject({
  type: z.string(),
  content: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.unknown().optional(),
  result: z.unknown().optional(),
});
const message = z.looseObject({
  role: z.string(),
  parts: z.array(messagePart),
  finish_reason: z.string().optional(),
});
export type MessagePart = z.infer<typeof messagePart>;
export type Message = z.infer<typeof message>;

const count = z.number().int().nonnegative();

/** One model call. Unknown fields of later writers are kept. */
export const recordSchema = z.looseObject({
  schema: z.literal(schemaName),
  /** ULID: sorts by time. */
  id: z.string().min(1),
  /** When the call began, ISO 8601 in UTC. */
  ts: z.iso.datetime(),
  consent: z.object({ version: z.number().int(), classes: z.array(z.enum(contentClasses)) }),
  /** Random for each window. */
  session: z.string(),
  /** A word of `surfaces`, or of a later version. */
  surface: z.string(),
  'gen_ai.conversation.id': z.string().optional(),
  turn: count.optional(),
  /** Id of the record that caused this one. */
  parent: z.string().optional(),
  'gen_ai.operation.name': z.string(),
  'gen_ai.provider.name': z.string(),
  'gen_ai.request.model': z.string().optional(),
  'gen_ai.request.temperature': z.number().optional(),
  'gen_ai.request.top_p': z.number().optional(),
  'gen_ai.request.max_tokens': count.optional(),
  'gen_ai.request.seed': z.number().int().optional(),
  'gen_ai.request.stop_sequences': z.array(z.string()).optional(),
  'gen_ai.response.model': z.string().optional(),
  'gen_ai.response.id': z.string().optional(),
  'gen_ai.response.finish_reasons': z.array(z.string()).optional(),
  /** Seconds. */
  'gen_ai.response.time_to_first_chunk': z.number().nonnegative().optional(),
  'gen_ai.usage.input_tokens': count.optional(),
  'gen_ai.usage.output_tokens': count.optional(),
  'gen_ai.usage.cache_read.input_tokens': count.optional(),
  /** Seconds from the request to its end. */
  duration: z.number().nonnegative().optional(),
  /** Message id of the fault, `cancelled`, or absent. */
  'error.type': z.string().optional(),
  'gen_ai.input.messages': z.array(message).optional(),
  'gen_ai.output.messages': z.array(message).optional(),
  'gen_ai.tool.definitions': z.array(z.unknown()).optional(),
  /** What the person typed, without what was added to it. */
  user_text: z.string().optional(),
  natural_language: z.string().optional(),
  workspace: z
    .looseObject({
      /** Keyed hash of the folder. */
      id: z.string().optional(),
      languages: z.array(z.string()).optional(),
      vcs: z.looseObject({ head: z.string().optional(), dirty: z.boolean().optional() }).optional(),
      /** Path relative to the folder. */
      file: z.string().optional(),
      lang: z.string().optional(),
      /** First and last line, 0-based. */
      selection: z.array(count).length(2).optional(),
    })
    .optional(),
  context: z
    .array(
      z.looseObject({
        kind: z.string(),
        path: z.string().optional(),
        sha256: z.string().optional(),
        range: z.array(count).length(2).optional(),
        content: z.string().optional(),
      }),
    )
    .optional(),
  redaction: z.object({
    engine: z.string(),
    /** Never the value: rule, JSON pointer of the text, how often. */
    hits: z.array(z.object({ rule: z.string(), where: z.string(), count })),
  }),
  curation: z.looseObject({ state: z.string() }).optional(),
});
export type PromptRecord = z.infer<typeof recordSchema>;

/** Something that happened to a record after it was written. */
export const outcomeSchema = z.looseObject({
  schema: z.literal(schemaName),
  event: z.literal('outcome'),
  /** Id of the record. */
  record: z.string().min(1),
  ts: z.iso.datetime(),
  /**
   * `shown`, `accepted`, `partly_accepted`, `rejected`, `survived`, `feedback`, `copied`, `inserted`, `applied`, `undone`,
   * `tests_run`, or a word of a later version.
   */
  action: z.string(),
  /** True where nobody told it and it was concluded from what came next. */
  inferred: z.boolean(),
  /** `rejected`: why. */
  reason: z.string().optional(),
  /** Seconds since acceptance (`survived`), since it was shown (`rejected`), since it was applied (`undone`). */
  after: z.number().optional(),
  /** `survived`: the share of 4-grams that still stands, 0 to 1. */
  share: z.number().min(0).max(1).optional(),
  /** `feedback`: thumbs; `none` = taken back. */
  value: z.enum(['up', 'down', 'none']).optional(),
  /** `feedback`: what the person wrote about it, cleaned like a prompt; only where prompts are kept. */
  comment: z.string().optional(),
  /** `inserted`: where, if not at the cursor. */
  into: z.enum(['new_file', 'terminal']).optional(),
  /** `applied`, `rejected`, `undone`: which hunk; `applied`: how its place was found. */
  hunk: count.optional(),
  match: z.string().optional(),
  /** `tests_run`: how many failed and how many did not, where the runner said so; `succeeded`: whether it ended without a fault. */
  failed: count.optional(),
  passed: count.optional(),
  succeeded: z.boolean().optional(),
  /** `partly_accepted`: UTF-16 units of the completion that were taken. */
  characters: count.optional(),
  /**
   * `survived`: SHA-256, in hexadecimal, of the UTF-8 of what the text has become by then, cleaned like the record's texts, so that it is that
   * of the answer where nothing was changed; only where answers are kept.
   */
  final_code_sha256: z.string().optional(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** A record was deleted; what is left of it is not to be shown. */
export const deletionSchema = z.looseObject({
  schema: z.literal(schemaName),
  event: z.literal('deleted'),
  record: z.string().min(1),
  ts: z.iso.datetime(),
});
/** A line was found torn, as after a crash or on a full disk. It stays where it is; this says why it cannot be read. */
export const quarantineSchema = z.looseObject({
  schema: z.literal(schemaName),
  event: z.literal('quarantined'),
  ts: z.iso.datetime(),
  /** Where the torn line begins and how long it is, in bytes. */
  offset: count,
  length: count,
});

export type LogLine =
  | { readonly kind: 'record'; readonly record: PromptRecord }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'deleted'; readonly record: string }
  | { readonly kind: 'quarantined' }
  /** Written by a later version, or by nobody we know: kept as it is and shown as such. */
  | { readonly kind: 'foreign'; readonly value: unknown }
  /** No JSON at all. */
  | { readonly kind: 'torn' };

/** Turns a value of the schema version in its key into one of the next version. */
export type Migrations = Readonly<
  Record<number, (value: Readonly<Record<string, unknown>>) => Record<string, unknown>>
>;

/** Version 1 is the first; what a later one changes is added here. */
const migrations: Migrations = {};

/** Reads one line of a segment, of this or an earlier version. Never throws. */
export function parseLine(line: string, steps: Migrations = migrations): LogLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'torn' };
  }
  const current = migrate(value, steps);
  if (typeof current !== 'object' || current === null || !('event' in current)) {
    const record = recordSchema.safeParse(current);
    return record.success ? { kind: 'record', record: record.data } : { kind: 'foreign', value };
  }
  switch (current.event) {
    case 'outcome': {
      const outcome = outcomeSchema.safeParse(current);
      return outcome.success ? { kind: 'outcome', outcome: outcome.data } : { kind: 'foreign', value };
    }
    case 'deleted': {
      const deletion = deletionSchema.safeParse(current);
      return deletion.success ? { kind: 'deleted', record: deletion.data.record } : { kind: 'foreign', value };
    }
    case 'quarantined':
      return quarantineSchema.safeParse(current).success ? { kind: 'quarantined' } : { kind: 'foreign', value };
    default:
      return { kind: 'foreign', value };
  }
}

function migrate(value: unknown, steps: Migrations): unknown {
  let current = value;
  for (;;) {
    const version = /^glm\.promptlog\/(\d+)$/.exec(String(schemaOf(current)))?.[1];
    const step = version === undefined ? undefined : steps[Number(version)];
    if (step === undefined || typeof current !== 'object' || current === null) {
      return current;
    }
    current = { ...step({ ...current }), schema: `glm.promptlog/${Number(version) + 1}` };
  }
}

function schemaOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
}
