/** The commands of the chat: earlier conversations and export. */
import * as vscode from 'vscode';
import type { ChatSession } from '../../chat/ChatSession';
import type { ConversationStore, ConversationSummary } from '../../chat/conversation/ConversationStore';
import { type ExportWords, exportJson, exportMarkdown } from '../../chat/conversation/exportConversation';
import { besideChat } from './besideChat';

/** Milliseconds after the last key before texts are searched. */
const searchPause = 200;

/** Lets the person find an earlier conversation, rename or remove it; opens what was chosen in the session. */
export async function showHistory(
  store: Pick<ConversationStore, 'list' | 'search' | 'append'>,
  session: Pick<ChatSession, 'conversation' | 'open' | 'remove' | 'setTitle'>,
  folder: string | null,
): Promise<void> {
  const rename = { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Rename') };
  const remove = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete') };
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly id: string; readonly name: string }>();
  pick.title = vscode.l10n.t('Conversations');
  pick.matchOnDescription = true;
  const refresh = async (): Promise<void> => {
    const all = await store.list();
    const here = all.filter((each) => each.folder === folder);
    const elsewhere = all.filter((each) => each.folder !== folder);
    pick.items = [...here, ...elsewhere].map((each) => ({
      ...{ id: each.id, name: each.title, label: each.title === '' ? vscode.l10n.t('Without a title') : each.title },
      description: describeSummary(each, folder),
      buttons: [rename, remove],
    }));
    pick.placeholder =
      all.length === 0 ? vscode.l10n.t('There are no conversations yet') : vscode.l10n.t('Search titles and texts');
  };
  await refresh();
  let search = new AbortController();
  pick.onDidChangeValue(async (value) => {
    search.abort();
    search = new AbortController();
    const { signal } = search;
    await new Promise((resolve) => setTimeout(resolve, searchPause));
    if (signal.aborted) {
      return;
    }
    pick.busy = true;
    // Whoever types on does not wait for what was searched before.
    const found = isSearched(value.trim())
      ? await store.search(value.trim(), signal).catch(() => undefined)
      : undefined;
    if (!signal.aborted) {
      pick.busy = false;
      pick.items = pick.items.map(({ detail: _detail, alwaysShow: _always, ...item }) => {
        const excerpt = found?.get(item.id);
        return excerpt === undefined ? item : { ...item, detail: excerpt, alwaysShow: true };
      });
    }
  });
  let isAsking = false;
  pick.onDidTriggerItemButton(async ({ item, button }) => {
    isAsking = true;
    if (button === remove) {
      const yes = vscode.l10n.t('Delete');
      const question = vscode.l10n.t('Delete the conversation “{0}” for good?', item.label);
      if ((await vscode.window.showWarningMessage(question, { modal: true }, yes)) === yes) {
        await session.remove(item.id);
      }
    } else {
      const title = await vscode.window.showInputBox({ title: vscode.l10n.t('Title'), value: item.name });
      if (title !== undefined && title.trim() !== '') {
        if (session.conversation.id === item.id) {
          session.setTitle(title.trim());
        } else {
          await store.append(item.id, { type: 'title', text: title.trim() });
        }
      }
    }
    await refresh();
    isAsking = false;
    pick.activeItems = pick.items.filter(({ id }) => id === item.id);
    pick.show();
  });
  pick.onDidAccept(async () => {
    const [chosen] = pick.selectedItems;
    pick.hide();
    if (chosen !== undefined && !(await session.open(chosen.id))) {
      void vscode.window.showWarningMessage(vscode.l10n.t('This conversation cannot be read. Its file was kept.'));
    }
  });
  pick.onDidHide(() => {
    search.abort();
    // What is asked about a row hides the list, which comes back behind it.
    if (!isAsking) {
      pick.dispose();
    }
  });
  pick.show();
}

/** Whether texts are searched for it: two Chinese signs are a word, two letters are in every text. */
function isSearched(value: string): boolean {
  return value.length >= (/\p{Script=Han}/u.test(value) ? 2 : 3);
}

/** Shows a conversation as a document, to be saved by the person where they like. */
export async function exportConversation({ conversation }: ChatSession): Promise<void> {
  if (conversation.size === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to export yet.'));
    return;
  }
  const asMarkdown = { label: 'Markdown', description: vscode.l10n.t('The shown branch, to be read') };
  const asJson = { label: 'JSON', description: vscode.l10n.t('All branches, for programs') };
  const chosen = await vscode.window.showQuickPick([asMarkdown, asJson], { title: vscode.l10n.t('Export as') });
  if (chosen !== undefined) {
    const content = chosen === asJson ? exportJson(conversation) : exportMarkdown(conversation, exportWords());
    const language = chosen === asJson ? 'json' : 'markdown';
    const document = await vscode.workspace.openTextDocument({ content, language });
    await vscode.window.showTextDocument(document, { ...besideChat(), preview: false });
  }
}

function exportWords(): ExportWords {
  return {
    question: vscode.l10n.t('Question'),
    with: (along) => vscode.l10n.t('With {0}', along),
    answer: (model) => vscode.l10n.t('Answer ({0})', model),
  };
}

function describeSummary({ updatedAt, messages, folder }: ConversationSummary, here: string | null): string {
  const when = new Date(updatedAt).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const where = folder === here || folder === null ? '' : ` · ${folder.slice(folder.lastIndexOf('/') + 1)}`;
  const size = messages === 1 ? vscode.l10n.t('1 message') : vscode.l10n.t('{0} messages', messages);
  return `${when} · ${size}${where}`;
}
