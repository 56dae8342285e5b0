/** Connecting by hand, with the keyboard alone: address, key, and what is sent to whom afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { html, ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

describe('connecting by hand', () => {
  const first = new ScriptedEndpoint({ modelId: 'first-model' });
  const second = new ScriptedEndpoint({ modelId: 'second-model' });
  let workbench: Workbench;

  beforeAll(async () => {
    await first.start();
    await second.start();
    workbench = await Workbench.open({
      name: 'connect-by-hand',
      files: { 'a.ts': 'const one = 1;\n' },
      // What is asked for in advance would still arrive in the next test.
      settings: { 'tandem.completion.prefetch': false },
    });
  });
  beforeEach(() => {
    for (const endpoint of [first, second]) {
      endpoint.reset().always(streamOf('one;'));
    }
  });
  afterAll(async () => {
    await workbench?.close();
    await first.stop();
    await second.stop();
  });

  const keysSentTo = (endpoint: ScriptedEndpoint) =>
    new Set(endpoint.requests.map(({ headers }) => headers.authorization));

  /** Types a line until a suggestion comes, and drops it. */
  async function ask(): Promise<void> {
    await workbench.openFile('a.ts');
    await workbench.type('\nlet two = ');
    await workbench.waitForGhostText('one;');
    await workbench.press('Escape');
  }

  it('says at once what is wrong with an address', async () => {
    await workbench.runCommand('GLM Tandem: Set Endpoint Address');
    await workbench.answer('localhost 8000');
    await workbench.waitForInputMessage(/is not an endpoint address\. It should look like http/);
    await workbench.screenshot('address');
    await workbench.press('Escape');
    await workbench.waitForStatus(/Not connected/);
  });

  it('works from an address alone', async () => {
    await workbench.runCommand('GLM Tandem: Set Endpoint Address');
    await workbench.answer(first.url);
    await workbench.waitForStatus(/Ready\. first-model at 127\.0\.0\.1:/);
    await ask();
    expect(keysSentTo(first)).toEqual(new Set([undefined]));
  });

  it('tells when it was asked to connect and could not', async () => {
    first.replyToModels(html());
    await workbench.runCommand('GLM Tandem: Connect Again');
    await workbench.waitForStatus(/Problem\. .*is a web page, not one of a model server/);
    await workbench.waitForPopUp(/GLM Tandem: The answer from .* is a web page/);
    await workbench.screenshot('not-connected');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('sends a key to the address that it was set for', async () => {
    await workbench.runCommand('GLM Tandem: Set Endpoint Key');
    await workbench.answer('key-of-the-first');
    await workbench.waitForStatus(/Ready\. first-model/);
    await workbench.waitForPopUp(/GLM Tandem is connected: first-model/);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await ask();
    expect(keysSentTo(first)).toEqual(new Set(['Bearer key-of-the-first']));
  });

  it('does not send it to another address, and knows it again at the first', async () => {
    await workbench.configure({ 'tandem.endpoint.url': second.url });
    await workbench.waitForStatus(/Ready\. second-model/);
    await ask();
    expect(keysSentTo(second)).toEqual(new Set([undefined]));
    await workbench.configure({ 'tandem.endpoint.url': `${first.url}/v1` });
    await workbench.waitForStatus(/Ready\. first-model/);
    await ask();
    expect(keysSentTo(first)).toEqual(new Set(['Bearer key-of-the-first']));
  });

  it('forgets a key that is removed', async () => {
    await workbench.runCommand('GLM Tandem: Remove Endpoint Key');
    await workbench.waitForPopUp(/GLM Tandem is connected: first-model/);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await ask();
    expect(keysSentTo(first)).toEqual(new Set([undefined]));
  });

  it('is ticked off in a walkthrough that is opened only afterwards', async () => {
    await workbench.waitForStatus(/Ready/);
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.choose('Get Started with GLM Tandem');
    await workbench.page.locator('[data-done-step-id$="#connect"].codicon-getting-started-step-checked').waitFor();
    await workbench.screenshot('walkthrough');
  });
});
