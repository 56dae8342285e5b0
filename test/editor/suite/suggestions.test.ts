/** Suggestions in real documents: what is accepted, taken back, and when there is none. */
import * as assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';
import { accept, closeEditors, configure, eventually, openFile, placeCursors, type } from './support';

/** Longer than the pause before a request, so that a request which should not come would have come. */
const quiet = 800;

describe('suggestions', () => {
  const endpoint = new ScriptedEndpoint();

  before(async () => {
    await endpoint.start();
    await configure('endpoint.url', `${endpoint.url}/v1`);
    // Requests are counted here.
    await configure('completion.prefetch', false);
  });
  beforeEach(() => endpoint.reset());
  afterEach(closeEditors);
  after(async () => {
    await configure('endpoint.url', undefined);
    await configure('completion.prefetch', undefined);
    await endpoint.stop();
  });

  /** Types at `█`, accepts, and compares the document; line ends count. */
  async function check(before: string, typed: string, said: string, expected: string, language = 'ts'): Promise<void> {
    endpoint.always(streamOf(said));
    const editor = await openFile(before, language);
    await type(typed);
    assert.equal(await accept(editor), expected);
  }

  it('become exactly what the model said', () =>
    check('const a = 1;\n█\n', 'const b = ', 'a + 41;', 'const a = 1;\nconst b = a + 41;\n'));

  it('become exactly what the model said over several lines', () =>
    check(
      'import math\n\n█\n',
      'def area(radius):\n',
      'square = radius * radius\n    return math.pi * square\n',
      'import math\n\ndef area(radius):\n    square = radius * radius\n    return math.pi * square\n',
      'py',
    ));

  it('keep the CRLF line ends of a document, and the model sees none', async () => {
    await check(
      'import math\r\n\r\n█\r\n',
      'def area(radius):\n',
      'square = radius * radius\n    return math.pi * square\n',
      'import math\r\n\r\ndef area(radius):\r\n    square = radius * radius\r\n    return math.pi * square\r\n',
      'py',
    );
    assert.ok(endpoint.generations.length > 0);
    assert.equal(endpoint.generations.filter(({ json }) => String(json?.prompt).includes('\r')).length, 0);
  });

  it('are taken back by one undo', async () => {
    endpoint.always(streamOf('a + 41;'));
    const editor = await openFile('const a = 1;\n█\n');
    await type('const b = ');
    await accept(editor);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'const a = 1;\nconst b = \n');
  });

  it('are not asked for with several cursors', async () => {
    endpoint.always(streamOf('a + 41;'));
    const editor = await openFile('const a = 1;\n█\n\n');
    placeCursors(editor, 13, 14);
    await type('let b = ');
    await sleep(quiet);
    assert.equal(endpoint.generations.length, 0);
    assert.equal(editor.document.getText(), 'const a = 1;\nlet b = \nlet b = \n');
    placeCursors(editor, 21);
    await type('a - ');
    await eventually('one cursor asks again', () => endpoint.generations.length > 0);
  });

  it('are not asked for while they are switched off', async () => {
    endpoint.always(streamOf('a + 41;'));
    const editor = await openFile('const a = 1;\n█\n');
    await vscode.commands.executeCommand('tandem.completion.toggle');
    await type('let b = ');
    await sleep(quiet);
    assert.equal(endpoint.generations.length, 0);
    await vscode.commands.executeCommand('tandem.completion.toggle');
    await type('2 * ');
    assert.equal(await accept(editor), 'const a = 1;\nlet b = 2 * a + 41;\n');
  });

  it('can be asked for by hand while they are switched off', async () => {
    endpoint.always(streamOf('a + 41;'));
    await configure('completion.enabled', false);
    try {
      const editor = await openFile('const a = 1;\nlet b = █\n');
      await vscode.commands.executeCommand('tandem.completion.trigger');
      assert.equal(await accept(editor), 'const a = 1;\nlet b = a + 41;\n');
    } finally {
      await configure('completion.enabled', undefined);
    }
  });

  it('are accepted line by line, as VS Code does it', async () => {
    endpoint.always(streamOf('total = sum(values)\n    count = len(values)\n    return total / count\n'));
    const editor = await openFile('import math\n\n█\n', 'py');
    await type('def mean(values):\n');
    const head = 'import math\n\ndef mean(values):\n    total = sum(values)';
    const texts: string[] = [];
    const asked: number[] = [];
    for (let line = 0; line < 3; line++) {
      asked.push(endpoint.generations.length);
      texts.push(await accept(editor, 'editor.action.inlineSuggest.acceptNextLine'));
    }
    // What is left of it needs no request.
    assert.equal(asked[1], asked[2]);
    assert.deepEqual(
      texts.map((text) => text.trimEnd().replace(head, '')),
      ['', '\n    count = len(values)', '\n    count = len(values)\n    return total / count'],
    );
  });

  it('fit between the brackets that the editor closed, and do not double them', () =>
    check('x = 1\n█\n', 'print(', 'x)', 'x = 1\nprint(x)\n', 'py'));

  it('are not asked for in a language that is switched off', async () => {
    endpoint.always(streamOf('a + 41;'));
    const configuration = vscode.workspace.getConfiguration('tandem', { languageId: 'python' });
    await configuration.update('completion.enabled', false, vscode.ConfigurationTarget.Global, true);
    try {
      await openFile('a = 1\n█\n', 'py');
      await type('b = ');
      await sleep(quiet);
      assert.equal(endpoint.generations.length, 0);
      const other = await openFile('const a = 1;\n█\n');
      await type('const b = ');
      assert.equal(await accept(other), 'const a = 1;\nconst b = a + 41;\n');
    } finally {
      await configuration.update('completion.enabled', undefined, vscode.ConfigurationTarget.Global, true);
    }
  });

  it('are one line in a comment, whatever that looks like: the syntax tree says so', async () => {
    await configure('endpoint.fillInTheMiddle', 'codegeex4');
    try {
      endpoint.always(streamOf('x'));
      const editor = await openFile('const a = 1;\n/*\n█\n*/\n');
      const last = () => String(endpoint.generations.at(-1)?.json?.prompt);
      // The first question makes the document known to the parser, which may take its time on a busy machine.
      for (let line = 0; !/###MODE:LINE[\s\S]*if \(a\d+\) \{<\|code_middle/.test(last()); line++) {
        assert.ok(line < 10, `a block is asked for in a comment:\n${last()}`);
        await type(`${line === 0 ? '' : '\n'}if (a${line}`);
        await sleep(quiet);
        await type(') {');
        await eventually('the whole line is in a request', () => last().includes(`if (a${line}) {`));
      }
      placeCursors(editor, 12);
      await type('\nif (a) {');
      await eventually('a block is asked for in code', () => /###MODE:BLOCK/.test(last()));
    } finally {
      await configure('endpoint.fillInTheMiddle', undefined);
    }
  });

  it('keep the tabs of a document', () =>
    check(
      'func f() {\n\tif x {\n\t\ty()\n\t}\n}\n\n█\n',
      'func g() {\n',
      'a()\n    if b {\n        c()\n    }\n',
      'func f() {\n\tif x {\n\t\ty()\n\t}\n}\n\nfunc g() {\n\ta()\n\tif b {\n\t\tc()\n\t}\n}\n',
      'go',
    ));

  /** The endpoint does not get round to an answer; `leave` makes it useless. */
  async function checkClosed(leave: () => Thenable<unknown>): Promise<void> {
    endpoint.always(streamOf('a + 41;', { firstMilliseconds: 60_000 }));
    await openFile('const a = 1;\n█\n');
    await type('let b = ');
    const request = await eventually('a request arrives', () => endpoint.generations[0]);
    await leave();
    await eventually('the connection is closed', () => request.closedByClientAt, 5000);
  }

  it('close the connection when another file is shown', () => checkClosed(() => openFile('█')));

  it('close the connection when the cursor goes elsewhere', () =>
    checkClosed(() => vscode.commands.executeCommand('cursorTop')));
});
