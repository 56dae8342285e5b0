/** `glm-tandem ask --agent`: tools on real files and programs, and a person at a terminal, or none. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../../src/context/index/SymbolIndex';
import { answerWithTools } from '../../../../src/node/commands/askAgent';
import type { CommandInput } from '../../../../src/node/commands/CommandIo';
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
    const { content, calls } = JSON.parse(run.stdout) as { content: string; calls: { name: string; end: string }[] };
    expect([content, calls.map(({ end }) => end)]).toEqual(['Done.', ['done', 'failed', 'denied']]);
    expect(
      model
        .results(1)
        .slice(1)
        .every((text) => text.includes('no terminal')),
    ).toBe(true);
    expect([existsSync(join(folder, 'made')), readFileSync(join(folder, 'a.txt'), 'utf8')]).toEqual([
      false,
      'one\ntwo\n',
    ]);
  });

  it('ends a model that goes round in circles when nobody says that it may go on', async () => {
    const run = await ask(new ScriptedAgentModel([call('list_directory', { path: '.' })]));
    expect(run.code).toBe(1);
  });
});
