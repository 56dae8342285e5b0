/** The list of conversations as a person uses it: searched, renamed, deleted only on purpose. VS Code's list is a few lines. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Conversation } from '../../../src/chat/conversation/Conversation';
import type { ConversationSummary } from '../../../src/chat/conversation/ConversationStore';
import { showHistory } from '../../../src/vscode/chat/chatCommands';

interface Item {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  readonly buttons: readonly { readonly tooltip: string }[];
}

const editor = vi.hoisted(() => ({
  on: {} as Record<'value' | 'button' | 'accept' | 'hide', (event?: unknown) => unknown>,
  pick: {
    ...{ items: [] as readonly Item[], selectedItems: [] as readonly Item[], activeItems: [] as readonly Item[] },
    ...{ placeholder: '', busy: false, isShown: false, isDisposed: false },
  },
  /** What a person answers to a warning, and writes as a title. */
  yes: undefined as string | undefined,
  title: undefined as string | undefined,
  asked: [] as string[],
}));
/** Whatever else is asked takes the list's place. */
const hide = (): void => {
  editor.pick.isShown = false;
  editor.on.hide();
};
vi.mock('vscode', () => ({
  ThemeIcon: class {},
  env: { language: 'en' },
  l10n: { t: (text: string, ...values: readonly unknown[]) => text.replace(/\{(\d)\}/g, (_, n) => String(values[n])) },
  window: {
    createQuickPick: () =>
      Object.assign(editor.pick, {
        isDisposed: false,
        // As VS Code's: what is disposed never comes back.
        show: () => {
          editor.pick.isShown = !editor.pick.isDisposed;
        },
        hide,
        dispose: () => {
          editor.pick.isDisposed = true;
        },
        onDidChangeValue: (listener: () => unknown) => (editor.on.value = listener),
        onDidTriggerItemButton: (listener: () => unknown) => (editor.on.button = listener),
        onDidAccept: (listener: () => unknown) => (editor.on.accept = listener),
        onDidHide: (listener: () => unknown) => (editor.on.hide = listener),
      }),
    showWarningMessage: async (question: string) => {
      hide();
      editor.asked.push(question);
      return editor.yes;
    },
    showInputBox: async () => {
      hide();
      return editor.title;
    },
  },
}));

const summary = (id: string, title: string): ConversationSummary => ({
  ...{ id, title, folder: 'file:///w', createdAt: 1, updatedAt: 2, messages: 2 },
});

class History {
  all: readonly ConversationSummary[];
  readonly done: unknown[] = [];

  constructor(...all: readonly ConversationSummary[]) {
    this.all = all;
  }

  show(): Promise<void> {
    return showHistory(
      {
        list: async () => this.all,
        search: async (text) => {
          this.done.push(['search', text]);
          return new Map([['b', `… ${text} …`]]);
        },
        append: async (id, record) => void this.done.push(['append', id, record]),
      },
      {
        conversation: Conversation.from([{ type: 'conversation', version: 1, id: 'a', at: 1, folder: null }]),
        open: async (id) => this.done.push(['open', id]) > 0,
        remove: async (id) => {
          this.done.push(['remove', id]);
          this.all = this.all.filter((one) => one.id !== id);
        },
        setTitle: (title) => void this.done.push(['title', title]),
      },
      'file:///w',
    );
  }
}

beforeEach(() => Object.assign(editor, { yes: undefined, title: undefined, asked: [] }));
const press = (id: string, tooltip: string): unknown => {
  const item = editor.pick.items.find((one) => one.id === id);
  return editor.on.button({ item, button: item?.buttons.find((button) => button.tooltip === tooltip) });
};

describe('the list of conversations', () => {
  it('says that there are none', async () => {
    await new History().show();
    expect(editor.pick).toMatchObject({ items: [], placeholder: 'There are no conversations yet' });
  });

  it('finds by texts, two Chinese signs and three letters on', async () => {
    const history = new History(summary('a', 'Sum'), summary('b', 'Other'));
    await history.show();
    for (const text of ['ab', '循', '循环', 'abc']) {
      await editor.on.value(text);
    }
    expect(history.done).toEqual([
      ['search', '循环'],
      ['search', 'abc'],
    ]);
    expect(editor.pick.items.map(({ detail }) => detail)).toEqual([undefined, '… abc …']);
    expect(editor.pick.busy).toBe(false);
  });

  it('deletes only when the person says so', async () => {
    const history = new History(summary('a', 'Sum'), summary('b', 'Other'));
    await history.show();
    await press('b', 'Delete');
    expect([editor.asked, history.done]).toEqual([['Delete the conversation “Other” for good?'], []]);
    editor.yes = 'Delete';
    await press('b', 'Delete');
    expect(history.done).toEqual([['remove', 'b']]);
    expect(editor.pick.items.map(({ id }) => id)).toEqual(['a']);
  });

  it('renames the conversation that is shown, and others', async () => {
    const history = new History(summary('a', 'Sum'), summary('b', 'Other'));
    await history.show();
    await press('a', 'Rename');
    editor.title = ' New ';
    await press('a', 'Rename');
    await press('b', 'Rename');
    expect(history.done).toEqual([
      ['title', 'New'],
      ['append', 'b', { type: 'title', text: 'New' }],
    ]);
  });

  it('comes back behind what is asked about a row, at that row, and goes when it is left', async () => {
    const history = new History(summary('a', 'Sum'), summary('b', 'Other'));
    await history.show();
    for (const button of ['Rename', 'Delete']) {
      await press('b', button);
      expect(editor.pick).toMatchObject({ isShown: true, activeItems: [{ id: 'b' }] });
    }
    hide();
    expect(editor.pick.isDisposed).toBe(true);
  });

  it('says how many messages there are', async () => {
    await new History(summary('a', 'Sum'), { ...summary('b', 'Other'), messages: 1 }).show();
    expect(editor.pick.items.map(({ description }) => description)).toEqual([
      expect.stringMatching(/ · 2 messages$/),
      expect.stringMatching(/ · 1 message$/),
    ]);
  });

  it('opens what is chosen', async () => {
    const history = new History(summary('a', 'Sum'), summary('b', 'Other'));
    await history.show();
    editor.pick.selectedItems = editor.pick.items.slice(1);
    await editor.on.accept();
    expect(history.done).toEqual([['open', 'b']]);
  });
});
