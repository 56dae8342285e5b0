/** The work with tools in a real VS Code: a scripted model, real files, real programs, and a person who clicks and types. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatPage } from '../support/ChatPage';
import { type RecordedRequest, type Reply, ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { callsOf, type WireCall } from '../support/toolCallReplies';
import { Workbench } from '../support/Workbench';

const modules = ['add', 'subtract', 'multiply', 'divide'] as const;
const sources = Object.fromEntries(
  modules.map((name) => [`src/${name}.mjs`, `export function ${name}(a, b) {\n  return 0;\n}\n`]),
);
const right = { add: 'a + b', subtract: 'a - b', multiply: 'a * b', divide: 'a / b' } as const;
const testFile = `${modules.map((name) => `import { ${name} } from '../src/${name}.mjs';`).join('\n')}
import { readFileSync } from 'node:fs';
import assert from 'node:assert';
assert.equal(add(6, 3), 9);
assert.equal(subtract(6, 3), 3);
assert.equal(multiply(6, 3), 18);
assert.equal(divide(6, 3), 2);
assert.match(readFileSync('README.md', 'utf8'), /works/);
console.log('all five hold');
`;
/** Ignores what asks it to end, and starts another that left its process group; both write their numbers down. */
const stubborn = `import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
const isChild = process.argv[2] === 'child';
if (!isChild) spawn(process.execPath, [import.meta.filename, 'child'], { detached: true, stdio: 'ignore' });
appendFileSync('pids.txt', process.pid + '\\n');
setInterval(() => isChild || console.log('still at work'), 250);
`;
/** The last results that the model was given. */
function results({ json }: RecordedRequest): string[] {
  const messages: unknown[] = Array.isArray(json?.messages) ? json.messages : [];
  return messages.flatMap((message) =>
    typeof message === 'object' && message !== null && 'role' in message && message.role === 'tool'
      ? [String('content' in message ? message.content : '')]
      : [],
  );
}

/** Whether the process runs. One that has ended and that nobody has noticed yet does not. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** What the request says of earlier calls: which were made, and which have a result. */
function calledAndAnswered({ json }: RecordedRequest): { readonly called: string[]; readonly answered: string[] } {
  const messages: { tool_calls?: { id: string }[]; tool_call_id?: string }[] = Array.isArray(json?.messages)
    ? json.messages
    : [];
  return {
    called: messages.flatMap(({ tool_calls: calls = [] }) => calls.map(({ id }) => id)),
    answered: messages.flatMap(({ tool_call_id: id }) => (id === undefined ? [] : [id])),
  };
}

function offered({ json }: RecordedRequest): string[] {
  const tools: { function: { name: string } }[] = Array.isArray(json?.tools) ? json.tools : [];
  return tools.map((tool) => tool.function.name);
}

describe('the work with tools', () => {
  // With less the tools leave so little room that the conversation is summed up before the next question.
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6', context: 65_536 });
  let workbench: Workbench;
  let chat: ChatPage;

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'agent',
      files: {
        ...sources,
        'README.md': '# Numbers\n\nDoes not work yet.\n',
        'test/all.mjs': testFile,
        'stubborn.mjs': stubborn,
        'package.json': '{"name":"numbers","private":true,"scripts":{"test":"node test/all.mjs"}}\n',
      },
      settings: {
        'tandem.endpoint.url': `${endpoint.url}/v1`,
        'tandem.completion.enabled': false,
        'tandem.chat.titles': false,
        'tandem.agent.tools': { run_tests: 'allow' },
      },
    });
    chat = await ChatPage.open(workbench);
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  const chooseMode = async (mode: string): Promise<void> => {
    await (await chat.locator('.mode')).selectOption(mode);
  };
  /** Clicks a button of the card once it is alive: a click that comes too soon counts for nothing. */
  const answer = async (name: string | RegExp): Promise<void> => {
    const request = await chat.locator('.request');
    const button = request.getByRole('button', { name });
    await button.waitFor({ timeout: 60_000 });
    // The role is that of a part inside of the element which bears the mark.
    await expect.poll(() => request.locator('.early').count(), { timeout: 60_000 }).toBe(0);
    await button.click();
  };
  const card = async (text: string | RegExp) => (await chat.locator('.call', { hasText: text })).last();
  const say = (...replies: readonly (Reply | ((request: RecordedRequest) => Reply))[]): void => {
    endpoint.enqueue(...replies);
  };
  const edit = (path: string, search: string, replace: string): WireCall => [
    'edit_file',
    { path, edits: [{ search, replace }] },
  ];

  it('plans, waits for the plan to be changed, edits five files, sees tests fail, and mends', async () => {
    await chooseMode('plan');
    let failed = '';
    say(
      callsOf([['read_file', { path: 'src/add.mjs' }]], 'I look first.'),
      callsOf([['propose_plan', { plan: '1. Make the numbers right\n2. Run the tests' }]]),
      callsOf(
        [
          ...[...modules.map((name) => `src/${name}.mjs`), 'README.md'].map(
            (path): WireCall => ['read_file', { path }],
          ),
          ...modules.map((name) =>
            edit(`src/${name}.mjs`, 'return 0;', `return ${name === 'divide' ? 'b / a' : right[name]};`),
          ),
          edit('README.md', 'Does not work yet.', 'It works.'),
        ],
        'I begin.',
      ),
      callsOf([['run_tests', {}]]),
      (request) => {
        failed = results(request).at(-1) ?? '';
        return callsOf([edit('src/divide.mjs', 'return b / a;', 'return a / b;')], 'One is wrong.');
      },
      callsOf([['run_tests', {}]]),
      streamOf('All five hold now.'),
    );
    await chat.ask('Make the numbers work');
    await (await chat.locator('.request-plan')).waitFor({ timeout: 60_000 });
    expect(workbench.read('src/add.mjs')).toContain('return 0;');
    expect(endpoint.generations.flatMap(offered)).not.toContain('edit_file');
    await workbench.screenshot('plan');
    expect(await chat.violations()).toEqual([]);
    await (await chat.locator('.request-plan')).fill(
      '1. Make the numbers right\n2. Run the tests\n3. Say so in README.md',
    );
    await answer('Start and Let It Work');
    await chat.waitForText('All five hold now.');
    expect(await chat.answer(120_000)).toContain('All five hold now.');
    for (const name of modules) {
      expect(workbench.read(`src/${name}.mjs`)).toContain(`return ${right[name]};`);
    }
    expect(workbench.read('README.md')).toContain('It works.');
    expect(failed).toMatch(/Exit code 1/);
    const told = endpoint.generations.flatMap((request) => results(request)).join('\n');
    expect(told).toContain('3. Say so in README.md');
    expect(told).toContain('all five hold');
    await (await card('Run the tests')).locator('summary').click();
    await workbench.screenshot('cards');
    expect(await chat.violations()).toEqual([]);
  });

  it('brings the files back as they were before the turn, tells which, and brings the changes again', async () => {
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'src/add.mjs' });
    const confirm = async (): Promise<void> => {
      await dialog.waitFor({ timeout: 60_000 });
      await workbench.screenshot('restore');
      await dialog.getByRole('button', { name: 'Bring Back' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await (await chat.control('Restore the files as they were before this answer')).click();
    await confirm();
    await expect.poll(() => workbench.read('src/add.mjs'), { timeout: 60_000 }).toContain('return 0;');
    await expect.poll(() => workbench.read('README.md'), { timeout: 60_000 }).toContain('Does not work yet.');
    await (await chat.control('Bring back what this answer changed')).click();
    await confirm();
    await expect.poll(() => workbench.read('src/divide.mjs'), { timeout: 60_000 }).toContain('return a / b;');
    await (await chat.control('Restore the files as they were before this answer')).waitFor();
  });

  it('asks before a command, takes a no with its reason to the model, and the turn goes on', async () => {
    await chooseMode('edit');
    say(callsOf([['run_command', { command: 'node --version && touch made-by-command' }]]), (request) =>
      streamOf(`I was told: ${results(request).at(-1)}`),
    );
    await chat.ask('Run something');
    const request = await chat.locator('.request');
    await request.waitFor({ timeout: 60_000 });
    expect(await (await chat.locator('.request-content')).textContent()).toBe(
      'node --version && touch made-by-command',
    );
    await workbench.screenshot('approval');
    expect(await chat.violations()).toEqual([]);
    await workbench.press('Control+Alt+a');
    await expect.poll(() => request.evaluate((card) => card === document.activeElement)).toBe(true);
    // What is typed and entered meanwhile goes into the composer, and approves nothing.
    await (await chat.composer).click();
    await (await chat.composer).pressSequentially('yes');
    await (await chat.composer).press('Enter');
    expect(await request.isVisible()).toBe(true);
    await (await chat.composer).fill('');
    await (await chat.locator('.request-reason')).fill('touch nothing');
    await (await chat.locator('.request-reason')).press('Enter');
    await chat.waitForText('They say: touch nothing');
    await chat.answer();
    expect(existsSync(join(workbench.folder, 'made-by-command'))).toBe(false);
    expect(await (await card('touch made-by-command')).getAttribute('data-state')).toBe('denied');
  });

  it('shows what a command writes while it runs, and stops it with all it started though it ignores signals', async () => {
    await chooseMode('agent');
    say(callsOf([['run_command', { command: 'node stubborn.mjs' }]], 'I start it.'));
    await chat.ask('Start the server');
    await (await chat.locator('.request')).waitFor({ timeout: 60_000 });
    // A command of VS Code's as well as a button: it says yes to what the page shows.
    await workbench.runCommand('GLM Tandem: Allow What Is Asked Once');
    const running = await card('node stubborn.mjs');
    await running.locator('.call-text', { hasText: 'still at work' }).waitFor({ timeout: 60_000 });
    const pids = (): number[] => (workbench.read('pids.txt').match(/\d+/g) ?? []).map(Number);
    await expect
      .poll(() => existsSync(join(workbench.folder, 'pids.txt')) && pids().length, { timeout: 60_000 })
      .toBe(2);
    expect(pids().map(runs)).toEqual([true, true]);
    await workbench.screenshot('running-command');
    expect(await chat.violations()).toEqual([]);
    await (await chat.control(/^Stop \(/)).click();
    await chat.answer();
    await expect.poll(() => pids().map(runs), { timeout: 60_000 }).toEqual([false, false]);
    expect(await running.getAttribute('data-state')).toBe('stopped');
    say(streamOf('It is stopped.'));
    await chat.ask('And now?');
    await chat.waitForText('It is stopped.');
    const last = endpoint.generations.at(-1);
    const { called, answered } = last === undefined ? { called: [], answered: [] } : calledAndAnswered(last);
    expect(called.length).toBeGreaterThan(0);
    expect(answered).toEqual(called);
    expect(last && results(last).at(-1)).toContain('still at work');
  });

  it('asks at the third of the same calls, refuses the fifth, and ends the turn in words', async () => {
    const look = callsOf([['read_file', { path: 'stubborn.mjs' }]]);
    say(...Array.from({ length: 6 }, () => look));
    const before = endpoint.generations.length;
    await chat.ask('Look at it');
    const request = await chat.locator('.request');
    await request.filter({ hasText: 'made the same call 3 times' }).waitFor({ timeout: 60_000 });
    expect(endpoint.generations.length - before).toBe(3);
    await workbench.screenshot('same-call');
    await answer('Go On');
    await request.filter({ hasText: 'brought nothing new' }).waitFor({ timeout: 60_000 });
    await answer('Go On');
    await chat.waitForText('went round in circles');
    await chat.answer();
    expect(endpoint.generations.length - before).toBe(6);
    const cards = (await chat.locator('.answer')).last().locator('.call');
    expect(await cards.evaluateAll((all) => all.map((one) => one.getAttribute('data-state')))).toEqual([
      ...['done', 'done', 'done', 'done', 'refused', 'refused'],
    ]);
  });
});
