/** Thumbs, and a line to say why: nobody has to. */
import type { ShownAnswer } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { plainIconButton, textButton } from './components';
import { element } from './dom';
import { send } from './host';

type Value = ShownAnswer['feedback'];

export class FeedbackButtons {
  readonly good: HTMLButtonElement;
  readonly bad: HTMLButtonElement;
  /** The line for a reason; hidden until a thumb was pressed. */
  readonly form: HTMLElement;
  readonly #words: PanelWords;
  readonly #id: string;
  readonly #reason: HTMLInputElement;
  #value: Value = 'none';

  constructor(id: string, words: PanelWords) {
    this.#id = id;
    this.#words = words;
    this.good = plainIconButton('good', { label: words.good, onClick: () => this.#rate('good') });
    this.bad = plainIconButton('bad', { label: words.bad, onClick: () => this.#rate('bad') });
    this.#reason = element('input', { type: 'text', class: 'reason', maxlength: '2000' });
    this.form = element('div', { class: 'reason-form' });
    this.form.hidden = true;
    this.#reason.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.#close();
      } else if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        this.#sendReason();
      }
    });
  }

  show(value: Value): void {
    this.#value = value;
    for (const [button, is] of [
      [this.good, value === 'good'],
      [this.bad, value === 'bad'],
    ] as const) {
      button.classList.toggle('chosen', is);
      button.setAttribute('aria-pressed', String(is));
    }
    if (value === 'none') {
      this.form.hidden = true;
    }
  }

  #rate(value: 'good' | 'bad'): void {
    const now = this.#value === value ? 'none' : value;
    send('feedback', { id: this.#id, value: now, reason: '' });
    this.form.hidden = now === 'none';
    if (this.form.childElementCount === 0) {
      const button = textButton({ label: this.#words.sendReason, onClick: () => this.#sendReason() });
      this.form.append(this.#reason, button);
    }
    const label = now === 'good' ? this.#words.whyGood : this.#words.whyBad;
    this.#reason.placeholder = label;
    this.#reason.title = label;
    this.#reason.setAttribute('aria-label', label);
    if (now !== 'none') {
      this.#reason.focus();
    }
  }

  #sendReason(): void {
    const reason = this.#reason.value.trim();
    if (reason !== '' && this.#value !== 'none') {
      send('feedback', { id: this.#id, value: this.#value, reason });
    }
    this.#close();
  }

  #close(): void {
    this.#reason.value = '';
    this.form.hidden = true;
    (this.#value === 'bad' ? this.bad : this.good).focus();
  }
}
