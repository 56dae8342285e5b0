/** What was run in the terminals lately, and what it said, as far as the shell's integration tells. Kept in memory only, and little of it. */
import * as vscode from 'vscode';
import type { Disposable } from '../../../base/events';
import type { Attachment } from '../../../chat/conversation/records';
import { stripControls } from './stripControls';

const keptCommands = 8;
/** UTF-16 units of one command's output, its beginning and its end. */
const keptOutput = 24_000;

interface Run {
  readonly command: string;
  readonly terminal: string;
  head: string;
  tail: string;
  exitCode: number | undefined;
  isOver: boolean;
}

export class TerminalWatch implements Disposable {
  readonly #runs: Run[] = [];
  readonly #byExecution = new WeakMap<vscode.TerminalShellExecution, Run>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ execution, terminal }) => {
        void this.#follow(execution, terminal.name);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        const run = this.#byExecution.get(execution);
        if (run !== undefined) {
          run.exitCode = exitCode;
          run.isOver = true;
        }
      }),
    );
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  /** The last commands with their output; undefined = nothing was run, or no shell told of it. */
  attachment(): Attachment | undefined {
    if (this.isEmpty) {
      return undefined;
    }
    const text = this.#runs
      .slice(-3)
      .map(({ command, head, tail, exitCode, isOver }) => {
        const state = !isOver ? 'still running' : exitCode === undefined ? 'ended' : `exit code ${exitCode}`;
        const cut = tail === '' ? '' : '\n… output left out …\n';
        return `$ ${command}\n${stripControls(head)}${cut}${stripControls(tail)}\n[${state}]`;
      })
      .join('\n\n');
    return { id: 'terminal', kind: 'terminal', label: vscode.l10n.t('Terminal output'), text };
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #follow(execution: vscode.TerminalShellExecution, terminal: string): Promise<void> {
    const run: Run = {
      ...{ command: execution.commandLine.value, terminal, head: '', tail: '' },
      ...{ exitCode: undefined, isOver: false },
    };
    this.#byExecution.set(execution, run);
    this.#runs.push(run);
    this.#runs.splice(0, this.#runs.length - keptCommands);
    for await (const piece of execution.read()) {
      if (run.head.length < keptOutput / 2) {
        run.head += piece.slice(0, keptOutput / 2);
      } else {
        run.tail = (run.tail + piece).slice(-keptOutput / 2);
      }
    }
  }
}
