/**
 * Edits under review as a person makes them: keys alone, a scripted model, and what then lies on the disk. Also what a reload and the
 * death of the extension host between two files leave.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordedRequest, type Reply, ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

const markName = 'TANDEM_TEST_MARK';
const prices = `export function total(prices: number[]): number {
  let sum = 0;
  for (const price of prices) {
    sum += price;
  }
  return sum;
}

export function average(prices: number[]): number {
  return total(prices) / prices.length;
}
`;
const many = Array.from({ length: 40 }, (_, index) => `many/file${String(index).padStart(2, '0')}.txt`);
const manyText = (path: string): string => `first line of ${path}\nold\nlast line\n`;

/** Answers for the requests of a chat, in order, the last for all that follow; nothing for completions. */
function says(...answers: readonly string[]): (request: RecordedRequest) => Reply {
  const left = [...answers];
  return ({ path }) => streamOf(path.includes('/chat/') ? ((left.length > 1 ? left.shift() : left[0]) ?? '') : '');
}

describe('edits under review', () => {
  const endpoint = new ScriptedEndpoint();
  let workbench: Workbench;
  /** By which this VS Code's processes are told from those of other tests. */
  const mark = randomUUID();

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'review',
      files: {
        'src/prices.ts': prices,
        'src/other.ts': 'export const other = 1;\n',
        ...Object.fromEntries(many.map((path) => [path, manyText(path)])),
      },
      env: { [markName]: mark },
      settings: { 'tandem.endpoint.url': endpoint.url, 'tandem.completion.enabled': false },
    });
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  /** Selects lines of the active file with the keyboard, 1-based, both included. */
  async function selectLines(first: number, last: number): Promise<void> {
    await workbench.press('Control+Home');
    for (let line = 1; line < first; line++) {
      await workbench.press('ArrowDown');
    }
    for (let line = first; line < last; line++) {
      await workbench.press('Shift+ArrowDown');
    }
    await workbench.press('Shift+End');
  }

  const diff = () => workbench.page.locator('.monaco-diff-editor .editor.modified .view-lines');
  const tree = (text: string) => workbench.page.locator('.pane-body .monaco-list-row', { hasText: text });

  it('edits the selection by one key and a few words, refines it, and accepts it by the keyboard', async () => {
    endpoint.always(
      says(
        'Like this:\n```ts\n  return prices.reduce((sum, price) => sum + price, 0);\n```\n',
        '```ts\n  return prices.reduce((all, one) => all + one, 0);\n```\n',
      ),
    );
    await workbench.openFile('src/prices.ts');
    await selectLines(2, 6);
    await workbench.press('Alt+Enter');
    await workbench.waitForStep(/GLM Tandem: Edit/);
    await workbench.type('use reduce');
    await workbench.screenshot('instruction');
    await workbench.press('Enter');
    await diff().filter({ hasText: 'reduce((sum, price)' }).waitFor();
    expect(workbench.read('src/prices.ts')).toBe(prices);
    await workbench.page.locator('.activitybar [aria-label*="GLM Tandem Changes"]').first().click();
    await tree('prices.ts').first().waitFor();
    await workbench.screenshot('proposed');
    const labels = await Promise.all(
      (await workbench.page.locator('.pane-body [role="treeitem"]').all()).map((row) => row.getAttribute('aria-label')),
    );
    expect(labels.join('\n')).toMatch(/src\/prices\.ts, 1 change, 1 lines added, 5 lines removed/);
    await diff().click();
    await workbench.press('Control+Alt+Enter');
    await workbench.waitForStep(/GLM Tandem: Refine/);
    await workbench.type('better names');
    await workbench.press('Enter');
    await diff().filter({ hasText: 'reduce((all, one)' }).waitFor();
    await diff().click();
    await workbench.press('Alt+Enter');
    await diff().waitFor({ state: 'detached' });
    await expect
      .poll(() => workbench.read('src/prices.ts'), { timeout: 30_000 })
      .toBe(prices.replace(/ {2}let sum[\s\S]*?return sum;/, '  return prices.reduce((all, one) => all + one, 0);'));
    const chats = endpoint.generations.filter(({ path }) => path.includes('/chat/'));
    expect(chats).toHaveLength(2);
    expect(chats[1]?.body).toContain('better names');
  });

  it('marks pending changes in the file’s own editor, and offers earlier instructions', async () => {
    endpoint.always(says('```ts\nexport const other = 2;\n```\n'));
    await workbench.openFile('src/other.ts');
    await selectLines(1, 1);
    await workbench.press('Alt+Enter');
    await workbench.waitForStep(/GLM Tandem: Edit/);
    expect((await workbench.listEntries()).join()).toMatch(/better names[\s\S]*use reduce/);
    await workbench.type('two');
    await workbench.press('Enter');
    await diff().filter({ hasText: 'other = 2' }).waitFor();
    // The file's own tab stands before that of its diff, which has the same name.
    await workbench.page.locator('.tab[data-resource-name="other.ts"]').first().click();
    // The language server's own lenses come first.
    await workbench.page.locator('.codelens-decoration', { hasText: 'Accept' }).first().waitFor({ timeout: 45_000 });
    await workbench.page
      .locator('[id="glm-tandem.glm-tandem.tandem.review"]', { hasText: '1 of 1 changes here' })
      .waitFor();
    await workbench.press('Control+Home');
    await workbench.type('const typed = 1;\n');
    await workbench.screenshot('marked');
  });

  it('keeps what is pending through a reload', async () => {
    await workbench.save('src/other.ts');
    await workbench.reload();
    await workbench.page
      .locator('[id="glm-tandem.glm-tandem.tandem.review"]', { hasText: '1' })
      .waitFor({ timeout: 60_000 });
    await workbench.runCommand('GLM Tandem: Next Change');
    await diff()
      .filter({ hasText: 'other = 2' })
      .waitFor({ timeout: 30_000 })
      .finally(() => workbench.screenshot('after-next'));
    await workbench.screenshot('reloaded');
    await workbench.runCommand('GLM Tandem: Accept All Changes');
    await expect
      .poll(() => workbench.read('src/other.ts'), { timeout: 30_000 })
      .toBe('const typed = 1;\nexport const other = 2;\n');
    await workbench.runCommand('GLM Tandem: Undo Accepted Changes');
    await expect
      .poll(() => workbench.read('src/other.ts'), { timeout: 30_000 })
      .toBe('const typed = 1;\nexport const other = 1;\n');
  });

  it('finishes what the death of the extension host cut off between two files', async () => {
    const steps = many.map((path) => ({
      edit: { path, edits: [{ search: 'old', replace: 'new' }] },
    }));
    endpoint.always(says(`\`\`\`json\n${JSON.stringify({ steps })}\n\`\`\`\n`));
    await workbench.openFile(many[0] ?? '');
    await workbench.runCommand('GLM Tandem: Refactor with GLM…');
    await workbench.waitForStep(/GLM Tandem: Refactor/);
    await workbench.type('new for old');
    await workbench.press('Enter');
    await diff().filter({ hasText: 'new' }).waitFor();
    await workbench.screenshot('forty-files');
    const changed = (): number => many.filter((path) => workbench.read(path).includes('\nnew\n')).length;
    const killed = killExtensionHostWhen(() => changed() > 1, `${markName}=${mark}`);
    await workbench.runCommand('GLM Tandem: Accept All Changes');
    await killed;
    const done = changed();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(many.length);
    await workbench.waitForPopUp(/was interrupted while it made changes/, 90_000);
    await workbench.screenshot('interrupted');
    await workbench.page.locator('.notification-toast .monaco-button', { hasText: 'Finish' }).click();
    await expect.poll(changed, { timeout: 30_000 }).toBe(many.length);
    expect(many.map((path) => workbench.read(path))).toEqual(many.map((path) => manyText(path).replace('old', 'new')));
  });
});

/**
 * Kills the extension host of one VS Code, without giving it time for anything, as soon as something is so.
 * @param entry of its environment
 */
async function killExtensionHostWhen(isSo: () => boolean, entry: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > deadline) {
      throw new Error('It never was so.');
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const mine = (id: string): boolean => {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      const environment = readFileSync(`/proc/${id}/environ`, 'utf8');
      return command.includes('--type=extensionHost') && environment.split('\0').includes(entry);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  };
  const hosts = readdirSync('/proc').filter((id) => /^\d+$/.test(id) && mine(id));
  if (hosts.length === 0) {
    throw new Error('There is no extension host to kill.');
  }
  for (const id of hosts) {
    process.kill(Number(id), 'SIGKILL');
  }
}
