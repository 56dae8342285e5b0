/** What was run in the terminals lately, and what it said, as far as the shell's integration tells. Kept in memory only, and little of it. */
import * as vscode from 'vscode';
import type { Disposable } from '../../../base/events';
import type { Attachment } from '../../../chat/conversation/records';
import { leftOutLine, linesLeftOut } from '../../../chat/prompt/shortenedOutput';
import { terminalLabel } from './labels';
import { lastTerminalOutput } from './lastTerminalOutput';
import { stripControls } from './stripControls';

const keptCommands = 8;
const shownCommands = 3;
/** UTF-16 units of one command's output, its beginning and its end. */
const keptOutput = 24_000;
/** UTF-16 units that go along: of the newest command's output, and of each before it. Together about as much as `@codebase`. */
const shownOutput = { newest: 12_000, earlier: 3_000 } as const;

interface Run {
  readonly command: string;
  head: string;
  tail: string;
  /** Lines that stood between the two, which nobody keeps. */
  lostLines: number;
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
      .slice(-shownCommands)
      .map((run, index, { length }) => {
        const { command, exitCode, isOver, isUnheard } = run;
        const state = !isOver ? 'still running' : exitCode === undefined ? 'ended' : `exit code ${exitCode}`;
        const room = index === length - 1 ? shownOutput.newest : shownOutput.earlier;
        const output = isUnheard ? '(VS Code did not tell what it said)' : outputOf(run, room);
        return `$ ${command}\n${output}\n[${state}]`;
      })
      .join('\n\n');
    return { id: 'terminal', kind: 'terminal', label: terminalLabel(linesLeftOut(text)), text };
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #follow(execution: vscode.TerminalShellExecution): void {
    const run: Run = {
      ...{ command: execution.commandLine.value, head: '', tail: '', lostLines: 0 },
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
  const tail = run.tail + piece.slice(room);
  const lost = Math.max(0, tail.length - keptOutput / 2);
  run.lostLines += linesIn(tail.slice(0, lost));
  run.tail = tail.slice(lost);
}

/** Whole lines in so many UTF-16 units: a quarter of its beginning, and the end, where programs say what came of it. */
function outputOf({ head, tail, lostLines }: Run, room: number): string {
  const text = stripControls(head + tail);
  if (text.length <= room) {
    return text;
  }
  const quarter = text.slice(0, room / 4);
  const rest = text.slice(text.length - (3 * room) / 4);
  const begin = quarter.slice(0, quarter.lastIndexOf('\n') + 1);
  const end = rest.slice(rest.indexOf('\n') + 1);
  const left = linesIn(text.slice(begin.length, text.length - end.length)) + lostLines;
  return left === 0 ? `… beginning left out …\n${rest}` : `${begin}${leftOutLine(left)}\n${end}`;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
