/** Part of root 1, loaded when the chat is first opened: conversations on the disk, what goes along with questions, and the panels. */
import * as vscode from 'vscode';
import type { AgentHost } from '../chat/agent/AgentHost';
import type { ChatHost, ChatMemory } from '../chat/ChatHost';
import { ChatSession } from '../chat/ChatSession';
import { ChipStore } from '../chat/composer/ChipStore';
import { ConversationStore } from '../chat/conversation/ConversationStore';
import { unpackChoice } from '../chat/modelChoice';
import { searchWords } from '../chat/prompt/searchWords';
import type { Endpoints } from '../glm/endpoints/Endpoints';
import { modelTraits } from '../glm/models';
import { priceOf } from '../glm/prices';
import type { ServerTool } from '../glm/ServerTool';
import { proxiesOf } from '../node/network';
import { FileStorage } from '../node/promptlog/FileStorage';
import { systemClock } from '../node/systemClock';
import { Web } from '../node/web/Web';
import type { Log } from '../platform/Log';
import type { NewOutcome } from '../promptlog/outcomes/NewOutcome';
import type { ToPage } from '../protocol/chat';
import { AttachmentDocuments } from '../vscode/chat/AttachmentDocuments';
import { ChatPanels } from '../vscode/chat/ChatPanels';
import { exportConversation, showHistory } from '../vscode/chat/chatCommands';
import { chooseModel } from '../vscode/chat/chooseModel';
import { fetchPicture } from '../vscode/chat/fetchForPerson';
import { mayGoAlong } from '../vscode/chat/mayGoAlong';
import { EditorContext } from '../vscode/chat/mentions/EditorContext';
import type { TerminalWatch } from '../vscode/chat/mentions/TerminalWatch';
import { tabMemory, workspaceMemory } from '../vscode/chat/panelMemory';
import { chatTexts, describeCommand, panelWords } from '../vscode/chat/panelTexts';
import { promptLogOutcome } from '../vscode/chat/promptLogOutcome';
import type { ChatPart } from '../vscode/chat/registerChat';
import { writeCommitMessage } from '../vscode/chat/writeCommitMessage';
import type { FolderSearch } from '../vscode/context/ContextLoader';
import type { AppliedBlock } from '../vscode/inlineEdit/ApplyCode';
import type { SettingsReader } from '../vscode/SettingsReader';
import { describeError } from '../vscode/StatusBar';
import { windowFolders } from './windowFolders';

export interface ChatPartHost {
  readonly context: vscode.ExtensionContext;
  readonly endpoints: Endpoints;
  readonly log: Log;
  readonly settings: SettingsReader;
  readonly terminals: TerminalWatch;
  readonly searches: () => readonly FolderSearch[];
  /** The work with tools. */
  readonly agent: AgentHost;
  /** Puts code from an answer under review; false = nothing came of it. */
  readonly applyCode: (block: AppliedBlock) => Promise<boolean>;
  /** Tells the prompt log what became of an answer. */
  readonly tell: (outcome: NewOutcome) => void;
  /** Keys of the endpoints and the engine's token: secret whatever they look like. */
  readonly liveSecrets: () => Promise<readonly string[]>;
}

/** What GLM-4 All Tools does by itself. */
const providerTools: readonly ServerTool[] = [
  { type: 'code_interpreter' },
  { type: 'web_browser' },
  { type: 'drawing_tool' },
];

export function createChat({
  context,
  endpoints,
  log,
  settings,
  applyCode,
  tell,
  terminals,
  searches,
  agent,
  liveSecrets,
}: ChatPartHost): ChatPart {
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'conversations').fsPath;
  const tellOfFile = (name: string, message: string): void => {
    const show = vscode.l10n.t('Show the File');
    void vscode.window.showWarningMessage(message, show).then((chosen) => {
      if (chosen === show) {
        void vscode.commands.executeCommand('revealFileInOS', vscode.Uri.joinPath(vscode.Uri.file(folder), name));
      }
    });
  };
  const store = new ConversationStore(new FileStorage(folder), log, {
    onSetAside: (name) =>
      tellOfFile(name, vscode.l10n.t('A conversation could not be read. Its file was kept as {0}.', name)),
    onRenewed: (name) =>
      tellOfFile(
        name,
        vscode.l10n.t('The file of a conversation was gone or locked. {0} is a new one with all of it.', name),
      ),
  });
  const { gateForMentions: gate } = windowFolders(context);
  const web = new Web(() => proxiesOf(settings.network(), process.env));
  const editorContext = new EditorContext({
    mayRead: (uri, ask) => mayGoAlong(uri, gate, ask),
    searchWords: (question, signal) => searchWords(question, endpoints.role('chat'), signal),
    ...{ searches, terminals, web },
  });

  const connect: ChatHost['connect'] = async (name, work, signal) => {
    const choice = unpackChoice(name ?? '');
    const chosen =
      choice.endpoint === ''
        ? undefined
        : choice.model === ''
          ? endpoints.connection(choice.endpoint)
          : endpoints.connectionTo(choice.endpoint, choice.model);
    const role = endpoints.role(work);
    const { model, modelId, host = null, contextTokens, profile } = await (chosen ?? role).connect(signal);
    const { contextTokens: most } = settings.chat();
    const window = most === 0 ? contextTokens : Math.min(most, contextTokens ?? most);
    const { vision: sees, allTools } = modelTraits(modelId);
    const serverTools = profile.serverTools && allTools ? providerTools : [];
    const abilities = { sees, serverTools, offersSearch: profile.serverTools };
    const price = priceOf(profile.id, modelId);
    return {
      modelId,
      host,
      contextTokens: window,
      ...abilities,
      ...(price === undefined ? {} : { price }),
      chat: (...about) => (chosen === undefined ? role : model).chat(...about),
    };
  };
  const hostWith = (memory: ChatMemory, chips: ChipStore | undefined, post: (message: ToPage) => void): ChatHost => ({
    ...(chips === undefined ? {} : { chips }),
    ...{ store, context: editorContext, connect, clock: systemClock, log, post, memory },
    folder: vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? null,
    now: Date.now,
    createId: () => crypto.randomUUID(),
    words: panelWords(),
    language: vscode.env.language,
    describe: chatTexts,
    ...{ describeCommand, describeError },
    agent,
    namesConversations: () => settings.chat().titles,
    compactsByItself: () => settings.chat().autoCompact,
    secretsIn: async (text) => {
      const { secretsIn } = await import('../promptlog/redaction/redact');
      return secretsIn(text, { secrets: await liveSecrets() });
    },
    onOutcome: (outcome) => {
      const told = promptLogOutcome(outcome);
      if (told !== undefined) {
        tell(told);
      }
    },
  });

  const attachments = new AttachmentDocuments();
  // The side bar's panel goes on where it was; a tab begins anew.
  const sideBarMemory = workspaceMemory(context.workspaceState);
  const draft = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'draft').fsPath;
  const sideBarChips = new ChipStore(new FileStorage(draft), log);
  let isFirst = true;
  const panels = new ChatPanels({
    extensionUri: context.extensionUri,
    createSession: (post, place) => {
      const goesOn = place === 'sideBar' && isFirst;
      isFirst &&= place !== 'sideBar';
      return new ChatSession(
        goesOn ? hostWith(sideBarMemory, sideBarChips, post) : hostWith(tabMemory(), undefined, post),
      );
    },
    chooseModel: (session) =>
      chooseModel(session, {
        names: endpoints.names,
        addressOf: (name) => endpoints.settingsOf(name)?.url ?? '',
        connection: (name) => endpoints.connection(name),
      }),
    ...{ exportConversation, applyCode },
    loadPicture: (url) => fetchPicture(url, web),
    openAttachment: (attachment) => attachments.open(attachment),
    pictureOf: (id) => editorContext.picture(id),
    onBadMessage: () => log.warn('The chat panel’s page sent a message that there is not.'),
  });
  endpoints.role('chat').onDidChangeState(({ kind }) => {
    for (const session of panels.sessions) {
      session.modelChanged(kind === 'connected');
    }
  });
  context.subscriptions.push(
    panels,
    attachments,
    vscode.window.onDidChangeTextEditorSelection(() => panels.refreshStatus()),
    vscode.window.onDidChangeActiveTextEditor(() => panels.refreshStatus()),
  );
  return {
    panels,
    showHistory: (session) =>
      showHistory(store, session, vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? null),
    exportConversation,
    takeProblem: async (session, place) => session.attachTexts(await editorContext.takeProblem(place)),
    writeCommitMessage: (root) =>
      writeCommitMessage(root, endpoints.role('chat'), (uri, ask) => mayGoAlong(uri, gate, ask)),
    takeSelection: (session) =>
      editorContext.takeFor('code', new AbortController().signal).then((taken) => session.attachTexts(taken)),
  };
}
