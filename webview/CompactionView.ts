/** The place from which on the model gets a summary: what it says, and a way back. */
import type { ShownCompaction } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { AnswerText } from './AnswerText';
import { textButton } from './components';
import { element } from './dom';
import { send } from './host';

export class CompactionView {
  readonly root: HTMLElement;
  readonly #words: PanelWords;
  readonly #line = element('p', { class: 'compaction-line' });
  readonly #summary: AnswerText;
  readonly #undo: HTMLElement;

  constructor(compaction: ShownCompaction, words: PanelWords) {
    this.#words = words;
    this.#summary = new AnswerText(words, compaction.id);
    this.#undo = textButton({
      label: words.undoCompaction,
      onClick: () => send('undoCompaction', { id: compaction.id }),
    });
    this.root = element(
      'article',
      { class: 'message compaction', 'aria-label': words.summary, 'data-id': compaction.id, tabindex: '-1' },
      this.#line,
      element('details', {}, element('summary', {}, words.summary), this.#summary.root),
      this.#undo,
    );
    this.update(compaction);
  }

  update({ text, summary, isLast }: ShownCompaction): void {
    this.#line.textContent = text;
    this.#summary.set(summary, true);
    this.#undo.hidden = !isLast;
    this.root.setAttribute('aria-label', this.#words.summary);
  }
}
