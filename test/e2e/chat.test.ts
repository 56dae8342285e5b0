/** The chat panel in a real VS Code with a scripted endpoint. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChatPage } from '../support/ChatPage';
import { json, type RecordedRequest, ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

const example = `Here is **a plan** for \`src/first.ts:2\`:

1. Look at the [documentation](https://example.org/docs).
2. Change the code:

\`\`\`ts src/first.ts
// doubles a number
export function double(value: number): number {
  return value * 2;
}
\`\`\`

| case | result |
|------|-------:|
| 2    | 4      |
| -1   | -2     |

> Mind the sign. ![chart](https://evil.example/?d=1) <img src="https://evil.example/x">

\`\`\`bash
npm test
\`\`\`
`;

/** The last message of a chat request. */
function asked(request: RecordedRequest | undefined): string {
  const messages = request?.json?.messages;
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  return typeof last === 'object' && last !== null && 'content' in last ? String(last.content) : '';
}

describe('the chat panel', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
  let workbench: Workbench;
  let chat: ChatPage;
  /** Addresses that a page wanted from elsewhere, and what the browser refused. */
  const leaks: string[] = [];

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'chat',
      files: {
        'src/first.ts': 'export function double(value: number) {\n  return value + value;\n}\n',
        'src/second.ts': 'export const second = 2;\n',
        'src/broken.json': '{"a": }\n',
        'AGENTS.md': 'Write plain code.\n',
      },
      isRepository: true,
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1` },
    });
    workbench.page.on('console', (message) => {
      if (/Content.Security.Policy/.test(message.text())) {
        leaks.push(message.text());
      }
    });
    workbench.page.on('request', (request) => {
      if (request.url().includes('evil.example')) {
        leaks.push(request.url());
      }
    });
    await workbench.openFile('src/first.ts');
    chat = await ChatPage.open(workbench);
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  beforeEach(() => {
    endpoint.reset();
  });

  it('has the keyboard in the composer as soon as it is opened', async () => {
    const composer = await chat.composer;
    await expect
      .poll(() => composer.evaluate((area) => area === document.activeElement), { timeout: 15_000 })
      .toBe(true);
  });

  it('shows an answer with code, tables and links, and loads nothing for it', async () => {
    await workbench.screenshot('empty');
    endpoint.enqueue(streamOf(example, { betweenMilliseconds: 2 }));
    await chat.ask('How do I double?');
    expect(await chat.answer()).toContain('Mind the sign.');
    await workbench.screenshot('answer');
    expect(await (await chat.locator('.code-block')).count()).toBe(2);
    expect(await (await chat.locator('.code-block .hljs-keyword')).first().textContent()).toBe('export');
    expect(await (await chat.locator('img')).count()).toBe(0);
    expect(await (await chat.locator('.remote-image')).textContent()).toContain('evil.example');
    expect(leaks).toEqual([]);
    // The project's instructions went along, and are shown.
    expect(asked(endpoint.generations.at(-1))).toContain('Write plain code.');
    expect(await (await chat.locator('.question .chip')).allTextContents()).toEqual([
      expect.stringMatching(/^AGENTS\.md\d+$/),
    ]);
  });

  it('breaks no rule of accessibility', async () => {
    expect(await chat.violations()).toEqual([]);
  });

  it('takes the selection along only when asked to', async () => {
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.press('Control+Home');
    await workbench.press('Shift+End');
    const offer = await chat.control('Take src/first.ts:1 along');
    await offer.click();
    await (await chat.control('Remove src/first.ts:1')).waitFor();
    endpoint.enqueue(streamOf('It is declared there.'));
    await chat.ask('What is this?');
    await chat.waitForText('It is declared there.');
    const question = asked(endpoint.generations.at(-1));
    expect(question).toContain('export function double(value: number) {');
    expect(question).not.toContain('return value + value');
  });

  it('completes commands and mentions while one types', async () => {
    const composer = await chat.composer;
    await composer.click();
    await composer.pressSequentially('/ex');
    expect(await (await chat.locator('.suggestion')).allTextContents()).toEqual([
      '/explainExplain the code',
      '/exportExport this conversation',
    ]);
    await composer.press('Escape');
    await composer.fill('');
    await composer.pressSequentially('@fir');
    await (await chat.locator('.suggestion[aria-selected="true"]', { hasText: /^first\.ts/ })).waitFor();
    await workbench.screenshot('mention');
    await composer.press('Enter');
    await (await chat.control('Remove src/first.ts')).waitFor();
    expect(await composer.inputValue()).toBe('');
    await (await chat.control('Remove src/first.ts')).click();
  });

  it('says that there is nothing of a mention, and offers all whose words begin like that', async () => {
    const composer = await chat.composer;
    const notice = await chat.locator('.composer-notice');
    await composer.fill('');
    await composer.pressSequentially('@prob');
    await (await chat.locator('.suggestion', { hasText: /^all-problems/ })).waitFor();
    expect(await (await chat.locator('.suggestion')).first().textContent()).toMatch(/^problems/);
    await composer.press('Enter');
    await notice.filter({ hasText: 'The visible file has no problems.' }).waitFor();
    await composer.pressSequentially('@chan');
    await (await chat.locator('.suggestion', { hasText: /^changes/ })).waitFor();
    await composer.press('Enter');
    await notice.filter({ hasText: 'There are no uncommitted changes' }).waitFor();
    expect(await composer.inputValue()).toBe('');
  });

  it('takes a symbol along that is mentioned', async () => {
    const composer = await chat.composer;
    const row = (await chat.locator('.suggestion', { hasText: /^double/ })).first();
    // The index may still be reading.
    await composer.fill('');
    await expect
      .poll(
        async () => {
          await composer.fill('');
          await composer.pressSequentially('@symbol:doub');
          return row.waitFor({ timeout: 5_000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 90_000 },
      )
      .toBe(true);
    await composer.press('Enter');
    await (await chat.control(/^Remove double \(src\/first\.ts:1-3\)/)).waitFor({ timeout: 30_000 });
    endpoint.enqueue(streamOf('It doubles: see `double()`.'));
    await chat.ask('What does it do?');
    await chat.waitForText('It doubles:');
    expect(asked(endpoint.generations.at(-1))).toContain('return value + value;');
    await workbench.openFile('src/second.ts');
    await (await chat.locator('.file-link', { hasText: 'double()' })).last().click();
    await workbench.page.locator('.tab.active[data-resource-name="first.ts"]').waitFor();
  });

  it('sends nothing while an input method composes', async () => {
    const before = endpoint.generations.length;
    const composer = await chat.composer;
    await composer.fill('ni');
    await composer.evaluate((area) => {
      area.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      );
      area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }));
    });
    expect(await composer.inputValue()).toBe('ni');
    await composer.fill('');
    expect(endpoint.generations.length).toBe(before);
  });

  it('stops at once, keeps what was there and goes on from it', async () => {
    endpoint.enqueue(streamOf('one two three four five six seven eight nine ten', { betweenMilliseconds: 400 }));
    await chat.ask('Count');
    await chat.waitForText('one two');
    await (await chat.control('Stop (Escape)')).click();
    await (await chat.locator('.notice.stopped')).last().waitFor();
    await expect.poll(() => endpoint.generations.at(-1)?.closedByClientAt).toBeDefined();
    endpoint.enqueue(streamOf(' and so on.'));
    await (await chat.control('Continue')).click();
    await chat.waitForText('and so on.');
    expect(await chat.answer()).toMatch(/^one two.* and so on\.$/);
  });

  it('answers again on a branch and keeps the old one', async () => {
    endpoint.enqueue(streamOf('A second answer.'));
    await (await chat.control('Answer Again')).click();
    await chat.waitForText('A second answer.');
    const place = (await chat.locator('.answer .branch-place')).last();
    expect(await place.textContent()).toBe('2 of 2');
    await (await chat.control('Previous version')).click();
    await chat.waitForText('and so on.');
    endpoint.enqueue(streamOf('Eins, zwei.'));
    await (await chat.locator('.question')).last().hover();
    await (await chat.control('Edit and ask again')).click();
    await (await chat.locator('.edit-area')).fill('Count in German');
    await (await chat.locator('.edit-area')).press('Enter');
    await chat.waitForText('Eins, zwei.');
    expect(await (await chat.locator('.question .branch-place')).last().textContent()).toBe('2 of 2');
  });

  it('says what is wrong with the key in the middle of a conversation, and goes on', async () => {
    endpoint.enqueue(json({ error: { message: 'bad key' } }, 401));
    await chat.ask('Still there?');
    const notice = (await chat.locator('.notice.failed')).last();
    await notice.waitFor();
    expect(await notice.textContent()).toContain('wants a key');
    await workbench.screenshot('fault');
    endpoint.enqueue(streamOf('Yes, I am.'));
    await (await chat.control('Answer Again')).click();
    await chat.waitForText('Yes, I am.');
  });

  it('inserts code at the cursor and opens places', async () => {
    endpoint.enqueue(streamOf('See `src/second.ts:1`:\n\n```ts\nconst inserted = 1;\n```\n'));
    await chat.ask('Give me a line');
    await chat.answer();
    await (await chat.control('Insert at the cursor')).click();
    await expect
      .poll(() => workbench.page.locator('.editor-instance .view-lines').first().textContent())
      .toContain('inserted');
    await (await chat.locator('.file-link', { hasText: 'src/second.ts:1' })).last().click();
    await workbench.page.locator('.tab.active[data-resource-name="second.ts"]').waitFor();
  });

  it('applies a block to its file only after a review', async () => {
    endpoint.enqueue(streamOf('Here:\n\n```ts src/second.ts\nexport const second = 22;\n```\n'));
    await chat.ask('Make it more');
    await chat.answer();
    await (await chat.control('Apply to the file, after a review')).click();
    await workbench.page
      .locator('.monaco-diff-editor .editor.modified .view-lines', { hasText: 'second = 22' })
      .first()
      .waitFor({ timeout: 60_000 });
    expect(workbench.read('src/second.ts')).toContain('second = 2;');
    await workbench.runCommand('GLM Tandem: Accept All Changes');
    await expect.poll(() => workbench.read('src/second.ts'), { timeout: 60_000 }).toContain('second = 22;');
  });

  it('is offered in the lightbulb of a problem and of a selection', async () => {
    const entries = workbench.page.locator('.action-widget .monaco-list-row.action');
    /** Opens the menu at a place; the editor may not have looked at the file yet. */
    const open = (entry: string, ...keys: readonly string[]): Promise<void> =>
      expect
        .poll(
          async () => {
            for (const key of ['Escape', 'Control+Home', ...keys, 'Control+.']) {
              await workbench.press(key);
            }
            return entries
              .filter({ hasText: entry })
              .waitFor({ timeout: 5_000 })
              .then(
                () => true,
                () => false,
              );
          },
          { timeout: 60_000 },
        )
        .toBe(true);
    await workbench.openFile('src/broken.json');
    await open('Fix with GLM', 'End', 'ArrowLeft');
    endpoint.enqueue(streamOf('A value is missing.'));
    await entries.filter({ hasText: 'Explain with GLM' }).click();
    await chat.waitForText('A value is missing.');
    expect(asked(endpoint.generations.at(-1))).toMatch(/\{"a": \}[\s\S]*Value expected[\s\S]*Explain what this code/);
    await workbench.openFile('src/second.ts');
    await open('Edit with GLM…', 'Shift+End');
    endpoint.enqueue(streamOf('Here are tests.'));
    await entries.filter({ hasText: 'Write tests with GLM' }).click();
    await chat.waitForText('Here are tests.');
    expect(asked(endpoint.generations.at(-1))).toMatch(/src\/second\.ts:1[\s\S]*Write tests/);
  });

  it('writes a commit message by the button in Source Control', async () => {
    endpoint.enqueue(streamOf('Count from twenty-two'));
    await workbench.runCommand('Source Control: Focus on Changes View');
    const view = workbench.page.locator('.part.sidebar');
    await view.hover();
    await view.getByRole('button', { name: 'Write Commit Message' }).first().click({ timeout: 60_000 });
    await view.locator('.scm-editor', { hasText: 'Count from twenty-two' }).waitFor({ timeout: 60_000 });
    const request = JSON.stringify(endpoint.generations.at(-1)?.json?.messages);
    expect(request).toContain('+export const second = 22;');
    expect(request).toContain('- Add the first files');
    await workbench.screenshot('commit-message');
  });

  it('lets another model answer, and sends it pictures that are pasted', async () => {
    const paste = async (): Promise<void> => {
      await (await chat.composer).evaluate(async (area) => {
        const canvas = new OffscreenCanvas(8, 8);
        canvas.getContext('2d')?.fillRect(0, 0, 8, 4);
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([await canvas.convertToBlob()], 'stripe.png', { type: 'image/png' }));
        area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      });
    };
    await paste();
    await (await chat.locator('.composer-notice', { hasText: 'glm-4.6 cannot look at pictures' })).waitFor();
    endpoint.replyToModels(json({ object: 'list', data: [{ id: 'glm-4.6' }, { id: 'glm-4.5v' }] }));
    await (await chat.control(/^Choose the model/)).click();
    await workbench.waitForRow('glm-4.5v');
    await workbench.screenshot('models');
    await workbench.choose('glm-4.5v');
    await (await chat.control('Choose the model: glm-4.5v')).waitFor();
    await paste();
    await (await chat.locator('.composer .chip-picture img')).waitFor();
    endpoint.enqueue(streamOf('A stripe.'));
    await chat.ask('What is it?');
    await chat.waitForText('A stripe.');
    const { json: body } = endpoint.generations.at(-1) ?? {};
    expect(body?.model).toBe('glm-4.5v');
    expect(JSON.stringify(body?.messages)).toContain('data:image/png;base64,');
    await (await chat.control(/^Choose the model/)).click();
    await workbench.waitForRow('As the settings say');
    await workbench.choose('As the settings say');
    await (await chat.control('Choose the model: glm-4.6')).waitFor();
    endpoint.replyToModels(undefined);
  });

  it('takes along what is dropped on it', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'tandem-drop-'));
    const path = join(elsewhere, '说明.txt');
    writeFileSync(path, '你好\n');
    writeFileSync(join(elsewhere, 'tool.bin'), new Uint8Array([0, 1]));
    try {
      await chat.drop([path, join(elsewhere, 'tool.bin')]);
      await (await chat.control(/^Open 说明\.txt/)).waitFor();
      await (await chat.locator('.composer-notice', { hasText: 'Not taken along: tool.bin.' })).waitFor();
      await (await chat.control('Remove 说明.txt')).click();
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('takes along what the terminal said, and a page after a question', async () => {
    await workbench.runCommand('Terminal: Create New Terminal');
    const terminal = workbench.page.locator('.terminal-wrapper.active .xterm');
    await terminal.waitFor({ timeout: 60_000 });
    const composer = await chat.composer;
    const row = (await chat.locator('.suggestion', { hasText: /^terminal/ })).first();
    const runAndMention = async (): Promise<void> => {
      await terminal.click();
      await workbench.page.keyboard.type('echo told-$((6*7))\n');
      // What it says may be on its way.
      await workbench.page.waitForTimeout(2_000);
      await composer.fill('');
      await composer.pressSequentially('@term');
    };
    await expect
      .poll(
        async () => {
          // The shell may not have told VS Code yet where its commands begin.
          await runAndMention();
          return row.waitFor({ timeout: 3_000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    // Of the first command that it tells of, VS Code may have missed what it said.
    await runAndMention();
    await row.waitFor();
    await composer.press('Enter');
    await (await chat.control(/^Open Terminal output/)).click();
    await workbench.page.locator('.tab.active', { hasText: 'Terminal output' }).waitFor();
    await workbench.page.locator('.editor-instance .view-lines', { hasText: 'told-42' }).first().waitFor();
    const page = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Loops</h1><p>They end.</p>');
    });
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = page.address() as AddressInfo;
      await composer.pressSequentially(`@url:http://127.0.0.1:${port}/loops`);
      await (await chat.locator('.suggestion', { hasText: 'after a question' })).waitFor();
      await composer.press('Enter');
      await workbench.waitForPopUp(/Fetch a page from 127\.0\.0\.1:\d+ for the model\?[\s\S]*\/loops/);
      await workbench.screenshot('fetch');
      await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Fetch the page' }).click();
      await (await chat.control(/^Remove http:\/\/127\.0\.0\.1/)).waitFor();
    } finally {
      page.close();
    }
    endpoint.enqueue(streamOf('Forty-two.'));
    await chat.ask('What did it say?');
    await chat.waitForText('Forty-two.');
    const question = asked(endpoint.generations.at(-1));
    expect(question).toMatch(/\$ echo told-[^\n]*\ntold-42\n\[exit code 0\]/);
    expect(question).toMatch(/Web page http:\/\/127[^\n]*:\n```\n# Loops\n\nThey end\.\n```/);
  });

  it('F-65: finds everything after a reload in the middle of an answer, the draft too', async () => {
    await workbench.openFile('src/second.ts');
    endpoint.enqueue(streamOf('before the reload and never after it', { betweenMilliseconds: 1500 }));
    await chat.ask('Reload');
    await chat.waitForText('before');
    await (await chat.composer).pressSequentially('a draft');
    await (await chat.control(/^Take src\//)).click();
    const kept = await (await chat.locator('.composer .chip-remove')).first().getAttribute('aria-label');
    // Longer than drafts and answers take to the disk.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const storage = join(workbench.userDataDir, 'User', 'workspaceStorage');
    const chips = readdirSync(storage, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('chips.json'),
    );
    expect(chips.map((path) => statSync(join(storage, path)).mode & 0o777)).toEqual([0o600]);
    await workbench.reload();
    chat = await ChatPage.open(workbench);
    await (await chat.locator('.question', { hasText: 'Reload' })).waitFor();
    await chat.waitForText('before');
    await (await chat.locator('.notice.interrupted')).last().waitFor();
    expect(await (await chat.composer).inputValue()).toBe('a draft');
    await (await chat.control(kept ?? '')).click();
    await (await chat.composer).fill('');
    await workbench.screenshot('reloaded');
  });

  it('REL-30: keeps what is written and what arrives while the panel is hidden and moved', async () => {
    endpoint.enqueue(streamOf('while nobody looked at it', { betweenMilliseconds: 700 }));
    await chat.ask('Hide');
    await chat.waitForText('while');
    await (await chat.composer).pressSequentially('half a thought');
    await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
    await workbench.page.locator('.part.auxiliarybar').waitFor({ state: 'hidden' });
    await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
    expect(await (await chat.composer).inputValue()).toBe('half a thought');
    await workbench.runCommand('View: Move Secondary Side Bar Views To Panel');
    chat = await ChatPage.open(workbench);
    await workbench.page.locator('.part.panel', { hasText: 'GLM Tandem' }).waitFor();
    await chat.waitForText('nobody looked at it');
    expect(await (await chat.composer).inputValue()).toBe('half a thought');
    await (await chat.composer).fill('');
    await workbench.screenshot('moved');
    await workbench.runCommand('View: Reset View Locations');
  });

  it('keeps conversations for their owner only', () => {
    const folder = join(workbench.userDataDir, 'User', 'globalStorage', 'glm-tandem.glm-tandem', 'conversations');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(files.map(() => 0o600));
  });

  it('begins anew and finds earlier conversations', async () => {
    await workbench.runCommand('GLM Tandem: New Conversation');
    await (await chat.locator('.welcome')).waitFor();
    await workbench.runCommand('GLM Tandem: Show Conversations');
    await workbench.waitForRow('How do I double?');
    await workbench.choose('How do I double?');
    await (await chat.locator('.question', { hasText: 'Reload' })).waitFor();
  });

  it('reaches whatever can be done with a conversation by keys, and keeps the list', async () => {
    const { page } = workbench;
    const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'How do I double?' });
    const button = (name: string) => page.locator(`.quick-input-list .action-label:focus[aria-label="${name}"]`);
    // VS Code closes a list when something else takes the keyboard, as a page may that is still being made.
    await expect
      .poll(
        async () => {
          await workbench.runCommand('GLM Tandem: Show Conversations');
          await workbench.waitForRow('How do I double?');
          return row.waitFor({ timeout: 5_000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 90_000 },
      )
      .toBe(true);
    await workbench.press('Tab');
    await workbench.press('Tab');
    await button('Rename').waitFor();
    await workbench.press('ArrowRight');
    await button('Delete').waitFor();
    await workbench.press('Enter');
    await workbench.waitForPopUp(/Delete the conversation “How do I double\?” for good\?/);
    await workbench.press('Escape');
    await row.waitFor();
    await workbench.press('Tab');
    await workbench.press('Tab');
    await button('Rename').waitFor();
    await workbench.press('Enter');
    await workbench.answer('How do I double?');
    await row.waitFor();
    await workbench.press('Escape');
  });

  it('F-68: loses nothing when two windows go on with one conversation', async () => {
    const other = await workbench.secondWindow();
    const otherChat = await ChatPage.open(other);
    await other.runCommand('GLM Tandem: Show Conversations');
    await other.waitForRow('How do I double?');
    await other.choose('How do I double?');
    await (await otherChat.locator('.question', { hasText: 'Reload' })).waitFor({ timeout: 60_000 });
    endpoint.enqueue(streamOf('Answered in the other window.'));
    await otherChat.ask('From the other window');
    await otherChat.waitForText('Answered in the other window.');
    endpoint.enqueue(streamOf('Answered in the first window.'));
    await chat.ask('From the first window');
    await chat.waitForText('Answered in the first window.');
    await workbench.reload();
    chat = await ChatPage.open(workbench);
    await chat.waitForText('Answered in the first window.');
    // What the other window said stands on a branch beside it.
    await (await chat.locator('.question .branch-place', { hasText: '2 of 2' })).last().waitFor({ timeout: 60_000 });
    await (await chat.locator('.question')).last().hover();
    await (await chat.control('Previous version')).click();
    await chat.waitForText('Answered in the other window.');
  });

  it('as an editor tab stays in sight when a place is opened from it', async () => {
    await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
    await workbench.openFile('src/second.ts');
    const tab = await ChatPage.open(workbench, 'Open Chat Editor');
    endpoint.enqueue(streamOf('See `src/first.ts:2`.'));
    await tab.ask('Where?');
    await tab.waitForText('See src/first.ts:2.');
    await (await tab.locator('.file-link')).last().click();
    await workbench.page.locator('.tab.active[data-resource-name="first.ts"]').waitFor();
    expect(await (await tab.composer).isVisible()).toBe(true);
  });
});
