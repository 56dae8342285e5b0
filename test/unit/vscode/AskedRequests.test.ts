/** What is asked in the panels, for the keyboard and for who looks elsewhere: nothing that nobody has seen is answered by a command. */
import { beforeEach, expect, it, vi } from 'vitest';
import { AskedRequests } from '../../../src/vscode/chat/AskedRequests';
import type { ChatPanel } from '../../../src/vscode/chat/ChatPanels';

const editor = vi.hoisted(() => ({ ran: [] as unknown[][] }));
vi.mock('vscode', () => ({
  commands: { executeCommand: async (...about: unknown[]) => void editor.ran.push(about) },
}));
vi.mock('../../../src/vscode/chat/registerChat', () => ({ chatViewId: 'tandem.chat' }));
beforeEach(() => {
  editor.ran.length = 0;
});

function panel(facts: { visible: boolean; asked: string | undefined; decides?: boolean; tab?: boolean }) {
  const posted: string[] = [];
  const decided: string[] = [];
  const revealed: true[] = [];
  const view = {
    visible: facts.visible,
    badge: undefined as unknown,
    webview: { postMessage: ({ method }: { method: string }) => void posted.push(method) },
    ...(facts.tab === true ? { reveal: () => void revealed.push(true) } : {}),
  };
  const work = {
    get asked() {
      return facts.asked;
    },
    decide: (kind: string) => decided.push(kind) > 0 && facts.decides !== false,
  };
  return { facts, posted, decided, revealed, view, panel: { session: { work }, view } as unknown as ChatPanel };
}

it('answers what a visible page shows, and only shows what it cannot answer in a word', async () => {
  const one = panel({ visible: true, asked: 'Run this?' });
  await new AskedRequests({ panels: () => [one.panel] }).answer('once');
  expect([one.decided, one.posted, editor.ran]).toEqual([['once'], [], []]);
  const other = panel({ visible: true, asked: 'A plan', decides: false });
  await new AskedRequests({ panels: () => [other.panel] }).answer('once');
  expect([other.posted, editor.ran]).toEqual([['focusRequest'], [['tandem.chat.focus']]]);
});

it('answers nothing that nobody has seen: the page is shown instead, and given the keyboard once it is made anew', async () => {
  const one = panel({ visible: false, asked: 'Run this?' });
  const asked = new AskedRequests({ panels: () => [one.panel] });
  await asked.answer('once');
  expect([one.decided, one.posted, editor.ran]).toEqual([[], ['focusRequest'], [['tandem.chat.focus']]]);
  asked.ready(one.panel);
  asked.ready(one.panel);
  expect(one.posted).toEqual(['focusRequest', 'focusRequest']);
  const tab = panel({ visible: false, asked: 'Run this?', tab: true });
  await new AskedRequests({ panels: () => [tab.panel] }).answer('window');
  expect([tab.decided, tab.revealed]).toEqual([[], [true]]);
});

it('does nothing where nothing is asked, and finds the panel that asks among others', async () => {
  const quiet = panel({ visible: true, asked: undefined });
  const asks = panel({ visible: true, asked: 'Run this?' });
  await new AskedRequests({ panels: () => [quiet.panel] }).answer('once');
  await new AskedRequests({ panels: () => [quiet.panel] }).show();
  await new AskedRequests({ panels: () => [quiet.panel, asks.panel] }).answer('deny');
  expect([quiet.decided, quiet.posted, asks.decided, editor.ran]).toEqual([[], [], ['deny'], []]);
});

it('says by a badge and a context key that something is asked, and takes both back', () => {
  const one = panel({ visible: false, asked: 'Run this?' });
  const asked = new AskedRequests({ panels: () => [one.panel] });
  asked.posted({ method: 'delta', params: { id: 'a', text: '', reasoning: '' } });
  expect(editor.ran).toEqual([]);
  asked.refresh();
  asked.refresh();
  expect([one.view.badge, editor.ran]).toEqual([
    { value: 1, tooltip: 'Run this?' },
    [['setContext', 'tandem.chat.asks', true]],
  ]);
  one.facts.asked = undefined;
  asked.refresh();
  expect([one.view.badge, editor.ran.at(-1)]).toEqual([undefined, ['setContext', 'tandem.chat.asks', false]]);
});
