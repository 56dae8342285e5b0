/**
 * From a keystroke to the text shown at the cursor: the steps of this room in their order. What costs nothing comes first; one request
 * runs at a time, and it is given up as soon as it has become useless. Faults become a status, never an exception.
 */
import { AssistantError } from '../base/AssistantError';
import { isAbortError, replacedReason } from '../base/abort';
import { type Disposable, Emitter } from '../base/events';
import {
  endOfLineOf,
  fromLineFeeds,
  offsetAt,
  type Position,
  positionAt,
  type Range,
  type TextDocument,
  toLineFeeds,
} from '../base/text';
import type { FillInTheMiddleFormat, FillInTheMiddleRequest } from '../glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { Model } from '../glm/Model';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import type { CompletionSettings } from '../platform/settings';
import { type Place, RunningCompletion, type RunResult } from './answer/RunningCompletion';
import { fitToSuffix } from './filters/fitToSuffix';
import { documentContext } from './prompt/documentContext';
import { CompletionCache } from './reuse/CompletionCache';
import { reuseShown, type Suggestion } from './reuse/reuseShown';
import { currentLinePrefix, currentLineRest } from './text/lines';
import { BackOff } from './trigger/BackOff';
import { acceptItem } from './trigger/popupItem';
import { shouldTrigger } from './trigger/shouldTrigger';
import type {
  CompletionOutcome,
  CompletionSource,
  CompletionStatus,
  CompletionTrigger,
  GateReason,
  NoCompletionReason,
} from './types';

export type * from './types';

/** Tokens of the prompt, unless a model with a smaller context teaches otherwise. */
const defaultPromptTokens = 2048;
const fewestPromptTokens = 128;
/** How long a request goes on without anybody waiting, when what was typed since agrees with it: editors take a moment to ask again. */
const graceMilliseconds = 250;

/** Places where no request is made; a suggestion that typing has led through them stays. */
const aboutThePlace: ReadonlySet<GateReason> = new Set(['nothing-to-go-on', 'word-right-of-cursor', 'after-closing']);

export interface PipelineOptions {
  readonly model: Model;
  readonly format: FillInTheMiddleFormat;
  readonly clock: Clock;
  readonly log: Log;
  /** Estimated tokens for the prompt; absent = 2048. */
  readonly promptTokens?: number;
  /** The text of a document as it is now, to see whether a cancelled request is still of use; absent or undefined = it is not. */
  readonly currentText?: (uri: string) => string | undefined;
}

/** The cursor with everything that the steps need to know of it. */
interface Cursor extends Place {
  readonly document: TextDocument;
  /** What the completion replaces in any case: the part of a selected item that is typed, and what it stands on. */
  readonly range: Range;
  /** What of the selected item the completion's text has to begin with. */
  readonly item: string;
}

export class InlineCompletionPipeline implements Disposable {
  readonly #options: PipelineOptions;
  readonly #cache = new CompletionCache();
  readonly #backOff: BackOff;
  readonly #didChangeStatus = new Emitter<CompletionStatus>();
  /** Tells when work begins, and how it ended. */
  readonly onDidChangeStatus = this.#didChangeStatus.event;
  readonly #disposed = new AbortController();
  #promptTokens: number;
  #running: RunningCompletion | undefined;
  #waiting: AbortController | undefined;
  #shown: (Suggestion & { readonly uri: string }) | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.clock);
    this.#promptTokens = options.promptTokens ?? defaultPromptTokens;
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

  /** Ends what is running. */
  dispose(): void {
    this.#disposed.abort();
    this.#waiting?.abort();
    this.#running?.abort(replacedReason());
    this.#cache.clear();
    this.#didChangeStatus.dispose();
  }

  async #complete(
    document: TextDocument,
    position: Position,
    trigger: CompletionTrigger,
    settings: CompletionSettings,
    signal: AbortSignal,
  ): Promise<CompletionOutcome> {
    this.#waiting?.abort(replacedReason());
    const cursor = cursorOf(document, position, trigger);
    if (cursor === undefined) {
      return none('popup-item');
    }
    const isManual = trigger.kind === 'manual';
    const decision = shouldTrigger({
      ...cursor,
      path: document.path,
      scheme: schemeOf(document.uri),
      manual: isManual,
      enabled: settings.enabled,
      multiline: settings.multiline,
      cursors: trigger.cursors ?? 1,
      hasSelection: trigger.hasSelection ?? false,
    });
    if (!decision.request && !aboutThePlace.has(decision.reason)) {
      this.#giveUpRunning();
      return none(decision.reason);
    }
    const known = this.#known(cursor, isManual);
    if (known !== undefined) {
      return known;
    }
    const joined = await this.#join(cursor, signal);
    if (joined !== undefined) {
      return joined;
    }
    signal.throwIfAborted();
    this.#giveUpRunning();
    if (!decision.request) {
      return none(decision.reason);
    }
    const fault = this.#backOff.waitingFor;
    if (fault !== undefined && !isManual) {
      return { kind: 'none', reason: 'waiting-after-error', error: fault };
    }
    await this.#debounce(isManual ? 0 : settings.debounce, signal);
    const mode = decision.multiline ? 'block' : settings.multiline === 'never' ? 'line' : 'grow';
    return this.#ask(cursor, mode, settings.maxTokens, signal);
  }

  /** What needs no request: the suggestion on the screen, then those of the last minutes. */
  #known(cursor: Cursor, isManual: boolean): CompletionOutcome | undefined {
    const shown = this.#shown?.uri === cursor.uri ? reuseShown(this.#shown, cursor) : undefined;
    if (shown !== undefined) {
      return this.#deliver(cursor, shown.text, 'reuse');
    }
    const hit = this.#cache.find(cursor.uri, cursor);
    if (hit?.kind === 'text') {
      return this.#deliver(cursor, hit.text, 'cache');
    }
    return hit === undefined || isManual ? undefined : none(hit.reason);
  }

  /** Takes over the running request if it is writing what was typed since it began. */
  async #join(cursor: Cursor, signal: AbortSignal): Promise<CompletionOutcome | undefined> {
    const running = this.#running;
    if (running === undefined || !running.matches(cursor)) {
      return undefined;
    }
    const result = await this.#whileWanted(running, signal, () => running.resultFor(cursor, signal));
    if (result === undefined) {
      return undefined;
    }
    // The run has put its result into the cache, where what is left of it after the typed text can be found.
    const hit = this.#cache.find(cursor.uri, cursor);
    return hit?.kind === 'text' ? this.#deliver(cursor, hit.text, 'stream', result) : undefined;
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

  async #ask(
    cursor: Cursor,
    mode: 'line' | 'grow' | 'block',
    maxTokens: number,
    signal: AbortSignal,
  ): Promise<CompletionOutcome> {
    for (;;) {
      const running = this.#start(cursor, mode, maxTokens);
      if (running === undefined) {
        return none('nothing-to-go-on');
      }
      try {
        const result = await this.#whileWanted(running, signal, () => running.resultFor(cursor, signal));
        if (result === undefined || result.kind === 'dropped') {
          return { ...none(result?.reason ?? 'cancelled'), ...promptTokensOf(result) };
        }
        return this.#deliver(cursor, result.text, 'model', result);
      } catch (error) {
        const isTooLong = error instanceof AssistantError && error.code === 'endpoint.contextExceeded';
        if (!isTooLong || this.#promptTokens <= fewestPromptTokens) {
          throw error;
        }
        // A model with a small context: less text around the cursor from now on.
        this.#promptTokens = Math.max(fewestPromptTokens, Math.floor(this.#promptTokens / 2));
      }
    }
  }

  #start(cursor: Cursor, mode: 'line' | 'grow' | 'block', maxTokens: number): RunningCompletion | undefined {
    const { model, format, log, clock } = this.#options;
    const context = documentContext(cursor.prefix, cursor.suffix, this.#promptTokens);
    const { languageId, document } = cursor;
    const hole: FillInTheMiddleRequest = {
      path: document.path,
      languageId,
      prefix: context.prefix,
      suffix: context.suffix,
      snippets: [],
      multiline: mode === 'block',
    };
    const rendered = format.render(hole);
    if (rendered.prompt === '') {
      return undefined;
    }
    this.#giveUpRunning();
    const startedAt = clock.now();
    const running = new RunningCompletion(model, { place: cursor, format, rendered, hole, mode, maxTokens });
    this.#running = running;
    this.#didChangeStatus.fire({ kind: 'working' });
    running.result.then(
      (result) => {
        log.debug(
          `Completion: ${result.kind === 'text' ? 'text' : result.reason}, ${Math.round(clock.now() - startedAt)} ms`,
        );
        this.#remember(cursor, result);
        this.#backOff.succeeded();
        this.#ended(running, { kind: 'idle' });
      },
      (error: unknown) => {
        if (error instanceof AssistantError && error.code !== 'endpoint.contextExceeded') {
          this.#backOff.failed(error);
          log.warn(`Completion: ${error.message}`);
          this.#ended(running, { kind: 'error', error });
        } else {
          const fault = this.#backOff.lastFault;
          this.#ended(running, fault === undefined ? { kind: 'idle' } : { kind: 'error', error: fault });
        }
      },
    );
    return running;
  }

  #ended(running: RunningCompletion, status: CompletionStatus): void {
    if (this.#running === running) {
      this.#running = undefined;
    }
    // When a newer one is running already, its state is the pipeline's.
    if (this.#running === undefined) {
      this.#didChangeStatus.fire(status);
    }
  }

  #remember({ uri, prefix, suffix }: Cursor, result: RunResult): void {
    if (result.kind === 'text') {
      this.#cache.add(uri, { prefix, suffix, text: result.text });
    } else {
      this.#cache.addNothing(uri, { prefix, suffix }, result.reason);
    }
  }

  /** Waits for a run; when nobody wants it any more, the run ends too, unless what was typed since agrees with it. */
  async #whileWanted<T>(running: RunningCompletion, signal: AbortSignal, wait: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    const waiter = {};
    const leave = (): void => {
      running.waiters.delete(waiter);
      if (running.waiters.size > 0) {
        return;
      }
      if (!this.#isStillTyped(running)) {
        running.abort(signal.reason);
        return;
      }
      clock.sleep(graceMilliseconds, this.#disposed.signal).then(
        () => (running.waiters.size === 0 ? running.abort(signal.reason) : undefined),
        () => undefined,
      );
    };
    running.waiters.add(waiter);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await wait();
    } finally {
      signal.removeEventListener('abort', leave);
      running.waiters.delete(waiter);
    }
  }

  #isStillTyped(running: RunningCompletion): boolean {
    const { uri, prefix, suffix } = running.place;
    const now = this.#options.currentText?.(uri);
    if (now === undefined) {
      return false;
    }
    const text = toLineFeeds(now);
    const fits = text.length >= prefix.length + suffix.length && text.endsWith(suffix);
    return fits && running.matches({ uri, prefix: text.slice(0, text.length - suffix.length), suffix });
  }

  #giveUpRunning(): void {
    this.#running?.abort(replacedReason());
    this.#running = undefined;
  }

  /** The text as an editor inserts it. `text` is what is missing behind the cursor, LF line ends. */
  #deliver(cursor: Cursor, text: string, source: CompletionSource, result?: RunResult): CompletionOutcome {
    const { document, prefix, suffix, languageId, uri } = cursor;
    const fitted = fitToSuffix(text, currentLinePrefix(prefix), currentLineRest(suffix), languageId);
    if (fitted.text === '') {
      return none('repeats-suffix');
    }
    this.#shown = { uri, prefix, suffix, text: fitted.text };
    const completion = {
      text: cursor.item + fromLineFeeds(fitted.text, endOfLineOf(document.text)),
      range: {
        start: cursor.range.start,
        end: { line: cursor.range.end.line, character: cursor.range.end.character + fitted.replace },
      },
    };
    return { kind: 'shown', completion, source, ...promptTokensOf(result) };
  }
}

function cursorOf(document: TextDocument, position: Position, trigger: CompletionTrigger): Cursor | undefined {
  const { uri, languageId, text } = document;
  const offset = offsetAt(text, position);
  const item =
    trigger.selectedCompletion === undefined ? undefined : acceptItem(document, offset, trigger.selectedCompletion);
  if (trigger.selectedCompletion !== undefined && item === undefined) {
    return undefined;
  }
  const { start, end } = item ?? { start: offset, end: offset };
  const written = item?.text ?? '';
  const at = positionAt(text, offset);
  return {
    uri,
    languageId,
    document,
    // An item stands on one line.
    range: {
      start: { line: at.line, character: at.character + start - offset },
      end: { line: at.line, character: at.character + end - offset },
    },
    item: written,
    prefix: toLineFeeds(text.slice(0, start)) + written,
    suffix: toLineFeeds(text.slice(end)),
  };
}

function schemeOf(uri: string): string {
  return /^([a-z][\w+.-]*):/i.exec(uri)?.[1] ?? 'file';
}

function none(reason: NoCompletionReason): { readonly kind: 'none'; readonly reason: NoCompletionReason } {
  return { kind: 'none', reason };
}

function promptTokensOf(result: RunResult | undefined): { readonly promptTokens?: number } {
  return result === undefined ? {} : { promptTokens: result.promptTokens };
}
