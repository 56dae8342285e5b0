/**
 * The prompt log as far as it is there before anybody agreed to it: commands that load the rest, and a place in the stack of models. The
 * rest (`PromptLogSession` and all it needs) is loaded at start only for a person who has agreed.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { Model } from '../../glm/Model';
import type { Log } from '../../platform/Log';
import type { NewOutcome } from '../../promptlog/outcomes/NewOutcome';
import { SwitchedModel } from '../../promptlog/SwitchedModel';
import { commandIds, internalCommandIds } from '../commandIds';
import type { OfferedCompletion } from '../InlineCompletionProvider';
import type { PromptLogSession } from './PromptLogSession';

/** Where VS Code keeps the person's choice for us: on this machine, for all windows, not synchronized. */
export const choiceKey = 'promptLog.choice';

const commands: readonly string[] = [
  commandIds.setUpPromptLog,
  commandIds.showPromptLog,
  commandIds.promptLogMenu,
  commandIds.pausePromptLog,
  commandIds.resumePromptLog,
  commandIds.stopPromptLog,
  commandIds.refuseFolder,
  commandIds.allowFolder,
  commandIds.filterPromptLog,
  commandIds.clearPromptLogFilter,
  commandIds.exportPromptLog,
  commandIds.openRecord,
  commandIds.deleteRecord,
  commandIds.deletePromptLog,
  internalCommandIds.morePromptLog,
];

export class PromptLogLoader implements Disposable {
  readonly #memento: vscode.Memento;
  readonly #open: () => Promise<PromptLogSession>;
  readonly #log: Log;
  readonly #subscriptions: vscode.Disposable;
  #loading: Promise<PromptLogSession> | undefined;
  #session: PromptLogSession | undefined;

  /** `open` loads and constructs the rest; it is called once, or again after it failed. */
  constructor(memento: vscode.Memento, open: () => Promise<PromptLogSession>, log: Log) {
    this.#log = log;
    this.#memento = memento;
    this.#open = open;
    this.#subscriptions = vscode.Disposable.from(
      ...commands.map((id) =>
        vscode.commands.registerCommand(id, async (...args: readonly unknown[]) =>
          (await this.#load()).runCommand(id, args),
        ),
      ),
      vscode.commands.registerCommand(internalCommandIds.completionAccepted, (id: unknown) => {
        if (typeof id === 'string') {
          this.#session?.accepted(id);
        }
      }),
      // Somebody may have agreed in another window meanwhile.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) {
          this.start();
        }
      }),
    );
  }

  /** Loads the log when the person has agreed to it. */
  start(): void {
    if (this.#isAgreed()) {
      this.#load().then(
        (session) => session.refresh(),
        () => {},
      );
    }
  }

  /** The model with the log around it, as soon as there is one. `modelId`: of the model that answers; undefined = not known. */
  wrap(model: Model, modelId: string | undefined): Model {
    // It may come with a key that the log has to leave out.
    void this.#session?.host.update();
    return new SwitchedModel(model, () => {
      if (this.#session === undefined) {
        // Loading takes a moment, in which nothing is kept; nobody's answer waits for it.
        this.start();
      }
      return this.#session?.logged(model, modelId);
    });
  }

  offered(offer: OfferedCompletion): void {
    this.#session?.offered(offer);
  }

  /** What became of an answer, for its record if there is one. */
  tell(outcome: NewOutcome): void {
    this.#session?.tell(outcome);
  }

  /** Resolves when everything is on the disk, or after a moment. */
  async close(): Promise<void> {
    await this.#session?.close();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#session?.dispose();
  }

  #isAgreed(): boolean {
    const choice = this.#memento.get<unknown>(choiceKey);
    return typeof choice === 'object' && choice !== null && 'agreed' in choice && choice.agreed === true;
  }

  #load(): Promise<PromptLogSession> {
    this.#loading ??= this.#open().then(
      (session) => {
        this.#session = session;
        return session;
      },
      (error: unknown) => {
        this.#loading = undefined;
        this.#log.error(
          `The prompt log could not be opened: ${error instanceof Error ? error.message : String(error)}`,
        );
        throw error;
      },
    );
    return this.#loading;
  }
}
