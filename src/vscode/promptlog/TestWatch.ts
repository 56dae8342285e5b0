/** Notices runs of tests in VS Code’s terminals and tasks; its stable interface tells nothing of the test explorer’s results. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { isTestCommand, readTestSummary, type TestOutcomes } from '../../promptlog/outcomes/testRuns';

/** The end of the output that is looked at, in UTF-16 units. */
const lookedAt = 16_000;

export class TestWatch implements Disposable {
  readonly #outcomes: TestOutcomes;
  readonly #now: () => number;
  readonly #running = new WeakMap<
    vscode.TerminalShellExecution,
    { readonly at: number; readonly tail: () => string }
  >();
  readonly #tasks = new WeakMap<vscode.TaskExecution, number>();
  readonly #subscriptions: vscode.Disposable;

  constructor(outcomes: TestOutcomes, now: () => number) {
    this.#outcomes = outcomes;
    this.#now = now;
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ execution }) => this.#started(execution)),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => this.#ended(execution, exitCode)),
      vscode.tasks.onDidStartTaskProcess(({ execution }) => {
        if (isTestTask(execution.task)) {
          this.#tasks.set(execution, this.#now());
        }
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        const at = this.#tasks.get(execution);
        if (at !== undefined && exitCode !== undefined) {
          this.#outcomes.ran({ succeeded: exitCode === 0 }, at);
        }
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #started(execution: vscode.TerminalShellExecution): void {
    if (!this.#outcomes.isWaiting || !isTestCommand(execution.commandLine.value)) {
      return;
    }
    let tail = '';
    this.#running.set(execution, { at: this.#now(), tail: () => tail });
    const follow = async (): Promise<void> => {
      for await (const piece of execution.read()) {
        tail = (tail + piece).slice(-lookedAt);
      }
    };
    follow().catch(() => {
      // Without the output the exit code says enough.
    });
  }

  #ended(execution: vscode.TerminalShellExecution, exitCode: number | undefined): void {
    const running = this.#running.get(execution);
    if (running === undefined || exitCode === undefined) {
      return;
    }
    // The last of the output may come a moment after the end.
    setTimeout(() => {
      this.#outcomes.ran({ succeeded: exitCode === 0, ...readTestSummary(running.tail()) }, running.at);
    }, 200);
  }
}

function isTestTask({ group, execution }: vscode.Task): boolean {
  return (
    group?.id === vscode.TaskGroup.Test.id ||
    (execution instanceof vscode.ShellExecution && isTestCommand(execution.commandLine ?? ''))
  );
}
