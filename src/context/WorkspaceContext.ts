/**
 * `ContextSource` over an index that works elsewhere: keeps what came from it for each document, asks again when imports change or the
 * cursor has gone far, and lays out snippets from what is here. Snippets move in steps, so that most keystrokes get the same answer.
 */
import { isAbortError } from '../base/abort';
import { type Disposable, Emitter } from '../base/events';
import type { Position, TextDocument } from '../base/text';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import type { ContextIndex, EditedPlace } from './ContextIndex';
import type { Context, ContextQuery, ContextSnippet, ContextSource } from './ContextSource';
import type { Knowledge, SymbolKey } from './Knowledge';
import { chooseStable, costOf, type Section } from './mix/chooseStable';
import { chooseVolatile, type Receiver } from './mix/chooseVolatile';
import { membersOf } from './mix/membersOf';
import { receiverAt } from './retrieve/receiverAt';

/** What the editor sees and the index does not. Paths are relative to the folder. */
export interface Observations {
  /** Files that are open or were visited, the last visited first. */
  readonly visited: () => readonly string[];
  /** Where somebody edited, the last edit first. */
  readonly edits: () => readonly EditedPlace[];
  /** Diagnostics and definitions that the editor's own language tools told, for a place. */
  readonly snippets: (uri: string, line: number) => readonly ContextSnippet[];
}

export const noObservations: Observations = { visited: () => [], edits: () => [], snippets: () => [] };

/** Shares of the budget for what does not follow the cursor, and for what does; behind a dot this may use all that is left. */
const stableShare = 0.3;
const volatileShare = 0.45;
/** Lines that the cursor moves before the volatile part may change. */
const step = 24;
/** Lines before the cursor whose names count as near. */
const nearLines = 60;
/** Lines behind the imports that are watched too: the next import is written there. */
const watchedBehind = 4;
/** Pause between a change and the question to the index, in milliseconds. */
const pause = 250;
const keptDocuments = 24;

interface DocumentState {
  knowledge: Knowledge | undefined;
  /** Last line with an import, and some more: what changes there may change what is imported. */
  importsEndLine: number;
  /** Line at which the question was asked. */
  askedLine: number;
  asking: AbortController | undefined;
  stale: boolean;
  stable: { readonly knowledge: Knowledge; readonly budget: number; readonly sections: readonly Section[] } | undefined;
  /** Symbols that the stable part shows. */
  shown: ReadonlySet<SymbolKey>;
  volatile: VolatileState | undefined;
  answer: Context | undefined;
}

interface VolatileState {
  readonly sections: readonly Section[];
  readonly line: number;
  /** The dot at the cursor that the snippets are for, see `placeOf`. */
  readonly place: string;
  readonly receiver: Receiver | undefined;
  readonly budget: number;
  readonly snippets: readonly ContextSnippet[];
}

export interface WorkspaceContextOptions {
  readonly index: ContextIndex;
  readonly observations: Observations;
  readonly clock: Clock;
  readonly log: Log;
}

export class WorkspaceContext implements ContextSource, Disposable {
  readonly #options: WorkspaceContextOptions;
  readonly #states = new Map<string, DocumentState>();
  readonly #changed = new Emitter<string>();
  /** Tells the URI of a document about which something new is known. */
  readonly onDidLearn = this.#changed.event;
  readonly #subscription: Disposable;

  constructor(options: WorkspaceContextOptions) {
    this.#options = options;
    this.#subscription = options.index.onDidProgress(({ kind }) => {
      if (kind === 'ready') {
        this.#askAgain();
      }
    });
  }

  readonly contextFor = (query: ContextQuery): Context => {
    const state = this.#stateOf(query.document.uri);
    this.#keepCurrent(state, query);
    const { knowledge } = state;
    return knowledge === undefined
      ? { stable: [], volatile: [] }
      : answer(state, knowledge, query, this.#options.observations);
  };

  readonly prepare = async (document: TextDocument, position: Position, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    await this.#ask(this.#stateOf(document.uri), document, position.line, signal);
  };

  /** Somebody changed a document from this line on (0-based): among the imports, it is asked about again. */
  changed(uri: string, line: number): void {
    const state = this.#states.get(uri);
    if (state !== undefined && line <= state.importsEndLine) {
      state.stale = true;
    }
  }

  /** What the editor itself knows about a document has changed: the next answer takes it up. */
  observed(uri: string): void {
    const state = this.#states.get(uri);
    if (state !== undefined) {
      state.volatile = undefined;
    }
  }

  /** Lets go of a document that was closed. */
  forget(uri: string): void {
    this.#states.get(uri)?.asking?.abort();
    this.#states.delete(uri);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    for (const state of this.#states.values()) {
      state.asking?.abort();
    }
    this.#states.clear();
  }

  #askAgain(): void {
    for (const state of this.#states.values()) {
      state.stale = true;
    }
  }

  #stateOf(uri: string): DocumentState {
    const known = this.#states.get(uri);
    const state = known ?? {
      ...{ knowledge: undefined, importsEndLine: 0, askedLine: 0, asking: undefined, stale: true },
      ...{ stable: undefined, shown: new Set<SymbolKey>(), volatile: undefined, answer: undefined },
    };
    if (known === undefined) {
      this.#states.set(uri, state);
      const [oldest] = this.#states.keys();
      if (this.#states.size > keptDocuments && oldest !== undefined) {
        this.forget(oldest);
      }
    }
    return state;
  }

  #keepCurrent(state: DocumentState, { document, position }: ContextQuery): void {
    const isCurrent = !state.stale && Math.abs(position.line - state.askedLine) < step;
    if (isCurrent || state.asking !== undefined) {
      return;
    }
    const controller = new AbortController();
    state.asking = controller;
    const { clock, log } = this.#options;
    void clock
      .sleep(pause, controller.signal)
      .then(() => this.#ask(state, document, position.line, controller.signal))
      .catch((error: unknown) => {
        if (!isAbortError(error)) {
          log.warn(`The index gave no answer: ${String(error)}`);
        }
      })
      .finally(() => {
        state.asking = undefined;
      });
  }

  async #ask(state: DocumentState, document: TextDocument, line: number, signal: AbortSignal): Promise<void> {
    const { index, observations } = this.#options;
    const { path, languageId, text, uri } = document;
    state.stale = false;
    state.askedLine = line;
    const request = { path, languageId, text, line, visited: observations.visited(), edits: observations.edits() };
    const knowledge = await index.knowledge(request, signal);
    state.knowledge = knowledge;
    state.importsEndLine = (knowledge?.importsEndLine ?? 0) + watchedBehind;
    this.#changed.fire(uri);
  }
}

function answer(state: DocumentState, knowledge: Knowledge, query: ContextQuery, observations: Observations): Context {
  const sections = stableSections(state, knowledge, query);
  const snippets = volatileSnippets(state, knowledge, sections, query, observations);
  if (state.answer === undefined || state.stable?.sections !== sections || state.answer.volatile !== snippets) {
    state.answer = { stable: sections.map(({ snippet }) => snippet), volatile: snippets };
  }
  return state.answer;
}

function stableSections(
  state: DocumentState,
  knowledge: Knowledge,
  { budget, room }: ContextQuery,
): readonly Section[] {
  const last = state.stable;
  if (last === undefined || last.knowledge !== knowledge || last.budget !== budget) {
    const chosen = chooseStable(
      knowledge,
      Math.min(budget * stableShare, room),
      last?.budget === budget ? last.sections : [],
    );
    const isSame =
      last !== undefined &&
      last.sections.length === chosen.length &&
      chosen.every((one, at) => one === last.sections[at]);
    const sections = isSame ? last.sections : chosen;
    state.stable = { knowledge, budget, sections };
    state.shown = new Set(sections.flatMap(({ keys }) => keys));
    if (!isSame) {
      state.answer = undefined;
    }
  }
  return state.stable?.sections ?? [];
}

/**
 * The same as before until the cursor has gone far or stands behind a dot whose members are not in the prompt: each change makes a server
 * read again what follows.
 */
function volatileSnippets(
  state: DocumentState,
  knowledge: Knowledge,
  sections: readonly Section[],
  { document, position, prefix, budget, room }: ContextQuery,
  observations: Observations,
): readonly ContextSnippet[] {
  const lineStart = prefix.lastIndexOf('\n') + 1;
  const line = prefix.slice(lineStart);
  const place = placeOf(line, position.line);
  const last = state.volatile;
  const isNear =
    last !== undefined &&
    last.sections === sections &&
    last.budget === budget &&
    Math.abs(last.line - position.line) < step;
  if (isNear && (last.place === place || place === '')) {
    return last.snippets;
  }
  const receiver = receiverOf(line, prefix.slice(0, lineStart), knowledge);
  if (isNear && isCovered(receiver, last, state.shown, knowledge)) {
    state.volatile = { ...last, place };
    return last.snippets;
  }
  const snippets = chooseVolatile({
    ...{ knowledge, receiver, shown: state.shown, path: document.path },
    budget: Math.min(room - costOf(sections), receiver === undefined ? budget * volatileShare : room),
    lines: linesBefore(prefix, lineStart, line),
    observed: observations.snippets(document.uri, position.line),
  });
  state.volatile = { sections, line: position.line, place, receiver, budget, snippets };
  return snippets;
}

/** What is before the dot, with its line; empty = there is no dot at the cursor. */
function placeOf(line: string, lineNumber: number): string {
  const dot = /^(.*(?:\.|->|::))\w*$/.exec(line)?.[1];
  return dot === undefined ? '' : `${lineNumber}:${dot}`;
}

/** `1.` and `1.5.`, which begin no member; `shop1.` and `self.0.` do. */
const isNumber = /(?<![\p{L}\p{N}_$.])\d[\d_]*(?:\.\d+)?\.\w*$/u;

function receiverOf(line: string, before: string, knowledge: Knowledge): Receiver | undefined {
  const dot = /(?:\.|->|::)\w*$/.test(line) && !/\.\.\w*$/.test(line) && !isNumber.test(line);
  if (!dot) {
    return undefined;
  }
  const key = receiverAt(line, before, knowledge);
  const written = /([\p{L}\p{N}_$]+)(?:<[^<>]*>)?(?:\.|::)\w*$/u.exec(line)?.[1];
  const isType = /::\w*$/.test(line) || (written !== undefined && written === knowledge.symbols[key ?? '']?.name);
  return { key, isType };
}

/** Whether the snippets that are there already tell what can stand behind the dot. */
function isCovered(
  receiver: Receiver | undefined,
  last: VolatileState,
  shown: ReadonlySet<SymbolKey>,
  { symbols }: Knowledge,
): boolean {
  const { key } = receiver ?? {};
  return (
    key === undefined || key === last.receiver?.key || membersOf(key, symbols).every((member) => shown.has(member))
  );
}

/** The lines before a place, and what is left of it on its own. */
function linesBefore(text: string, lineStart: number, line: string): string[] {
  let start = lineStart;
  for (let count = 0; count < nearLines && start > 0; count++) {
    start = text.lastIndexOf('\n', start - 2) + 1;
  }
  return [...text.slice(start, Math.max(start, lineStart - 1)).split('\n'), line];
}
