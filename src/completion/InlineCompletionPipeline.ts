/**
 * From a keystroke to the text shown at the cursor: the steps of this room in their order. What costs nothing comes first; one request
 * runs at a time, and it is given up as soon as it has become useless. Faults become a status, never an exception.
 */
import { AssistantError } from '../base/AssistantError';
import { isAbortError, replacedReason } from '../base/abort';
import type { Disposable } from '../base/events';
import type { Position, TextDocument } from '../base/text';
import type { ContextSource } from '../context/ContextSource';
import type { FillInTheMiddleFormat } from '../glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { Model } from '../glm/Model';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import type { CompletionSettings } from '../platform/settings';
import { alternativesFor } from './answer/alternatives';
import { type Answer, CompletionRuns, type CurrentPlace, type Wish } from './answer/CompletionRuns';
import { type Cursor, cursorOf } from './Cursor';
import type { KnowsName } from './filters/postProcess';
import { offeredText } from './offeredText';
import { PromptBuilder } from './prompt/PromptBuilder';
import { CompletionCache } from './reuse/CompletionCache';
import { Prefetch, type ShownPlace } from './reuse/Prefetch';
import { reuseShown } from './reuse/reuseShown';
import { currentLinePrefix, isBlank } from './text/lines';
import { type CodePlace, shouldTrigger, type TriggerDecision } from './trigger/shouldTrigger';
import { TypingPace } from './trigger/TypingPace';
import type {
  CompletionOutcome,
  CompletionSource,
  CompletionTrigger,
  GateReason,
  NoCompletionReason,
  OfferedText,
} from './types';

export type * from './types';

/** Places where no request is made; a suggestion that typing has led through them stays. */
const aboutThePlace: ReadonlySet<GateReason> = new Set(['nothing-to-go-on', 'word-right-of-cursor', 'after-closing']);

export interface PipelineOptions {
  readonly model: Model;
  readonly format: FillInTheMiddleFormat;
  readonly clock: Clock;
  readonly log: Log;
  /** Estimated tokens for the prompt; absent = 2048. */
  readonly promptTokens?: number | undefined;
  /** What stands at a place now, to see whether a cancelled request is still of use; absent = it never is. */
  readonly currentPlace?: CurrentPlace | undefined;
  /** What other files say about the code at hand; absent = nothing. */
  readonly contextSource?: ContextSource | undefined;
  /** What a parser says of the cursor's place; absent or undefined = nobody knows, and the text's looks decide. */
  readonly placeAt?: ((document: TextDocument, offset: number) => CodePlace | undefined) | undefined;
  /** Whether a name exists in the workspace; absent = nobody knows, and names are not checked. */
  readonly knowsName?: KnowsName | undefined;
  /** Whether the server is busy with something that has precedence; absent = never. */
  readonly isBusy?: (() => boolean) | undefined;
  /** Whether what follows a suggestion may be asked for while that is shown; absent = no. */
  readonly prefetches?: (() => boolean) | undefined;
}

export class InlineCompletionPipeline implements Disposable {
  readonly #options: PipelineOptions;
  readonly #cache = new CompletionCache();
  readonly #pace: TypingPace;
  readonly #runs: CompletionRuns;
  readonly #prefetch: Prefetch;
  readonly #disposed = new AbortController();
  #waiting: AbortController | undefined;
  #shown: (ShownPlace & { readonly requestId: string }) | undefined;

  constructor(options: PipelineOptions) {
    const { model, format, clock, log, knowsName, contextSource, promptTokens } = options;
    this.#options = options;
    this.#pace = new TypingPace(clock);
    this.#runs = new CompletionRuns({
      ...{ model, format, clock, log, knowsName },
      builder: new PromptBuilder({ format, contextSource, promptTokens }),
      cache: this.#cache,
      pace: this.#pace,
      currentPlace: options.currentPlace,
    });
    this.#prefetch = new Prefetch(this.#runs, this.#cache, clock);
  }

  /** Tells when work begins, and how it ended. */
  get onDidChangeStatus() {
    return this.#runs.onDidChangeStatus;
  }

  /** Tells of each request that was answered, for those who keep them. */
  get onDidAnswer() {
    return this.#runs.onDidAnswer;
  }

  /** The completion at a position of a document, or why there is none. Never rejects because of a server, a model or an abort. */
  async complete(
    document: TextDocument,
    position: Position,
    trigger: CompletionTrigger,
    settings: CompletionSettings,
    signal: AbortSignal,
  ): Promise<CompletionOutcome> {
    try {
      signal.throwIfAborted();
      return await this.#complete(document, position, trigger, settings, signal);
    } catch (error) {
      if (error instanceof AssistantError) {
        return { kind: 'none', reason: 'error', error };
      }
      if (isAbortError(error) || signal.aborted || this.#disposed.signal.aborted) {
        return none('cancelled');
      }
      throw error;
    }
  }

  /** To be called once the last suggestion is really on the screen: then what follows it is asked for, if nobody else needs the server. */
  didShow(uri: string, settings: CompletionSettings): void {
    const { prefetches, isBusy } = this.#options;
    if (this.#shown?.uri === uri && prefetches?.() === true) {
      this.#prefetch.start(this.#shown, settings, isBusy ?? (() => false));
    }
  }

  /** Ends what is running. */
  dispose(): void {
    this.#disposed.abort();
    this.#waiting?.abort();
    this.#prefetch.dispose();
    this.#runs.dispose();
    this.#cache.clear();
  }

  async #complete(
    document: TextDocument,
    position: Position,
    trigger: CompletionTrigger,
    settings: CompletionSettings,
    signal: AbortSignal,
  ): Promise<CompletionOutcome> {
    this.#waiting?.abort(replacedReason());
    const isManual = trigger.kind === 'manual';
    if (!isManual) {
      this.#pace.typed();
    }
    const cursor = cursorOf(document, position, trigger);
    if (cursor === undefined) {
      return none('popup-item');
    }
    const decision = this.#decide(cursor, trigger, settings);
    if (!decision.request && !aboutThePlace.has(decision.reason)) {
      this.#runs.giveUp();
      return none(decision.reason);
    }
    // Who asks for a block wants a block, whatever is there already.
    const known = trigger.multiline === undefined ? this.#known(cursor, isManual) : undefined;
    if (known !== undefined) {
      return known.kind === 'shown' && isManual ? this.#withAlternatives(cursor, known, settings, signal) : known;
    }
    const joined = trigger.multiline === undefined ? await this.#join(cursor, signal) : undefined;
    if (joined !== undefined) {
      return joined;
    }
    signal.throwIfAborted();
    this.#prefetch.cancel();
    this.#runs.giveUp();
    if (!decision.request) {
      return none(decision.reason);
    }
    if (!isManual && this.#options.isBusy?.() === true) {
      return none('chat-running');
    }
    const fault = this.#runs.waitingFor;
    if (fault !== undefined && !isManual) {
      return { kind: 'none', reason: 'waiting-after-error', error: fault };
    }
    const atLineStart = isBlank(currentLinePrefix(cursor.prefix));
    await this.#debounce(isManual ? 0 : this.#pace.wait(settings.debounce, atLineStart), signal);
    // The syntax tree may have come meanwhile.
    const last = this.#options.placeAt === undefined ? decision : this.#decide(cursor, trigger, settings);
    const answer = await this.#runs.ask(cursor, wishFor(last, { ...settings, ...trigger }), signal);
    return typeof answer === 'string' ? none(answer) : this.#outcome(cursor, answer, 'model');
  }

  #decide(cursor: Cursor, trigger: CompletionTrigger, settings: CompletionSettings): TriggerDecision {
    return shouldTrigger({
      languageId: cursor.languageId,
      prefix: cursor.prefix,
      suffix: cursor.suffix,
      path: cursor.document.path,
      scheme: schemeOf(cursor.uri),
      manual: trigger.kind === 'manual',
      enabled: settings.enabled,
      multiline: trigger.multiline ?? settings.multiline,
      cursors: trigger.cursors ?? 1,
      hasSelection: trigger.hasSelection ?? false,
      codePlace: this.#options.placeAt?.(cursor.document, cursor.offset),
    });
  }

  /** What needs no request: the suggestion on the screen, then those of the last minutes. */
  #known(cursor: Cursor, isManual: boolean): CompletionOutcome | undefined {
    const shown = this.#shown?.uri === cursor.uri ? this.#shown : undefined;
    const reused = shown === undefined ? undefined : reuseShown(shown, cursor);
    if (shown !== undefined && reused !== undefined) {
      return this.#deliver(cursor, reused.text, 'reuse', shown.requestId);
    }
    const hit = this.#cache.find(cursor.uri, cursor);
    if (hit?.kind === 'text') {
      return this.#deliver(cursor, hit.text, 'cache', hit.requestId);
    }
    return hit === undefined || isManual ? undefined : none(hit.reason);
  }

  /** Takes over the running request if it is writing what was typed since it began. */
  async #join(cursor: Cursor, signal: AbortSignal): Promise<CompletionOutcome | undefined> {
    const answer = await this.#runs.join(cursor, signal);
    if (answer === undefined) {
      return undefined;
    }
    // The run has put its result into the cache, where what is left of it after the typed text can be found.
    const hit = this.#cache.find(cursor.uri, cursor);
    return hit?.kind === 'text'
      ? { ...this.#deliver(cursor, hit.text, 'stream', hit.requestId), promptTokens: answer.promptTokens }
      : undefined;
  }

  /** Waits for a pause in typing; rejects when a newer call comes first. */
  async #debounce(milliseconds: number, signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    if (milliseconds > 0) {
      await this.#options.clock.sleep(milliseconds, AbortSignal.any([signal, waiting.signal]));
    }
    signal.throwIfAborted();
  }

  /** A person who asks again where something is shown wants to see what else there could be. */
  async #withAlternatives(
    cursor: Cursor,
    known: Extract<CompletionOutcome, { kind: 'shown' }>,
    settings: CompletionSettings,
    signal: AbortSignal,
  ): Promise<CompletionOutcome> {
    const first = this.#shown;
    if (first === undefined || this.#options.isBusy?.() === true) {
      return known;
    }
    const wish = wishFor(this.#decide(cursor, { kind: 'manual' }, settings), settings);
    const texts = await alternativesFor({ runs: this.#runs, cache: this.#cache, cursor, wish, first }, signal);
    const alternatives = texts.flatMap(({ text, requestId }): OfferedText[] => {
      const offered = offeredText(cursor, text)?.completion;
      return offered === undefined ? [] : [{ ...offered, requestId }];
    });
    return { ...known, alternatives };
  }

  #outcome(cursor: Cursor, answer: Answer | undefined, source: CompletionSource): CompletionOutcome {
    if (answer === undefined) {
      return none('cancelled');
    }
    const { promptTokens, requestId, raw } = answer;
    return answer.kind === 'dropped'
      ? { ...none(answer.reason), promptTokens, raw }
      : { ...this.#deliver(cursor, answer.text, source, requestId), promptTokens };
  }

  /** `text` is what is missing behind the cursor, LF line ends. */
  #deliver(cursor: Cursor, text: string, source: CompletionSource, requestId: string): CompletionOutcome {
    const offered = offeredText(cursor, text);
    if (offered === undefined) {
      return none('repeats-suffix');
    }
    const { uri, document, position, offset, prefix, suffix, unitsAfter } = cursor;
    this.#shown = { uri, document, position, offset, prefix, suffix, unitsAfter, text: offered.text, requestId };
    return { kind: 'shown', completion: offered.completion, source, requestId };
  }
}

/** How a decision is put to the model: see `Wish`. */
export function wishFor(
  decision: TriggerDecision,
  { multiline, maxTokens }: Pick<CompletionSettings, 'maxTokens' | 'multiline'>,
): Wish {
  const isBlock = decision.request && decision.multiline;
  const mode = isBlock ? 'block' : multiline === 'never' ? 'line' : 'grow';
  // A new line may open a block: a model that was told to write one line could not go on.
  const mayOpen = mode === 'grow' && decision.request && decision.place === 'empty-line';
  return { mode, multiline: isBlock || mayOpen, maxTokens, temperature: 0 };
}

function schemeOf(uri: string): string {
  return /^([a-z][\w+.-]*):/i.exec(uri)?.[1] ?? 'file';
}

function none(reason: NoCompletionReason): { readonly kind: 'none'; readonly reason: NoCompletionReason } {
  return { kind: 'none', reason };
}
