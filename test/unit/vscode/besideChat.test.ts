/** Documents that the chat leads to, and the chat as a tab of the same editor. */
import { beforeEach, expect, it, vi } from 'vitest';
import { besideChat } from '../../../src/vscode/chat/besideChat';

const editor = vi.hoisted(() => {
  class TabInputWebview {
    constructor(readonly viewType: string) {}
  }
  return {
    TabInputWebview,
    group: { viewColumn: 2, activeTab: undefined as { readonly input: unknown } | undefined },
    visible: [] as { readonly viewColumn: number | undefined }[],
  };
});
vi.mock('vscode', () => ({
  TabInputWebview: editor.TabInputWebview,
  ViewColumn: { Beside: -2 },
  window: {
    tabGroups: { activeTabGroup: editor.group },
    get visibleTextEditors() {
      return editor.visible;
    },
  },
}));

beforeEach(() => {
  editor.group.activeTab = { input: new editor.TabInputWebview('mainThreadWebview-tandem.chat') };
  editor.visible = [];
});

it('are opened where there are others, not in front of it', () => {
  editor.visible = [{ viewColumn: undefined }, { viewColumn: 2 }, { viewColumn: 1 }];
  expect(besideChat()).toEqual({ viewColumn: 1 });
});

it('are opened beside it where there is no other place', () => {
  editor.visible = [{ viewColumn: 2 }];
  expect(besideChat()).toEqual({ viewColumn: -2 });
});

it.each([
  ['no tab', undefined],
  ['a file', { input: {} }],
  ['a page of another extension', { input: new editor.TabInputWebview('mainThreadWebview-other.view') }],
])('are opened where VS Code opens any, with %s in front', (_, tab) => {
  editor.group.activeTab = tab;
  editor.visible = [{ viewColumn: 1 }];
  expect(besideChat()).toEqual({});
});
