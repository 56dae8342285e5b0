/** Where questions are written: text, what goes along, the model, and one button that sends or stops. */
import { longestMention, type MentionItem, type PanelState, type PanelStatus } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { chipElement, offerElement } from './chips';
import { type Button, changeButton, iconButton, textButton } from './components';
import { element, hasFocus } from './dom';
import { remember, remembered, send } from './host';
import { icon } from './icons';
import { takePastedAndDropped } from './pasteAndDrop';
import { SuggestionList } from './SuggestionList';

/** Milliseconds after the last key before the draft is told to the extension. */
const draftPause = 300;
/** UTF-16 units up to which the extension keeps a draft. */
const longestKept = 8_000;

export class Composer {
  readonly root: HTMLElement;
  readonly #words: PanelWords;
  readonly #area: HTMLTextAreaElement;
  readonly #suggestions: SuggestionList;
  readonly #chips = element('div', { class: 'chips' });
  readonly #notice = element('div', { class: 'composer-notice', role: 'status' });
  readonly #model: HTMLButtonElement;
  readonly #modelName = element('span', { class: 'model-name' });
  readonly #meter = element('span', { class: 'meter', role: 'img' });
  readonly #search: Button;
  #searches = false;
  readonly #button: Button;
  #commands: PanelState['commands'] = [];
  #history: readonly string[] = [];
  /** Which question was recalled, counted from the newest; undefined = what stands there was written. */
  #recalled: number | undefined;
  #isRunning = false;
  #draftTimer: ReturnType<typeof setTimeout> | undefined;
  #hasDraft = false;

  /** `modes`: what chooses how much may be done. */
  constructor(words: PanelWords, modes: HTMLElement) {
    this.#words = words;
    this.#area = element('textarea', {
      ...{ class: 'composer-text', rows: '1', placeholder: words.ask, 'aria-label': words.ask },
      ...{ 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' },
    });
    this.#suggestions = new SuggestionList(this.#area, words.mentions);
    this.#chips.setAttribute('role', 'group');
    this.#chips.setAttribute('aria-label', words.attachments);
    this.#button = iconButton('send', { label: words.send, onClick: () => this.#press(), className: 'send' });
    this.#search = iconButton('globe', {
      label: words.search,
      onClick: () => send('setSearch', { on: !this.#searches }),
    });
    this.#search.hidden = true;
    this.#model = element('button', { type: 'button', class: 'model' }, icon('model'), this.#modelName);
    this.#model.addEventListener('click', () => send('chooseModel', {}));
    this.root = element(
      'div',
      { class: 'composer' },
      this.#notice,
      this.#suggestions.root,
      element(
        'div',
        { class: 'composer-box' },
        this.#chips,
        this.#area,
        element('div', { class: 'composer-bar' }, modes, this.#model, this.#search, this.#meter, this.#button),
      ),
    );
    window.addEventListener('resize', () => this.#grow());
    document.addEventListener('visibilitychange', () => this.#tellDraft());
    this.#area.addEventListener('input', () => this.#changed());
    this.#area.addEventListener('keydown', (event) => this.#key(event));
    this.#area.addEventListener('blur', () => this.#suggestions.hide());
    takePastedAndDropped(this.root, this.#area);
  }

  /** Takes what a state says; the text that stands here is kept. */
  show({ draft, commands, history, status }: PanelState): void {
    this.#commands = commands;
    this.#history = history;
    if (!this.#hasDraft) {
      this.#hasDraft = true;
      // The extension keeps short drafts; a longer one than it keeps is in the page's own memory.
      const own = remembered()?.draft ?? '';
      this.#area.value = draft === '' && own.length > longestKept ? own : draft;
      this.#grow();
    }
    this.showStatus(status);
  }

  showStatus({ chips, offers, model, search, context, running, notice, action }: PanelStatus): void {
    this.#isRunning = running !== null;
    changeButton(
      this.#button,
      this.#isRunning ? 'stop' : 'send',
      this.#isRunning ? this.#words.stop : this.#words.send,
    );
    this.#showChips([
      ...chips.map((chip) => chipElement(chip, this.#words, true)),
      ...offers.map((chip) => offerElement(chip, this.#words)),
    ]);
    this.#modelName.textContent = model.label;
    this.#model.title = [this.#words.chooseModel, model.hint].filter((part) => part !== '').join(' – ');
    this.#model.setAttribute('aria-label', `${this.#words.chooseModel}: ${model.label}`);
    const share = context.total === null ? undefined : Math.min(1, context.used / context.total);
    this.#meter.textContent = share === undefined ? '' : `${Math.round(share * 100)} %`;
    this.#meter.title = context.hint;
    this.#meter.setAttribute('aria-label', context.hint);
    this.#meter.classList.toggle('full', (share ?? 0) > 0.8);
    this.#showNotice(notice, action);
    this.#searches = search === 'on';
    this.#search.hidden = search === 'none';
    this.#search.classList.toggle('chosen', this.#searches);
    this.#search.setAttribute('aria-pressed', String(this.#searches));
  }

  #showNotice(notice: string, action: PanelStatus['action']): void {
    if (
      this.#notice.firstChild?.textContent === notice &&
      this.#notice.childElementCount === Number(action !== 'none')
    ) {
      return;
    }
    if (hasFocus(this.#notice)) {
      this.#area.focus();
    }
    this.#notice.replaceChildren(notice);
    this.#notice.classList.toggle('asks', action === 'sendAnyway');
    if (action === 'compact') {
      this.#notice.append(textButton({ label: this.#words.compact, onClick: () => send('compact', {}) }));
    } else if (action === 'sendAnyway') {
      this.#notice.append(textButton({ label: this.#words.sendAnyway, onClick: () => this.#send('sendAnyway') }));
    } else if (action === 'connect') {
      this.#notice.append(textButton({ label: this.#words.connect, onClick: () => send('connect', {}) }));
    }
  }

  /** What an @ could mean, unless the person has typed on. */
  showMentions(query: string, items: readonly MentionItem[]): void {
    if (this.#mention()?.query === query) {
      this.#suggestions.show(items, ({ id }) => {
        const insert = items.find((item) => item.id === id)?.insert;
        this.#replaceMention(insert === undefined ? '' : `@${insert}`);
        if (insert === undefined) {
          send('attach', { id });
        }
      });
    }
  }

  focus(text: string | null): void {
    if (text !== null) {
      this.#setText(text);
    }
    this.#area.focus();
  }

  /** A question that was not sent stands here again. */
  giveBack(text: string): void {
    const since = this.#area.value;
    this.#setText(since.trim() === '' || since === text ? text : `${text}\n${since}`);
    this.#area.focus();
  }

  #key(event: KeyboardEvent): void {
    // An input method uses the same keys to choose signs.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (
      !event.shiftKey &&
      !event.ctrlKey &&
      !event.altKey &&
      !event.metaKey &&
      this.#suggestions.handleKey(event.key)
    ) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (!this.#isRunning) {
        this.#send();
      }
    } else if (event.key === 'Escape' && this.#isRunning) {
      send('stop', {});
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      this.#recall(event);
    }
  }

  #press(): void {
    if (this.#isRunning) {
      send('stop', {});
    } else {
      this.#send();
    }
    this.#area.focus();
  }

  #send(method: 'send' | 'sendAnyway' = 'send'): void {
    const text = this.#area.value;
    if (text.trim() === '') {
      return;
    }
    clearTimeout(this.#draftTimer);
    send(method, { text });
    this.#setText('');
    this.#area.focus();
  }

  /** Up in an empty field, or in one that was recalled, shows what was asked before. */
  #recall(event: KeyboardEvent): void {
    const isUp = event.key === 'ArrowUp';
    if (this.#recalled === undefined && (!isUp || this.#area.value !== '')) {
      return;
    }
    const next = (this.#recalled ?? -1) + (isUp ? 1 : -1);
    const text = this.#history.at(-1 - next);
    if (next < 0) {
      event.preventDefault();
      this.#setText('');
    } else if (next < this.#history.length && text !== undefined) {
      event.preventDefault();
      this.#setText(text);
      this.#recalled = next;
    }
  }

  #setText(text: string): void {
    this.#area.value = text;
    this.#changed();
  }

  #changed(): void {
    this.#recalled = undefined;
    this.#grow();
    const draft = this.#area.value;
    remember({ draft });
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.#tellDraft(), draftPause);
    this.#suggest();
  }

  #tellDraft(): void {
    clearTimeout(this.#draftTimer);
    send('draft', { text: this.#area.value });
  }

  #suggest(): void {
    const { value } = this.#area;
    const typed = /^\/([\p{L}\p{N}_-]*)$/u.exec(value)?.[1];
    if (typed !== undefined) {
      const fitting = this.#commands.filter(({ name }) => name.startsWith(typed));
      const items = fitting.map(({ name, description }) => ({ id: name, label: `/${name}`, detail: description }));
      this.#suggestions.show(items, ({ id }) => this.#setText(`/${id} `));
      return;
    }
    const mention = this.#mention();
    if (mention === undefined) {
      this.#suggestions.hide();
    } else {
      send('mention', { query: mention.query });
    }
  }

  /** The @ before the cursor with what stands behind it; undefined = there is none, or it belongs to a word. */
  #mention(): { readonly start: number; readonly query: string } | undefined {
    const { value, selectionStart } = this.#area;
    const query = /(?:^|\s)@([^\s@]*)$/.exec(
      value.slice(Math.max(0, selectionStart - longestMention - 2), selectionStart),
    )?.[1];
    return query === undefined || query.length > longestMention
      ? undefined
      : { start: selectionStart - query.length - 1, query };
  }

  #replaceMention(text: string): void {
    const mention = this.#mention();
    if (mention !== undefined) {
      this.#area.setRangeText(text, mention.start, this.#area.selectionStart, 'end');
      this.#changed();
    }
  }

  /** Keeps the focus in the group when the chip that had it goes. */
  #showChips(chips: readonly HTMLElement[]): void {
    const hadFocus = hasFocus(this.#chips);
    this.#chips.replaceChildren(...chips);
    if (hadFocus) {
      this.#area.focus();
    }
  }

  #grow(): void {
    this.#area.style.height = 'auto';
    this.#area.style.height = `${Math.min(this.#area.scrollHeight, window.innerHeight * 0.4)}px`;
  }
}
