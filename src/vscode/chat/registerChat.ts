/** The chat as VS Code knows it from the start: a view and commands. What stands behind them is loaded when one is used. */
import * as vscode from 'vscode';
import type { ChatSession } from '../../chat/ChatSession';
import { commandIds } from '../commandIds';
import type { ChatPanels } from './ChatPanels';

export const chatViewId = 'tandem.chat';

/** The loaded part. */
export interface ChatPart {
  readonly panels: ChatPanels;
  showHistory(session: ChatSession): Promise<void>;
  exportConversation(session: ChatSession): Promise<void>;
  /** Lets the selection, or the visible file, go along with the next question. */
  takeSelection(session: ChatSession): Promise<void>;
}

export function registerChat(load: () => Promise<ChatPart>): vscode.Disposable {
  const show = async (): Promise<ChatSession | undefined> => {
    const { panels } = await load();
    if (panels.current === undefined || !panels.current.view.visible) {
      await vscode.commands.executeCommand(`${chatViewId}.focus`);
    }
    panels.focus();
    return panels.current?.session;
  };
  const withSession = (work: (session: ChatSession, part: ChatPart) => unknown) => async () => {
    const session = await show();
    if (session !== undefined) {
      await session.restored();
      await work(session, await load());
    }
  };
  const ask = (command: string) =>
    withSession(async (session, part) => {
      await part.takeSelection(session);
      await session.send(`/${command}`);
    });
  const handlers: Record<string, () => unknown> = {
    [commandIds.openChat]: show,
    [commandIds.newConversation]: withSession((session) => session.startNew()),
    [commandIds.showConversations]: withSession((session, part) => part.showHistory(session)),
    [commandIds.exportConversation]: withSession((session, part) => part.exportConversation(session)),
    [commandIds.openChatInEditor]: async () => (await load()).panels.openInEditor(),
    [commandIds.explain]: ask('explain'),
    [commandIds.fix]: ask('fix'),
    [commandIds.writeTests]: ask('tests'),
    [commandIds.document]: ask('doc'),
    [commandIds.addToChat]: withSession((session, part) => part.takeSelection(session)),
  };
  return vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(chatViewId, {
      resolveWebviewView: async (view) => (await load()).panels.resolveView(view),
    }),
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)),
  );
}
