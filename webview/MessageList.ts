/**
 * The messages, kept by id so that what did not change is not drawn again. It stays at its end while the person is there, and lets go
 * with the first scroll upwards.
 */
import type { ShownCall } from '../src/protocol/agent';
import type { PanelState, ShownMessage } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { AnswerView } from './AnswerView';
import { CompactionView } from './CompactionView';
import { iconButton, textButton } from './components';
import { element, hasFocus } from './dom';
import { send } from './host';
import { askForPicture } from './pictures';
import { QuestionView } from './QuestionView';

/** Pixels from the end that still count as there. */
const nearEnd = 24;
/** Messages that are drawn when a conversation is opened, and then with each frame. */
const drawnAtOnce = 8;
const drawnPerFrame = 4;
/** Milliseconds for which a key, wheel or pointer may be what scrolls. */
const inputEffect = 1_000;

export class MessageList {
  readonly root: HTMLElement;
  readonly #words: PanelWords;
  readonly #log: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #newest: HTMLElement;
  readonly #older: HTMLElement;
  readonly #welcome: HTMLElement;
  readonly #announcer = element('div', { class: 'for-screen-readers', role: 'status' });
  readonly #views = new Map<string, View>();
  #conversation = '';
  /** Messages of the conversation that were not drawn yet, the oldest first. */
  #waiting: readonly ShownMessage[] = [];
  #isDrawing = false;
  #hasOlder = false;
  #isPinned = true;
  #frame: number | undefined;
  #running: string | null = null;
  #lastTop = 0;
  #lastInput = Number.NEGATIVE_INFINITY;

  constructor(words: PanelWords) {
    this.#words = words;
    this.#older = textButton({ label: words.older, onClick: () => send('older', {}) });
    this.#welcome = element(
      'div',
      { class: 'welcome' },
      element('h2', {}, words.welcome),
      element('p', {}, words.welcomeHint),
    );
    this.#log = element('div', { class: 'messages', role: 'log', 'aria-label': words.conversation });
    // A region that scrolls can be reached and scrolled by the keyboard.
    this.#scroller = element(
      'div',
      { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': words.conversation },
      this.#older,
      this.#welcome,
      this.#log,
    );
    this.#newest = iconButton('down', { label: words.newest, onClick: () => this.scrollToEnd(), className: 'newest' });
    this.#newest.hidden = true;
    this.root = element('div', { class: 'conversation' }, this.#scroller, this.#newest, this.#announcer);
    this.#scroller.addEventListener('scroll', () => this.#noticeScroll(), { passive: true });
    for (const input of ['wheel', 'keydown', 'pointerdown', 'pointermove', 'touchmove'] as const) {
      this.#scroller.addEventListener(input, () => this.#noticeInput(), { passive: true });
    }
    this.#scroller.addEventListener('click', openTarget);
    this.#scroller.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        if (openTarget(event)) {
          event.preventDefault();
        }
      }
    });
    new ResizeObserver(() => this.#follow()).observe(this.#log);
  }

  /** Shows the messages of a state, keeping every view whose message is still there. */
  show({ conversation, messages, older, status }: PanelState): void {
    const isOther = conversation !== this.#conversation;
    this.#conversation = conversation;
    const firstBefore = this.#log.firstElementChild;
    const heightBefore = this.#scroller.scrollHeight;
    const ids = new Set(messages.map(({ id }) => id));
    const focus = this.#focusedPlace();
    for (const [id, view] of this.#views) {
      if (!ids.has(id)) {
        view.root.remove();
        this.#views.delete(id);
      }
    }
    // Of a conversation that was just opened the end is drawn at once, and the rest when there is time.
    const first = isOther ? Math.max(0, messages.length - drawnAtOnce) : 0;
    this.#waiting = messages.slice(0, first);
    let place: Element | null = this.#log.firstElementChild;
    for (const message of messages.slice(first)) {
      const { root } = this.update(message);
      if (root === place) {
        place = place.nextElementSibling;
      } else {
        this.#log.insertBefore(root, place);
      }
    }
    this.#hasOlder = older > 0;
    this.#drawWaiting();
    if (focus !== undefined && !focus.view.isConnected) {
      this.#focusInstead(focus);
    }
    this.#welcome.hidden = messages.length > 0;
    this.#setRunning(status.running);
    if (isOther || status.running !== null) {
      this.scrollToEnd();
    } else if (firstBefore !== null && firstBefore !== this.#log.firstElementChild && firstBefore.isConnected) {
      // What was read stays where it is when more appears above it.
      this.#scroller.scrollTop += this.#scroller.scrollHeight - heightBefore;
    }
  }

  /** The message that the keyboard is in, where it stands, and what its control is called. */
  #focusedPlace(): { readonly view: Element; readonly index: number; readonly label: string } | undefined {
    const views = [...this.#log.children];
    const index = views.findIndex((view) => hasFocus(view));
    const view = views[index];
    return view && { view, index, label: document.activeElement?.getAttribute('aria-label') ?? '' };
  }

  /** The message that stands there now takes the keyboard over: its control of the same name, or itself. */
  #focusInstead({ index, label }: { readonly index: number; readonly label: string }): void {
    const view = this.#log.children[Math.min(index, this.#log.childElementCount - 1)];
    const controls = [...(view?.querySelectorAll<HTMLElement>('[aria-label]') ?? [])];
    const control = controls.find((one) => one.getAttribute('aria-label') === label && !isDisabled(one));
    const next = control ?? (view instanceof HTMLElement ? view : this.#scroller);
    next.focus({ preventScroll: true });
  }

  /** Puts messages that wait above those that are drawn, a few a frame. */
  #drawWaiting(): void {
    this.#hide(this.#older, !this.#hasOlder || this.#waiting.length > 0);
    if (this.#waiting.length === 0 || this.#isDrawing) {
      return;
    }
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      const next = this.#waiting.slice(-drawnPerFrame);
      this.#waiting = this.#waiting.slice(0, -drawnPerFrame);
      const { scrollHeight } = this.#scroller;
      this.#log.prepend(...next.map((message) => this.update(message).root));
      if (this.#isPinned) {
        this.#follow();
      } else {
        this.#scroller.scrollTop += this.#scroller.scrollHeight - scrollHeight;
      }
      this.#drawWaiting();
    });
  }

  /** Shows one message as it now is. */
  update(message: ShownMessage): View {
    const known = this.#views.get(message.id);
    if (known !== undefined && updated(known, message)) {
      return known;
    }
    const view = createView(message, this.#words);
    this.#views.set(message.id, view);
    return view;
  }

  /** More of a running answer; drawn with the next frame. */
  add(id: string, text: string, reasoning: string): void {
    const view = this.#views.get(id);
    if (view instanceof AnswerView) {
      view.add(text, reasoning);
      this.#drawSoon(view);
    }
  }

  /** A call of an answer as it now is. */
  setCall(answer: string, call: ShownCall): void {
    const view = this.#views.get(answer);
    if (view instanceof AnswerView) {
      view.setCall(call);
      this.#drawSoon(view);
    }
  }

  /** More of what a call writes; drawn with the next frame. */
  addOutput(answer: string, id: string, text: string): void {
    const view = this.#views.get(answer);
    if (view instanceof AnswerView) {
      view.addOutput(id, text);
      this.#drawSoon(view);
    }
  }

  setRunning(running: string | null): void {
    this.#setRunning(running);
  }

  scrollToEnd(): void {
    this.#isPinned = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#hide(this.#newest, true);
  }

  /** A button that goes hands the keyboard to the messages. */
  #hide(button: HTMLElement, isHidden: boolean): void {
    if (isHidden && hasFocus(button)) {
      this.#scroller.focus({ preventScroll: true });
    }
    button.hidden = isHidden;
  }

  /** Says that an answer began or ended, not what is in it: that can be read then. */
  #setRunning(running: string | null): void {
    if (running !== this.#running) {
      const answer = this.#views.get(this.#running ?? '');
      const end = answer instanceof AnswerView && answer.notice !== '' ? answer.notice : this.#words.answerDone;
      // A summary tells of itself above the composer.
      const isSummary = [running, this.#running].includes('compaction');
      this.#announcer.textContent = isSummary ? '' : running === null ? end : this.#words.answering;
      this.#running = running;
    }
    this.#log.setAttribute('aria-busy', String(running !== null));
  }

  #drawSoon(view: AnswerView): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      view.draw();
      this.#follow();
    });
  }

  #follow(): void {
    if (this.#isPinned) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }
  }

  #noticeInput(): void {
    this.#lastInput = performance.now();
  }

  /** Only a person lets go of the end: the layout scrolls as well when something above changes its height. */
  #noticeScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const isUpwards = scrollTop < this.#lastTop;
    this.#lastTop = scrollTop;
    if (scrollHeight - scrollTop - clientHeight <= nearEnd) {
      this.#isPinned = true;
    } else if (isUpwards && performance.now() - this.#lastInput < inputEffect) {
      this.#isPinned = false;
    }
    this.#hide(this.#newest, this.#isPinned);
  }
}

type View = AnswerView | QuestionView | CompactionView;

function createView(message: ShownMessage, words: PanelWords): View {
  switch (message.kind) {
    case 'question':
      return new QuestionView(message, words);
    case 'answer':
      return new AnswerView(message, words);
    case 'compaction':
      return new CompactionView(message, words);
  }
}

function isDisabled(control: HTMLElement): boolean {
  return 'disabled' in control && control.disabled === true;
}

/** False = the view is for another kind of message. */
function updated(view: View, message: ShownMessage): boolean {
  if (view instanceof AnswerView && message.kind === 'answer') {
    view.update(message);
  } else if (view instanceof QuestionView && message.kind === 'question') {
    view.update(message);
  } else if (view instanceof CompactionView && message.kind === 'compaction') {
    view.update(message);
  } else {
    return false;
  }
  return true;
}

/** Does what a link, a place or a picture in an answer stands for; true = it was one. */
function openTarget(event: Event): boolean {
  const { target } = event;
  const link = target instanceof Element ? target.closest<HTMLElement>('[data-url], a[data-path]') : null;
  if (link === null || link.closest('.message') === null) {
    return false;
  }
  if (askForPicture(link)) {
    return true;
  }
  const { url, path, line } = link.dataset;
  if (url !== undefined) {
    send('openLink', { url });
  } else if (path !== undefined) {
    send('openPlace', { path, line: line === undefined ? null : Number(line) });
  }
  return true;
}
