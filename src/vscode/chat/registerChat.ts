/** The chat as VS Code knows it from the start: a view and commands. What stands behind them is loaded when one is used. */
import * as vscode from 'vscode';
import type { ChatSession } from '../../chat/ChatSession';
import { commandIds } from '../commandIds';
import { ChatCodeActions, type ProblemPlace, problemPlace } from './ChatCodeActions';
import type { ChatPanels } from './ChatPanels';
import { chatViewId } from './chatViewId';

/** The loaded part. */
export interface ChatPart {
  readonly panels: ChatPanels;
  showHistory(session: ChatSession): Promise<void>;
  exportConversation(session: ChatSession): Promise<void>;
  /** Lets the selection, or the visible file, go along with the next question. */
  takeSelection(session: ChatSession): Promise<void>;
  /** Lets the lines around a problem, and what the editor says about them, go along with the next question. */
  takeProblem(session: ChatSession, place: ProblemPlace): Promise<void>;
  /** `root`: the repository; undefined = that of the visible file. */
  writeCommitMessage(root: vscode.Uri | undefined): Promise<void>;
}

export function registerChat(load: () => Promise<ChatPart>, offersActions: () => boolean): vscode.Disposable {
  const show = async (): Promise<ChatSession> => {
    const { panels } = await load();
    if (panels.current === undefined || !panels.current.view.visible) {
      await vscode.commands.executeCommand(`${chatViewId}.focus`);
    }
    // VS Code makes the page a while after it has shown its place.
    const { session } = await panels.opened();
    panels.focus();
    return session;
  };
  const withSession =
    (work: (session: ChatSession, part: ChatPart, argument: unknown) => unknown) => async (argument?: unknown) => {
      const session = await show();
      await session.restored();
      await work(session, await load(), argument);
    };
  const ask = (command: string) =>
    withSession(async (session, part, argument) => {
      const place = problemPlace(argument);
      await (place === undefined ? part.takeSelection(session) : part.takeProblem(session, place));
      await session.send(`/${command}`);
    });
  const handlers: Record<string, (argument?: unknown) => unknown> = {
    [commandIds.openChat]: show,
    [commandIds.newConversation]: withSession((session) => session.startNew()),
    [commandIds.showConversations]: withSession((session, part) => part.showHistory(session)),
    [commandIds.exportConversation]: withSession((session, part) => part.exportConversation(session)),
    [commandIds.openChatInEditor]: async () => (await load()).panels.openInEditor(),
    [commandIds.showRequest]: async () => (await load()).panels.asked.show(),
    [commandIds.allowRequest]: async () => (await load()).panels.asked.answer('once'),
    [commandIds.allowRequestForWindow]: async () => (await load()).panels.asked.answer('window'),
    [commandIds.denyRequest]: async () => (await load()).panels.asked.answer('deny'),
    [commandIds.explain]: ask('explain'),
    [commandIds.fix]: ask('fix'),
    [commandIds.writeTests]: ask('tests'),
    [commandIds.document]: ask('doc'),
    [commandIds.reviewChanges]: withSession((session) => session.send('/review')),
    [commandIds.compactConversation]: withSession((session) => session.compact()),
    [commandIds.writeCommitMessage]: async (argument) => (await load()).writeCommitMessage(rootOf(argument)),
    [commandIds.addToChat]: withSession((session, part) => part.takeSelection(session)),
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new ChatCodeActions(offersActions), {
      providedCodeActionKinds: ChatCodeActions.kinds,
    }),
    vscode.window.registerWebviewViewProvider(chatViewId, {
      resolveWebviewView: async (view) => (await load()).panels.resolveView(view),
    }),
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)),
  );
}

/** The repository whose button in the Source Control view was pressed. */
function rootOf(argument: unknown): vscode.Uri | undefined {
  const uri = typeof argument === 'object' && argument !== null && 'rootUri' in argument ? argument.rootUri : undefined;
  return uri instanceof vscode.Uri ? uri : undefined;
}
