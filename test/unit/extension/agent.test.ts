/** What a window says of its tools: none in a folder that nobody trusts or without a folder, and approvals that end with the folders (SEC-12). */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { type AgentRootHost, createAgent } from '../../../src/extension/agent';
import { tool } from '../../support/toolWorld';

const editor = vi.hoisted(() => ({
  workspace: {
    isTrusted: true,
    workspaceFolders: [] as object[],
    textDocuments: [],
    notebookDocuments: [],
    onDidChangeWorkspaceFolders: (listener: () => void) => {
      editor.told.push(listener);
      return { dispose: () => {} };
    },
  },
  told: [] as (() => void)[],
  l10n: { t: (text: string) => text },
}));
vi.mock('vscode', () => editor);

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-window-')));
  editor.workspace.isTrusted = true;
  editor.workspace.workspaceFolders = [{ uri: { scheme: 'file', fsPath: folder }, name: 'w' }];
  editor.told.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open() {
  const storage = { fsPath: join(folder, '.storage') };
  const context: Partial<vscode.ExtensionContext> = {
    ...{ subscriptions: [], asAbsolutePath: (path: string) => path },
    ...{ globalStorageUri: storage as vscode.Uri, storageUri: storage as vscode.Uri, logUri: storage as vscode.Uri },
    globalState: { get: () => undefined } as unknown as vscode.ExtensionContext['globalState'],
  };
  const host: Partial<AgentRootHost> = { context: context as vscode.ExtensionContext, searches: () => [] };
  return createAgent(host as AgentRootHost).host;
}

it('SEC-12: forgets what was allowed when the folders change, in the set that the calls ask', () => {
  const agent = open();
  agent.allowed.add('hash');
  for (const tell of editor.told) {
    tell();
  }
  expect([...agent.allowed]).toEqual([]);
});

it('says why no tool may run: nobody trusts the folder, or there is none', () => {
  const agent = open();
  expect(agent.unavailable()).toBe('');
  editor.workspace.isTrusted = false;
  expect(agent.unavailable()).toMatch(/not trusted/);
  editor.workspace.isTrusted = true;
  editor.workspace.workspaceFolders = [];
  expect(agent.unavailable()).toMatch(/no folder is open/);
});

it('denies every call where nobody trusts the folder, even of tools that only look', async () => {
  const { gate } = await gateOf(open());
  const reading = tool('list_directory').read({ path: '.' });
  const decided = async () =>
    reading.kind === 'call' ? await gate.decide(reading.call, new AbortController().signal) : undefined;
  expect(await decided()).toMatchObject({ decision: 'allow' });
  editor.workspace.isTrusted = false;
  expect(await decided()).toMatchObject({ decision: 'deny' });
});

async function gateOf(agent: ReturnType<typeof open>) {
  const panel = agent.openTools({
    person: { ask: async () => undefined },
    todo: { set: () => {} },
    ...{ mode: () => 'agent', request: () => '', conversation: () => '' },
  });
  return { gate: panel.openGate() };
}
