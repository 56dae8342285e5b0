/**
 * Gives the pipeline's suggestions to VS Code: editor values in, inline completions out. Never throws and never shows anything but
 * ghost text; what went wrong or why there is nothing is told by the status bar.
 */
import * as vscode from 'vscode';
import { AssistantError } from '../base/AssistantError';
import { isAbortError } from '../base/abort';
import { type Disposable, Emitter } from '../base/events';
import type { InlineCompletionPipeline } from '../completion/InlineCompletionPipeline';
import type { AnsweredRequest, CompletionOutcome, CompletionTrigger, NoCompletionReason } from '../completion/types';
import type { ConnectedModel, Connection } from '../glm/ModelConnection';
import type { Log } from '../platform/Log';
import type { CompletionSettings, MultilineMode } from '../platform/settings';
import type { CompositionGuard } from './completion/CompositionGuard';
import { type EditorCursor, editorCursor } from './completion/editorDocument';
import { refusedDocument } from './completion/refusedDocument';
import { toAbortSignal, toRange } from './textDocument';

/** VS Code does not say when it draws; a suggestion that is still wanted after this many milliseconds is on the screen. */
const drawnAfter = 60;

export interface CompletionActivity {
  readonly working: boolean;
  /** The last request's fault; undefined once one went well. */
  readonly error: AssistantError | undefined;
  /** Why the last trigger showed nothing; undefined when it showed something. */
  readonly lastReason: NoCompletionReason | undefined;
  /** What the model wrote when a filter took it; undefined = nothing was taken. */
  readonly lastRaw: string | undefined;
}

/** A suggestion that was given to VS Code. */
export interface OfferedCompletion {
  /** Of the request that the text came from. */
  readonly requestId: string;
  readonly uri: string;
  readonly version: number;
  readonly range: vscode.Range;
  readonly text: string;
  readonly position: vscode.Position;
}

export interface InlineCompletionProviderHost {
  readonly connection: Connection;
  readonly settings: (scope: vscode.TextDocument) => CompletionSettings;
  readonly createPipeline: (connected: ConnectedModel) => Promise<InlineCompletionPipeline>;
  /** Whether the person wants to be left alone for a while. */
  readonly isSnoozed: () => boolean;
  /** Whether the machine has to save its battery, and the person wants that. */
  readonly savesBattery: () => boolean;
  readonly composition: CompositionGuard;
  /** A command that is run with the request's id when its suggestion is accepted; absent = none. */
  readonly acceptedCommand?: string | undefined;
  readonly log: Log;
}

export class InlineCompletionProvider implements vscode.InlineCompletionItemProvider, Disposable {
  readonly #host: InlineCompletionProviderHost;
  readonly #didChangeActivity = new Emitter<CompletionActivity>();
  readonly onDidChangeActivity = this.#didChangeActivity.event;
  readonly #didOffer = new Emitter<OfferedCompletion>();
  /** Tells of each suggestion that is given to VS Code. */
  readonly onDidOffer = this.#didOffer.event;
  readonly #didAnswer = new Emitter<AnsweredRequest>();
  /** Tells of each request that was answered. */
  readonly onDidAnswer = this.#didAnswer.event;
  #activity: CompletionActivity = { working: false, error: undefined, lastReason: undefined, lastRaw: undefined };
  #current: { readonly connected: ConnectedModel; readonly pipeline: Promise<InlineCompletionPipeline> } | undefined;
  #drawn: NodeJS.Timeout | undefined;
  /** What the person asked for by a command, for the next trigger only. */
  #asked: MultilineMode | undefined;

  constructor(host: InlineCompletionProviderHost) {
    this.#host = host;
  }

  get activity(): CompletionActivity {
    return this.#activity;
  }

  /** Asks for a suggestion at the cursor by hand: as set, or one line, or a block. */
  async trigger(multiline?: MultilineMode): Promise<void> {
    this.#asked = multiline;
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    clearTimeout(this.#drawn);
    const trigger = this.#triggerOf(context, document);
    const settings = this.#host.settings(document);
    const gate = refusedDocument(document) ?? this.#gate(trigger, settings);
    if (gate !== undefined) {
      this.#setActivity({ lastReason: gate === 'off' ? this.#activity.lastReason : gate, lastRaw: undefined });
      return [];
    }
    const cancellation = cancellationOf(token, document, position);
    const { version } = document;
    try {
      if (trigger.kind === 'automatic') {
        await this.#host.composition.settled(document, cancellation.signal);
      }
      const cursor = editorCursor(document, position);
      const outcome = await this.#complete(cancellation.signal, (pipeline) =>
        pipeline.complete(
          cursor.document,
          cursor.position,
          { ...trigger, around: cursor.around },
          settings,
          cancellation.signal,
        ),
      );
      if (cancellation.signal.aborted || document.version !== version) {
        return [];
      }
      if (outcome.kind === 'none') {
        this.#setActivity({ lastReason: outcome.reason, lastRaw: outcome.raw });
        return [];
      }
      this.#setActivity({ lastReason: undefined, lastRaw: undefined });
      this.#drawn = setTimeout(() => this.#didDraw(document, version, position, settings), drawnAfter);
      return this.#itemsOf(outcome, cursor, document, position);
    } catch (error) {
      if (!isAbortError(error) && !(error instanceof AssistantError)) {
        this.#host.log.error(
          `Inline completion: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
      return [];
    } finally {
      cancellation.dispose();
    }
  }

  dispose(): void {
    clearTimeout(this.#drawn);
    this.#current?.pipeline.then((pipeline) => pipeline.dispose()).catch(() => {});
    this.#didChangeActivity.dispose();
    this.#didOffer.dispose();
    this.#didAnswer.dispose();
  }

  /** What needs no pipeline; a person who asks by hand is let through. */
  #gate(trigger: CompletionTrigger, settings: CompletionSettings): NoCompletionReason | undefined {
    if (trigger.kind === 'manual') {
      return undefined;
    }
    if (!settings.enabled) {
      return 'off';
    }
    return this.#host.isSnoozed() ? 'snoozed' : this.#host.savesBattery() ? 'on-battery' : undefined;
  }

  #itemsOf(
    outcome: Extract<CompletionOutcome, { kind: 'shown' }>,
    cursor: EditorCursor,
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.InlineCompletionItem[] {
    const { completion, requestId, alternatives = [] } = outcome;
    const { acceptedCommand } = this.#host;
    const range = cursor.toEditor(completion.range);
    const offered = { requestId, uri: document.uri.toString(), version: document.version, range, position };
    this.#didOffer.fire({ ...offered, text: completion.text });
    return [{ ...completion, requestId }, ...alternatives].map((one) => {
      const item = new vscode.InlineCompletionItem(one.text, cursor.toEditor(one.range));
      if (acceptedCommand !== undefined) {
        item.command = { command: acceptedCommand, title: '', arguments: [one.requestId] };
      }
      return item;
    });
  }

  /** The suggestion has been on the screen for a moment, and is still. */
  #didDraw(
    document: vscode.TextDocument,
    version: number,
    position: vscode.Position,
    settings: CompletionSettings,
  ): void {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document === document && document.version === version && editor.selection.active.isEqual(position)) {
      this.#current?.pipeline.then((pipeline) => pipeline.didShow(document.uri.toString(), settings)).catch(() => {});
    }
  }

  /** Once more when the endpoint was exchanged meanwhile: VS Code does not ask again until the next keystroke. */
  async #complete(
    signal: AbortSignal,
    ask: (pipeline: InlineCompletionPipeline) => Promise<CompletionOutcome>,
  ): Promise<CompletionOutcome> {
    const { connection } = this.#host;
    const connected = await connection.connect(signal).catch((error: unknown) => {
      if (signal.aborted || !isAbortError(error)) {
        throw error;
      }
      return connection.connect(signal);
    });
    const outcome = await ask(await this.#pipelineOf(connected));
    const { state } = connection;
    const isExchanged = state.kind !== 'connected' || state.connected !== connected;
    return outcome.kind === 'none' && outcome.reason === 'cancelled' && isExchanged && !signal.aborted
      ? ask(await this.#pipelineOf(await connection.connect(signal)))
      : outcome;
  }

  #pipelineOf(connected: ConnectedModel): Promise<InlineCompletionPipeline> {
    if (this.#current?.connected !== connected) {
      this.#current?.pipeline.then((pipeline) => pipeline.dispose()).catch(() => {});
      const pipeline = this.#open(connected);
      this.#current = { connected, pipeline };
      this.#setActivity({ working: false, error: undefined, lastReason: undefined, lastRaw: undefined });
    }
    return this.#current.pipeline;
  }

  async #open(connected: ConnectedModel): Promise<InlineCompletionPipeline> {
    const pipeline = await this.#host.createPipeline(connected);
    pipeline.onDidChangeStatus((status) =>
      this.#setActivity({
        working: status.kind === 'working',
        error: status.kind === 'error' ? status.error : status.kind === 'idle' ? undefined : this.#activity.error,
      }),
    );
    pipeline.onDidAnswer((answered) => this.#didAnswer.fire(answered));
    return pipeline;
  }

  #setActivity(change: Partial<CompletionActivity>): void {
    this.#activity = { ...this.#activity, ...change };
    this.#didChangeActivity.fire(this.#activity);
  }

  #triggerOf(context: vscode.InlineCompletionContext, document: vscode.TextDocument): CompletionTrigger {
    const popup = context.selectedCompletionInfo;
    const editor = vscode.window.activeTextEditor;
    const selections = editor?.document === document ? editor.selections : [];
    const isManual = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const asked = isManual ? this.#asked : undefined;
    this.#asked = isManual ? undefined : this.#asked;
    return {
      kind: isManual ? 'manual' : 'automatic',
      cursors: Math.max(1, selections.length),
      hasSelection: selections.some((selection) => !selection.isEmpty),
      ...(popup === undefined ? {} : { selectedCompletion: { text: popup.text, range: toRange(popup.range) } }),
      ...(asked === undefined ? {} : { multiline: asked }),
    };
  }
}

/**
 * Cancelled by the token, and also when the cursor goes elsewhere without an edit: VS Code leaves the token alone then, as long as nothing
 * is shown yet, and the endpoint would go on writing for nobody.
 */
function cancellationOf(
  token: vscode.CancellationToken,
  document: vscode.TextDocument,
  position: vscode.Position,
): { readonly signal: AbortSignal; dispose(): void } {
  const { version } = document;
  const byToken = toAbortSignal(token);
  const byCursor = new AbortController();
  const subscription = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    const isHere = selections.length === 1 && selections[0]?.isEmpty === true && selections[0].active.isEqual(position);
    if (textEditor.document === document && document.version === version && !isHere) {
      byCursor.abort();
    }
  });
  return {
    signal: AbortSignal.any([byToken.signal, byCursor.signal]),
    dispose: () => {
      byToken.dispose();
      subscription.dispose();
    },
  };
}
