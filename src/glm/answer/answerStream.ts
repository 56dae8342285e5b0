/**
 * From the bytes of an answer to model events: every route, streamed or in one piece, with the differences between servers levelled
 * out. Shapes: OpenAI's API reference, BigModel's OpenAPI document, llama.cpp's and Ollama's API documentation.
 */
import * as z from 'zod';
import { AssistantError } from '../../base/AssistantError';
import { errorFromAnswer, type FailureContext, isErrorBody } from '../errors';
import type { HoleAnswer } from '../fillInTheMiddle/HoleAnswer';
import { finishOf } from '../formats/output/finishReasons';
import type { OutputParser, ParseEvent } from '../formats/output/OutputParser';
import type { AnswerFinish, EndEvent, ModelEvent, Usage } from '../Model';
import { serverToolEvents } from '../ServerTool';
import type { AnswerGuard } from './AnswerGuard';
import { JsonLinesDecoder } from './jsonLines';
import { normalFrame, type Wire } from './nativeAnswers';
import { type Frame, ServerSentEventDecoder } from './serverSentEvents';
import { WellFormedText } from './WellFormedText';

const choice = z.object({
  text: z.string().nullish(),
  delta: z.object({ content: z.unknown().optional() }).nullish(),
  message: z.object({ content: z.unknown().optional() }).nullish(),
  finish_reason: z.string().nullish(),
});
const answer = z.object({
  // Absent and empty in frames that only report usage.
  choices: z.array(choice).nullish(),
  // GLM-4 All Tools.
  status: z.string().nullish(),
  usage: z
    .object({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  // llama.cpp's own counts.
  timings: z
    .object({ cache_n: z.number().nullish(), prompt_n: z.number().nullish(), predicted_n: z.number().nullish() })
    .nullish(),
});
type Answer = z.infer<typeof answer>;

/** How one answer is to be read. */
export interface AnswerReading {
  readonly context: FailureContext;
  readonly wire: Wire;
  /** Reads reasoning and tool calls; undefined = the answer is only text. */
  readonly parser: OutputParser<unknown> | undefined;
  /** Takes a completion out of a chat answer; undefined = the text is the completion. */
  readonly hole: HoleAnswer | undefined;
  readonly guard: AnswerGuard;
  /** Whether this server says why an answer ends: `[DONE]` without a reason is then an answer that was cut off. */
  readonly givesReasons: boolean;
}

/** The connection broke while an answer was arriving; `cause` is the network layer's error. */
export class ConnectionBroken extends Error {
  override readonly name = 'ConnectionBroken';

  constructor(cause: unknown) {
    super('The connection broke', { cause });
  }
}

/** Reads one answer: as a stream by `events`, or in one piece. */
export class AnswerReader {
  readonly #reading: AnswerReading;
  #finishReason: string | undefined;
  #usage: Usage | undefined;
  #lostFrames = 0;
  #frames = 0;
  #isDone = false;
  #hasText = false;
  readonly #wellFormed = { text: new WellFormedText(), reasoning: new WellFormedText() };

  constructor(reading: AnswerReading) {
    this.#reading = reading;
  }

  /** Whether the server has said why the answer ended: what may follow is only an account of it. */
  get hasFinished(): boolean {
    return this.#finishReason !== undefined;
  }

  /**
   * The events of a stream. When `chunks` rejects with `ConnectionBroken` after some text, that is an answer without an end
   * (`finishReason` undefined); after the finish reason any rejection but an abort by the caller is an end. Otherwise the rejection is
   * passed on. `onComplete` is called when nothing more can come, before the `end` event.
   */
  async *events(
    chunks: AsyncIterable<Uint8Array>,
    caller: AbortSignal,
    onComplete: () => void,
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const decoder = this.#reading.wire === 'ollama' ? new JsonLinesDecoder() : new ServerSentEventDecoder();
    try {
      for await (const bytes of chunks) {
        yield* this.#read(decoder.push(bytes));
        if (this.#isDone) {
          onComplete();
          break;
        }
        if (this.#isOver) {
          break;
        }
      }
    } catch (error) {
      const isEnd = error instanceof ConnectionBroken ? this.#hasText || this.hasFinished : this.hasFinished;
      if (!isEnd || caller.aborted || isReported(error)) {
        throw error;
      }
    }
    if (!this.#isDone && !this.#isOver) {
      yield* this.#read(decoder.end());
    }
    yield* this.#end();
  }

  /** The events of an answer that came as one JSON value, from a server that does not stream. */
  *wholeAnswer(value: unknown): Generator<ModelEvent, void, undefined> {
    yield* this.#read([{ type: 'json', value }, { type: 'done' }]);
    yield* this.#end();
  }

  /** Whether the client has seen enough, whatever else comes. */
  get #isOver(): boolean {
    return this.#reading.guard.ended !== undefined || this.#reading.hole?.isDone === true;
  }

  *#read(frames: readonly Frame[]): Generator<ModelEvent, void, undefined> {
    for (const frame of frames) {
      if (this.#isOver) {
        return;
      }
      if (frame.type === 'done') {
        this.#isDone = true;
        return;
      }
      if (frame.type === 'broken') {
        this.#lostFrames++;
        continue;
      }
      const { value, isLast } = normalFrame(frame.value, this.#reading.wire);
      yield* this.#readValue(value);
      if (isLast) {
        this.#isDone = true;
        return;
      }
    }
  }

  *#readValue(value: unknown): Generator<ModelEvent, void, undefined> {
    const { context, parser } = this.#reading;
    if (isErrorBody(value)) {
      throw errorFromAnswer(200, value, context);
    }
    const parsed = answer.safeParse(value);
    if (!parsed.success) {
      this.#lostFrames++;
      return;
    }
    this.#frames++;
    this.#usage = usageOf(parsed.data) ?? this.#usage;
    const first = parsed.data.choices?.[0];
    if (first?.finish_reason === 'network_error') {
      // BigModel's word for a fault between its own machines.
      throw new AssistantError('endpoint.streamCut', [context.host]);
    }
    this.#finishReason =
      parsed.data.status === 'requires_action' ? 'requires_action' : (first?.finish_reason ?? this.#finishReason);
    if (parser === undefined) {
      yield* this.#text(first?.text ?? textOf(first?.delta) ?? textOf(first?.message) ?? '');
      return;
    }
    yield* this.#parsed(parser.push(value));
    yield* serverToolEvents(value);
  }

  *#parsed(events: readonly ParseEvent[]): Generator<ModelEvent, void, undefined> {
    const { guard, hole } = this.#reading;
    for (const event of events) {
      if (event.type === 'text') {
        yield* this.#text(event.text);
      } else if (hole !== undefined) {
        // Nothing but the completion's text is wanted.
      } else if (event.type === 'problem' && event.problem.code === 'bad_chunk') {
        this.#lostFrames++;
      } else {
        this.#hasText = true;
        if (event.type === 'reasoning') {
          const text = this.#wellFormed.reasoning.push(event.text);
          guard.watch(text);
          yield { type: 'reasoning', text };
        } else {
          yield event;
        }
      }
    }
  }

  *#text(text: string): Generator<ModelEvent, void, undefined> {
    const { guard, hole } = this.#reading;
    const certain = guard.push(this.#wellFormed.text.push(text));
    const shown = hole === undefined ? certain : hole.push(certain);
    if (shown !== '') {
      this.#hasText = true;
      yield { type: 'text', text: shown };
    }
  }

  /** The last events; throws when nothing at all came, which no model server does. */
  *#end(): Generator<ModelEvent, void, undefined> {
    const { context, guard, hole, parser } = this.#reading;
    if (this.#frames === 0 && !this.#isDone) {
      throw new AssistantError(this.#lostFrames === 0 ? 'endpoint.streamCut' : 'endpoint.notAModelServer', [
        context.host,
      ]);
    }
    let finish: AnswerFinish | undefined = guard.ended ?? (hole?.isDone ? 'stop' : undefined);
    if (finish === undefined) {
      const ended = parser?.end();
      const calls = (ended?.events ?? []).filter(({ type }) => type === 'toolCall');
      yield* this.#parsed((ended?.events ?? []).filter(({ type }) => type !== 'toolCall'));
      const rest = guard.push(this.#wellFormed.text.end()) + guard.end();
      const shown = hole === undefined ? rest : hole.push(rest) + hole.end();
      if (shown !== '') {
        yield { type: 'text', text: shown };
      }
      yield* this.#parsed(calls);
      finish = guard.ended ?? this.#ownFinish(ended?.summary.finish);
    }
    yield { type: 'end', finish, ...this.#account(finish) };
  }

  /** What the end means, from the parser's summary where there is one. */
  #ownFinish(parsed: AnswerFinish | undefined): AnswerFinish {
    const reason = this.#finishReason;
    if (reason === undefined) {
      // Whatever was cut off may have been another call, or the word that takes this one back.
      if (parsed === 'tool_calls' && this.#isDone && this.#lostFrames === 0) {
        return parsed;
      }
      return this.#isDone && !this.#reading.givesReasons ? 'stop' : 'incomplete';
    }
    const known = finishOf(reason) ?? 'incomplete';
    if (parsed === undefined) {
      return known;
    }
    // A call with a hole in it may still look whole.
    return parsed === 'tool_calls' && this.#lostFrames > 0 ? 'incomplete' : parsed;
  }

  #account(finish: AnswerFinish): Omit<EndEvent, 'type' | 'finish'> {
    const ownWord =
      (this.#isDone && finish !== 'incomplete') || finish === 'stop'
        ? 'stop'
        : finish === 'length'
          ? 'length'
          : undefined;
    return { finishReason: this.#finishReason ?? ownWord, usage: this.#usage, lostFrames: this.#lostFrames };
  }
}

function isReported(error: unknown): boolean {
  return error instanceof AssistantError && error.code !== 'endpoint.timeout';
}

function textOf(message: { readonly content?: unknown } | null | undefined): string | undefined {
  return typeof message?.content === 'string' ? message.content : undefined;
}

function usageOf({ usage, timings }: Answer): Usage | undefined {
  if (usage === null || usage === undefined) {
    return undefined;
  }
  const cached = usage.prompt_tokens_details?.cached_tokens ?? timings?.cache_n ?? undefined;
  return {
    promptTokens: usage.prompt_tokens ?? 0,
    completionTokens: usage.completion_tokens ?? timings?.predicted_n ?? 0,
    cachedTokens: cached,
  };
}
