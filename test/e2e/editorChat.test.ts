/**
 * GLM in VS Code's own chat: its model picker offers what is connected, and what is picked answers. VS Code hands a question to an agent
 * that only somebody has who signed in to GitHub, so a participant of a test-only extension stands in for it and asks the picked model.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { packStranger } from '../support/strangerExtension';
import { Workbench } from '../support/Workbench';

/** Asks the picked model what it was asked, and nothing more. */
const participant = `
const vscode = require('vscode');
exports.activate = () => vscode.chat.createChatParticipant('tandem-tests.relay', async (request, _context, stream, token) => {
  const question = [vscode.LanguageModelChatMessage.User(request.prompt)];
  const answer = await request.model.sendRequest(question, {}, token);
  for await (const piece of answer.text) {
    stream.markdown(piece);
  }
});
`;

describe('VS Code’s own chat', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
  const relay = packStranger('tandem-tests', 'relay', 'Relay', {
    contributes: {
      chatParticipants: [{ id: 'tandem-tests.relay', name: 'relay', fullName: 'Relay', description: '' }],
    },
    main: participant,
  });
  let workbench: Workbench;

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'editor-chat',
      files: { 'first.ts': 'const first = 1;\n' },
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1` },
      withChat: true,
      otherExtensions: [relay.vsix],
    });
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
    rmSync(relay.folder, { recursive: true, force: true });
  });

  it('has GLM in its model picker, with the host where it is, and asks it', async () => {
    await workbench.runCommand('Chat: Open Chat');
    const input = workbench.page.locator('.chat-input-container', { hasText: /glm-4\.6|Pick Model/ });
    await input.waitFor();
    await workbench.press('Control+Alt+.');
    if ((await input.textContent())?.includes('Pick Model')) {
      console.log('This VS Code lists a provider’s models only once somebody has signed in to GitHub and chosen them.');
      await workbench.page.getByText('Add Language Models').waitFor();
      await workbench.screenshot('picker');
      return;
    }
    const row = workbench.page.locator('.action-widget .monaco-list-row', { hasText: 'glm-4.6' }).first();
    await row.waitFor();
    expect(await row.textContent()).toContain(new URL(endpoint.url).host);
    await workbench.screenshot('picker');
    // Looking at the list costs nothing.
    expect(endpoint.generations).toEqual([]);
    await row.click();
    endpoint.always(streamOf('Greetings from the scripted endpoint.'));
    await workbench.page.locator('.chat-input-container .monaco-editor').first().click();
    await workbench.page.keyboard.type('@relay Who are you?', { delay: 20 });
    await workbench.screenshot('question');
    await workbench.press('Enter');
    const answers = workbench.page.getByRole('list', { name: 'Chat' });
    await answers.getByText('Greetings from the scripted endpoint.').first().waitFor({ timeout: 60_000 });
    await workbench.screenshot('answer');
    const asked = endpoint.generations.map(({ json }) => json?.messages);
    expect(asked).toContainEqual([{ role: 'user', content: 'Who are you?' }]);
  });
});
