/** REL-37: on a terminal a person sees how long nothing has come, and nothing of it stays. */
import { describe, expect, it } from 'vitest';
import type { CommandIo } from '../../../../src/node/commands/CommandIo';
import { WaitingLine } from '../../../../src/node/commands/WaitingLine';
import { ManualClock } from '../../../support/ManualClock';

const dim = (text: string): string => `\r\u001B[2m${text}\u001B[22m`;
const gone = '\r\u001B[K';

class Terminal {
  readonly clock = new ManualClock();
  written = '';
  readonly line: WaitingLine;

  constructor(isTerminal = true) {
    const output = {
      write: (text: string): void => {
        this.written += text;
      },
    };
    const io: CommandIo = {
      ...{ stdout: output, stderr: output, isTerminal, translate: (english) => english, environment: {} },
      ...{ signal: new AbortController().signal, workingDirectory: '/' },
    };
    this.line = new WaitingLine(io, this.clock);
  }

  async wait(seconds: number): Promise<string> {
    this.written = '';
    for (let n = 0; n < seconds; n++) {
      await this.clock.advance(1_000);
    }
    return this.written;
  }
}

describe('the line of a wait', () => {
  it('tells from the third second on how long it is', async () => {
    const terminal = new Terminal();
    expect(await terminal.wait(2)).toBe('');
    expect(await terminal.wait(3)).toBe([3, 4, 5].map((n) => dim(`Waiting: ${n} s`)).join(''));
  });

  it('goes before something is written, and counts anew', async () => {
    const terminal = new Terminal();
    await terminal.wait(4);
    terminal.written = '';
    terminal.line.io.stdout.write('Answer\n');
    expect(terminal.written).toBe(`${gone}Answer\n`);
    expect(await terminal.wait(3)).toBe(dim('Waiting: 3 s'));
  });

  it('is not drawn into a line that has begun: an answer, or a question to the person', async () => {
    const terminal = new Terminal();
    terminal.line.io.stderr.write('Run this? [y] yes  [n] no: ');
    expect(await terminal.wait(9)).toBe('');
  });

  it('is gone at the end', async () => {
    const terminal = new Terminal();
    await terminal.wait(3);
    terminal.written = '';
    terminal.line.end();
    expect(terminal.written).toBe(gone);
    expect(await terminal.wait(9)).toBe('');
  });

  it('is nowhere but on a terminal', async () => {
    expect(await new Terminal(false).wait(9)).toBe('');
  });
});
