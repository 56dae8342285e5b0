/** What a click in an answer leads to, with as much of VS Code as is asked and told. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openLink, runInTerminal } from '../../../src/vscode/chat/chatActions';

const editor = vi.hoisted(() => ({
  isTrusted: true,
  /** What the person answers. */
  yes: undefined as string | undefined,
  asked: [] as (string | undefined)[],
  opened: [] as unknown[],
  sent: [] as string[],
}));
vi.mock('vscode', () => ({
  Uri: { parse: (text: string) => text },
  env: { openExternal: async (uri: string) => editor.opened.push(uri) },
  l10n: { t: (text: string, ...values: readonly unknown[]) => text.replace('{0}', String(values[0])) },
  languages: { getLanguages: async () => [] },
  ViewColumn: { Beside: -2 },
  TabInputWebview: class {},
  window: {
    activeTerminal: { show: () => {}, sendText: (text: string) => editor.sent.push(text) },
    tabGroups: { activeTabGroup: {} },
    visibleTextEditors: [],
    showTextDocument: async () => {},
    showWarningMessage: async (message: string, options?: { readonly detail?: string }) => {
      editor.asked.push(message, options?.detail);
      return editor.yes;
    },
  },
  workspace: {
    get isTrusted() {
      return editor.isTrusted;
    },
    openTextDocument: async ({ content }: { readonly content: string }) => editor.opened.push(content),
  },
}));
beforeEach(() => Object.assign(editor, { isTrusted: true, yes: undefined, asked: [], opened: [], sent: [] }));

describe('SEC-40: a link', () => {
  it.each([
    ...['command:workbench.action.quit', 'vscode://evil.evil/x', 'file:///etc/passwd', 'javascript:alert(1)'],
    ...['data:text/html,x', '\\\\host\\share', 'https://good.example@evil.example/', 'src/a.ts'],
  ])('%s is not opened, nor asked about', async (address) => {
    editor.yes = 'Open in the browser';
    await openLink(address);
    expect([editor.asked, editor.opened]).toEqual([[], []]);
  });

  it('to the web is opened when the person has seen where it leads', async () => {
    const address = 'https://ex\u0430mple.org/\u202Ea';
    await openLink(address);
    expect(editor.opened).toEqual([]);
    expect(editor.asked).toEqual(['Open a page at xn--exmple-4nf.org?', 'https://xn--exmple-4nf.org/%E2%80%AEa']);
    editor.yes = 'Open in the browser';
    await openLink(address);
    expect(editor.opened).toEqual(['https://xn--exmple-4nf.org/%E2%80%AEa']);
  });
});

describe('code for the terminal', () => {
  it('is run when the person says so, and shown with what nobody sees (SEC-52)', async () => {
    const code = 'echo \u202Eok\u200B\rrm -rf x\n\n';
    expect(await runInTerminal(code)).toBe(false);
    expect([editor.asked, editor.sent]).toEqual([
      ['Run this in the terminal?', 'echo ⟨U+202E⟩ok⟨U+200B⟩\nrm -rf x'],
      [],
    ]);
    editor.yes = 'Run';
    expect(await runInTerminal(code)).toBe(true);
    expect(editor.sent).toEqual(['echo \u202Eok\u200B\rrm -rf x']);
  });

  it('is opened whole where a dialog has no room for it', async () => {
    await runInTerminal('a'.repeat(2_000));
    expect(editor.opened).toEqual(['a'.repeat(2_000)]);
  });

  it('is not run in a folder that nobody trusts', async () => {
    Object.assign(editor, { isTrusted: false, yes: 'Run' });
    expect([await runInTerminal('ls'), editor.sent]).toEqual([false, []]);
  });
});
