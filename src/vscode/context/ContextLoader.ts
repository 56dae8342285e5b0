/**
 * The code context as far as it is there from the start: one source for all documents, which tells nothing until a trusted folder is open
 * and the index's thread has been started for it; and the commands that pause and resume the index.
 */
import * as vscode from 'vscode';
import { type Disposable, Emitter, type Event } from '../../base/events';
import type { KnowsName } from '../../completion/filters/postProcess';
import type { IndexProgress } from '../../context/ContextIndex';
import { type ContextSource, emptyContext } from '../../context/ContextSource';
import type { CodeSearch } from '../../context/search/CodeSearch';
import type { Log } from '../../platform/Log';
import { commandIds } from '../commandIds';

export interface FolderSearch {
  readonly folder: vscode.Uri;
  readonly search: CodeSearch;
}

/** What is loaded for the first folder, and then serves all folders that come and go. */
export interface WorkspaceContexts extends Disposable {
  readonly source: ContextSource;
  readonly knowsName: KnowsName;
  /** What people look for by words, for each folder. */
  readonly searches: () => readonly FolderSearch[];
  /** All folders together. */
  readonly onDidProgress: Event<IndexProgress>;
  readonly pause: () => void;
  readonly resume: () => void;
}

export class ContextLoader implements ContextSource, Disposable {
  readonly #open: () => Promise<WorkspaceContexts>;
  readonly #log: Log;
  readonly #subscriptions: vscode.Disposable;
  readonly #changed = new Emitter<void>();
  /** `progress` is another. */
  readonly onDidChange = this.#changed.event;
  #isOpening = false;
  #isDisposed = false;
  #contexts: WorkspaceContexts | undefined;
  #progress: IndexProgress | undefined;

  /** `open` loads and constructs the rest; it is called once, or again after it failed. */
  constructor(open: () => Promise<WorkspaceContexts>, log: Log) {
    this.#open = open;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.start()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.start()),
      vscode.commands.registerCommand(commandIds.pauseIndexing, () => this.#command('pause')),
      vscode.commands.registerCommand(commandIds.resumeIndexing, () => this.#command('resume')),
    );
  }

  /** Undefined = there is no index: no folder is open, nobody trusts it, or its thread is not there yet. */
  get progress(): IndexProgress | undefined {
    return this.#progress;
  }

  readonly contextFor: ContextSource['contextFor'] = (query) => this.#source.contextFor(query);
  readonly prepare: ContextSource['prepare'] = (...about) => this.#source.prepare(...about);
  readonly knowsName: KnowsName = (name, languageId) => this.#contexts?.knowsName(name, languageId);

  readonly searches = (): readonly FolderSearch[] => this.#contexts?.searches() ?? [];

  get #source(): ContextSource {
    return this.#contexts?.source ?? emptyContext;
  }

  /** Loads the rest once there is a folder that may be read. */
  async start(): Promise<void> {
    const isWanted = vscode.workspace.isTrusted && (vscode.workspace.workspaceFolders ?? []).length > 0;
    if (!isWanted || this.#isOpening || this.#isDisposed || this.#contexts !== undefined) {
      return;
    }
    this.#isOpening = true;
    try {
      const contexts = await this.#open();
      if (this.#isDisposed) {
        contexts.dispose();
        return;
      }
      this.#contexts = contexts;
      contexts.onDidProgress((progress) => {
        this.#progress = progress;
        this.#changed.fire();
      });
    } catch (error) {
      this.#log.error(`The code index cannot be started: ${String(error)}`);
    } finally {
      this.#isOpening = false;
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
    this.#contexts?.dispose();
    this.#changed.dispose();
  }

  #command(what: 'pause' | 'resume'): void {
    if (this.#contexts === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There is no code index here: it needs an open folder that you trust.'),
      );
      return;
    }
    this.#contexts[what]();
    const text = what === 'pause' ? vscode.l10n.t('Code indexing is paused.') : vscode.l10n.t('Code indexing goes on.');
    vscode.window.setStatusBarMessage(text, 3000);
  }
}
