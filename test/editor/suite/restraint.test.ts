/** What suggestions hold back: requests that nobody needs, and text that does not belong at the cursor. */
import * as assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';
import { accept, closeEditors, configure, eventually, openFile, type } from './support';

/** Longer than the pause before a request, so that a request which should not come would have come. */
const quiet = 800;

describe('a suggestion', () => {
  const endpoint = new ScriptedEndpoint();
  const lastPrompt = (): string => String(endpoint.generations.at(-1)?.json?.prompt);

  before(async () => {
    await endpoint.start();
    await configure('endpoint.url', `${endpoint.url}/v1`);
    // Requests are counted here.
    await configure('completion.prefetch', false);
    // The first request waits for a connection, and whoever waits for none would take that for one that does not come.
    await openFile('const a = 1;\n█\n');
    await type('let b = ');
    await eventually('the first request arrives', () => endpoint.generations.length > 0);
    await closeEditors();
  });
  beforeEach(() => endpoint.reset());
  afterEach(closeEditors);
  after(async () => {
    await configure('endpoint.url', undefined);
    await configure('completion.prefetch', undefined);
    await endpoint.stop();
  });

  /** Types at `█`, accepts, and compares the document. */
  async function check(before: string, typed: string, said: string, expected: string, language = 'ts'): Promise<void> {
    endpoint.always(streamOf(said));
    const editor = await openFile(before, language);
    await type(typed);
    assert.equal(await accept(editor), expected);
  }

  for (const [where, before, typed, language] of [
    ['within a word', 'const a = 1;\nfoo█bar\n', 'x', 'ts'],
    ['behind what closes a statement', 'const a = 1;\nfoo(a)█\n', ';', 'ts'],
    ['in a file of secrets', 'A=1\n█\n', 'KEY=', 'env'],
  ] as const) {
    it(`is not asked for ${where}`, async () => {
      endpoint.always(streamOf('a + 41;'));
      await openFile(before, language);
      await type(typed);
      await sleep(quiet);
      assert.equal(endpoint.generations.length, 0);
      await vscode.commands.executeCommand('tandem.completion.trigger');
      await sleep(quiet);
      // By hand everywhere but where text must not leave the file.
      assert.equal(endpoint.generations.length > 0, language !== 'env');
    });
  }

  it('is not asked for in a folder that is switched off', async () => {
    endpoint.always(streamOf('a + 41;'));
    const editor = await openFile('const a = 1;\n█\n');
    await vscode.commands.executeCommand('tandem.completion.toggleFolder');
    try {
      await type('let b = ');
      await sleep(quiet);
      assert.equal(endpoint.generations.length, 0);
      await vscode.commands.executeCommand('tandem.completion.toggleFolder');
      await type('2 * ');
      assert.equal(await accept(editor), 'const a = 1;\nlet b = 2 * a + 41;\n');
    } finally {
      const folder = vscode.workspace.getConfiguration('tandem', editor.document.uri);
      await folder.update('completion.enabled', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    }
  });

  it('is asked for once, also while the answer is on its way and the person types along', async () => {
    endpoint.always(streamOf('a + 41;', { firstMilliseconds: 300, betweenMilliseconds: 400 }));
    const editor = await openFile('const a = 1;\n█\n');
    await type('const b = ');
    await eventually('the whole line is asked about', () => lastPrompt().endsWith('const b = '));
    const asked = endpoint.generations.length;
    await type('a +');
    assert.equal(await accept(editor), 'const a = 1;\nconst b = a + 41;\n');
    assert.equal(endpoint.generations.length, asked);
    assert.equal(endpoint.generations.at(-1)?.closedByClientAt, undefined);
  });

  it('is asked for once at a time, however long the server takes', async () => {
    // It begins to write something else than what is typed, and does not come to an end.
    endpoint.always(streamOf('aaaabbbb', { betweenMilliseconds: 60_000 }));
    await openFile('const a = 1;\n█\n');
    for (const [at, letter] of [...'xyz'].entries()) {
      await type(letter);
      await eventually('a request arrives', () => endpoint.generations.length > at);
      await sleep(quiet);
    }
    await eventually('all but the last are closed', () =>
      endpoint.generations.slice(0, -1).every(({ closedByClientAt }) => closedByClientAt !== undefined),
    );
    assert.equal(endpoint.generations.at(-1)?.closedByClientAt, undefined);
  });

  it('stays when its line is indented, less or more, and takes the white space over', async () => {
    endpoint.always(streamOf('    return 1'));
    const editor = await openFile('x = 0\n\ndef f():\n█\n', 'py');
    await vscode.commands.executeCommand('tandem.completion.trigger');
    await eventually('it is asked for', () => endpoint.generations.length > 0);
    await sleep(quiet);
    await type('    ');
    await sleep(quiet);
    await vscode.commands.executeCommand('deleteLeft');
    assert.equal(await accept(editor), 'x = 0\n\ndef f():\n    return 1\n');
    assert.equal(endpoint.generations.length, 1);
  });

  it('is asked for anew when the text below has changed', async () => {
    endpoint.enqueue(streamOf('first;'));
    endpoint.always(streamOf('second;'));
    const editor = await openFile('const a = 1;\nlet b = █\nfoo();\n');
    await vscode.commands.executeCommand('tandem.completion.trigger');
    await eventually('it is asked for', () => endpoint.generations.length === 1);
    await sleep(quiet);
    // Of what is on the screen VS Code itself keeps hold.
    await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(2, 0), 'await ');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('tandem.completion.trigger');
    await eventually('it is asked for again', () => endpoint.generations.length > 1);
    await sleep(quiet);
    assert.equal(await accept(editor), 'const a = 1;\nlet b = second;\nawait foo();\n');
  });

  it('says no closing line that stands below, and the server is told to stop there', async () => {
    await check('const a = 1;\nfunction f() {\n█\n}\n', '  ', 'a();\n}\n', 'const a = 1;\nfunction f() {\n  a();\n}\n');
    const { stop } = endpoint.generations.at(-1)?.json ?? {};
    assert.ok(Array.isArray(stop) && stop.includes('\n}'), JSON.stringify(stop));
  });

  it('says no closing tag that stands below', () =>
    check('<div>\n█\n</div>\n', '  ', '<p>a</p>\n</div>\n', '<div>\n  <p>a</p>\n</div>\n', 'html'));

  it('replaces a closing bracket in the middle of what it says', () =>
    check('x = "a"\n█\n', 'print(', 'x).strip()', 'x = "a"\nprint(x).strip()\n', 'py'));

  it('has nothing of what a model says besides code', () =>
    check(
      'const a = 1;\n█\n',
      'const b = ',
      '<|assistant|>\n```ts\na + 41;\n```\nThis adds.',
      'const a = 1;\nconst b = a + 41;\n',
    ));

  it('does not say a comment’s sign twice', () =>
    check('const a = 1;\n█\n', '// ', '// adds two numbers', 'const a = 1;\n// adds two numbers\n'));

  it('that repeats itself is ended, and its connection closed', async () => {
    // So slow that the limit of an answer's length would not end it within the time that is waited.
    endpoint.always(streamOf('na '.repeat(4000), { betweenMilliseconds: 100, obeysLimits: false }));
    await openFile('const a = 1;\n█\n');
    await type('const b = ');
    await eventually('the connection is closed', () => endpoint.generations.at(-1)?.closedByClientAt);
  });

  it('is a block or a line, as the keys say', async () => {
    endpoint.always(streamOf('a;\nb = a;\n\nc = a;\n'));
    const block = await openFile('const a = 1;\nx = █\n');
    await vscode.commands.executeCommand('tandem.completion.triggerBlock');
    assert.equal(await accept(block), 'const a = 1;\nx = a;\nb = a;\n');
    endpoint.always(streamOf('f(() => {\n  a();\n});\n'));
    const line = await openFile('const a = 1;\ny = █\n');
    await vscode.commands.executeCommand('tandem.completion.triggerLine');
    assert.equal(await accept(line), 'const a = 1;\ny = f(() => {\n');
  });

  it('is not asked for while chats take all that the server can do', async () => {
    endpoint.always(streamOf('a + 41;', { firstMilliseconds: 60_000 }));
    const [model] = await eventually('the model is offered', async () => {
      const found = await vscode.lm.selectChatModels({ vendor: 'glm-tandem' });
      return found.length > 0 ? found : undefined;
    });
    const leave = new vscode.CancellationTokenSource();
    const messages = [vscode.LanguageModelChatMessage.User('Who are you?')];
    const chats = [1, 2].map(() => model?.sendRequest(messages, {}, leave.token));
    try {
      await eventually('two chats are on their way', () => endpoint.generations.length === 2);
      const editor = await openFile('const a = 1;\n█\n');
      await type('let b = ');
      await sleep(quiet);
      assert.equal(endpoint.generations.length, 2);
      leave.cancel();
      await Promise.allSettled(chats);
      endpoint.always(streamOf('a + 41;'));
      await eventually('the chats have left', () => endpoint.generations.every((one) => one.closedByClientAt));
      await type('2 * ');
      assert.equal(await accept(editor), 'const a = 1;\nlet b = 2 * a + 41;\n');
    } finally {
      leave.dispose();
    }
  });
});
