/**
 * A model whose calls are kept in the prompt log, when and as far as the person allowed it. It stands outermost in the stack of models,
 * so that no feature can forget it; what a feature knows about its request stands in the request's note.
 */
import { createHash } from 'node:crypto';
import { AssistantError } from '../base/AssistantError';
import { isAbortError } from '../base/abort';
import { createId } from '../base/createId';
import type {
  ChatRequest,
  CompletionEvent,
  CompletionRequest,
  Model,
  ModelEvent,
  ModelInfo,
  RequestNote,
  Usage,
} from '../glm/Model';
import type { Consent } from './consent';
import { AnswerParts, definitionsOf, messagesOfChat, messagesOfCompletion } from './messages';
import { type Message, type PromptRecord, schemaName } from './records';

export interface LoggedModelHost {
  /** Asked anew for each call, so that pausing acts at once. Undefined = nothing is kept: off, paused, refused, untrusted. */
  readonly consent: (request: CompletionRequest | ChatRequest) => Consent | undefined;
  readonly append: (record: PromptRecord) => void;
  /** Wall clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Random for each window. */
  readonly session: string;
  readonly provider: string;
  /** Id of the model that answers; undefined = not known. */
  readonly modelId: () => string | undefined;
  /** The folder that a request is about, as far as something is known of it; asked when its record is made. */
  readonly folder?: (uri: string | undefined) => Pick<NonNullable<PromptRecord['workspace']>, 'id' | 'vcs'> | undefined;
}

export class LoggedModel implements Model {
  readonly #inner: Model;
  readonly #host: LoggedModelHost;

  constructor(inner: Model, host: LoggedModelHost) {
    this.#inner = inner;
    this.#host = host;
  }

  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionEvent> {
    const input = (): Message[] => messagesOfCompletion(request);
    return this.#logged(
      request,
      { surface: 'completion', operation: 'text_completion', input },
      () => this.#inner.complete(request, signal),
      signal,
    );
  }

  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const input = (): Message[] => messagesOfChat(request.messages, request.note?.said);
    return this.#logged(
      request,
      { surface: 'chat', operation: 'chat', input },
      () => this.#inner.chat(request, signal),
      signal,
    );
  }

  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    return this.#inner.listModels(signal);
  }

  countTokens(text: string, signal: AbortSignal): Promise<number | undefined> {
    return this.#inner.countTokens(text, signal);
  }

  async *#logged<Event extends ModelEvent>(
    request: CompletionRequest | ChatRequest,
    kind: CallKind,
    stream: () => AsyncIterable<Event>,
    signal: AbortSignal,
  ): AsyncGenerator<Event> {
    const consent = request.note?.surface === 'probe' ? undefined : this.#host.consent(request);
    if (consent === undefined) {
      yield* stream();
      return;
    }
    const begun = this.#host.now();
    const call: Call = { id: request.note?.id ?? createId(begun), begun, consent, answer: new AnswerParts() };
    try {
      for await (const event of stream()) {
        if (event.type === 'text') {
          call.firstText ??= this.#host.now();
        } else if (event.type === 'end') {
          call.end = event;
        }
        call.answer.add(event);
        yield event;
      }
    } catch (error) {
      call.fault =
        isAbortError(error) || signal.aborted
          ? 'cancelled'
          : error instanceof AssistantError
            ? error.code
            : 'unexpected';
      throw error;
    } finally {
      // Most completions are overtaken by the next keystroke before they say a word; they would bury all others.
      if (kind.surface !== 'completion' || call.fault !== 'cancelled' || call.firstText !== undefined) {
        this.#host.append(this.#recordFor(request, kind, call));
      }
    }
  }

  #recordFor(request: CompletionRequest | ChatRequest, kind: CallKind, call: Call): PromptRecord {
    const { id, begun, consent, answer, firstText, end, fault } = call;
    const seconds = (time: number): number => Math.max(0, time - begun) / 1000;
    // A feature that has enough stops reading: no end, no fault.
    const finish = end?.finishReason ?? (fault === undefined && end === undefined ? 'client_stop' : undefined);
    const model = this.#host.modelId();
    const usage = end?.usage;
    return {
      schema: schemaName,
      id,
      ts: new Date(begun).toISOString(),
      consent: { version: consent.version, classes: [...consent.classes] },
      session: this.#host.session,
      surface: request.note?.surface ?? kind.surface,
      'gen_ai.operation.name': kind.operation,
      'gen_ai.provider.name': this.#host.provider,
      ...(model !== undefined && { 'gen_ai.request.model': model }),
      ...optionsOf(request),
      ...(finish !== undefined && { 'gen_ai.response.finish_reasons': [finish] }),
      ...(firstText !== undefined && { 'gen_ai.response.time_to_first_chunk': seconds(firstText) }),
      ...(usage !== undefined && {
        'gen_ai.usage.input_tokens': usage.promptTokens,
        'gen_ai.usage.output_tokens': usage.completionTokens,
        ...(usage.cachedTokens !== undefined && { 'gen_ai.usage.cache_read.input_tokens': usage.cachedTokens }),
      }),
      duration: seconds(this.#host.now()),
      ...(fault !== undefined && { 'error.type': fault }),
      ...workspaceOf(request.note, this.#host.folder?.(request.note?.uri)),
      ...conversationOf(request.note),
      ...wordsOf(request.note),
      ...contextOf(request.note),
      'gen_ai.input.messages': kind.input(),
      'gen_ai.output.messages': [
        { role: 'assistant', parts: answer.parts, ...(finish !== undefined && { finish_reason: finish }) },
      ],
      redaction: { engine: '0', hits: [] },
    };
  }
}

interface CallKind {
  readonly surface: string;
  readonly operation: string;
  readonly input: () => Message[];
}

/** A call while it runs. */
interface Call {
  readonly id: string;
  readonly begun: number;
  readonly consent: Consent;
  readonly answer: AnswerParts;
  firstText?: number;
  end?: { readonly finishReason: string | undefined; readonly usage: Usage | undefined };
  fault?: string;
}

function optionsOf(request: CompletionRequest | ChatRequest): Partial<PromptRecord> {
  const { temperature, maxTokens, seed, stop } = request;
  const { topP, tools }: Pick<ChatRequest, 'topP' | 'tools'> = 'messages' in request ? request : {};
  return {
    ...(temperature !== undefined && { 'gen_ai.request.temperature': temperature }),
    ...(topP !== undefined && { 'gen_ai.request.top_p': topP }),
    ...(maxTokens !== undefined && { 'gen_ai.request.max_tokens': maxTokens }),
    ...(seed !== undefined && { 'gen_ai.request.seed': seed }),
    ...(stop !== undefined && { 'gen_ai.request.stop_sequences': [...stop] }),
    ...(tools !== undefined && { 'gen_ai.tool.definitions': definitionsOf(tools) }),
  };
}

function workspaceOf(
  note: RequestNote | undefined,
  folder: PromptRecord['workspace'],
): Pick<PromptRecord, 'workspace'> {
  const { path, languageId, lines } = note ?? {};
  return path === undefined && languageId === undefined && folder === undefined
    ? {}
    : {
        workspace: {
          ...folder,
          ...(path !== undefined && { file: path }),
          ...(languageId !== undefined && { lang: languageId }),
          ...(lines !== undefined && { selection: [...lines] }),
        },
      };
}

function conversationOf({ conversation, turn, parent }: Partial<RequestNote> = {}): Partial<PromptRecord> {
  return {
    ...(conversation !== undefined && { 'gen_ai.conversation.id': conversation }),
    ...(turn !== undefined && { turn }),
    ...(parent !== undefined && { parent }),
  };
}

function wordsOf({ said, typed = said?.at(-1) }: Partial<RequestNote> = {}): Partial<PromptRecord> {
  const language = typed === undefined ? undefined : naturalLanguage(typed);
  return {
    ...(typed !== undefined && { user_text: typed }),
    ...(language !== undefined && { natural_language: language }),
  };
}

/** Chinese and English are told apart from everything else, by their letters alone. */
function naturalLanguage(text: string): 'zh' | 'en' | undefined {
  if (/\p{Script=Han}/u.test(text)) {
    return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text) ? undefined : 'zh';
  }
  return /[A-Za-z]{2}/.test(text) && !/[^\p{ASCII}\p{P}\p{S}\p{Z}]/u.test(text) ? 'en' : undefined;
}

/** What went along by its hash: its text stands in the messages, where that is allowed. */
function contextOf({ context }: Partial<RequestNote> = {}): Partial<PromptRecord> {
  return context === undefined || context.length === 0
    ? {}
    : {
        context: context.map(({ kind, path, text }) => ({
          ...{ kind, path },
          sha256: createHash('sha256').update(text).digest('hex'),
        })),
      };
}
