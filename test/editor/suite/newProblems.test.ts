/** What an accepted change brings: the problems that the editor reports of it and did not report before, and nothing else. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ScriptedEndpoint } from '../../support/ScriptedEndpoint';
import { fenced, onDisk, run, says, select, shownDiff } from './reviewSupport';
import { closeEditors, configure, eventually, openFile } from './support';

describe('problems that an accepted change brought', () => {
  const endpoint = new ScriptedEndpoint();
  const files = vscode.workspace.getConfiguration('files');
  // No language server reads plain text: what is reported is the test's alone.
  const reported = vscode.languages.createDiagnosticCollection('new-problems');
  const problem = (line: number, message: string): vscode.Diagnostic =>
    new vscode.Diagnostic(new vscode.Range(line, 0, line, 3), message, vscode.DiagnosticSeverity.Error);

  before(async () => {
    await endpoint.start();
    await configure('completion.enabled', false);
    await files.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    await configure('endpoint.url', `${endpoint.url}/v1`);
  });
  after(async () => {
    reported.dispose();
    await run('review.rejectAll');
    await closeEditors();
    await configure('endpoint.url', undefined);
    await configure('completion.enabled', undefined);
    await files.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    await endpoint.stop();
  });

  it('go to the model when the person says so, and older ones do not', async function () {
    this.timeout(120_000);
    const editor = await openFile('█one\ntwo\nthree\n', 'txt');
    const { uri } = editor.document;
    reported.set(uri, [problem(0, 'one is old')]);
    endpoint.always(says(fenced('zwei')));
    select(editor, 1, 2);
    await run('inlineEdit', { instruction: 'in German' });
    await shownDiff(/zwei/);
    await run('review.acceptAll');
    assert.equal(await onDisk(editor), 'one\nzwei\nthree\n');
    const asked = endpoint.generations.length;
    await run('inlineEdit.mend');
    assert.equal(endpoint.generations.length, asked, 'nothing was reported yet');
    endpoint.always(says(fenced('one\nto\nthree')));
    reported.set(uri, [problem(0, 'one is old'), problem(1, 'zwei is not English')]);
    await eventually(
      'the new problem is given to the model',
      async () => {
        await run('inlineEdit.mend');
        return endpoint.generations.length > asked;
      },
      60_000,
    );
    const body = String(endpoint.generations.at(-1)?.body);
    assert.match(body, /zwei is not English/);
    assert.doesNotMatch(body, /one is old/);
    await shownDiff(/^to$/m);
    await run('review.acceptAll');
    assert.equal(await onDisk(editor), 'one\nto\nthree\n');
  });
});
