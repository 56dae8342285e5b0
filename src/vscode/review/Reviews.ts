/**
 * The sets under review in this window: what is pending, what a decision does, and how it is told. Everything that the views show comes
 * from here; everything that is written goes through the executor.
 */
import * as vscode from 'vscode';
import { type Disposable, Emitter } from '../../base/events';
import { textOfCells } from '../../edits/notebook/cells';
import { isNotebook } from '../../edits/refuse/notebooks';
import { type AcceptedChange, accept, type Choice, reject, textChanged } from '../../edits/review/decide';
import { type FittedFile, fitFile } from '../../edits/review/fitFile';
import { isPending, pendingCount, type ReviewFile, type ReviewSet } from '../../edits/review/ReviewSet';
import { revertFile } from '../../edits/review/revertFile';
import type { FileChanger } from '../../platform/FileChanger';
import type { Log } from '../../platform/Log';
import type { ChangeExecutor, ExecutedChanges, FailedChange } from '../../tools/changes/ChangeExecutor';
import type { JournalEntry } from '../../tools/changes/ChangeJournal';
import type { FileChange } from '../../tools/changes/FileChange';
import type { ReviewStore } from '../../tools/review/ReviewStore';
import { cellsOf } from '../notebook/editorNotebooks';
import { confirmSpecial, tellFailures, tellRefusals } from './describeReview';
import type { ReviewOutcomes } from './ReviewOutcomes';
import { encodeNewFile, readTextFile } from './textFiles';

export interface ReviewsHost {
  readonly executor: ChangeExecutor;
  readonly files: FileChanger;
  readonly store: ReviewStore;
  readonly outcomes: ReviewOutcomes;
  readonly log: Log;
}

/** So often a file is looked at again when it was changed between look and write, with a pause in milliseconds. */
const mostAttempts = 4;
const attemptPause = 120;

export class Reviews implements Disposable {
  readonly #host: ReviewsHost;
  readonly #didChange = new Emitter<void>();
  readonly onDidChange = this.#didChange.event;
  readonly #willAccept = new Emitter<readonly string[]>();
  /** With the paths of files that are about to be changed. */
  readonly onWillAccept = this.#willAccept.event;
  readonly #didAccept = new Emitter<void>();
  /** The changes are made, or it was said why not. */
  readonly onDidAccept = this.#didAccept.event;
  #sets: readonly ReviewSet[] = [];
  /** Texts of files under review as they are now; undefined = there is no such file. */
  readonly #live = new Map<string, string | undefined>();
  /** Sets whose answer still comes in: nothing half-read is ever applied. */
  readonly #writing = new Set<string>();
  readonly #subscriptions: vscode.Disposable;

  constructor(host: ReviewsHost) {
    this.#host = host;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#documentChanged(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#documentChanged(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'file') {
          void this.refresh([uri.fsPath]);
        }
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.#notebookChanged(notebook)),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => void this.refresh([uri.fsPath])),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#sets.length > 0) {
          void this.refresh();
        }
      }),
    );
  }

  get sets(): readonly ReviewSet[] {
    return this.#sets;
  }

  get pending(): number {
    return this.#sets.reduce((sum, set) => sum + pendingCount(set), 0);
  }

  set(id: string): ReviewSet | undefined {
    return this.#sets.find((set) => set.id === id);
  }

  file(id: string, path: string): ReviewFile | undefined {
    return this.set(id)?.files.find((file) => file.path === path);
  }

  /** The pending files of all sets that are this one on the disk, oldest set first. */
  filesAt(path: string): readonly { readonly set: ReviewSet; readonly file: ReviewFile }[] {
    return this.#sets.flatMap((set) =>
      set.files.filter((file) => file.path === path && isPending(file)).map((file) => ({ set, file })),
    );
  }

  fitted(file: ReviewFile): FittedFile {
    return fitFile(file, this.#live.has(file.path) ? this.#live.get(file.path) : file.base);
  }

  /** Reads what an earlier window left. */
  async load(): Promise<void> {
    this.#sets = await this.#host.store.load();
    await this.refresh();
  }

  /** Puts a set under review; one with the same id takes its place. */
  async add(set: ReviewSet): Promise<void> {
    this.#writing.delete(set.id);
    const known = this.set(set.id) !== undefined;
    this.#sets = known ? this.#sets.map((one) => (one.id === set.id ? set : one)) : [...this.#sets, set];
    await this.refresh(set.files.map(({ path }) => path));
    await this.#save(set);
  }

  /** Shows another state of a set that is still being written; it is not kept. */
  show(set: ReviewSet): void {
    this.#writing.add(set.id);
    const known = this.set(set.id) !== undefined;
    this.#sets = known ? this.#sets.map((one) => (one.id === set.id ? set : one)) : [...this.#sets, set];
    this.#didChange.fire();
  }

  /** Takes a set away, as if it had never been proposed. */
  async discard(id: string): Promise<void> {
    this.#writing.delete(id);
    const set = this.set(id);
    if (set === undefined) {
      return;
    }
    this.#sets = this.#sets.filter((one) => one.id !== id);
    this.#didChange.fire();
    await this.#save(reject(set, {}));
  }

  async reject(id: string, choice: Choice): Promise<void> {
    const set = this.set(id);
    if (set !== undefined) {
      await this.#put(reject(set, choice));
    }
  }

  /**
   * Makes the chosen changes that fit, and says why others do not. Gives whether anything was made. Where somebody types between look and
   * write, it is looked at again a few times.
   */
  async accept(id: string, choice: Choice): Promise<boolean> {
    if (this.#writing.has(id)) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('The answer is still being written.'), 4000);
      return false;
    }
    let isMade = false;
    for (let attempt = 1; ; attempt++) {
      const { made, failed } = await this.#acceptOnce(id, choice);
      isMade ||= made.length > 0;
      if (attempt === mostAttempts || !failed.some(isStale)) {
        tellFailures(failed);
        return isMade;
      }
      await new Promise((resolve) => setTimeout(resolve, attemptPause));
    }
  }

  async #acceptOnce(id: string, choice: Choice): Promise<Pick<ExecutedChanges, 'made' | 'failed'>> {
    const found = this.set(id);
    if (found === undefined) {
      return { made: [], failed: [] };
    }
    await this.refresh(choice.path === undefined ? found.files.map(({ path }) => path) : [choice.path]);
    const set = this.set(id) ?? found;
    const accepted = accept(set, choice, (path) => this.#live.get(path));
    tellRefusals(set, accepted.refused);
    const changes: FileChange[] = [];
    for (const change of accepted.changes) {
      changes.push(...(await this.#fileChanges(change)));
    }
    if (changes.length === 0) {
      return { made: [], failed: [] };
    }
    // Should everything end in the middle, the texts tell the next window which hunks were accepted.
    await this.#host.store.save(withSteps(set, accepted.set));
    this.#willAccept.fire(changes.map(({ path, to }) => to ?? path));
    const executed = await this.#host.executor.execute(set.title, changes, confirmSpecial);
    this.#didAccept.fire();
    const failed = new Set(executed.failed.map(({ change }) => change.path));
    const now = this.set(id) ?? set;
    const files = accepted.set.files.map((file) => {
      const before = now.files.find(({ path }) => path === file.path) ?? file;
      return failed.has(file.path) || (file.newPath !== undefined && failed.has(file.newPath)) ? before : file;
    });
    await this.#put({ ...set, files });
    await this.refresh(executed.made.flatMap(({ path, to }) => (to === undefined ? [path] : [path, to])));
    return executed;
  }

  /** Takes the set that was accepted last back, as far as it was, or makes it again. */
  async again(direction: 'undo' | 'redo'): Promise<void> {
    const { executor } = this.#host;
    const entry = await (direction === 'undo' ? executor.undoable() : executor.redoable());
    if (entry === undefined) {
      vscode.window.setStatusBarMessage(
        direction === 'undo'
          ? vscode.l10n.t('There are no accepted changes to take back.')
          : vscode.l10n.t('There are no changes to make again.'),
        4000,
      );
      return;
    }
    const executed = await executor.again(entry, direction, revertFile);
    tellFailures(executed.failed);
    vscode.window.setStatusBarMessage(
      direction === 'undo'
        ? vscode.l10n.t('Taken back in {0} files: {1}', executed.made.length, entry.title)
        : vscode.l10n.t('Made again in {0} files: {1}', executed.made.length, entry.title),
      4000,
    );
    await this.refresh();
  }

  /** Changes that were cut off by a crash: asks whether to finish or to undo them. */
  async recover(ask: (entry: JournalEntry) => Promise<'finish' | 'undo' | undefined>): Promise<void> {
    for (const entry of await this.#host.executor.unfinished()) {
      const how = await ask(entry);
      if (how !== undefined) {
        const executed = await this.#host.executor.resume(entry, how);
        tellFailures(executed.failed);
        await this.refresh();
      }
    }
  }

  /** Looks at files again; without paths at all that are under review. */
  async refresh(paths?: readonly string[]): Promise<void> {
    const reviewed = new Set(this.#sets.flatMap(({ files }) => files.map(({ path }) => path)));
    const wanted = paths === undefined ? [...reviewed] : paths.filter((path) => reviewed.has(path));
    await Promise.all(
      wanted.map(async (path) => {
        const file = await readTextFile(path, this.#host.files);
        this.#live.set(path, file === undefined || file === 'unreadable' ? undefined : file.text);
      }),
    );
    this.#textsChanged(wanted);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#didChange.dispose();
    this.#willAccept.dispose();
    this.#didAccept.dispose();
  }

  #documentChanged(document: vscode.TextDocument): void {
    const path = document.uri.fsPath;
    if (document.uri.scheme === 'file' && this.#sets.some(({ files }) => files.some((file) => file.path === path))) {
      if (isNotebook(path)) {
        // Somebody edits its JSON: what its cells are then is read from that.
        void this.refresh([path]);
        return;
      }
      this.#live.set(path, document.getText());
      this.#textsChanged([path]);
    }
  }

  #notebookChanged(notebook: vscode.NotebookDocument): void {
    const path = notebook.uri.fsPath;
    if (notebook.uri.scheme === 'file' && this.#sets.some(({ files }) => files.some((file) => file.path === path))) {
      this.#live.set(path, textOfCells(cellsOf(notebook)));
      this.#textsChanged([path]);
    }
  }

  #textsChanged(paths: readonly string[]): void {
    const sets = this.#sets.map((set) => {
      const files = set.files.map((file) =>
        paths.includes(file.path) ? textChanged(file, this.#live.get(file.path)) : file,
      );
      return files.some((file, index) => file !== set.files[index]) ? { ...set, files } : set;
    });
    const changed = sets.filter((set, index) => set !== this.#sets[index]);
    const before = this.#sets;
    this.#sets = sets;
    for (const [index, set] of sets.entries()) {
      this.#host.outcomes.changed(before[index] ?? set, set);
    }
    for (const set of changed) {
      void this.#save(set);
    }
    this.#didChange.fire();
  }

  async #put(set: ReviewSet): Promise<void> {
    this.#host.outcomes.changed(this.set(set.id) ?? set, set);
    this.#sets = this.#sets.map((one) => (one.id === set.id ? set : one));
    this.#didChange.fire();
    await this.#save(set);
  }

  async #save(set: ReviewSet): Promise<void> {
    try {
      await this.#host.store.save(set);
    } catch (error) {
      this.#host.log.error(`A pending review could not be kept: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  async #fileChanges({ path, newPath, before, after }: AcceptedChange): Promise<FileChange[]> {
    const file = await readTextFile(path, this.#host.files);
    const known = file === undefined || file === 'unreadable' ? undefined : file;
    // What was looked at is what is changed: should it be another text by now, the executor finds other bytes.
    const bytesBefore = before === undefined ? undefined : await known?.encode(before);
    if (after === undefined) {
      return [{ operation: 'delete', path, before: bytesBefore, after: undefined }];
    }
    const bytesAfter = known === undefined ? await encodeNewFile(path, after) : await known.encode(after);
    if (newPath === undefined) {
      return [{ operation: 'write', path, before: bytesBefore, after: bytesAfter }];
    }
    const moved: FileChange = { operation: 'rename', path, to: newPath, before: bytesBefore, after: bytesBefore };
    return before === after
      ? [moved]
      : [moved, { operation: 'write', path: newPath, before: bytesBefore, after: bytesAfter }];
  }
}

/** Whether a change was not made only because the file had become another one by then. */
function isStale({ why, detail, error }: FailedChange): boolean {
  return (
    why === 'changed' ||
    error?.code === 'file.changed' ||
    detail.some(({ reason }) => reason === 'the file has changed since')
  );
}

/** The states of one set with the steps of another: what is kept before anything is written. */
function withSteps(set: ReviewSet, accepted: ReviewSet): ReviewSet {
  return {
    ...set,
    files: set.files.map((file, index) => ({ ...file, steps: accepted.files[index]?.steps ?? file.steps })),
  };
}
