/** How the chat panel looks in a real VS Code: every theme, narrow and wide, checked by axe-core and left as pictures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatPage } from '../support/ChatPage';
import { eventsOf, ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

const answer = `The loop ends **one step early**, see \`src/first.ts:2\`.

1. Compare with the [language reference](https://example.org/loops).
2. Change the condition:

\`\`\`ts src/first.ts
// adds all numbers
export function sum(values: readonly number[]): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    total += values[index] ?? 0; // a long comment that does not fit into a narrow panel
  }
  return total;
}
\`\`\`

| values | before | after |
|:-------|-------:|------:|
| 1, 2, 3 | 3 | 6 |

> Try it with an empty list as well.

\`\`\`bash
npm test
\`\`\`
`;

/** In pieces, so that no scanner takes this file for a leak. */
const secret = ['0123456789abcdef'.repeat(2), 'Fake8X7w6V5u4T3s'].join('.');

/** A thought, then the answer, as servers with reasoning send them. */
function withReasoning() {
  const delta = (part: object, finish: string | null = null) => ({
    ...{ id: 'x', object: 'chat.completion.chunk', model: 'glm-4.6' },
    choices: [{ index: 0, delta: part, finish_reason: finish }],
  });
  const pieces = [
    delta({ reasoning_content: 'The condition compares with the length minus one.' }),
    delta({ content: answer }),
    delta({}, 'stop'),
    '[DONE]',
  ];
  return { kind: 'bytes', pieces: [eventsOf(...pieces)] } as const;
}

/** Names of themes and how VS Code marks the page then. */
const themes = [
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
] as const;

describe('the look of the chat panel', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
  let workbench: Workbench;
  let chat: ChatPage;

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'chat-looks',
      files: { 'src/first.ts': 'export const first = [1, 2, 3];\n' },
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1` },
    });
    await workbench.openFile('src/first.ts');
    chat = await ChatPage.open(workbench);
    endpoint.enqueue(withReasoning(), streamOf('Yes.', { finishReason: 'length' }));
    await chat.ask('Why is the sum wrong?');
    await chat.waitForText('Try it with an empty list');
    await chat.answer();
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  it('folds the thought, with its time', async () => {
    const thoughts = await chat.locator('.thoughts');
    expect(await thoughts.getAttribute('open')).toBeNull();
    expect(await thoughts.locator('summary').textContent()).toMatch(/^Thought/);
  });

  it('breaks no rule of accessibility in any theme, and leaves pictures', async () => {
    const found: string[] = [];
    for (const [theme, mark] of themes) {
      await workbench.chooseTheme(theme);
      await (await chat.locator(`body.${mark}`)).waitFor();
      const name = theme.toLowerCase().replaceAll(' ', '-');
      await (await chat.composer).click();
      await workbench.screenshot(name);
      found.push(...(await chat.violations()).map((violation) => `${theme}: ${violation}`));
    }
    expect(found).toEqual([]);
  });

  it('holds back a question with a secret (K-48), says so, and sends it when it is told to', async () => {
    const asked = endpoint.generations.length;
    const text = `Why is this refused? ${secret}`;
    await (await chat.composer).fill(text);
    await (await chat.composer).press('Enter');
    const notice = await chat.locator('.composer-notice');
    await notice.filter({ hasText: /Not sent yet.*GLM key/ }).waitFor();
    for (const [theme, mark] of themes.slice(0, 2)) {
      await workbench.chooseTheme(theme);
      await (await chat.locator(`body.${mark}`)).waitFor();
      await workbench.screenshot(`secret-${theme.toLowerCase().replaceAll(' ', '-')}`);
      expect(await chat.violations()).toEqual([]);
    }
    expect([await (await chat.composer).inputValue(), endpoint.generations.length]).toEqual([text, asked]);
    endpoint.reset().always(streamOf('Because it is not yours.'));
    await notice.getByRole('button').click();
    await chat.waitForText('Because it is not yours.');
    expect(await notice.textContent()).toBe('');
    expect(JSON.stringify(endpoint.generations.at(-1)?.json)).toContain(secret);
  });

  it('fits into the narrowest panel and into a whole window', async () => {
    await workbench.dragSash('.part.auxiliarybar', 140);
    await (await chat.composer).pressSequentially('/');
    await workbench.screenshot('narrow-list');
    await (await chat.composer).press('Escape');
    await (await chat.composer).fill('');
    await workbench.screenshot('narrow');
    const { width, overflow } = await (await chat.frame()).evaluate(() => ({
      width: innerWidth,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    expect(width).toBeLessThan(240);
    expect(overflow).toBe(0);
    await workbench.runCommand('View: Maximize Secondary Side Bar');
    await chat.waitForText('Try it with an empty list');
    await workbench.screenshot('wide');
  });
});
