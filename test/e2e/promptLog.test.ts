/**
 * The prompt log as a person meets it: nothing before they agree, a question with an example, a mark while it records, a list in which
 * accepted and rejected suggestions can be told apart, and a way to delete and to export. Real keys, a real VS Code, a scripted endpoint.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { segmentName } from '../../src/promptlog/segments';
import { ChatPage } from '../support/ChatPage';
import { record } from '../support/promptlog';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';
import { samplesByBody } from '../unit/promptlog/redaction/secretSamples';

// In pieces, so that no scanner takes this file for a leak.
const glmKey = ['fedcba9876543210fedcba9876543210', 'Z9y8X7w6V5u4T3s2'].join('.');
/** The key of the endpoint: secret by its value alone, no rule knows its shape. */
const ownKey = ['quiet', 'harbour', 'lantern'].join('-');
const samples = samplesByBody.random.tokens.slice(0, 14);
const canaries = [glmKey, ...glmKey.split('.'), ownKey, ...samples.flatMap(({ secrets }) => secrets)];
const secretLines = [`const key = '${glmKey}';`, `// ${ownKey}`, ...samples.map(({ text }) => `// ${text}`)].join('\n');

/** A key of the collector's own. */
const collectorKey = ['of', 'the', 'collector'].join('-');

/** Noon of an earlier day, where the person is. */
function noon(daysAgo: number): Date {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo, 12);
}
const dayOf = (time: Date): string => new Intl.DateTimeFormat('sv-SE').format(time);

/** A question of an earlier day, in a segment of its own. */
function earlier(daysAgo: number, text: string): { readonly name: string; readonly line: string } {
  const ts = noon(daysAgo).toISOString();
  const asked = record({ ts, user_text: text, 'gen_ai.request.model': 'glm-4.6' });
  return { name: segmentName(ts.slice(0, 10), 'earlier', 0), line: `${JSON.stringify(asked)}\n` };
}

const files = {
  'before.ts': 'export const unit = 1;\n',
  'accepted.ts': `${secretLines}\nexport const unit = 1;\n`,
  'rejected.ts': 'export const unit = 1;\n',
  'paused.ts': 'export const unit = 1;\n',
  'refused.ts': 'export const unit = 1;\n',
  'private/ignored.ts': 'export const unit = 1;\n',
  '.tandemignore': 'private/\n',
  'exported.ts': 'export const unit = 1;\n',
  'partly.ts': 'export const unit = 1;\n',
  'limited.ts': 'export const unit = 1;\n',
  'full.ts': 'export const unit = 1;\n',
  'edited.ts': 'export const size = 1;\n',
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
        collected.push(JSON.stringify(request.headers), body);
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
        'tandem.promptLog.collector.classes': ['responses'],
        'tandem.promptLog.retentionDays': 7,
      },
      env: { TANDEM_ENDPOINT_ORIGIN: endpoint.url, TANDEM_ENDPOINT_KEY: ownKey },
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

  /** Puts something into the store that was kept on an earlier day. */
  const keepEarlier = ({ name, line }: ReturnType<typeof earlier>): void => {
    mkdirSync(store, { recursive: true, mode: 0o700 });
    writeFileSync(join(store, name), line, { mode: 0o600 });
  };

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
    // A store of somebody who agreed before.
    keepEarlier(earlier(3, 'How do I sort a list?'));
    keepEarlier(earlier(40, 'Too old to be kept'));
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
    await eventually(() => existsSync(join(store, 'collector.position'))).toBe(true);
    await workbench.screenshot('recording');
  });

  it('keeps an accepted suggestion with what became of it, and no secret', async () => {
    await suggested('accepted.ts');
    await workbench.press('Tab');
    await workbench.waitForNoGhostText();
    await eventually(stored).toContain('"action":"accepted"');
    const log = stored();
    expect(log).toContain('"surface":"completion"');
    expect(log).toContain('unit * unit;');
    expect(log).toContain('<SECRET:');
    expect(canaries.filter((canary) => log.includes(canary))).toEqual([]);
    expect(statSync(store).mode & 0o777).toBe(0o700);
    // What the record holds is what was asked, apart from the secrets.
    const asked = endpoint.generations.map(({ json }) => JSON.stringify(json)).join('');
    expect(canaries.filter((canary) => !asked.includes(JSON.stringify(canary).slice(1, -1)))).toEqual([]);
  });

  it('removes what is older than the days that the setting says, and nothing else', async () => {
    await eventually(stored).not.toContain('Too old to be kept');
    expect(stored()).toContain('How do I sort a list?');
  });

  it('keeps a rejected suggestion and says that this is inferred', async () => {
    await suggested('rejected.ts');
    // Nobody reads faster; what stood for a shorter time counts as not shown.
    await workbench.page.waitForTimeout(400);
    await workbench.press('Escape');
    await workbench.waitForNoGhostText();
    endpoint.always(streamOf(''));
    await workbench.type('5;');
    await eventually(stored).toMatch(/"action":"rejected".*"inferred":true/);
  });

  it('lists both with their outcomes, for the keyboard and for a screen reader', async () => {
    await workbench.runCommand('GLM Tandem: Show the Prompt Log');
    await eventually(() => rows().count()).toBeGreaterThanOrEqual(2);
    const spoken = () => rows().evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    await eventually(async () => (await spoken()).join('\n')).toMatch(/accepted, Completion, glm-4-9b, accepted\.ts/);
    expect((await spoken()).join('\n')).toMatch(/rejected, Completion, glm-4-9b, rejected\.ts/);
    await workbench.screenshot('list');
  });

  it('filters by outcome', async () => {
    await workbench.runCommand('GLM Tandem: Filter the Prompt Log');
    await workbench.waitForStep(/Filter the Prompt Log/);
    await workbench.choose('Outcome');
    await workbench.waitForRow('rejected');
    await workbench.choose('rejected');
    await eventually(async () => (await rows().allInnerTexts()).every((text) => /rejected ·/.test(text))).toBe(true);
    expect((await rows().allInnerTexts()).join()).toContain('rejected.ts');
    await workbench.screenshot('filtered');
    await workbench.runCommand('GLM Tandem: Clear Filter of the Prompt Log');
    await eventually(() => rows().count()).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['Date', 'Other days', `${dayOf(noon(3))} ${dayOf(noon(3))}`],
    ['Surface', 'Chat', undefined],
    ['Model', undefined, 'LM-4.6'],
    ['Text', undefined, 'sort a LIST'],
  ])('filters by %s', async (kind, entry, answer) => {
    await workbench.runCommand('GLM Tandem: Filter the Prompt Log');
    await workbench.waitForStep(/Filter the Prompt Log/);
    await workbench.choose(kind);
    if (entry !== undefined) {
      await workbench.waitForRow(entry);
      await workbench.choose(entry);
    }
    if (answer !== undefined) {
      await workbench.answer(answer);
    }
    await eventually(() => rows().count()).toBe(1);
    expect((await rows().allInnerTexts()).join()).toContain('glm-4.6');
    await workbench.runCommand('GLM Tandem: Clear Filter of the Prompt Log');
    await eventually(() => rows().count()).toBeGreaterThanOrEqual(3);
  });

  it('shows a record as a readable document with what was redacted marked', async () => {
    await rows()
      .filter({ hasText: /accepted\.ts.*accepted ·/s })
      .first()
      .click();
    // Only what is on the screen is in the page, so it is not found by its text once it was scrolled.
    const document = workbench.page.locator('.editor-group-container.active .editor-instance .view-lines').first();
    const text = async () => ((await document.textContent()) ?? '').replace(/\u00a0/g, ' ');
    await eventually(text).toMatch(/What happened afterwards.*accepted/s);
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    // Somewhere in the middle of them: only what is on the screen can be seen.
    await workbench.press('Control+f');
    await workbench.page.locator('.find-widget.visible').waitFor();
    await workbench.page.keyboard.type('<SECRET:gitlab');
    await workbench.press('Enter');
    await workbench.press('Escape');
    await eventually(text).toContain('<SECRET:');
    const marks = workbench.page.locator('.editor-instance .view-overlays .cdr[class*="ced-"]');
    await eventually(() => marks.count()).toBeGreaterThanOrEqual(2);
    await workbench.screenshot('record');
    const page = await workbench.page.content();
    expect(canaries.filter((canary) => page.includes(canary))).toEqual([]);
  });

  it('keeps nothing while it is paused', async () => {
    await workbench.runCommand('GLM Tandem: Pause the Prompt Log');
    await eventually(markLabel).toMatch(/paused/);
    await suggested('paused.ts');
    await workbench.press('Tab');
    await workbench.page.waitForTimeout(1000);
    expect(stored()).not.toContain('paused.ts');
    await workbench.runCommand('GLM Tandem: Resume the Prompt Log');
    await eventually(markLabel).toMatch(/recording/);
  });

  it('keeps nothing of a folder that the person refused', async () => {
    await workbench.runCommand('GLM Tandem: Never Keep Prompts of This Folder');
    await eventually(markLabel).toMatch(/never in this folder/);
    await suggested('refused.ts');
    await workbench.press('Tab');
    await workbench.page.waitForTimeout(1000);
    expect(stored()).not.toContain('refused.ts');
    await workbench.screenshot('refused');
    await workbench.runCommand('GLM Tandem: Keep Prompts of This Folder Again');
    await eventually(markLabel).toMatch(/recording/);
  });

  it('keeps that a part of a suggestion was accepted', async () => {
    await suggested('partly.ts');
    await workbench.page.waitForTimeout(400);
    await workbench.press('Control+ArrowRight');
    await workbench.waitForGhostText(' * unit;');
    await workbench.press('Escape');
    await workbench.waitForNoGhostText();
    endpoint.always(streamOf(''));
    await workbench.type(' + 1;');
    await eventually(stored).toContain('"action":"partly_accepted"');
  });

  it('keeps nothing of a file that .tandemignore names', async () => {
    await suggested('private/ignored.ts');
    await eventually(markLabel).toMatch(/\.tandemignore/);
    await workbench.press('Tab');
    await workbench.page.waitForTimeout(1000);
    expect(stored()).not.toContain('ignored.ts');
  });

  it('gives a collector what the person allows in the export, and nothing else', async () => {
    expect(collected).toEqual([]);
    await workbench.runCommand('GLM Tandem: Export the Prompt Log');
    await workbench.waitForStep(/Export the Prompt Log/);
    await workbench.choose('OpenTelemetry collector');
    await workbench.waitForRow('Code context');
    // All are ticked; the code is taken out.
    for (let down = 0; down < 3; down++) {
      await workbench.press('ArrowDown');
    }
    await workbench.press('Space');
    await workbench.screenshot('export-classes');
    await workbench.press('Enter');
    await workbench.waitForPopUp(/records went to http/);
    const sent = collected.join('');
    expect(sent).toContain('glm-4-9b');
    expect(sent).toContain('glm.promptlog.accepted');
    expect(sent).toContain('unit * unit;');
    expect(sent).not.toContain('export const');
    expect(canaries.filter((canary) => sent.includes(canary))).toEqual([]);
    await workbench.closePopUps();
  });

  it('remembers from which moment on a collector is due what is kept, and takes a key for it', async () => {
    await workbench.runCommand('GLM Tandem: Set Endpoint Key');
    await workbench.waitForStep(/Endpoint of the Key/);
    await workbench.choose('OpenTelemetry collector');
    await workbench.answer(collectorKey);
    // From the moment of the yes on, not from the first sending.
    const position = join(store, 'collector.position');
    expect(existsSync(position)).toBe(true);
    collected.length = 0;
    // As if the collector had been set four days ago: what was kept three days ago is due, and nothing of the last minutes is.
    const since = JSON.stringify({ ...JSON.parse(readFileSync(position, 'utf8')), until: noon(4).toISOString() });
    // In one step, since the window may read it at any moment.
    writeFileSync(`${position}.tmp`, since.padEnd(4096));
    renameSync(`${position}.tmp`, position);
    await workbench.closePopUps();
  });

  it('keeps that what was accepted was still there after half a minute', async () => {
    await expect.poll(stored, { timeout: 60_000, interval: 250 }).toMatch(/"action":"survived".*"after":30,/);
  }, 70_000);

  it('keeps what became of an answer in the chat, and of each hunk of an edit', async () => {
    const chat = await ChatPage.open(workbench);
    endpoint.enqueue(streamOf('Like this:\n\n```ts\nconst inserted = 1;\n```\n'));
    await chat.ask('Where do I keep it?');
    await chat.answer();
    await (await chat.control('Good answer')).click();
    await eventually(stored).toMatch(/"action":"feedback"[^\n]*"value":"up"/);
    await (await chat.control('Copy the answer')).click();
    await eventually(stored).toContain('"action":"copied"');
    expect(stored()).toMatch(/"surface":"chat"[^\n]*"turn":1[^\n]*"user_text":"Where do I keep it\?"/);

    endpoint.always(streamOf('```ts\nexport const size = 2;\n```\n'));
    await workbench.openFile('edited.ts');
    await workbench.press('Control+Home');
    await workbench.press('Shift+End');
    await workbench.runCommand('GLM Tandem: Edit Selection');
    await workbench.waitForStep(/GLM Tandem: Edit/);
    await workbench.enter('Make it bigger');
    await workbench.page
      .locator('.monaco-diff-editor .editor.modified .view-lines', { hasText: 'size = 2' })
      .waitFor({ timeout: 30_000 });
    await workbench.runCommand('GLM Tandem: Accept All Changes');
    await eventually(stored).toMatch(/"action":"applied"[^\n]*"hunk":0|"hunk":0[^\n]*"action":"applied"/);
    await workbench.runCommand('GLM Tandem: Undo Accepted Changes');
    await eventually(stored).toContain('"action":"undone"');
    await eventually(() => workbench.read('edited.ts')).toBe(files['edited.ts']);
    expect(stored()).toMatch(/"surface":"inline_edit"[^\n]*"user_text":"Make it bigger"/);
  });

  it('exports into a file that the command line’s own list agrees with', async () => {
    await workbench.runCommand('GLM Tandem: Export the Prompt Log');
    await workbench.waitForStep(/Export the Prompt Log/);
    await workbench.choose('JSON Lines');
    await workbench.waitForRow('Code context');
    await workbench.press('Enter');
    const path = join(workbench.folder, 'exported.jsonl');
    await workbench.answerPath(path, 'prompt-log-jsonl.jsonl');
    await workbench.waitForPopUp(/records went to/);
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.flatMap(({ outcomes = [] }) => outcomes.map(({ action }: { action: string }) => action))).toEqual(
      expect.arrayContaining(['shown', 'accepted', 'rejected']),
    );
    const listed = execFileSync(process.execPath, [resolve('dist/cli.js'), 'log', 'list', '--json', '--store', store]);
    expect(listed.toString().trim().split('\n')).toHaveLength(lines.length);
    await workbench.closePopUps();
  });

  it('has sent on by itself what was due, with the collector’s key and the content that the settings allow', async () => {
    await expect.poll(() => collected.join(''), { timeout: 150_000, interval: 250 }).toContain('glm-4.6');
    const sent = collected.join('');
    expect(sent).toContain(`"authorization":"Bearer ${collectorKey}"`);
    expect(sent).toContain('Use sorted().');
    expect(sent).not.toMatch(/How do I sort|unit \* unit/);
    expect(sent).not.toContain(ownKey);
  }, 180_000);

  it('tells nothing of it in the problem report and in the log', async () => {
    await workbench.runCommand('GLM Tandem: Report a Problem');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor({ timeout: 60_000 });
    const page = await workbench.page.content();
    expect(canaries.filter((canary) => page.includes(canary))).toEqual([]);
    const logs = logsOf(join(workbench.userDataDir, 'logs'));
    expect(logs.includes('Connected: glm-4-9b')).toBe(true);
    expect([...canaries, 'unit * unit'].filter((canary) => logs.includes(canary))).toEqual([]);
  });

  it('removes the oldest days when it grows beyond the limit that the setting says, and nothing of today', async () => {
    const { name, line } = earlier(2, 'Much of it');
    keepEarlier({ name, line: line.repeat(Math.ceil(1_500_000 / line.length)) });
    await workbench.configure({ 'tandem.promptLog.sizeLimit': 1 });
    await suggested('limited.ts');
    await workbench.press('Tab');
    await eventually(() => readdirSync(store).includes(name)).toBe(false);
    await eventually(stored).toContain('limited.ts');
    expect(stored()).toContain('accepted.ts');
  });

  it('deletes one record with the keyboard, and all of them by a command', async () => {
    await workbench.runCommand('GLM Tandem: Show the Prompt Log');
    await eventually(() => rows().count()).toBeGreaterThanOrEqual(2);
    const before = await rows().count();
    await workbench.page.locator('.pane-body .monaco-list:focus').waitFor();
    await workbench.press('End');
    await workbench.press('Delete');
    await workbench.waitForPopUp(/Delete this record/);
    await workbench.screenshot('delete');
    await workbench.press('Enter');
    await eventually(() => rows().count()).toBe(before - 1);
    expect(stored()).toContain('"event":"deleted"');

    await workbench.runCommand('GLM Tandem: Delete the Whole Prompt Log');
    await workbench.waitForPopUp(/Delete the whole prompt log/);
    await workbench.press('Enter');
    await eventually(() => rows().count()).toBe(0);
    expect(stored()).toBe('');
    await workbench.screenshot('empty');
  });

  it('says once that it cannot be written, holds nothing up, and goes on when it can', async () => {
    const complaints = () => logsOf(join(workbench.userDataDir, 'logs')).split('Prompt log: not-written').length - 1;
    await workbench.closePopUps();
    rmSync(store, { recursive: true });
    writeFileSync(store, 'no folder');
    await suggested('full.ts');
    await workbench.press('Tab');
    await eventually(markLabel).toMatch(/cannot be written\. .*(?:ENOTDIR|EEXIST)/);
    await workbench.screenshot('not-written');
    await workbench.type('\nexport const more = ');
    await workbench.waitForGhostText('unit * unit;');
    await workbench.page.waitForTimeout(1000);
    expect(await markLabel()).toMatch(/cannot be written/);
    expect(complaints()).toBe(1);
    expect((await workbench.popUps()).join()).not.toMatch(/written|ENOTDIR|EEXIST/);
    rmSync(store);
    await workbench.press('Tab');
    await workbench.type('\nexport const last = ');
    await eventually(markLabel).toMatch(/recording/);
    await eventually(stored).toContain('full.ts');
  });

  it('stops when the person takes back their yes', async () => {
    await workbench.runCommand('GLM Tandem: Stop the Prompt Log');
    await workbench.waitForPopUp(/Stop the prompt log/);
    await workbench.press('Enter');
    await eventually(() => mark().count()).toBe(0);
    await suggested('exported.ts');
    await workbench.press('Tab');
    await workbench.page.waitForTimeout(1000);
    expect(stored()).not.toContain('exported.ts');
  });
});

describe('the prompt log in Chinese and in the dark', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4-9b' });
  let workbench: Workbench;

  beforeAll(async () => {
    await endpoint.start();
    endpoint.always(streamOf('unit * unit;'));
    workbench = await Workbench.open({
      name: 'prompt-log-chinese',
      files: { 'first.ts': 'export const unit = 1;\n' },
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1`, 'workbench.colorTheme': 'Default Dark Modern' },
      withTelemetry: true,
      language: 'zh-cn',
    });
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  it('asks, marks, lists and shows', async () => {
    await workbench.runCommand('GLM Tandem: 设置提示词日志');
    await workbench.waitForStep(/提示词日志可以保留什么/);
    for (let row = 0; row < 3; row++) {
      await workbench.press('ArrowDown');
      await workbench.press('Space');
    }
    await workbench.page.locator('.editor-instance', { hasText: '按约定保留：提示词, 回答, 代码上下文' }).waitFor();
    await workbench.screenshot('consent');
    await workbench.press('Enter');
    await workbench.waitForPopUp(/要保留包含以下内容的提示词日志吗/);
    await workbench.screenshot('dialog');
    await workbench.press('Enter');
    await workbench.waitForPopUp(/提示词日志从现在起开始记录/);
    await workbench.openFile('first.ts');
    await workbench.type('export const area = ');
    await workbench.waitForGhostText('unit * unit;');
    await workbench.press('Tab');
    await workbench.runCommand('GLM Tandem: 显示提示词日志');
    const accepted = workbench.page.locator('.pane-body .monaco-list-row', { hasText: '已接受' });
    await accepted.first().click();
    await workbench.page.locator('.editor-instance', { hasText: '后来发生了什么' }).waitFor();
    await workbench.screenshot('record');
  });
});

describe('the prompt log where VS Code’s telemetry is off', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4-9b' });
  let workbench: Workbench;

  beforeAll(async () => {
    await endpoint.start();
    endpoint.always(streamOf('unit * unit;'));
    workbench = await Workbench.open({
      name: 'prompt-log-telemetry',
      files: { 'first.ts': 'export const unit = 1;\n' },
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1` },
    });
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  it('keeps nothing although the person agreed, and says why', async () => {
    await workbench.runCommand('GLM Tandem: Set Up the Prompt Log');
    await workbench.waitForStep(/What May the Prompt Log Keep/);
    await workbench.press('ArrowDown');
    await workbench.press('Space');
    await workbench.press('Enter');
    await workbench.waitForPopUp(/Keep a prompt log with/);
    await workbench.press('Enter');
    await workbench.waitForPopUp(/nothing is recorded now: VS Code’s telemetry is not fully on/);
    await workbench.screenshot('told');
    await workbench.openFile('first.ts');
    await workbench.type('export const area = ');
    await workbench.waitForGhostText('unit * unit;');
    await workbench.press('Tab');
    await workbench.page.waitForTimeout(1000);
    expect(existsSync(join(workbench.userDataDir, 'data', 'glm-tandem', 'prompt-log'))).toBe(false);
  });
});

/** Everything that this VS Code and its extensions have logged. */
function logsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('');
}
