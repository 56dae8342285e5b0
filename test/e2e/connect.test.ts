/** From nothing to a model that answers, by keyboard: the Connect flow, a wrong key, a server that goes and comes, a request to slow down. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nextFreePort } from '../../scripts/lib/ports.mjs';
import { CanarySinks } from '../support/CanarySinks';
import { json, type Reply, type ReplyFunction, ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';
import { addFiles, addPage } from '../support/workbenchSinks';

const rightKey = 'right-key-81c0f1';
const wrongKey = 'wrong-key-5a77d2';
const continueKey = 'canary-continue-key-90ab';
/** LM Studio's port, one of those that the flow asks; nothing else is likely to use it here. */
const knownPort = 1234;

describe('Connect', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
  const local = new ScriptedEndpoint({ modelId: 'glm-4-9b-local' });
  let workbench: Workbench;
  const sinks = new CanarySinks({ secrets: { rightKey, wrongKey, continueKey } });
  let home: string;
  let port: number;
  let url: string;

  beforeAll(async () => {
    port = await nextFreePort(21_950);
    url = `http://127.0.0.1:${port}/v1`;
    await endpoint.start(port);
    await local.start(knownPort);
    home = mkdtempSync(join(tmpdir(), 'tandem-home-'));
    mkdirSync(join(home, '.continue'));
    // Another origin than the one that gets a key by hand.
    const apiBase = `http://localhost:${port}/v1`;
    const models = [{ title: 'Team GLM', provider: 'openai', model: 'glm-4.6', apiBase, apiKey: continueKey }];
    writeFileSync(join(home, '.continue', 'config.json'), JSON.stringify({ models }));
    workbench = await Workbench.open({
      name: 'connect',
      files: { 'first.ts': 'const first = 1;\n', 'second.ts': 'const first = 1;\n', 'third.ts': 'const first = 1;\n' },
      // The engine finds the model that set-up has fetched.
      env: { HOME: home, TANDEM_CACHE_DIR: dirname(dirname(process.env.TANDEM_TEST_MODEL ?? '')) },
      withEngine: true,
    });
  });
  beforeEach(() => {
    endpoint.reset().replyToModels(undefined).always(streamOf('first + 1;'));
    local.reset().always(streamOf('first + 2;'));
  });
  afterEach(() => addPage(sinks, workbench));
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
    await local.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** The endpoint's answers with the key, and its refusal without. */
  function guarded(good: Reply): ReplyFunction {
    return ({ headers }) =>
      headers.authorization === `Bearer ${rightKey}`
        ? good
        : json({ error: { message: 'Incorrect API key', code: '1000' } }, 401);
  }

  async function openFlow(): Promise<void> {
    await workbench.runCommand('GLM Tandem: Connect');
    await workbench.waitForStep(/Where Does the Model Run/);
    // What is found comes into the list from above.
    await workbench.page.getByPlaceholder('Choose where the model runs.').waitFor();
  }

  async function connected(): Promise<string> {
    return workbench.waitForPopUp(/is connected: .* answered after \d+ ms/);
  }

  it('finds a server on this machine, asks it and says how fast it answered', async () => {
    await openFlow();
    await workbench.waitForRow('LM Studio at 127.0.0.1:1234');
    await workbench.screenshot('1-places');
    await workbench.choose('LM Studio at 127.0.0.1:1234');
    await workbench.waitForStep(/Model at 127\.0\.0\.1:1234/);
    await workbench.choose('glm-4-9b-local');
    expect(await connected()).toMatch(/glm-4-9b-local at 127\.0\.0\.1:1234/);
    await workbench.screenshot('2-local-connected');
    await workbench.waitForStatus(/Ready\. glm-4-9b-local at 127\.0\.0\.1:1234/);
    expect(local.generations.length).toBeGreaterThan(0);
    await workbench.closePopUps();
  });

  it('asks for the key of a server that wants one, again after a wrong one', async () => {
    const models = json({ object: 'list', data: [{ id: 'glm-4.6', object: 'model' }] });
    endpoint.replyToModels(guarded(models)).always(guarded(streamOf('first + 1;')));
    await openFlow();
    await workbench.choose('Another address');
    await workbench.waitForStep(/: Address/);
    await workbench.enter(url);
    await workbench.waitForStep(/: Key for 127/);
    await workbench.enter(wrongKey);
    await workbench.waitForStepMessage(/rejected the key/);
    await addPage(sinks, workbench);
    await workbench.screenshot('3-wrong-key');
    await workbench.enter(rightKey);
    await workbench.waitForStep(/Model at/);
    await workbench.choose('glm-4.6');
    expect(await connected()).toMatch(/glm-4\.6 at 127/);
    await workbench.screenshot('4-connected');
    await workbench.closePopUps();
    await workbench.openFile('first.ts');
    await workbench.type('let v = ');
    await workbench.waitForGhostText();
    await workbench.press('Tab');
    // The other origin has never seen a key.
    expect(JSON.stringify(local.requests)).not.toMatch(/right-key|wrong-key/);
  });

  it('lets the person leave while a server is silent, and closes the connection', async () => {
    endpoint.replyToModels({ kind: 'hang' });
    await openFlow();
    await workbench.choose('Another address');
    await workbench.waitForStep(/: Address/);
    await workbench.enter(`http://localhost:${port}/v1`);
    await workbench.waitForStep(/Model at localhost/);
    await workbench.screenshot('4b-asking');
    await workbench.press('Escape');
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    const request = endpoint.requests.at(-1);
    await request?.finished;
    expect([request?.path, request?.closedByClientAt !== undefined]).toEqual(['/v1/models', true]);
  });

  it('F-06: is forgotten by nobody when the server stops and starts again', async () => {
    await endpoint.stop();
    await workbench.openFile('second.ts');
    await workbench.type('let one = ');
    await workbench.waitForStatus(/: Problem\. Nothing answers at/);
    await workbench.screenshot('5-stopped');
    await endpoint.start(port);
    await expect
      .poll(
        async () => {
          await workbench.type('1 + ');
          await workbench.page.waitForTimeout(700);
          return workbench.ghostText();
        },
        { timeout: 60_000 },
      )
      .not.toBe('');
    await workbench.press('Tab');
    await workbench.waitForStatus(/: Ready/);
  });

  it('counts down when the server asks to slow down, and goes on by itself', async () => {
    const slowDown = json({ error: { message: 'High concurrency', code: '1302' } }, 429, { 'retry-after': '6' });
    endpoint.enqueue(slowDown);
    await workbench.openFile('third.ts');
    await workbench.type('let one = ');
    await workbench.waitForStatus(/: Paused\. 127\.0\.0\.1:\d+ asks to slow down\. Going on in [45] s/);
    await workbench.screenshot('6-countdown');
    await workbench.waitForStatus(/Going on in [12] s/);
    await workbench.waitForStatus(/: Ready/);
    await workbench.type('2 + ');
    await workbench.waitForGhostText();
    await workbench.press('Escape');
  });

  it('is examined by the doctor, whose report can be read and copied', async () => {
    await workbench.runCommand('GLM Tandem: Run Doctor');
    await workbench.waitForPopUp(/Everything that was checked works|problems/, 60_000);
    await workbench.page.locator('.tab.active', { hasText: 'Doctor' }).waitFor();
    await workbench.screenshot('7-doctor');
    expect(await workbench.page.locator('.editor-instance .view-lines').first().textContent()).not.toContain(rightKey);
    await workbench.closePopUps();
    await workbench.runCommand('GLM Tandem: Report a Problem');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor({ timeout: 90_000 });
    await workbench.screenshot('8-report');
    await workbench.closePopUps();
  });

  it('offers what Continue knows, and reads its key only after a yes', async () => {
    await openFlow();
    await workbench.waitForRow('From Continue: Team GLM');
    await workbench.screenshot('9-import');
    await workbench.choose('From Continue: Team GLM');
    await workbench.waitForStep(/: Key for localhost/);
    expect(JSON.stringify(endpoint.requests)).not.toContain(continueKey);
    await workbench.choose('Read the key from Continue’s file');
    expect(await connected()).toMatch(/glm-4\.6 at localhost/);
    const sent = endpoint.requests.map(({ headers }) => headers.authorization);
    expect(new Set(sent)).toEqual(new Set([`Bearer ${continueKey}`]));
    await workbench.closePopUps();
  });

  it('starts the engine with a model of the catalogue', async () => {
    await openFlow();
    await workbench.choose('The engine of GLM Tandem');
    await workbench.waitForStep(/Model for the Engine/);
    await workbench.screenshot('10-engine');
    await workbench.choose('SmolLM2-135M-Instruct');
    await workbench.waitForPopUp(/is connected: .* at the local engine answered after \d+ ms/, 120_000);
    await workbench.waitForStatus(/Ready\. .* on the local engine/);
    await workbench.screenshot('11-engine-connected');
  });

  it('is offered by a walkthrough', async () => {
    await workbench.closePopUps();
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.choose('Get Started with GLM Tandem');
    await workbench.page.locator('.gettingStartedContainer', { hasText: 'See what is sent where' }).waitFor();
    await workbench.screenshot('12-walkthrough');
  });

  it('keeps every key to itself', () => {
    addFiles(sinks, workbench);
    expect(sinks.sinks).toEqual(['DOM', 'log', 'state']);
    expect(sinks.found()).toEqual([]);
  });
});
