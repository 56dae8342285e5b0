/** The chat panel in a real VS Code with a scripted endpoint. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatPage } from '../support/ChatPage';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

const example = `Here is **a plan** for \`src/first.ts:1\`:

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

> Mind the sign. ![chart](https://evil.example/?d=1)

\`\`\`bash
npm test
\`\`\`
`;

describe('the chat panel', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
  let workbench: Workbench;
  let chat: ChatPage;
  const problems: string[] = [];

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'chat',
      files: { 'src/first.ts': 'export function double(value: number) {\n  return value + value;\n}\n' },
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1` },
    });
    workbench.page.on('console', (message) => {
      if (/Content Security Policy|Content-Security-Policy/.test(message.text())) {
        problems.push(`${message.text()} at ${JSON.stringify(message.location())}`);
      }
    });
    await workbench.openFile('src/first.ts');
    chat = await ChatPage.open(workbench);
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
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
    expect(problems).toEqual([]);
  });

  it('breaks no rule of accessibility', async () => {
    expect(await chat.violations()).toEqual([]);
  });
});
