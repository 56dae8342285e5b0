/**
 * Children of an element in sections that the browser neither lays out nor paints while they are out of sight. To look at each child by
 * itself for that would cost more than it saves: Chromium asks all such elements with each frame where they are.
 */
import { element } from './dom';

export class Sections {
  readonly #parent: HTMLElement;
  readonly #behind: HTMLElement | null;
  readonly #size: number;
  #count = 0;
  #last: HTMLElement | undefined;

  /**
   * @param size entries of a section
   * @param behind stays behind all of them
   */
  constructor(parent: HTMLElement, size: number, behind: HTMLElement | null = null) {
    this.#parent = parent;
    this.#size = size;
    this.#behind = behind;
  }

  /** One entry more. The first stands alone and is never left out, nor is the last section: their margins meet those of what stands around. */
  append(...entry: readonly HTMLElement[]): void {
    if (this.#count === 0 || this.#count % this.#size === 1) {
      if (this.#count > 1) {
        this.#last?.classList.add('settled');
      }
      this.#last = element('div', { class: 'section' });
      this.#parent.insertBefore(this.#last, this.#behind);
    }
    this.#last?.append(...entry);
    this.#count++;
  }

  clear(): void {
    this.#parent.replaceChildren(...(this.#behind === null ? [] : [this.#behind]));
    this.#count = 0;
  }
}
