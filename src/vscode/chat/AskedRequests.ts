/**
 * What the assistant asks in the panels, for those who use the keyboard or look elsewhere: commands that answer it, a badge on the view, and
 * the context key that enables them. A yes counts only for what a visible page shows.
 */
import * as vscode from 'vscode';
import type { ToPage } from '../../protocol/chat';
import type { ChatPanel } from './ChatPanels';
import { chatViewId } from './chatViewId';

const contextKey = 'tandem.chat.asks';

export interface AskedRequestsHost {
  /** The panel that was used last first. */
  readonly panels: () => readonly ChatPanel[];
}

export class AskedRequests {
  readonly #host: AskedRequestsHost;
  #asks = false;
  /** Whose page is being made anew, to show what is asked. */
  #shown: ChatPanel['session'] | undefined;

  constructor(host: AskedRequestsHost) {
    this.#host = host;
  }

  /** Hears of everything that a page is told. */
  posted({ method }: ToPage): void {
    if (method === 'agent' || method === 'state') {
      this.refresh();
    }
  }

  refresh(): void {
    const asks = this.#asking() !== undefined;
    if (asks !== this.#asks) {
      this.#asks = asks;
      void vscode.commands.executeCommand('setContext', contextKey, asks);
    }
    for (const { session, view } of this.#host.panels()) {
      if ('badge' in view) {
        const title = session.work.asked;
        view.badge = title === undefined ? undefined : { value: 1, tooltip: title };
      }
    }
  }

  /** What cannot be answered by one word is shown instead, and so is what nobody has seen yet. */
  async answer(kind: 'once' | 'window' | 'deny'): Promise<void> {
    const panel = this.#asking();
    if (panel !== undefined && !(panel.view.visible && panel.session.work.decide(kind))) {
      await this.show();
    }
  }

  /** Brings the panel that asks to the front and gives what is asked there the keyboard. */
  async show(): Promise<void> {
    const panel = this.#asking();
    if (panel === undefined) {
      return;
    }
    if ('reveal' in panel.view) {
      panel.view.reveal();
    } else {
      await vscode.commands.executeCommand(`${chatViewId}.focus`);
    }
    this.#shown = panel.session;
    focus(panel);
  }

  /** A page was made anew and has everything that it shows. */
  ready(panel: ChatPanel): void {
    if (this.#shown === panel.session) {
      this.#shown = undefined;
      focus(panel);
    }
  }

  #asking(): ChatPanel | undefined {
    return this.#host.panels().find(({ session }) => session.work.asked !== undefined);
  }
}

function focus({ view }: ChatPanel): void {
  void view.webview.postMessage({ method: 'focusRequest', params: {} } satisfies ToPage);
}
