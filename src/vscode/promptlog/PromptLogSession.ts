/**
 * The prompt log in one window, once the person has agreed or asks about it: decides for each request whether it may be kept, and watches what
 * becomes of completions. Constructed by root 1 (`extension/promptLog.ts`).
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { ChatRequest, CompletionRequest, Model } from '../../glm/Model';
import type { Clock } from '../../platform/Clock';
import type { PromptLogSettings } from '../../platform/settings';
import type { CollectorFeed } from '../../promptlog/CollectorFeed';
import {
  type Consent,
  type ConsentChoice,
  type ConsentDecision,
  decideConsent,
  maySendOn,
  readConsentChoice,
} from '../../promptlog/consent';
import { outcomeWithClasses } from '../../promptlog/content';
import { folderId } from '../../promptlog/folderId';
import { LoggedModel } from '../../promptlog/LoggedModel';
import type { NewOutcome } from '../../promptlog/outcomes/NewOutcome';
import { TestOutcomes } from '../../promptlog/outcomes/testRuns';
import type { PromptLog } from '../../promptlog/PromptLog';
import type { PromptLogStore } from '../../promptlog/PromptLogStore';
import type { PromptRecord } from '../../promptlog/records';
import type { OfferedCompletion } from '../InlineCompletionProvider';
import { CompletionWatch } from './CompletionWatch';
import type { PromptLogExporter } from './exportFlow';
import type { GitIdentity } from './GitIdentity';
import type { IgnoreFiles } from './IgnoreFiles';
import { choiceKey } from './PromptLogLoader';
import { PromptLogMark } from './PromptLogMark';
import { PromptLogView } from './PromptLogView';
import { createCommands } from './promptLogCommands';
import { RecordDocuments } from './RecordDocuments';
import { TestWatch } from './TestWatch';

export interface PromptLogSessionHost {
  readonly memento: vscode.Memento;
  readonly log: PromptLog;
  /** Ends the writing; resolves when all is on the disk, or after a moment. */
  readonly close: () => Promise<void>;
  /** Why nothing can be written now; undefined = nothing speaks against it. */
  readonly fault: () => string | undefined;
  /** Keys, the git identity or the settings may have changed. */
  readonly update: () => Promise<void>;
  readonly store: PromptLogStore;
  /** Absolute path of the store, for the person to read. */
  readonly folder: string;
  readonly settings: () => PromptLogSettings;
  readonly ignoreFiles: IgnoreFiles;
  readonly exporter: PromptLogExporter;
  readonly collector: CollectorFeed;
  readonly clock: Clock;
  /** Random for each window. */
  readonly session: string;
  readonly identity: GitIdentity;
}

/** Records whose outcomes are still told. */
const remembered = 2000;
/** Milliseconds until a new record is in the list. */
const settling = 300;
const feedInterval = 60_000;

export class PromptLogSession implements Disposable {
  readonly host: PromptLogSessionHost;
  readonly #models = new WeakMap<Model, LoggedModel>();
  readonly #kept = new Set<string>();
  readonly #watch: CompletionWatch;
  readonly #tests: TestOutcomes;
  readonly #mark = new PromptLogMark();
  readonly view: PromptLogView;
  readonly documents: RecordDocuments;
  readonly #commands: Readonly<Record<string, (args: readonly unknown[]) => Promise<void>>>;
  readonly #subscriptions: vscode.Disposable;
  readonly #ended = new AbortController();
  #refreshing: NodeJS.Timeout | undefined;

  constructor(host: PromptLogSessionHost) {
    this.host = host;
    this.#watch = new CompletionWatch(host.clock, (outcome) => this.#appendOutcome(outcome));
    this.#tests = new TestOutcomes({ tell: (outcome) => this.#appendOutcome(outcome), now: () => host.clock.now() });
    this.view = new PromptLogView(host.store);
    this.documents = new RecordDocuments(host.store);
    this.#commands = createCommands(this);
    this.#subscriptions = vscode.Disposable.from(
      this.view,
      this.documents,
      this.#mark,
      this.#watch,
      new TestWatch(this.#tests, () => host.clock.now()),
      host.identity,
      host.ignoreFiles,
      host.ignoreFiles.onDidChange(() => this.refresh()),
      host.identity.onDidChange(() => void host.update()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('tandem')) {
          void host.update();
          void this.#sendDue();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      vscode.env.onDidChangeTelemetryEnabled(() => {
        this.refresh();
        void this.#sendDue();
      }),
    );
    this.refresh();
    void this.#feed();
  }

  get choice(): ConsentChoice {
    return readConsentChoice(this.host.memento.get<unknown>(choiceKey));
  }

  async setChoice(choice: ConsentChoice): Promise<void> {
    await this.host.memento.update(choiceKey, choice);
    this.refresh();
    void this.#sendDue();
  }

  /** Whether a request about this document may be kept; undefined = a request about no document. */
  decide(uri: string | undefined): ConsentDecision {
    const { choice } = this;
    const decideFor = (place: string | undefined): ConsentDecision =>
      decideConsent({
        choice,
        telemetryEnabled: vscode.env.isTelemetryEnabled,
        trusted: vscode.workspace.isTrusted,
        uri: place,
        ignored: place !== undefined && this.host.ignoreFiles.isIgnored(place),
      });
    if (uri !== undefined) {
      return decideFor(uri);
    }
    // A conversation may hold something of every opened folder.
    const folders = vscode.workspace.workspaceFolders ?? [];
    const decisions = folders.map((folder) => decideFor(folder.uri.toString()));
    return decisions.find(({ kind }) => kind === 'off') ?? decisions[0] ?? decideFor(undefined);
  }

  logged(model: Model, modelId: string | undefined): Model {
    const known = this.#models.get(model);
    if (known !== undefined) {
      return known;
    }
    const logged = new LoggedModel(model, {
      consent: (request) => this.#consentTo(request),
      append: (record) => this.#append(record),
      now: Date.now,
      session: this.host.session,
      provider: 'zhipu',
      modelId: () => modelId,
      folder: (uri) => this.#folderOf(uri),
    });
    this.#models.set(model, logged);
    return logged;
  }

  offered(offer: OfferedCompletion): void {
    if (this.#kept.has(offer.requestId)) {
      this.#watch.offered(offer);
    }
  }

  accepted(requestId: string): void {
    if (this.#kept.has(requestId)) {
      this.#watch.accepted(requestId);
    }
  }

  /** What became of an answer; nothing is kept where its record is not. */
  tell(outcome: NewOutcome): void {
    if (this.#kept.has(outcome.record)) {
      this.#appendOutcome(outcome);
      return;
    }
    // An answer of an earlier window, perhaps.
    const { signal } = this.#ended;
    this.host.store.has(outcome.record, signal).then(
      (isKept) => (isKept ? this.#appendOutcome(outcome) : undefined),
      () => {},
    );
  }

  async runCommand(id: string, args: readonly unknown[]): Promise<void> {
    await this.#commands[id]?.(args);
  }

  /** Shows again how things are: the mark, the view and what the commands depend on. */
  refresh(): void {
    const { choice } = this;
    const decision = this.decide(documentOfEditor());
    this.#mark.show(choice, decision, this.host.fault());
    void vscode.commands.executeCommand('setContext', 'tandem.promptLog.agreed', choice.agreed);
    void vscode.commands.executeCommand('setContext', 'tandem.promptLog.paused', choice.paused);
    this.view.setVisible(choice.agreed);
  }

  /** Everything that was written so far can be read. */
  async flush(): Promise<void> {
    await this.host.log.flush();
  }

  async deleteRecords(ids: readonly string[]): Promise<void> {
    await this.flush();
    for (const id of ids) {
      await this.host.store.delete(id, this.#ended.signal);
      this.#kept.delete(id);
      await this.documents.close(id);
    }
    this.view.reload();
  }

  async deleteAll(): Promise<void> {
    await this.flush();
    this.#kept.clear();
    await this.host.store.deleteAll();
    await this.documents.close(undefined);
    this.view.reload();
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.host.close();
  }

  dispose(): void {
    clearTimeout(this.#refreshing);
    this.#ended.abort();
    this.#subscriptions.dispose();
  }

  #consentTo({ note }: CompletionRequest | ChatRequest): Consent | undefined {
    const decision = this.decide(note?.uri);
    if (decision.kind === 'off') {
      return undefined;
    }
    if (note !== undefined) {
      this.#kept.add(note.id);
      if (this.#kept.size > remembered) {
        const [oldest] = this.#kept;
        this.#kept.delete(oldest ?? '');
      }
    }
    return decision;
  }

  #append(record: PromptRecord): void {
    this.host.log.append(record);
    this.#changed();
  }

  /** Of a request about no document: the first folder. */
  #folderOf(uri: string | undefined) {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    const place = uri === undefined ? first?.uri : vscode.Uri.parse(uri);
    const folder = place === undefined ? undefined : (vscode.workspace.getWorkspaceFolder(place) ?? first);
    if (place === undefined || folder === undefined) {
      return undefined;
    }
    const vcs = this.host.identity.headOf(place);
    // The machine's id is known to nobody who gets an export.
    return { id: folderId(vscode.env.machineId, folder.uri.toString()), ...(vcs !== undefined && { vcs }) };
  }

  #appendOutcome(outcome: NewOutcome): void {
    const { agreed, paused, classes } = this.choice;
    if (!agreed || paused) {
      return;
    }
    if (outcome.action === 'accepted' || outcome.action === 'applied') {
      this.#tests.changed(outcome.record);
    }
    this.host.log.appendOutcome(outcomeWithClasses(outcome, classes));
    this.#changed();
  }

  /** Brings the list up to date, once for many changes. */
  #changed(): void {
    this.#refreshing ??= setTimeout(() => {
      this.#refreshing = undefined;
      void this.flush().then(() => {
        this.refresh();
        this.view.reload();
        this.documents.reload();
      });
    }, settling);
  }

  /** Sends on what is due, now and then, for as long as the window lives. */
  async #feed(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await this.#sendDue();
      await this.host.clock.sleep(feedInterval, signal).catch(() => {});
    }
  }

  /** At once where something changed, since a collector gets what was kept after it was set. Never rejects. */
  async #sendDue(): Promise<void> {
    if (maySendOn(this.choice, vscode.env.isTelemetryEnabled)) {
      await this.host.collector.sendDue(this.#ended.signal).catch(() => {
        // The window closes.
      });
    }
  }
}

/** URI of the document that the active editor shows; undefined = none, or one that has no place in a folder. */
function documentOfEditor(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri === undefined || !['file', 'untitled', 'vscode-remote'].includes(uri.scheme) ? undefined : uri.toString();
}
