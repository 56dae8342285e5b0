/**
 * What the assistant wants to know: a permission with its exact content, a question, a plan. It never takes the keyboard from the
 * composer, accepts nothing in the moment in which it appears, and no key that was meant for something else.
 */

import { visiblePieces } from '../src/base/visibleText';
import type { ShownRequest } from '../src/protocol/agent';
import type { PanelWords } from '../src/protocol/chatWords';
import { textButton } from './components';
import { element, fill, hasFocus } from './dom';
import { send } from './host';

/** Milliseconds before a yes counts: whoever clicks or types on has not read it. The extension counts as well. */
const leastReading = 350;

export class RequestCard {
  readonly root = element('section', { class: 'request', tabindex: '-1' });
  readonly #words: PanelWords;
  readonly #announcer = element('div', { class: 'for-screen-readers', role: 'alert' });
  readonly #card = element('div', { class: 'request-card' });
  readonly #onDone: () => void;
  #shown: string | undefined;

  /** @param onDone something was answered: the keyboard goes back to the composer */
  constructor(words: PanelWords, onDone: () => void) {
    this.#words = words;
    this.#onDone = onDone;
    this.root.append(this.#announcer, this.#card);
    this.root.hidden = true;
    // Keys that are held down were pressed for something else.
    this.root.addEventListener(
      'keydown',
      (event) => {
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) {
          event.preventDefault();
          event.stopPropagation();
        }
      },
      { capture: true },
    );
  }

  show(request: ShownRequest | null): void {
    if (request === null) {
      if (hasFocus(this.root)) {
        this.#onDone();
      }
      this.root.hidden = true;
      this.#shown = undefined;
      this.#card.replaceChildren();
      this.#announcer.textContent = '';
      return;
    }
    const key = `${request.id} ${request.hash} ${request.more}`;
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    this.root.hidden = false;
    this.root.setAttribute('aria-label', request.title);
    this.root.dataset.kind = request.kind;
    this.#card.replaceChildren(...this.#contents(request));
    this.#announcer.textContent = fill(this.#words.asked, request.title);
  }

  /** Gives the card the keyboard, nothing in it chosen. */
  focus(): void {
    if (!this.root.hidden) {
      this.root.focus();
    }
  }

  #contents(request: ShownRequest): Node[] {
    const words = this.#words;
    const { title, more, content, size, targets, parts, reasons, kind } = request;
    const heading = element('h2', {}, title);
    const rest = more > 0 ? [element('p', { class: 'request-more' }, fill(words.moreRequests, more))] : [];
    if (kind === 'plan') {
      return [heading, ...this.#plan(request), ...rest];
    }
    if (kind === 'question') {
      return [heading, element('p', { class: 'request-question' }, content), ...this.#question(request), ...rest];
    }
    if (kind === 'goOn') {
      const buttons = [this.#button(words.end, request, 'deny', true), this.#button(words.goOn, request, 'once')];
      return [heading, element('div', { class: 'request-buttons' }, ...buttons), ...rest];
    }
    const shown = [
      heading,
      ...(content === '' ? [] : [this.#exact(content)]),
      ...(size === '' ? [] : [element('p', { class: 'request-size' }, size)]),
      ...(targets.length === 0 ? [] : [labelled(words.target, list(targets.map((target) => pieces(target))))]),
      ...(parts.length < 2 && parts.every(({ note }) => note === '')
        ? []
        : [labelled(words.parts, list(parts.map((part) => partOf(part))))]),
      ...(reasons.length === 0 ? [] : [element('p', { class: 'request-reasons' }, reasons.join('; '))]),
    ];
    return [...shown, ...this.#approval(request), ...rest];
  }

  /** The whole text, nothing in it invisible, as plain text. */
  #exact(content: string): HTMLElement {
    const label = this.#words.exactContent;
    return element(
      'pre',
      { class: 'request-content', tabindex: '0', role: 'region', 'aria-label': label },
      pieces(content),
    );
  }

  #approval(request: ShownRequest): HTMLElement[] {
    const words = this.#words;
    const reason = reasonField(words.denyReason);
    const deny = (): void => this.#answer(request, 'deny', reason.value);
    reason.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) {
        deny();
      }
    });
    const buttons = [
      textButton({ label: words.deny, onClick: deny, primary: true }),
      this.#button(words.allowOnce, request, 'once'),
      ...(request.canRemember ? [this.#button(words.allowWindow, request, 'window')] : []),
    ];
    return [element('div', { class: 'request-buttons' }, ...buttons), reason];
  }

  #question(request: ShownRequest): HTMLElement[] {
    const words = this.#words;
    const answer = reasonField(words.answerInWords);
    const reply = (text: string): void => {
      if (text.trim() !== '') {
        this.#answer(request, 'text', text);
      }
    };
    answer.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) {
        reply(answer.value);
      }
    });
    const choices = request.choices.map((choice) => this.#guarded(choice, () => reply(choice)));
    return [
      ...(choices.length === 0 ? [] : [element('div', { class: 'request-buttons' }, ...choices)]),
      element(
        'div',
        { class: 'request-answer' },
        answer,
        textButton({ label: words.answerQuestion, onClick: () => reply(answer.value), primary: true }),
      ),
    ];
  }

  #plan(request: ShownRequest): HTMLElement[] {
    const words = this.#words;
    const area = element('textarea', { class: 'request-plan', 'aria-label': words.planLabel, spellcheck: 'false' });
    area.value = request.content;
    area.rows = Math.min(16, Math.max(5, request.content.split('\n').length + 1));
    const reason = reasonField(words.denyReason);
    const start = (mode: 'edit' | 'agent') => (): void => this.#answer(request, 'text', area.value, mode);
    const buttons = [
      textButton({ label: words.deny, onClick: () => this.#answer(request, 'deny', reason.value), primary: true }),
      this.#guarded(words.startEdit, start('edit')),
      this.#guarded(words.startAgent, start('agent')),
    ];
    return [area, element('div', { class: 'request-buttons' }, ...buttons), reason];
  }

  #button(label: string, request: ShownRequest, kind: 'once' | 'window' | 'deny', primary = false): HTMLElement {
    const onClick = (): void => this.#answer(request, kind, '');
    return kind === 'deny' ? textButton({ label, onClick, primary }) : this.#guarded(label, onClick);
  }

  /** A yes: dead for a moment, so that no second click or key that was on its way says it. */
  #guarded(label: string, onClick: () => void): HTMLElement {
    const from = performance.now();
    const button = textButton({
      label,
      onClick: () => {
        if (performance.now() - from >= leastReading) {
          onClick();
        }
      },
    });
    button.classList.add('early');
    setTimeout(() => button.classList.remove('early'), leastReading);
    return button;
  }

  #answer(
    { id, hash }: ShownRequest,
    kind: 'once' | 'window' | 'deny' | 'text',
    text: string,
    mode?: 'edit' | 'agent',
  ): void {
    send('answerRequest', { id, hash, kind, text, mode: mode ?? null });
    this.#onDone();
  }
}

/** Says in the hover what finds no room in it. */
function reasonField(label: string): HTMLInputElement {
  return element('input', {
    ...{ type: 'text', class: 'request-reason', 'aria-label': label, title: label, placeholder: label },
  });
}

function pieces(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const { text: piece, mark } of visiblePieces(text)) {
    fragment.append(mark ? element('mark', { class: 'unseen' }, piece) : piece);
  }
  return fragment;
}

function partOf({ text, note, risky }: ShownRequest['parts'][number]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(element('code', risky ? { class: 'risky' } : {}, pieces(text)));
  if (note !== '') {
    fragment.append(element('span', { class: 'part-note' }, note));
  }
  return fragment;
}

function list(items: readonly Node[]): HTMLElement {
  return element('ul', {}, ...items.map((item) => element('li', {}, item)));
}

function labelled(label: string, content: HTMLElement): HTMLElement {
  content.setAttribute('aria-label', label);
  return element('div', { class: 'request-part' }, element('span', { class: 'call-label' }, label), content);
}
