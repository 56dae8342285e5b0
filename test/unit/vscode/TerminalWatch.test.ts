/** What `@terminal` takes along of the commands that VS Code tells of, whole, cut, late and not at all. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TerminalWatch } from '../../../src/vscode/chat/mentions/TerminalWatch';

const editor = vi.hoisted(() => ({
  start: (_event: unknown): void => undefined,
  end: (_event: unknown): void => undefined,
  active: undefined as unknown,
  /** What VS Code's tool for the last command answers; undefined = there is no such tool. */
  lastCommand: undefined as string | undefined,
  asked: 0,
}));
vi.mock('vscode', () => {
  class LanguageModelTextPart {
    readonly value: string;
    constructor(value: string) {
      this.value = value;
    }
  }
  return {
    LanguageModelTextPart,
    Disposable: { from: () => ({ dispose: () => undefined }) },
    l10n: { t: (text: string) => text },
    window: {
      get activeTerminal() {
        return editor.active;
      },
      onDidStartTerminalShellExecution: (listener: typeof editor.start) => {
        editor.start = listener;
      },
      onDidEndTerminalShellExecution: (listener: typeof editor.end) => {
        editor.end = listener;
      },
    },
    lm: {
      get tools() {
        return editor.lastCommand === undefined ? [] : [{ name: 'terminal_last_command' }];
      },
      invokeTool: async () => {
        editor.asked++;
        return { content: [new LanguageModelTextPart(editor.lastCommand ?? '')] };
      },
    },
  };
});
beforeEach(() => Object.assign(editor, { active: terminal, lastCommand: undefined, asked: 0 }));

const terminal = { name: 'bash' };

async function run(command: string, pieces: readonly string[], exitCode?: number): Promise<void> {
  const execution = {
    commandLine: { value: command },
    read: async function* () {
      yield* pieces;
    },
  };
  editor.start({ execution, terminal });
  editor.end({ execution, terminal, exitCode });
  await new Promise((resolve) => setTimeout(resolve));
}

const told = (watch: TerminalWatch) => watch.attachment()?.text;

describe('the last commands of the terminals', () => {
  it('are nothing before the first', () => {
    const watch = new TerminalWatch();
    expect([watch.isEmpty, watch.attachment()]).toEqual([true, undefined]);
  });

  it('come with what they said and how they ended, the last three', async () => {
    const watch = new TerminalWatch();
    for (const word of ['a', 'b', 'c', 'd']) {
      await run(`echo ${word}`, [`\u001B[31m${word}`, '\u001B[0m\r\n'], word === 'd' ? undefined : 0);
    }
    expect(told(watch)).toBe('$ echo b\nb\n[exit code 0]\n\n$ echo c\nc\n[exit code 0]\n\n$ echo d\nd\n[ended]');
    expect(editor.asked).toBe(0);
  });

  it('lose nothing where a piece reaches beyond the beginning that is kept', async () => {
    const watch = new TerminalWatch();
    const lines = 'x'.repeat(80).concat('\n').repeat(140).concat('end');
    await run('cat lines', [lines.slice(0, 7_000), lines.slice(7_000)], 0);
    expect(told(watch)).toBe(`$ cat lines\n${lines}\n[exit code 0]`);
  });

  it.each([9_000, 1_500])(
    'keep beginning and end of a long one, and tell how many of %i lines are missing',
    async (count) => {
      const watch = new TerminalWatch();
      const lines = Array.from({ length: count }, (_, line) => `line ${line}`);
      await run('cat lines', [lines.join('\n')], 0);
      const [, before = '', left = '', after = ''] =
        /^\$ cat lines\n([\s\S]*)\n… (\d+) lines left out …\n([\s\S]*)\n\[exit code 0\]$/.exec(told(watch) ?? '') ?? [];
      const kept = [...before.split('\n'), ...after.split('\n')];
      expect(kept).toEqual([...lines.slice(0, before.split('\n').length), ...lines.slice(-after.split('\n').length)]);
      expect(kept.length + Number(left)).toBe(count);
      expect([before.length < 3_000, after.length < 9_000, after.length > 8_900]).toEqual([true, true, true]);
    },
  );

  it('keep the end of one long line', async () => {
    const watch = new TerminalWatch();
    await run('cat line', ['x'.repeat(20_000), 'the end'], 0);
    expect(told(watch)).toBe(`$ cat line\n… beginning left out …\n${'x'.repeat(8_993)}the end\n[exit code 0]`);
  });

  it('leave most of the room to the newest', async () => {
    const watch = new TerminalWatch();
    const lines = 'a line\n'.repeat(3_000);
    for (const command of ['one', 'two', 'three']) {
      await run(command, [lines], 0);
    }
    expect(told(watch)?.length).toBeLessThan(18_200);
    expect(told(watch)?.indexOf('$ three')).toBeLessThan(6_200);
  });
});

describe('output that VS Code told nobody', () => {
  it('is read from the screen', async () => {
    const watch = new TerminalWatch();
    editor.lastCommand =
      'The following is the last command run in the terminal:\nnpm test\nIt was run in the directory:\n/w\nIt exited with code: 1\nIt has the following output:\n2 failed\nIt has the following output:\nmore';
    await run('npm test', [], 1);
    expect(told(watch)).toBe('$ npm test\n2 failed\nIt has the following output:\nmore\n[exit code 1]');
  });

  it('is none where the screen has none', async () => {
    const watch = new TerminalWatch();
    editor.lastCommand = 'The following is the last command run in the terminal:\ncd src\nIt exited with code: 0';
    await run('cd src', ['\u001B]633;P;Cwd=/w/src\u0007'], 0);
    expect(told(watch)).toBe('$ cd src\n\n[exit code 0]');
  });

  it.each([
    [
      'another command came meanwhile',
      'The following is the last command run in the terminal:\nls\nIt exited with code: 0',
    ],
    ['one is running', 'The following command is currently executing in the terminal:\nnpm test'],
    ['VS Code has no such tool', undefined],
  ])('is said to be unknown when %s', async (_case, answer) => {
    const watch = new TerminalWatch();
    editor.lastCommand = answer;
    await run('npm test', [], 0);
    expect(told(watch)).toBe('$ npm test\n(VS Code did not tell what it said)\n[exit code 0]');
  });

  it('is said to be unknown for a terminal that is not in front', async () => {
    const watch = new TerminalWatch();
    editor.lastCommand = 'The following is the last command run in the terminal:\nnpm test';
    editor.active = { name: 'zsh' };
    await run('npm test', [], 0);
    expect(told(watch)).toContain('did not tell');
    expect(editor.asked).toBe(0);
  });
});
