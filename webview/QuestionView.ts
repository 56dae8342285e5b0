/** One question of the person, which can be asked again in other words. */
import type { ShownQuestion } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { branchElement } from './branches';
import { chipElement } from './chips';
import { plainIconButton, textButton } from './components';
import { element } from './dom';
import { send } from './host';

export class QuestionView {
  readonly root: HTMLElement;
  readonly #words: PanelWords;
  #question: ShownQuestion;

  constructor(question: ShownQuestion, words: PanelWords) {
    this.#words = words;
    this.#question = question;
    this.root = element('article', {
      class: 'message question',
      'aria-label': words.you,
      'data-id': question.id,
      tabindex: '-1',
    });
    this.update(question);
  }

  update(question: ShownQuestion): void {
    const isSame = JSON.stringify(question) === JSON.stringify(this.#question) && this.root.hasChildNodes();
    this.#question = question;
    if (!isSame && !this.root.classList.contains('editing')) {
      this.#show();
    }
  }

  #show(): void {
    const { text, chips, notice, branch } = this.#question;
    this.root.classList.remove('editing');
    const edit = plainIconButton('edit', { label: this.#words.edit, onClick: () => this.#edit(), className: 'edit' });
    this.root.replaceChildren(
      element('div', { class: 'question-text' }, text),
      element(
        'div',
        { class: 'question-foot' },
        element('div', { class: 'chips' }, ...chips.map((chip) => chipElement(chip, this.#words, false))),
        element('div', { class: 'actions' }, branchElement(branch, this.#words), edit),
      ),
      ...(notice === '' ? [] : [element('p', { class: 'notice cut' }, notice)]),
    );
  }

  #edit(): void {
    const { id, text } = this.#question;
    const area = element('textarea', { class: 'edit-area', 'aria-label': this.#words.edit, rows: '3' });
    area.value = text;
    const leave = (): void => {
      this.#show();
      this.root.querySelector<HTMLElement>('.edit')?.focus();
    };
    const ask = (): void => {
      if (area.value.trim() !== '') {
        leave();
        send('edit', { id, text: area.value });
      }
    };
    area.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        leave();
      } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        ask();
      }
    });
    this.root.classList.add('editing');
    this.root.replaceChildren(
      area,
      element(
        'div',
        { class: 'edit-buttons' },
        textButton({ label: this.#words.sendReason, onClick: ask, primary: true }),
        textButton({ label: this.#words.cancel, onClick: leave }),
      ),
    );
    area.focus();
    area.select();
  }
}
