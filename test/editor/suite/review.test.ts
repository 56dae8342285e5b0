/** Proposed changes under review in real documents: what a decision does to texts, files, undo, and what a person may do meanwhile. */
import * as assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';
import { change, fenced, onDisk, openDiffs, run, says, select, shownDiff } from './reviewSupport';
import { closeEditors, configure, eventually, openFile } from './support';

describe('changes under review', () => {
  const endpoint = new ScriptedEndpoint();
  // In a browser VS Code saves by itself.
  const files = vscode.workspace.getConfiguration('files');

  before(async () => {
    await endpoint.start();
    await configure('completion.enabled', false);
    await files.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    await configure('endpoint.url', `${endpoint.url}/v1`);
  });
  beforeEach(() => endpoint.reset());
  afterEach(async () => {
    await run('review.rejectAll');
    await closeEditors();
  });
  after(async () => {
    await configure('endpoint.url', undefined);
    await configure('completion.enabled', undefined);
    await files.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    await endpoint.stop();
  });

  const sample = 'const a = 1;\nfunction f() {\n  return a;\n}\nconst z = 26;\n';

  async function edit(marked: string, start: number, end: number, answer: string): Promise<vscode.TextEditor> {
    endpoint.always(says(fenced(answer)));
    const editor = await openFile(marked);
    select(editor, start, end);
    await run('inlineEdit', { instruction: 'change it' });
    return editor;
  }

  it('touch nothing until they are accepted; one undo takes the acceptance back', async () => {
    const editor = await edit(`█${sample}`, 1, 4, 'function f() {\n  return a + 1;\n}');
    const { current, proposed } = await shownDiff(/a \+ 1/);
    assert.equal(current, sample);
    assert.equal(proposed, sample.replace('return a;', 'return a + 1;'));
    assert.equal(await onDisk(editor), sample);
    assert.equal(editor.document.getText(), sample);
    await run('review.acceptHunk');
    assert.equal(await onDisk(editor), proposed);
    await eventually('the finished diff is closed', () => openDiffs() === 0);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), sample);
    // Taken back in the editor, it is to be judged again.
    await run('review.next');
    await shownDiff(/a \+ 1/);
  });

  it('can be refined in the same conversation', async () => {
    endpoint.always(says(fenced('  return a + 1;'), fenced('  return a + 2;')));
    const editor = await openFile(`█${sample}`);
    select(editor, 2, 3);
    await run('inlineEdit', { instruction: 'add one' });
    await shownDiff(/a \+ 1/);
    await run('inlineEdit.refine', { instruction: 'rather two' });
    await shownDiff(/a \+ 2/);
    const messages = endpoint.generations.at(-1)?.json?.messages as { role: string; content: string }[];
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.match(messages[2]?.content ?? '', /a \+ 1/);
    await run('review.acceptAll');
    assert.equal(await onDisk(editor), sample.replace('return a;', 'return a + 2;'));
  });

  it('move along while the person types above them', async () => {
    const editor = await edit(`█${sample}`, 2, 3, '  return a + 1;');
    await shownDiff(/a \+ 1/);
    await change(editor, new vscode.Range(0, 0, 0, 0), '// mine\n');
    await shownDiff(/^\/\/ mine\n[\s\S]*a \+ 1/);
    await run('review.acceptHunk');
    const expected = `// mine\n${sample.replace('return a;', 'return a + 1;')}`;
    await eventually('both are there', () => editor.document.getText() === expected);
    // It was not saved before, so it is not saved now.
    assert.ok(editor.document.isDirty);
    assert.equal(await onDisk(editor), sample);
  });

  it('say why they no longer fit, and leave the person’s text alone', async () => {
    const editor = await edit(`█${sample}`, 2, 3, '  return a + 1;');
    await shownDiff(/a \+ 1/);
    await change(editor, new vscode.Range(2, 9, 2, 10), 'mine');
    await run('review.acceptHunk');
    assert.equal(editor.document.getText(), sample.replace('return a;', 'return mine;'));
    const lenses: vscode.CodeLens[] = await vscode.commands.executeCommand(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
    );
    assert.match(lenses.map(({ command }) => command?.title).join(), /no longer fits/);
    assert.ok(!lenses.some(({ command }) => command?.command === 'tandem.review.acceptHunk'));
  });

  it('keep byte order mark, CRLF and a missing final break', async () => {
    const windows = `\uFEFF${sample.replaceAll('\n', '\r\n').trimEnd()}`;
    const editor = await edit('█', 0, 0, '');
    await writeFile(editor.document.uri.fsPath, windows);
    await eventually('the document has the new text', () => editor.document.lineCount === 5);
    endpoint.always(says(fenced('const z = 27;\nconst y = 25;')));
    select(editor, 4, 5);
    editor.selection = new vscode.Selection(4, 0, 4, 5);
    await run('inlineEdit', { instruction: 'more letters' });
    await shownDiff(/y = 25/);
    await run('review.acceptAll');
    assert.equal(await onDisk(editor), windows.replace('const z = 26;', 'const z = 27;\r\nconst y = 25;'));
  });

  it('keep mixed line ends byte for byte', async () => {
    const mixed = 'one\r\ntwo\nthree\r\nfour\n';
    const editor = await edit('█', 0, 0, '');
    const { uri } = editor.document;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await writeFile(uri.fsPath, mixed);
    endpoint.always(says(fenced('zwei')));
    const again = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await eventually('the file is shown', () => again.document.lineCount === 5);
    select(again, 1, 2);
    await run('inlineEdit', { instruction: 'German' });
    await shownDiff(/zwei/);
    await run('review.acceptAll');
    await eventually('the file is written', async () => /zwei/.test(await readFile(uri.fsPath, 'utf8')));
    assert.equal(await readFile(uri.fsPath, 'utf8'), mixed.replace('two', 'zwei'));
  });

  it('of a whole set are taken back and made again by one command each, keeping what was typed since', async () => {
    const editor = await edit(`█${sample}`, 2, 3, '  return a + 1;');
    await shownDiff(/a \+ 1/);
    await run('review.acceptAll');
    const accepted = sample.replace('return a;', 'return a + 1;');
    assert.equal(await onDisk(editor), accepted);
    await run('review.undo');
    assert.equal(await onDisk(editor), sample);
    await run('review.redo');
    assert.equal(await onDisk(editor), accepted);
    await change(editor, new vscode.Range(4, 0, 4, 0), '// mine\n');
    await editor.document.save();
    await run('review.undo');
    assert.equal(await onDisk(editor), sample.replace('const z', '// mine\nconst z'));
  });

  it('cannot be accepted while the answer still comes in', async () => {
    const answer = streamOf(fenced('  return a + 1;\n  // done'), { betweenMilliseconds: 150 });
    endpoint.always(({ path }) => (path.includes('/chat/') ? answer : streamOf('')));
    const editor = await openFile(`█${sample}`);
    select(editor, 2, 3);
    const running = run('inlineEdit', { instruction: 'add one' });
    const { proposed } = await shownDiff(/a \+ 1/);
    assert.doesNotMatch(proposed, /done/);
    await run('review.acceptAll');
    assert.equal(await onDisk(editor), sample);
    await running;
    await shownDiff(/done/);
    await run('review.acceptAll');
    assert.equal(await onDisk(editor), sample.replace('return a;', 'return a + 1;\n  // done'));
  });

  it('that break a file which could be parsed are flagged, to the person and to the model', async () => {
    endpoint.always(says(fenced('  return (a;'), fenced('  return (a);')));
    const editor = await openFile(`█${sample}`);
    select(editor, 2, 3);
    await run('inlineEdit', { instruction: 'add brackets' });
    await shownDiff(/return \(a;/);
    await run('inlineEdit.refine', { instruction: 'again' });
    await shownDiff(/return \(a\);/);
    assert.match(String(endpoint.generations.at(-1)?.body), /cannot be parsed any more \(line 3\)/);
  });

  it('count for nothing when the answer is cut off, leaves code out, or is prose', async () => {
    for (const answer of ['```ts\n  return a', '```ts\n  // … rest of code …\n```', 'I would add one.']) {
      endpoint.always(says(answer));
      const editor = await openFile(`█${sample}`);
      select(editor, 2, 3);
      await run('inlineEdit', { instruction: 'add one' });
      assert.equal(openDiffs(), 0);
      assert.equal(await onDisk(editor), sample);
      await closeEditors();
    }
  });

  it('have keys that VS Code uses for nothing else there', async () => {
    const uri = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(uri)).getText().replace(/^\s*\/\/.*$/gm, '');
    const rules = JSON.parse(text.slice(0, text.lastIndexOf(']') + 1)) as {
      readonly key: string;
      readonly command: string;
      readonly when?: string;
    }[];
    const sorted = (key: string): string => key.split('+').toSorted().join('+');
    // Rules that hold elsewhere: in a list, a find widget, a hover, a notebook, an editor that can be typed into, a terminal.
    const elsewhere =
      /find|notebook|interactive|search|comment|list|tree|terminal|chat|quick|scm|repl|settings|keybinding|textInputFocus && !editorReadonly|!editorReadonly|editorTextFocus && !editorReadonly|debug|testing|extension|input|hover|parameterHints|history|modal|customEditor|breakpoints|sessions|^false$/i;
    const mine = rules.filter(({ command }) => /^tandem\.(?:review|inlineEdit)/.test(command));
    assert.ok(mine.length >= 10, `only ${mine.length} of our keys are known`);
    const clashes = mine.flatMap((rule) =>
      rules.filter(
        (other) =>
          sorted(other.key) === sorted(rule.key) &&
          !other.command.startsWith('tandem.') &&
          !other.command.startsWith('-') &&
          !elsewhere.test(other.when ?? ''),
      ),
    );
    assert.deepEqual(clashes, []);
  });
});
