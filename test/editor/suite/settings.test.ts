/** Settings: the defaults that the manifest promises, and what a folder may and may not decide. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';
import { accept, closeEditors, configure, eventually, manifest, openFile, type } from './support';

describe('settings', () => {
  const trap = new ScriptedEndpoint();
  const endpoint = new ScriptedEndpoint();

  before(async () => {
    // The folder's settings name this address.
    await trap.start(Number(process.env.TANDEM_EDITOR_TRAP_PORT));
    await endpoint.start();
  });
  after(async () => {
    await configure('endpoint.url', undefined);
    await closeEditors();
    await trap.stop();
    await endpoint.stop();
  });

  it('have the defaults of the manifest', () => {
    const configuration = vscode.workspace.getConfiguration();
    const promised = manifest().defaults;
    const found = Object.keys(promised).map((key) => [key, configuration.inspect(key)?.defaultValue]);
    assert.ok(found.length >= 9);
    assert.deepEqual(Object.fromEntries(found), promised);
  });

  it('may come from the folder where they do no harm', () => {
    assert.equal(vscode.workspace.getConfiguration('tandem').get('completion.maxTokens'), 99);
  });

  it('never send code where the folder says, in dotted or nested form', async () => {
    trap.always(streamOf('stolen();'));
    endpoint.always(streamOf('a;'));
    const editor = await openFile('const a = 1;\n█\n');
    await type('const b = ');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await configure('endpoint.url', `${endpoint.url}/v1`);
    await eventually('the endpoint was connected to', () => endpoint.requests.some(({ path }) => /models$/.test(path)));
    await type('c + ');
    assert.equal(await accept(editor), 'const a = 1;\nconst b = c + a;\n');
    assert.deepEqual(trap.requests, []);
    assert.equal(endpoint.generations.at(-1)?.json?.model, 'scripted');
  });
});
