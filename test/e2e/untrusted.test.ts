/**
 * A folder that the person does not trust, and that tries everything: settings in all forms, files of keys, other programs' settings. For its
 * sake nothing of ours opens a socket, starts a process or reads a file; the open editor is completed where the person has an endpoint.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextFreePort } from '../../scripts/lib/ports.mjs';
import { ChatPage } from '../support/ChatPage';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { callsOf } from '../support/toolCallReplies';
import { Workbench } from '../support/Workbench';

describe('a folder that is not trusted', () => {
  // A model that is offered tools where there are any.
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6', context: 131_072 });
  const arrivals: string[] = [];
  let trap: Server;
  let workbench: Workbench;

  beforeAll(async () => {
    const port = await nextFreePort(21_990);
    trap = createServer((socket) => {
      arrivals.push('a connection');
      socket.destroy();
    });
    await new Promise<void>((resolve) => trap.listen(port, '127.0.0.1', resolve));
    await endpoint.start();
    const url = `http://127.0.0.1:${port}/v1`;
    const folderSettings = {
      'tandem.endpoint.url': url,
      'tandem.endpoint.model': 'model-of-the-folder',
      'tandem.engine.model': '/model-of-the-folder.gguf',
      'tandem.endpoints': [{ name: 'default', url }],
      'tandem.roles': { completion: ['default'] },
      'http.proxy': `http://127.0.0.1:${port}`,
      '[typescript]': { 'tandem.endpoint.url': url },
      tandem: { endpoint: { url }, engine: { model: '/model-of-the-folder.gguf' } },
    };
    workbench = await Workbench.open({
      name: 'untrusted',
      trust: true,
      // Or the prompt log would be off for another reason.
      withTelemetry: true,
      files: {
        '.vscode/settings.json': JSON.stringify(folderSettings),
        '.env': `OPENAI_BASE_URL=${url}\nHTTPS_PROXY=${url}\nTANDEM_ENDPOINT_ORIGIN=${url}\n`,
        '.continue/config.json': JSON.stringify({ models: [{ title: 'x', model: 'm', apiBase: url, apiKey: 'k' }] }),
        'first.ts': 'const first = 1;\n',
        'second.ts': "import { neighbour } from './neighbour';\nconst first = 1;\n",
        'third.ts': 'const first = 1;\n',
        'neighbour.ts': 'export function neighbour(canaryOfTheNeighbour: number): void {}\n',
      },
      settings: { 'tandem.endpoint.url': '', 'tandem.chat.titles': false },
    });
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
    trap?.close();
  });

  it('opens no socket and starts no process', async () => {
    await workbench.page.getByText('Restricted Mode').first().waitFor();
    await workbench.openFile('first.ts');
    await workbench.type('let one = ');
    await workbench.page.waitForTimeout(3000);
    await workbench.screenshot('restricted');
    expect(await workbench.status()).toMatch(/Not connected/);
    expect(arrivals).toEqual([]);
    if (process.platform !== 'linux') {
      console.log('Processes and their sockets are looked at on Linux only; elsewhere the trap alone tells.');
      return;
    }
    const hosts = processesUnder(workbench.pid).filter(({ command }) => command.includes('extensionHost'));
    expect(hosts).toHaveLength(1);
    for (const { pid } of hosts) {
      expect(listeningSockets(pid)).toEqual([]);
      // VS Code's own language servers are its business.
      const own = processesUnder(pid).filter(({ command }) => !command.includes('/lib/vscode/extensions/'));
      expect(own).toEqual([]);
    }
  });

  it('has its open editor completed by the person’s endpoint, and nothing beyond it is read', async () => {
    endpoint.always(streamOf('first + 1;'));
    await workbench.configure({ 'tandem.endpoint.url': `${endpoint.url}/v1` });
    await workbench.openFile('second.ts');
    await workbench.type('let two = ');
    await workbench.waitForGhostText('first + 1;');
    // An index would have been read by now.
    await workbench.page.waitForTimeout(2000);
    await workbench.press('Escape');
    await workbench.type('\nlet three = ');
    await workbench.waitForGhostText('first + 1;');
    expect(JSON.stringify(endpoint.requests)).not.toMatch(/canaryOfTheNeighbour|model-of-the-folder|OPENAI_BASE_URL/);
    expect(arrivals).toEqual([]);
  });

  it('has its questions answered without tools, and a call that comes all the same runs nothing', async () => {
    const made = join(workbench.folder, 'made.txt');
    endpoint.enqueue(
      callsOf([
        ['run_command', { command: 'touch made.txt' }],
        ['create_file', { path: 'made.txt', content: 'x' }],
      ]),
      streamOf('Without tools.'),
    );
    const before = endpoint.generations.length;
    const chat = await ChatPage.open(workbench);
    expect(await (await chat.locator('.mode')).getAttribute('title')).toBe(
      'Tools are off: this folder is not trusted.',
    );
    await chat.ask('What is this?');
    await expect.poll(() => endpoint.generations.length, { timeout: 60_000 }).toBeGreaterThan(before);
    await chat.ask('And now?');
    await chat.waitForText('Without tools.');
    const sent = endpoint.generations.slice(before).map(({ json }) => json);
    expect(sent.filter((body) => body !== undefined && 'tools' in body)).toEqual([]);
    expect(existsSync(made)).toBe(false);
    expect(arrivals).toEqual([]);
    await workbench.screenshot('restricted-chat');
  });

  it('is never recorded, although the person agreed to a prompt log', async () => {
    await workbench.press('Escape');
    await workbench.runCommand('GLM Tandem: Set Up the Prompt Log');
    await workbench.waitForStep(/What May the Prompt Log Keep/);
    await workbench.press('ArrowDown');
    await workbench.press('Space');
    await workbench.press('Enter');
    await workbench.waitForPopUp(/Keep a prompt log with/);
    await workbench.press('Enter');
    await workbench.waitForPopUp(/nothing is recorded now: This folder is not trusted/);
    const asked = endpoint.generations.length;
    await workbench.openFile('third.ts');
    await workbench.type('let three = ');
    await workbench.waitForGhostText('first + 1;');
    await workbench.press('Tab');
    await workbench.page.waitForTimeout(1000);
    expect(endpoint.generations.length).toBeGreaterThan(asked);
    expect(existsSync(join(workbench.userDataDir, 'data', 'glm-tandem', 'prompt-log'))).toBe(false);
    expect(arrivals).toEqual([]);
  });
});

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** A process's children, theirs, and so on (Linux). */
function processesUnder(pid: number): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`))
    .filter((name) => Number(/\) \S (\d+)/.exec(read(`/proc/${name}/stat`))?.[1]) === pid)
    .flatMap((name) => {
      const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ');
      return [{ pid: Number(name), command }, ...processesUnder(Number(name))];
    });
}

/** Local addresses on which a process listens for TCP, as the kernel writes them. */
function listeningSockets(pid: number): readonly string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((family) =>
    read(`/proc/${pid}/net/${family}`)
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && own.has(inode ?? ''))
      .map(([, local]) => local ?? ''),
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
