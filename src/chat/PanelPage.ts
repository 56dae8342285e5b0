/** The page of a panel as its session sees it: told everything when it comes, and what has changed from then on. */
import type { ChatHost } from './ChatHost';
import { type PanelView, panelState, panelStatus } from './panelState';
import { shownMessage } from './shownMessages';
import type { PromptCommand } from './slashCommands';

/** Messages that the page gets at first, and more of each time it asks. */
const pageLength = 40;

export class PanelPage {
  readonly #host: ChatHost;
  readonly #view: () => Omit<PanelView, 'notice'>;
  readonly #onState: () => void;
  #shown = pageLength;
  #notice = '';
  /** The project's own commands, which are offered behind a slash. */
  projectCommands: readonly PromptCommand[] = [];

  constructor(
    host: ChatHost,
    view: () => Omit<PanelView, 'notice'>,
    /** The page is about to be told everything. */
    onState: () => void,
  ) {
    this.#host = host;
    this.#view = view;
    this.#onState = onState;
  }

  /** Says a sentence above the composer from the next status or state on; '' = nothing. */
  set notice(text: string) {
    this.#notice = text;
  }

  /** The same at once. */
  say(notice: string): void {
    this.#notice = notice;
    this.postStatus();
  }

  /** Another conversation is shown. */
  begin(): void {
    this.#shown = pageLength;
    this.#notice = '';
  }

  showOlder(): void {
    this.#shown += pageLength;
    this.postState();
  }

  postState(): void {
    this.#onState();
    const view = { ...this.#view(), notice: this.#notice };
    this.#host.post({ method: 'state', params: panelState(this.#host, view, this.projectCommands, this.#shown) });
  }

  postStatus(): void {
    this.#host.post({ method: 'status', params: panelStatus(this.#host, { ...this.#view(), notice: this.#notice }) });
  }

  /** One message of the shown conversation as it now is. */
  postMessage(id: string): void {
    const { conversation, quietSeconds, work } = this.#view();
    const message = conversation.message(id);
    if (message !== undefined) {
      const params = shownMessage(conversation, message, quietSeconds(id), { ...this.#host, work });
      this.#host.post({ method: 'message', params });
    }
  }
}
