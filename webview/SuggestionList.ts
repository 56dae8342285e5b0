/** The list above the composer: commands behind a slash, things that can go along behind an @. The composer keeps the keyboard. */
import { element } from './dom';

export interface Suggestion {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
}

export class SuggestionList {
  readonly root: HTMLElement;
  readonly #owner: HTMLElement;
  #items: readonly Suggestion[] = [];
  #active = 0;
  #onChoose: (item: Suggestion) => void = () => {};

  /** `owner`: the text field whose keys move in the list. */
  constructor(owner: HTMLElement, label: string) {
    this.#owner = owner;
    this.root = element('div', { class: 'suggestions', role: 'listbox', id: 'suggestions', 'aria-label': label });
    this.root.hidden = true;
    owner.setAttribute('aria-controls', 'suggestions');
    this.#tell();
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  show(items: readonly Suggestion[], onChoose: (item: Suggestion) => void): void {
    this.#items = items;
    this.#onChoose = onChoose;
    this.#active = 0;
    this.root.hidden = items.length === 0;
    this.root.replaceChildren(
      ...items.map((item, index) => {
        const row = element(
          'div',
          { class: 'suggestion', role: 'option', id: `suggestion-${index}`, title: `${item.label} – ${item.detail}` },
          element('span', { class: 'suggestion-label' }, item.label),
          element('span', { class: 'suggestion-detail' }, item.detail),
        );
        // Before the text field loses the focus.
        row.addEventListener('mousedown', (event) => {
          event.preventDefault();
          this.#choose(index);
        });
        return row;
      }),
    );
    this.#tell();
  }

  hide(): void {
    if (this.isOpen) {
      this.show([], () => {});
    }
  }

  /** Takes a key that moves in the list, chooses or closes it; false = the key means something else. */
  handleKey(key: string): boolean {
    if (!this.isOpen) {
      return false;
    }
    const { length } = this.#items;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      this.#active = (this.#active + (key === 'ArrowDown' ? 1 : length - 1)) % length;
      this.#tell();
    } else if (key === 'Enter' || key === 'Tab') {
      this.#choose(this.#active);
    } else if (key === 'Escape') {
      this.hide();
    } else {
      return false;
    }
    return true;
  }

  #choose(index: number): void {
    const item = this.#items[index];
    const choose = this.#onChoose;
    this.hide();
    if (item !== undefined) {
      choose(item);
    }
  }

  #tell(): void {
    for (const [index, row] of [...this.root.children].entries()) {
      row.setAttribute('aria-selected', String(index === this.#active));
      if (index === this.#active) {
        row.scrollIntoView({ block: 'nearest' });
      }
    }
    if (this.isOpen) {
      this.#owner.setAttribute('aria-activedescendant', `suggestion-${this.#active}`);
    } else {
      this.#owner.removeAttribute('aria-activedescendant');
    }
  }
}
