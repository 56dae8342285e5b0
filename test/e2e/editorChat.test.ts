/**
 * GLM in VS Code's own chat: its model picker offers what is connected. VS Code hands a typed question to an agent that only somebody who
 * signed in to GitHub has, so the answers are tested through the same interface in the editor suite (`languageModels.test.ts`).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedEndpoint } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

describe('VS Code’s own chat', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
  let workbench: Workbench;

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'editor-chat',
      files: { 'first.ts': 'const first = 1;\n' },
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1` },
      withChat: true,
    });
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  it('has GLM in its model picker, with the host where it is', async () => {
    await workbench.runCommand('Chat: Open Chat');
    const input = workbench.page.locator('.chat-input-container', { hasText: /glm-4\.6|Pick Model/ });
    await input.waitFor();
    await workbench.press('Control+Alt+.');
    if ((await input.textContent())?.includes('Pick Model')) {
      console.log('This VS Code lists a provider’s models only once somebody has signed in to GitHub and chosen them.');
      await workbench.page.getByText('Add Language Models').waitFor();
    } else {
      const row = workbench.page.locator('.action-widget .monaco-list-row', { hasText: 'glm-4.6' }).first();
      await row.waitFor();
      expect(await row.textContent()).toContain(new URL(endpoint.url).host);
    }
    await workbench.screenshot('picker');
    await workbench.press('Escape');
    // Looking at the list costs nothing.
    expect(endpoint.generations).toEqual([]);
  });
});
