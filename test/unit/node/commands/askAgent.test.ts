/** `glm-tandem ask --agent`: tools on real files and programs, and a person at a terminal, or none. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SymbolIndex } from '../../../../src/context/index/SymbolIndex';
import { answerWithTools } from '../../../../src/node/commands/askAgent';
import type { CommandInput, CommandIo } from '../../../../src/node/commands/CommandIo';
import type { PythonSandbox } from '../../../../src/sandbox/Interpreters';
import { call, ScriptedAgentModel } from '../../../support/ScriptedAgentModel';
import { createSyntax } from '../../../support/syntax';
import { type CommandRun, runCommand } from './commandIo';

const syntax = createSyntax();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-agent-'));
  writeFileSync(join(folder, 'a.txt'), 'one\ntwo\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A person who answers each question with the next line, once they have read it. */
class Typist implements CommandInput {
  readonly isTerminal = true;
  readonly #lines: string[];
  constructor(...lines: readonly string[]) {
    this.#lines = [...lines];
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const line = this.#lines.shift();
      if (line === undefined) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      yield new TextEncoder().encode(`${line}\n`);
    }
  }
}

function ask(
  model: ScriptedAgentModel,
  stdin?: CommandInput,
  json = false,
  seen: readonly string[] = ['./a.txt'],
  openPython: () => Promise<PythonSandbox | undefined> = async () => undefined,
  io: Partial<CommandIo> = {},
): Promise<CommandRun> {
  const options = {
    ...{ maxTokens: 1000, quiet: false, json, seen },
    tree: (command: string, most: number) => syntax.treeOf('shellscript', command, most, new AbortController().signal),
    openIndex: async () => ({ symbols: new SymbolIndex() }),
    openPython,
  };
  return runCommand((_, io) => answerWithTools(model, 'Do it', options, io), [], {
    workingDirectory: folder,
    environment: { TANDEM_CACHE_DIR: join(folder, '.cache') },
    ...(stdin === undefined ? {} : { stdin }),
    ...io,
  });
}

const edit = call('edit_file', { path: 'a.txt', edits: [{ search: 'two', replace: '2' }] });

describe('ask --agent', { timeout: 60_000 }, () => {
  it('looks, edits and runs after a yes, and shows exactly what it asks about', async () => {
    const model = new ScriptedAgentModel(
      [call('read_file', { path: 'a.txt' })],
      [edit],
      [call('run_command', { command: 'cat a.txt > b.txt' })],
      ['Done.'],
    );
    const run = await ask(model, new Typist('y', 'y'));
    expect(run).toMatchObject({ code: 0, stdout: 'Done.\n' });
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\n2\n');
    expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('one\n2\n');
    expect(run.stderr).toContain('  | - two\n  | + 2');
    expect(run.stderr).toContain('  | cat a.txt > b.txt');
    expect(model.results(1)[0]).toContain('two');
  });

  it('edits no file that the model has not read and that is not in the question', async () => {
    const model = new ScriptedAgentModel([edit], ['I see.']);
    await ask(model, new Typist('y'), false, []);
    expect(model.results(1)[0]).toContain('Read it first with read_file');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('finds, reads and changes the cells of a notebook, and keeps the rest of its file', async () => {
    const cell = { cell_type: 'code', execution_count: 1, id: 'a', metadata: {}, outputs: [], source: ['total = 0'] };
    const notebook = `${JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
    const path = 'n.ipynb';
    writeFileSync(join(folder, path), notebook);
    const byJson = { path, edits: [{ search: '"total = 0"', replace: '"total = 1"' }] };
    const byCell = { path, edits: [{ search: 'total = 0', replace: 'total = 1\nprint(total)' }] };
    const model = new ScriptedAgentModel(
      [call('search_text', { pattern: 'total' })],
      [call('read_file', { path })],
      [call('edit_file', byJson)],
      [call('edit_file', byCell)],
      [call('create_file', { path: 'new.ipynb', content: '# %% [markdown]\n# New\n# %%\nx = 1\n' })],
      ['Done.'],
    );
    await ask(model, new Typist('y', 'y'));
    expect(model.results(1)[0]).toMatch(/n\.ipynb\n +2 \| total = 0/);
    expect(model.results(2)[1]).toMatch(
      /# %% \[code\] id=a[\s\S]*id in such a line stays with its cell[\s\S]*never write JSON/,
    );
    expect(model.results(3)[2]).toMatch(/never by its JSON/);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(
      notebook.replace('    "total = 0"\n', '    "total = 1\\n",\n    "print(total)"\n'),
    );
    expect(JSON.parse(readFileSync(join(folder, 'new.ipynb'), 'utf8')).cells).toMatchObject([
      { cell_type: 'markdown', source: ['# New'] },
      { cell_type: 'code', source: ['x = 1'] },
    ]);
  });

  it('runs Python where there is a sandbox, and keeps its names', async () => {
    const codes: string[] = [];
    const closed: string[] = [];
    // Says what it was sent, and draws a picture each time.
    const sandbox: PythonSandbox['sandbox'] = {
      isolation: 'none',
      start: (_, onLine) => ({
        send: (line) => {
          const { id, code } = JSON.parse(line) as { id: number; code: string };
          codes.push(code);
          const pictures = [{ type: 'image/png', data: 'AAAA' }];
          queueMicrotask(() => onLine?.(JSON.stringify({ id, output: `ran ${code}\n`, error: null, pictures })));
        },
        ended: new Promise(() => {}),
        stop: () => closed.push('process'),
      }),
    };
    const open = async (): Promise<PythonSandbox> => ({
      sandbox,
      python: 'python3',
      close: async () => void closed.push('sandbox'),
    });
    const model = new ScriptedAgentModel(
      [call('run_python', { code: 'x = 1' })],
      [call('run_python', { code: 'x' })],
      ['Done.'],
    );
    const run = await ask(model, undefined, false, [], open);
    expect(run).toMatchObject({ code: 0, stdout: 'Done.\n' });
    expect(codes).toEqual(['x = 1', 'x']);
    expect(model.results(1)[0]).toContain('ran x = 1');
    expect(model.results(1)[0]).toContain('a terminal cannot show: 1');
    expect(closed).toEqual(['process', 'sandbox']);
    expect(model.requests[0]?.tools?.map(({ function: { name } }) => name)).toContain('run_python');
  });

  it('closes its sandbox also where an answer cannot be written, or nobody waits for it any more', async () => {
    let closed = 0;
    const sandbox: PythonSandbox = {
      ...{ sandbox: { isolation: 'none', start: () => expect.unreachable() }, python: 'python3' },
      close: async () => void closed++,
    };
    const answer = (io: Partial<CommandIo>): Promise<CommandRun> =>
      ask(new ScriptedAgentModel(['Done.']), undefined, false, [], async () => sandbox, io);
    const write = (): void => {
      throw new Error('nobody reads');
    };
    await expect(answer({ stdout: { write } })).rejects.toThrow('nobody reads');
    expect(closed).toBe(1);
    const controller = new AbortController();
    const stopped = answer({ signal: controller.signal });
    controller.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    await vi.waitFor(() => expect(closed).toBe(2));
  });

  it('takes no with a reason, and goes on', async () => {
    const model = new ScriptedAgentModel([edit], ['I see.']);
    const run = await ask(model, new Typist('what?', 'n not that file'));
    expect(run.stdout).toBe('I see.\n');
    expect(model.results(1)[0]).toContain('not that file');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('says no to everything where there is no terminal, with that reason; looking needs nobody', async () => {
    const model = new ScriptedAgentModel(
      [call('read_file', { path: 'a.txt' }), edit, call('run_command', { command: 'touch made' })],
      ['Done.'],
    );
    const run = await ask(model, undefined, true);
    expect(run.stderr).toContain('There is no terminal at which you could be asked: the answer is no.');
    expect(run.stderr).not.toContain('Do not try to reach the same');
    const { content, calls } = JSON.parse(run.stdout) as { content: string; calls: { name: string; end: string }[] };
    expect([content, calls.map(({ end }) => end)]).toEqual(['Done.', ['done', 'failed', 'denied']]);
    expect(
      model
        .results(1)
        .slice(1)
        .every((text) => text.includes('no terminal') && !/person (?:refused|rejected)/.test(text)),
    ).toBe(true);
    expect([existsSync(join(folder, 'made')), readFileSync(join(folder, 'a.txt'), 'utf8')]).toEqual([
      false,
      'one\ntwo\n',
    ]);
  });

  it('takes a terminal that is closed while it asks, as Ctrl+C does it, for no answer', async () => {
    const closing: CommandInput = {
      isTerminal: true,
      // biome-ignore lint/correctness/useYield: it is closed before there is a line
      async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
        throw new Error('Premature close');
      },
    };
    const run = await ask(new ScriptedAgentModel([edit], ['I see.']), closing);
    expect(run).toMatchObject({ code: 0, stdout: 'I see.\n' });
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('ends a model that goes round in circles when nobody says that it may go on', async () => {
    const run = await ask(new ScriptedAgentModel([call('list_directory', { path: '.' })]));
    expect(run.code).toBe(1);
  });
});
