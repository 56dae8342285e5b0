/**
 * Reads the chunk objects of an OpenAI-style stream: text and reasoning by their members, tool calls put together from their pieces.
 * The text goes through a `TextParser`, because many servers leave GLM's own formats in it. Format: glm.md, sections 1.4 and 1.5.
 */
import * as z from 'zod';
import type { ToolCall } from '../ToolDefinition';
import { finishOf } from './finishReasons';
import type { Finish, OutputParser, ParseEvent, ParseOptions, ParseSummary } from './OutputParser';
import { type ParseProblem, problem } from './problems';
import { SpacedText } from './SpacedText';
import type { TextParser } from './TextParser';
import { type CallResult, callFromText, findTool, refused, valueNestsDeeperThan } from './toolArguments';

const pieceSchema = z.object({
  // Null on All Tools and on some older servers.
  index: z.number().nullish(),
  id: z.string().nullish(),
  type: z.string().nullish(),
  function: z
    .object({
      name: z.string().nullish(),
      // An object where a server has parsed it already.
      arguments: z.unknown().optional(),
    })
    .nullish(),
});

const messageSchema = z.object({
  content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z.array(pieceSchema).nullish(),
});

const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        index: z.number().nullish(),
        delta: messageSchema.nullish(),
        // Some servers answer a stream request with one whole message.
        message: messageSchema.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  error: z
    .union([z.string(), z.object({ code: z.union([z.string(), z.number()]).nullish(), message: z.string().nullish() })])
    .nullish(),
});

/** What stands behind the last chunk of a stream, where somebody recorded that, too. */
const endOfStream = '[DONE]';

type Piece = z.infer<typeof pieceSchema>;

interface GrowingCall {
  readonly index: number | undefined;
  id: string;
  name: string;
  text: string;
  announced: boolean;
  isTooDeep: boolean;
}

/** Takes chunk objects, and strings as pieces of plain text from servers that send only that. */
export class ChunkParser implements OutputParser<unknown> {
  readonly #text: TextParser;
  readonly #options: ParseOptions;
  readonly #calls: GrowingCall[] = [];
  readonly #problems: ParseProblem[] = [];
  readonly #reasoning = new SpacedText();
  #sawChunk = false;
  #isDone = false;
  #failed = false;
  #finishReason: string | undefined;

  constructor(text: TextParser, options: ParseOptions) {
    this.#text = text;
    this.#options = options;
    this.#reasoning.skipSpace();
  }

  push(chunk: unknown): readonly ParseEvent[] {
    if (chunk === endOfStream && this.#sawChunk) {
      this.#isDone = true;
      return [];
    }
    if (typeof chunk === 'string') {
      return this.#text.push(chunk);
    }
    this.#sawChunk = true;
    const parsed = chunkSchema.safeParse(chunk);
    if (!parsed.success) {
      const where = parsed.error.issues[0]?.path.join('.') ?? '';
      this.#problems.push(problem('bad_chunk', '', where === '' ? 'it is not a chunk object.' : `at “${where}”.`));
      return [];
    }
    const { choices, error } = parsed.data;
    if (error !== undefined && error !== null) {
      this.#failed = true;
      const code = typeof error === 'string' ? error : [error.code, error.message].filter((part) => part).join(' ');
      this.#problems.push(problem('server_error', '', code.slice(0, 500)));
    }
    const events: ParseEvent[] = [];
    for (const choice of choices ?? []) {
      if ((choice.index ?? 0) === 0) {
        this.#finishReason = choice.finish_reason ?? this.#finishReason;
        this.#addMessage(choice.delta ?? choice.message ?? {}, events);
      }
    }
    return events;
  }

  end(): { readonly events: readonly ParseEvent[]; readonly summary: ParseSummary } {
    const text = this.#text.end();
    if (!this.#sawChunk) {
      return text;
    }
    const results = this.#calls.map((call) => this.#finishCall(call));
    const own: ToolCall[] = [];
    const problems = [...this.#problems];
    for (const { call, problems: found } of results) {
      if (call !== undefined && own.length >= this.#options.limits.calls) {
        problems.push(problem('too_many_calls', call.name, this.#options.limits.calls));
        continue;
      }
      problems.push(...found);
      if (call !== undefined) {
        own.push(call);
      }
    }
    // Calls that the server has parsed win over text that looks like calls.
    const fromText = this.#calls.length === 0;
    const toolCalls = fromText ? text.summary.toolCalls : own;
    const events: ParseEvent[] = [
      ...text.events.filter(({ type }) => type !== 'toolCall' && type !== 'problem'),
      ...[...problems, ...(fromText ? text.summary.problems : [])].map(
        (found) => ({ type: 'problem', problem: found }) satisfies ParseEvent,
      ),
      ...toolCalls.map((call) => ({ type: 'toolCall', call }) satisfies ParseEvent),
    ];
    return {
      events,
      summary: {
        content: text.summary.content,
        reasoning: this.#reasoning.text + text.summary.reasoning,
        toolCalls,
        problems: [...problems, ...(fromText ? text.summary.problems : [])],
        finish: this.#finish(toolCalls.length > 0, problems, text.summary.finish),
      },
    };
  }

  #finish(hasCalls: boolean, problems: readonly ParseProblem[], ofText: Finish): Finish {
    // A word that nobody knows may mean anything but a good end.
    const ownWord = this.#isDone ? 'stop' : undefined;
    const reported = this.#finishReason === undefined ? ownWord : (finishOf(this.#finishReason) ?? 'incomplete');
    if (this.#failed || reported === 'error') {
      return 'error';
    }
    if (reported === 'content_filter' || reported === 'incomplete') {
      return reported;
    }
    if (hasCalls) {
      return 'tool_calls';
    }
    const cut = problems.some(({ code }) => code === 'truncated_arguments') || ofText === 'length';
    return reported === undefined ? 'incomplete' : cut ? 'length' : reported;
  }

  #addMessage(message: z.infer<typeof messageSchema>, events: ParseEvent[]): void {
    const reasoning = message.reasoning_content ?? message.reasoning ?? '';
    if (reasoning !== '') {
      this.#text.reasoningIsElsewhere();
      const certain = this.#reasoning.add(reasoning);
      if (certain !== '') {
        events.push({ type: 'reasoning', text: certain });
      }
    }
    const content =
      typeof message.content === 'string'
        ? message.content
        : (message.content ?? []).map((part) => part.text ?? '').join('');
    if (content !== '') {
      events.push(...this.#text.push(content));
    }
    const pieces = message.tool_calls ?? [];
    pieces.forEach((piece, position) => {
      if (piece.type === undefined || piece.type === null || piece.type === '' || piece.type === 'function') {
        this.#addPiece(piece, pieces.length > 1 ? position : undefined, events);
      }
    });
  }

  #addPiece(piece: Piece, position: number | undefined, events: ParseEvent[]): void {
    const call = this.#findCall(piece, position) ?? this.#newCall(piece);
    const name = piece.function?.name ?? '';
    if (name !== '' && name !== call.name) {
      call.name += name;
    }
    const given = piece.function?.arguments ?? '';
    if (valueNestsDeeperThan(given, this.#options.limits)) {
      call.isTooDeep = true;
      // Past the limit one character more says all there is to say.
    } else if (call.text.length <= this.#options.limits.callLength) {
      call.text += typeof given === 'string' ? given : JSON.stringify(given);
    }
    if (!call.announced && findTool(this.#options, call.name) !== undefined) {
      call.announced = true;
      events.push({ type: 'toolCallStart', name: call.name });
    }
  }

  /**
   * The call that a piece goes on with: by index, else by id, else by its place among several pieces, else the last one. Undefined = it
   * begins another one. Some servers number all calls 0 and tell them apart by id, some give neither and begin a call with its name.
   */
  #findCall(piece: Piece, position: number | undefined): GrowingCall | undefined {
    const id = piece.id ?? '';
    const begins = (piece.function?.name ?? '') !== '';
    if (piece.index !== undefined && piece.index !== null) {
      const call = this.#calls.findLast(({ index }) => index === piece.index);
      return call !== undefined && begins && id !== '' && call.id !== '' && call.id !== id ? undefined : call;
    }
    if (id !== '') {
      return this.#calls.find((call) => call.id === id);
    }
    return begins ? undefined : position === undefined ? this.#calls.at(-1) : this.#calls[position];
  }

  #newCall(piece: Piece): GrowingCall {
    const state = { name: '', text: '', announced: false, isTooDeep: false };
    const call = { index: piece.index ?? undefined, id: piece.id ?? '', ...state };
    this.#calls.push(call);
    return call;
  }

  #finishCall(call: GrowingCall): CallResult {
    if (call.name === '' || (this.#options.tools !== undefined && findTool(this.#options, call.name) === undefined)) {
      return refused(problem('unknown_tool', call.name));
    }
    if (call.isTooDeep) {
      return refused(problem('too_deep', call.name, this.#options.limits.depth));
    }
    const reason = this.#finishReason === undefined ? undefined : finishOf(this.#finishReason);
    const ended = this.#finishReason !== undefined || this.#isDone;
    const cut = this.#failed || !ended || reason === 'length' || reason === 'error';
    return callFromText(call.name, call.text, cut, this.#options);
  }
}
