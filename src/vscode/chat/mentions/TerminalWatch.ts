/** What was run in the terminals lately, and what it said, as far as the shell's integration tells. Kept in memory only, and little of it. */
import * as vscode from 'vscode';
import type { Disposable } from '../../../base/events';
import type { Attachment } from '../../../chat/conversation/records';
import { lastTerminalOutput } from './lastTerminalOutput';
import { stripControls } from './stripControls';

const keptCommands = 8;
/** UTF-16 units of one command's output, its beginning and its end. */
const keptOutput = 24_000;

interface Run {
  readonly command: string;
  head: string;
  tail: string;
  exitCode: number | undefined;
  isOver: boolean;
  /** Whether it is unknown what it said: VS Code told of the command only. */
  isUnheard: boolean;
}

export class TerminalWatch implements Disposable {
  readonly #runs: Run[] = [];
  readonly #byExecution = new WeakMap<vscode.TerminalShellExecution, { run: Run; reading: Promise<void> }>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ execution }) => this.#follow(execution)),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode, terminal }) => {
        void this.#conclude(execution, exitCode, terminal);
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
      .map(({ command, head, tail, exitCode, isOver, isUnheard }) => {
        const state = !isOver ? 'still running' : exitCode === undefined ? 'ended' : `exit code ${exitCode}`;
        const cut = tail.length < keptOutput / 2 ? '' : '\n… output left out …\n';
        const output = isUnheard ? '(VS Code did not tell what it said)' : stripControls(head + cut + tail);
        return `$ ${command}\n${output}\n[${state}]`;
      })
      .join('\n\n');
    return { id: 'terminal', kind: 'terminal', label: vscode.l10n.t('Terminal output'), text };
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #follow(execution: vscode.TerminalShellExecution): void {
    const run: Run = {
      ...{ command: execution.commandLine.value, head: '', tail: '' },
      ...{ exitCode: undefined, isOver: false, isUnheard: false },
    };
    // What VS Code passes on before somebody reads is lost.
    this.#byExecution.set(execution, { run, reading: read(execution.read(), run) });
    this.#runs.push(run);
    this.#runs.splice(0, this.#runs.length - keptCommands);
  }

  async #conclude(
    execution: vscode.TerminalShellExecution,
    exitCode: number | undefined,
    terminal: vscode.Terminal,
  ): Promise<void> {
    const followed = this.#byExecution.get(execution);
    if (followed === undefined) {
      return;
    }
    const { run, reading } = followed;
    run.exitCode = exitCode;
    run.isOver = true;
    await reading;
    if (stripControls(run.head) === '') {
      const output = await lastTerminalOutput(terminal, run.command);
      run.isUnheard = output === undefined;
      keep(run, output ?? '');
    }
  }
}

async function read(pieces: AsyncIterable<string>, run: Run): Promise<void> {
  for await (const piece of pieces) {
    keep(run, piece);
  }
}

function keep(run: Run, piece: string): void {
  const room = keptOutput / 2 - run.head.length;
  run.head += piece.slice(0, room);
  run.tail = (run.tail + piece.slice(room)).slice(-keptOutput / 2);
}
