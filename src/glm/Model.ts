/**
 * What the product asks of a language model, whatever serves it. Every feature speaks to this interface; the root stacks the
 * implementations: `RetryingModel` over `QueuedModel` over `GlmClient`, with the prompt log around them.
 */
import type { CompletionRoute, FillInTheMiddleRequest } from './fillInTheMiddle/FillInTheMiddleFormat';
import type { Finish } from './formats/output/OutputParser';
import type { ParseProblem } from './formats/output/problems';
import type { PromptMessage } from './formats/prompt/PromptMessage';
import type { ToolCall, ToolDefinition } from './formats/ToolDefinition';
import type { ServerTool, ServerToolName, ServerToolOutput } from './ServerTool';

/** Which feature asks: completions give way to nobody and are replaced by newer ones, chat turns wait for their turn. */
export type Surface = 'completion' | 'chat' | 'probe';

/** What a feature says about its request, for those who watch requests (the prompt log). Never sent. */
export interface RequestNote {
  /** Told apart from all others by this; made with `createId`. What happens to the answer later is told under it. */
  readonly id: string;
  /** The feature; absent = `completion` or `chat`, by the kind of request. `probe` = a look at the server. */
  readonly surface?: NotedSurface;
  /** URI of the document that the request is about; absent = of none, or of several. */
  readonly uri?: string;
  /** Its path relative to the workspace folder. */
  readonly path?: string;
  readonly languageId?: string;
  /** First and last line that the request is about, 0-based, both included. */
  readonly lines?: readonly [number, number];
  /** The conversation, and which of its questions this is, from 1. */
  readonly conversation?: string;
  readonly turn?: number;
  /** Id of the request whose answer this one goes on from. */
  readonly parent?: string | undefined;
  /**
   * The person's words as they stand in the messages, earliest first. What else the user's messages hold was added by the feature. Absent =
   * nobody can tell the one from the other.
   */
  readonly said?: readonly string[];
  /** What the person typed last, where it is not the last of `said` (a command that stands for more). */
  readonly typed?: string | undefined;
  /** What went along with the question. */
  readonly context?: readonly {
    /** Such as `file`, `selection` or `problems`. */
    readonly kind: string;
    /** As people read it: a path, an address. */
    readonly path: string;
    readonly text: string;
  }[];
}

/** A feature, in the words of the prompt log, which adds some for every new one. */
export type NotedSurface =
  | 'completion'
  | 'chat'
  | 'inline_edit'
  | 'refactoring'
  | 'agent'
  | 'commit'
  | 'evaluation'
  | 'probe';

export interface CompletionRequest {
  /** The whole prompt as raw text, special tokens included; LF line ends. */
  readonly prompt: string;
  /**
   * How the prompt travels: as raw text (default), as a user's message, or by `hole` in fields of the service's own: `target` at
   * BigModel, `infill` at llama.cpp, which gets the raw prompt where it knows no such route.
   */
  readonly route?: CompletionRoute | undefined;
  /** What the prompt was made of, for servers that turn out to take no raw prompts. */
  readonly hole?: FillInTheMiddleRequest | undefined;
  /** Texts at which the answer ends; not part of it. */
  readonly stop: readonly string[];
  /** Upper bound of generated tokens. */
  readonly maxTokens: number;
  /** 0 = greedy. */
  readonly temperature: number;
  readonly seed?: number;
  readonly note?: RequestNote | undefined;
}

export type ChatMessage = PromptMessage;

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens?: number;
  /** 0 = greedy; undefined = the server's default. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Functions that the model may ask for; how they reach it depends on the server. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** Tools that the provider runs itself; other servers do not get them. */
  readonly serverTools?: readonly ServerTool[] | undefined;
  /** Whether to think before answering, where the model has the choice; undefined = the model's default. */
  readonly thinking?: boolean | undefined;
  /** False = reasoning of earlier turns is given back to the model, where that is possible. Default true. */
  readonly clearThinking?: boolean | undefined;
  /** A name for the person, 6 to 128 characters, for the provider's records; undefined = none is sent. */
  readonly userId?: string | undefined;
  /** Whether another endpoint stands by: then a fault is told at once where waiting for this one would take long. Default false. */
  readonly hasOtherEndpoint?: boolean;
  readonly note?: RequestNote | undefined;
}

export interface Usage {
  /** Tokens of the whole prompt. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Prompt tokens taken from the server's cache; undefined = the server does not say, which is not the same as 0. */
  readonly cachedTokens: number | undefined;
}

/** Why an answer ended: see `Finish`; `repetition` = the client gave up on a model that said the same over and over. */
export type AnswerFinish = Finish | 'repetition';

export interface TextEvent {
  readonly type: 'text';
  readonly text: string;
}

export interface EndEvent {
  readonly type: 'end';
  readonly finish: AnswerFinish;
  /** The server's own word (`stop`, `length`, …); undefined = the stream ended without one, so the answer may be incomplete. */
  readonly finishReason: string | undefined;
  readonly usage: Usage | undefined;
  /** Pieces of the answer that arrived unreadable, so the text has holes; usually 0. */
  readonly lostFrames: number;
}

export type CompletionEvent = TextEvent | EndEvent;

export type ModelEvent =
  | CompletionEvent
  | { readonly type: 'reasoning'; readonly text: string }
  /** What was given so far proved to be reasoning without an opening tag: these two texts take the place of all earlier ones. */
  | { readonly type: 'reclassified'; readonly content: string; readonly reasoning: string }
  /** The model is writing a call of this tool; for showing only. */
  | { readonly type: 'toolCallStart'; readonly name: string }
  /** Given just before the end; to be run only when that says `tool_calls`. */
  | { readonly type: 'toolCall'; readonly call: ToolCall }
  /** Something that the model or the server did wrong; the answer goes on. */
  | { readonly type: 'problem'; readonly problem: ParseProblem }
  /** The provider uses a tool of its own; `input` is a piece of what it gives to the tool. */
  | {
      readonly type: 'serverTool';
      readonly tool: ServerToolName;
      readonly id: string | undefined;
      readonly input: string;
    }
  /** What such a tool brought back. */
  | { readonly type: 'serverToolResult'; readonly tool: ServerToolName; readonly outputs: readonly ServerToolOutput[] };

export interface ModelInfo {
  readonly id: string;
  /** Context length in tokens, where the server tells. */
  readonly contextTokens: number | undefined;
  /** Whose it is, in the server's own words, by which servers can be told apart; undefined = it does not say. */
  readonly ownedBy?: string | undefined;
}

/**
 * A model behind an endpoint. Streams yield exactly one `end` event, last. Faults are `AssistantError`s; an aborted signal ends the
 * stream with the signal's reason and closes the connection, which stops the server's work.
 */
export interface Model {
  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionEvent>;
  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** The models that the endpoint offers. */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** How many tokens a text is, special tokens parsed; undefined = the server has no such service. */
  countTokens(text: string, signal: AbortSignal): Promise<number | undefined>;
}
