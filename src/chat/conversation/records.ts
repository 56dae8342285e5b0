/**
 * The lines of a conversation's file: one JSON object each, only ever appended. A message knows what it answers or follows, so the lines
 * of two windows that write to the same conversation make branches, never a muddle.
 */
import * as z from 'zod';
import { pictureData } from '../../protocol/agent';
import { callEnds, loopEnds } from '../agent/agentEvents';

/** Grows when older programs would read a file wrongly; what is merely new is left out by them. */
export const conversationVersion = 1;

/** Something that goes along with a question, with its text as it was then. */
export const attachmentSchema = z.object({
  id: z.string(),
  kind: z.enum([
    ...(['file', 'folder', 'selection', 'symbol', 'codebase', 'problems', 'terminal', 'changes'] as const),
    ...(['instructions', 'page', 'image'] as const),
  ]),
  /** What the chip says, such as `src/a.ts:3-9`. */
  label: z.string(),
  /** Where it can be opened: a URI string; absent = nowhere. */
  uri: z.string().optional(),
  /** First and last line, from 0; absent = the whole. */
  lines: z.tuple([z.number(), z.number()]).optional(),
  languageId: z.string().optional(),
  text: z.string(),
  /** Where the pieces of a text are from that was put together. */
  places: z.array(z.object({ uri: z.string(), lines: z.tuple([z.number(), z.number()]) })).optional(),
  /** Base64 of a picture, which is its text. */
  image: z.object({ mediaType: z.string(), data: z.string() }).optional(),
});
export interface Attachment extends z.infer<typeof attachmentSchema> {
  /** Its text is found when the question is asked; never stored. */
  readonly isDeferred?: boolean;
}

const usageSchema = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  cachedTokens: z.number().optional(),
});

/** `stopped`: by the person; `failed`: with an error; `interrupted`: the program ended; the others are the model's. */
const endSchema = z.enum([
  'stop',
  'tool_calls',
  'length',
  'content_filter',
  'error',
  'incomplete',
  'repetition',
  'stopped',
  'failed',
  'interrupted',
  ...loopEnds,
]);
export type AnswerEnd = z.infer<typeof endSchema>;

const serverToolUseSchema = z.object({
  tool: z.enum(['web_search', 'code_interpreter', 'web_browser', 'drawing_tool', 'retrieval']),
  /** A piece of what the provider gave to the tool: code, a query. */
  input: z.string().default(''),
  outputs: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('page'), title: z.string(), link: z.string(), content: z.string() }),
        z.object({ kind: z.literal('log'), text: z.string() }),
        z.object({ kind: z.literal('file'), url: z.string() }),
        z.object({ kind: z.literal('image'), url: z.string() }),
      ]),
    )
    .default([]),
});
export type ServerToolUse = z.infer<typeof serverToolUseSchema>;

const parent = z.string().nullable();
/** Milliseconds since 1970. */
const at = z.number();

export const recordSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('conversation'),
    version: z.number(),
    id: z.string(),
    at,
    /** URI of the opened folder; null = none. */
    folder: z.string().nullable(),
  }),
  z.object({ type: z.literal('title'), text: z.string() }),
  z.object({
    type: z.literal('question'),
    id: z.string(),
    parent,
    at,
    text: z.string(),
    prompt: z.string().optional(),
    attachments: z.array(attachmentSchema).default([]),
  }),
  /** An answer begins. */
  z.object({
    type: z.literal('answer'),
    id: z.string(),
    parent: z.string(),
    at,
    model: z.string(),
    host: z.string().nullable().default(null),
  }),
  /** More of an answer. */
  z.object({
    type: z.literal('part'),
    id: z.string(),
    text: z.string().default(''),
    reasoning: z.string().default(''),
  }),
  /** These two take the place of what an answer had. */
  z.object({ type: z.literal('whole'), id: z.string(), text: z.string(), reasoning: z.string() }),
  /** The provider uses a tool of its own. Uses of the same tool that follow each other are one, until something came back. */
  z.object({ type: z.literal('serverTool'), id: z.string(), use: serverToolUseSchema }),
  /** The model calls a tool; the call stands behind the text so far. */
  z.object({
    type: z.literal('call'),
    id: z.string(),
    call: z.object({ id: z.string(), round: z.number(), name: z.string(), arguments: z.string() }),
  }),
  /** What became of a call. */
  z.object({
    type: z.literal('result'),
    id: z.string(),
    call: z.string(),
    end: z.enum(callEnds),
    /** As the model got it. */
    output: z.string(),
    /** That a program made. */
    pictures: z.array(pictureData).optional(),
  }),
  /** The files as they were before an answer were kept under this name. */
  z.object({ type: z.literal('checkpoint'), id: z.string(), checkpoint: z.string() }),
  /** A cut answer is being continued. */
  z.object({ type: z.literal('resume'), id: z.string(), at }),
  z.object({
    type: z.literal('end'),
    id: z.string(),
    finish: endSchema,
    /** Milliseconds from the request to the end, added up over continuations. */
    milliseconds: z.number(),
    /** Milliseconds of thinking; 0 = there was none. */
    reasoningMilliseconds: z.number().default(0),
    usage: usageSchema.optional(),
    /** Which model it was in the end; absent = none answered. */
    model: z.string().optional(),
    host: z.string().nullish(),
    /** US dollars, where the price is known; added up over continuations. */
    cost: z.number().optional(),
    /** The request's id, under which the prompt log knows it. */
    request: z.string().optional(),
    /** A message id with arguments; the words are chosen when it is shown. */
    error: z.object({ code: z.string(), args: z.array(z.union([z.string(), z.number()])) }).optional(),
  }),
  /** From here on the model gets a summary in place of the branch up to the message `after`. */
  z.object({
    type: z.literal('compaction'),
    id: z.string(),
    after: z.string(),
    at,
    summary: z.string(),
    /** Estimated tokens of what was said, and of what stands in its place. */
    before: z.number(),
    now: z.number(),
  }),
  /** It is as if there had been no such compaction. */
  z.object({ type: z.literal('undoCompaction'), id: z.string() }),
  /** The branch that ends in this message is shown. */
  z.object({ type: z.literal('leaf'), id: z.string() }),
  z.object({
    type: z.literal('feedback'),
    id: z.string(),
    value: z.enum(['good', 'bad', 'none']),
    reason: z.string().default(''),
  }),
]);
export type ConversationRecord = z.infer<typeof recordSchema>;

/** A record as a line of the file; lone surrogates become U+FFFD, which every reader takes. */
export function recordLine(record: ConversationRecord): string {
  const wellFormed = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? value.toWellFormed() : value;
  return `${JSON.stringify(record, wellFormed)}\n`;
}

/** Undefined = not a record that this version knows. */
export function parseRecord(line: string): ConversationRecord | undefined {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
