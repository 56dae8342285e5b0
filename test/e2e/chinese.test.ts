/** The product in Simplified Chinese: the status bar, its menu, the Command Palette, the chat, a report, and keys alone to use them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatPage } from '../support/ChatPage';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

describe('in Simplified Chinese', () => {
  const endpoint = new ScriptedEndpoint();
  let workbench: Workbench;

  beforeAll(async () => {
    await endpoint.start();
    endpoint.always(streamOf('first;'));
    workbench = await Workbench.open({
      name: 'chinese',
      files: { 'a.ts': 'const first = 1;\n' },
      language: 'zh-cn',
    });
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  it('the status bar says what is missing', async () => {
    await workbench.waitForStatus(/未连接.*尚未连接模型。请运行“GLM Tandem: 连接”，或在设置中填写端点地址或模型文件。/);
    expect(await workbench.statusHover()).toContain('尚未连接模型');
    await workbench.screenshot('status');
    await workbench.page.mouse.move(640, 400);
  });

  it('the menu has every entry in Chinese, and closes with Escape', async () => {
    await workbench.runCommand('GLM Tandem: 显示菜单');
    const entries = await workbench.listEntries();
    await workbench.screenshot('menu');
    expect(entries.length).toBeGreaterThanOrEqual(10);
    expect(entries.filter((entry) => !/\p{Script=Han}/u.test(entry))).toEqual([]);
    await workbench.press('Escape');
  });

  it('commands are found by their Chinese names', async () => {
    await workbench.runCommand('GLM Tandem: 设置端点地址');
    await workbench.answer(endpoint.url);
    await workbench.waitForStatus(/就绪.*scripted/);
    await workbench.openFile('a.ts');
    await workbench.type('let second = ');
    await workbench.waitForGhostText('first;');
    await workbench.screenshot('ready');
    await workbench.runCommand('GLM Tandem: 开启或关闭行内补全');
    await workbench.waitForStatus(/已关闭/);
  });

  it('the chat panel speaks Chinese', async () => {
    const chat = await ChatPage.open(workbench, '打开聊天');
    expect(await (await chat.composer).getAttribute('placeholder')).toMatch(/^提问/);
    endpoint.always(streamOf('因为循环早了一步结束。'));
    await chat.ask('为什么总和不对？');
    expect(await chat.answer()).toBe('因为循环早了一步结束。');
    await (await chat.control('重新回答')).waitFor();
    await workbench.screenshot('chat');
  });
});
