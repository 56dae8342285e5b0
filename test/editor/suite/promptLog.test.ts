/** The prompt log for somebody who never agreed to one: not loaded, and nothing kept, whatever is asked and whatever is clicked. */
import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';
import { accept, closeEditors, configure, eventually, openFile, type } from './support';

/** Files of the extension that this host has loaded so far. */
function loadedParts(): string[] {
  return Object.keys(createRequire(__filename).cache).filter((path) => /dist[\\/]extension[\\/]promptLog-/.test(path));
}

/** Where the log would lie: the runner gives VS Code a data folder of its own. */
const store = join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'glm-tandem', 'prompt-log');

describe('the prompt log without consent', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });

  before(async () => {
    await endpoint.start();
    await configure('endpoint.url', `${endpoint.url}/v1`);
  });
  beforeEach(() => endpoint.reset().always(streamOf('unit;')));
  after(async () => {
    await configure('endpoint.url', undefined);
    await closeEditors();
    await endpoint.stop();
  });

  /** A completion that is accepted, and a question in VS Code's own chat. */
  async function useEverything(): Promise<void> {
    const editor = await openFile('const unit = 1;\n█');
    await type('const copy = ');
    await accept(editor);
    const model = await eventually('the model is offered', async () => {
      const [found] = await vscode.lm.selectChatModels({ vendor: 'glm-tandem' });
      return found;
    });
    const { text } = await model.sendRequest([vscode.LanguageModelChatMessage.User('Who are you?')]);
    for await (const _part of text) {
      // Only reading it to its end matters.
    }
  }

  it('is not even loaded', async () => {
    await useEverything();
    assert.deepEqual(loadedParts(), []);
    assert.equal(existsSync(store), false);
  });

  it('keeps nothing either when somebody looks at it, pauses, resumes or refuses a folder', async () => {
    const commands = ['show', 'pause', 'resume', 'refuseFolder', 'allowFolder', 'clearFilter'];
    for (const command of commands) {
      await vscode.commands.executeCommand(`tandem.promptLog.${command}`);
    }
    assert.notDeepEqual(loadedParts(), []);
    await useEverything();
    assert.equal(existsSync(store), false);
  });
});
