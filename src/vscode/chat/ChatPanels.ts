/**
 * The chat's places in VS Code: the view in the secondary side bar, which can be moved, and editor tabs. Each has a session of its own;
 * a page that VS Code throws away and makes anew finds everything in it.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { DeskAnswer } from '../../chat/agent/approvals/deskRequests';
import type { ChatSession } from '../../chat/ChatSession';
import type { Attachment } from '../../chat/conversation/records';
import { parseToHost, type ToHost, type ToPage } from '../../protocol/chat';
import { commandIds } from '../commandIds';
import type { AppliedBlock } from '../inlineEdit/ApplyCode';
import { AskedRequests } from './AskedRequests';
import { insertCode, openAsNewFile, openLink, openPlace, runInTerminal } from './chatActions';
import { chatViewId } from './chatViewId';
import { panelHtml } from './panelHtml';

export interface ChatPanelsHost {
  readonly extensionUri: vscode.Uri;
  readonly createSession: (post: (message: ToPage) => void, place: 'sideBar' | 'editor') => ChatSession;
  readonly chooseModel: (session: ChatSession) => Promise<void>;
  readonly exportConversation: (session: ChatSession) => Promise<void>;
  /** Puts a block of code under review as a change of its file; false = nothing came of it. */
  readonly applyCode: (block: AppliedBlock) => Promise<boolean>;
  /** The picture behind an address as a `data:` address, after the person said yes; undefined = there is none. */
  readonly loadPicture: (url: string) => Promise<string | undefined>;
  /** Shows in the editor what goes along with a question. */
  readonly openAttachment: (attachment: Attachment) => Promise<void>;
  /** A picture among the workspace's files by the id of its mention; undefined = it is none. */
  readonly pictureOf: (id: string) => Promise<{ readonly name: string; readonly data: string } | undefined>;
  /** Hears of a message that the page must not send. */
  readonly onBadMessage: () => void;
}

/** A page with its session. */
export interface ChatPanel {
  readonly session: ChatSession;
  readonly view: vscode.WebviewView | vscode.WebviewPanel;
}

export class ChatPanels implements Disposable {
  readonly asked = new AskedRequests({
    panels: () => [...this.#panels].sort((one, other) => Number(other === this.current) - Number(one === this.current)),
  });
  readonly #host: ChatPanelsHost;
  readonly #panels = new Set<ChatPanel>();
  /** The session of the side bar's view lives as long as the window: its page is made anew whenever it is hidden and shown. */
  #sideBar: { readonly session: ChatSession; view: vscode.WebviewView | undefined } | undefined;
  /** Panels whose page has begun, and those that are to have the keyboard then. */
  readonly #ready = new WeakSet<ChatPanel>();
  readonly #awaitsFocus = new WeakSet<ChatPanel>();
  #lastUsed: ChatPanel | undefined;
  readonly #waiting: ((panel: ChatPanel) => void)[] = [];

  constructor(host: ChatPanelsHost) {
    this.#host = host;
  }

  /** The panel that was used last; undefined = none is open. */
  get current(): ChatPanel | undefined {
    return this.#lastUsed ?? [...this.#panels].at(-1);
  }

  /** The same, once VS Code has made the page that it was asked to show. */
  async opened(): Promise<ChatPanel> {
    return this.current ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  get sessions(): readonly ChatSession[] {
    return [
      ...new Set([
        ...[...this.#panels].map(({ session }) => session),
        ...(this.#sideBar ? [this.#sideBar.session] : []),
      ]),
    ];
  }

  /** Fills the view's page; VS Code calls it whenever it makes one. */
  resolveView(view: vscode.WebviewView): void {
    this.#sideBar ??= this.#createSideBar();
    this.#sideBar.view = view;
    this.#open({ session: this.#sideBar.session, view });
    view.onDidDispose(() => {
      if (this.#sideBar?.view === view) {
        this.#sideBar.view = undefined;
      }
    });
  }

  /** The chat as an editor tab, with a conversation of its own. */
  openInEditor(): ChatPanel {
    const panel = vscode.window.createWebviewPanel(chatViewId, 'GLM Tandem', vscode.ViewColumn.Beside, {});
    const session = this.#host.createSession((message) => this.#post(panel.webview, message), 'editor');
    panel.iconPath = vscode.Uri.joinPath(this.#host.extensionUri, 'media', 'icon.png');
    const title = session.onDidChange(() => {
      panel.title = session.conversation.title === '' ? 'GLM Tandem' : session.conversation.title;
    });
    panel.onDidDispose(() => {
      title.dispose();
      void session.close();
    });
    return this.#open({ session, view: panel });
  }

  /** Gives the keyboard to the composer of the panel that was used last. */
  focus(): void {
    const panel = this.current;
    if (panel === undefined) {
      return;
    }
    // What is sent to a page before its script runs may be lost.
    if (!this.#ready.has(panel)) {
      this.#awaitsFocus.add(panel);
    }
    this.#giveKeyboard(panel);
  }

  #giveKeyboard({ view }: ChatPanel): void {
    void view.webview.postMessage({ method: 'focus', params: { text: null } } satisfies ToPage);
  }

  /** Tells all pages what goes along with a question now. */
  refreshStatus(): void {
    for (const { session, view } of this.#panels) {
      if (view.visible) {
        session.postStatus();
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
  }

  dispose(): void {
    for (const session of this.sessions) {
      session.dispose();
    }
  }

  #createSideBar(): { readonly session: ChatSession; view: vscode.WebviewView | undefined } {
    const post = (message: ToPage): void => this.#post(this.#sideBar?.view?.webview, message);
    return { session: this.#host.createSession(post, 'sideBar'), view: undefined };
  }

  #post(webview: vscode.Webview | undefined, message: ToPage): void {
    void webview?.postMessage(message);
    this.asked.posted(message);
  }

  #open(panel: ChatPanel): ChatPanel {
    const { view, session } = panel;
    const { webview } = view;
    const files = vscode.Uri.joinPath(this.#host.extensionUri, 'dist', 'webview');
    webview.options = {
      enableScripts: true,
      localResourceRoots: [files],
      enableCommandUris: false,
      enableForms: false,
    };
    this.#panels.add(panel);
    this.#lastUsed = panel;
    for (const resolve of this.#waiting.splice(0)) {
      resolve(panel);
    }
    const subscriptions = [
      webview.onDidReceiveMessage((value: unknown) => {
        const message = parseToHost(value);
        if (message === undefined) {
          this.#host.onBadMessage();
          return;
        }
        this.#lastUsed = panel;
        void this.#handle(message, panel);
      }),
      session.onDidChange(() => {
        if ('description' in view) {
          view.description = session.conversation.title;
        }
      }),
    ];
    view.onDidDispose(() => {
      this.#panels.delete(panel);
      this.#lastUsed = this.#lastUsed === panel ? undefined : this.#lastUsed;
      for (const subscription of subscriptions) {
        subscription.dispose();
      }
      this.asked.refresh();
    });
    webview.html = panelHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(files, 'chat.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(files, 'chat.css')).toString(),
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      language: vscode.env.language,
      title: 'GLM Tandem',
    });
    return panel;
  }

  async #handle(message: ToHost, panel: ChatPanel): Promise<void> {
    const { session, view } = panel;
    switch (message.method) {
      case 'ready':
        await session.ready();
        this.#ready.add(panel);
        if (this.#awaitsFocus.delete(panel)) {
          this.#giveKeyboard(panel);
        }
        return this.asked.ready(panel);
      case 'send': {
        const left = await session.send(message.params.text);
        if (left === 'new') {
          session.startNew();
        } else if (left === 'compact') {
          await session.compact();
        } else if (left === 'export') {
          await this.#host.exportConversation(session);
        }
        return;
      }
      case 'sendAnyway':
        return session.sendAnyway(message.params.text);
      case 'stop':
        return session.stop();
      case 'regenerate':
        return session.regenerate(message.params.id);
      case 'edit':
        return session.edit(message.params.id, message.params.text);
      case 'resume':
        return session.resume(message.params.id);
      case 'showBranch':
        return session.showBranch(message.params.id);
      case 'older':
        return session.showOlder();
      case 'connect':
        await vscode.commands.executeCommand(commandIds.connect);
        return this.focus();
      case 'compact':
        return session.compact();
      case 'undoCompaction':
        return session.undoCompaction(message.params.id);
      case 'draft':
        return session.setDraft(message.params.text);
      case 'copy':
        await vscode.env.clipboard.writeText(message.params.text);
        return session.answerUsed(message.params.answer, 'copied');
      case 'useCode':
        return this.#useCode(message.params, session);
      case 'openLink':
        return openLink(message.params.url);
      case 'openPlace':
        return openPlace(message.params.path, message.params.line ?? undefined);
      case 'findSymbols':
        return session.findSymbols(message.params.names);
      case 'mention':
        return session.searchMentions(message.params.query);
      case 'attach':
        return this.#attach(message.params.id, session, view);
      case 'detach':
        return session.detach(message.params.id);
      case 'openAttachment':
        return this.#openAttachment(session, message.params.id);
      case 'setSearch':
        return session.setSearch(message.params.on);
      case 'attachImage':
        return session.attachImage(message.params.name, message.params.data);
      case 'attachText':
        return session.attachText(message.params.name, message.params.text);
      case 'attachUris':
        for (const uri of message.params.uris) {
          await this.#attach(`file:${uri}`, session, view);
        }
        return;
      case 'notTaken':
        return session.notTaken(message.params.names);
      case 'loadImage': {
        const { url } = message.params;
        const data = await this.#host.loadPicture(url);
        if (data !== undefined) {
          void view.webview.postMessage({ method: 'image', params: { url, data } } satisfies ToPage);
        }
        return;
      }
      case 'chooseModel':
        await this.#host.chooseModel(session);
        this.#giveKeyboard(panel);
        return;
      case 'setMode':
        session.work.setMode(message.params.mode);
        // Other tools take another share of the context.
        return session.postStatus();
      case 'answerRequest':
        return session.work.answerRequest(message.params.id, message.params.hash, deskAnswer(message.params));
      case 'restore':
        return session.work.restore(message.params.id, message.params.direction);
      case 'feedback':
        return session.giveFeedback(message.params.id, message.params.value, message.params.reason);
    }
  }

  /** A mention goes along; a picture does once the page has made it smaller. */
  async #attach(id: string, session: ChatSession, view: ChatPanel['view']): Promise<void> {
    const picture = await this.#host.pictureOf(id);
    if (picture === undefined) {
      await session.attach(id);
    } else {
      void view.webview.postMessage({ method: 'picture', params: picture } satisfies ToPage);
    }
  }

  async #openAttachment(session: ChatSession, id: string): Promise<void> {
    const attachment = session.attachment(id);
    if (attachment !== undefined) {
      await this.#host.openAttachment(attachment);
    }
  }

  /** Only what was really done is told as done. */
  async #useCode(
    { action, answer, code, language, path }: Extract<ToHost, { method: 'useCode' }>['params'],
    session: ChatSession,
  ): Promise<void> {
    switch (action) {
      case 'insert':
        if (await insertCode(code)) {
          session.answerUsed(answer, 'inserted');
        }
        return;
      case 'apply':
        if (
          await this.#host.applyCode({
            ...{ code, path, record: session.requestOf(answer) },
            places: placesOf(session.alongWith(answer)),
          })
        ) {
          session.answerUsed(answer, 'applied');
        }
        return;
      case 'newFile':
        await openAsNewFile(code, language);
        return session.answerUsed(answer, 'newFile');
      case 'terminal':
        if (await runInTerminal(code)) {
          session.answerUsed(answer, 'terminal');
        }
        return;
    }
  }
}

/** Where the code stands that a question was about. */
function placesOf(attachments: readonly Attachment[]): AppliedBlock['places'] {
  return attachments.flatMap(({ kind, uri, text, lines }) => {
    if (uri === undefined || !['file', 'selection'].includes(kind)) {
      return [];
    }
    const selection = kind === 'selection' && lines !== undefined ? { text, line: lines[0] } : undefined;
    return [selection === undefined ? { uri } : { uri, selection }];
  });
}

function deskAnswer({ kind, text, mode }: Extract<ToHost, { method: 'answerRequest' }>['params']): DeskAnswer {
  switch (kind) {
    case 'once':
    case 'window':
      return { kind };
    case 'deny':
      return { kind, reason: text };
    case 'text':
      return { kind, text, ...(mode === null ? {} : { mode }) };
  }
}
