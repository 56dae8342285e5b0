/** The text of an answer with the calls of tools where they stand in it. */
import type { ShownCall } from '../src/protocol/agent';
import type { PanelWords } from '../src/protocol/chatWords';
import { AnswerText } from './AnswerText';
import { CallCard } from './CallCard';
import { element } from './dom';
import { Sections } from './Sections';

/** Parts that are left out together while they are out of sight. */
const sectionParts = 8;

/** A stretch of text, and the calls behind it. */
interface Part {
  readonly text: AnswerText;
  readonly calls: HTMLElement;
  shown: string;
}

export class AnswerParts {
  readonly root = element('div', { class: 'answer-parts' });
  readonly #words: PanelWords;
  readonly #sections = new Sections(this.root, sectionParts);
  readonly #cards = new Map<string, CallCard>();
  readonly #changed = new Set<CallCard>();
  readonly #answer: string;
  #last: Part;
  #text = '';

  /** `answer`: its id. */
  constructor(words: PanelWords, answer: string) {
    this.#words = words;
    this.#answer = answer;
    this.#last = this.#begin();
  }

  /** Shows the whole as it now is. Only what is new of it is looked at. */
  set(text: string, calls: readonly ShownCall[], complete: boolean): void {
    const known = [...this.#cards.keys()];
    if (!text.startsWith(this.#text) || known.some((id, index) => calls[index]?.id !== id)) {
      this.#sections.clear();
      this.#cards.clear();
      this.#text = '';
      this.#last = this.#begin();
    }
    for (const call of calls) {
      if (!this.#cards.has(call.id)) {
        this.add(text.slice(this.#text.length, call.at));
      }
      this.setCall(call);
    }
    this.add(text.slice(this.#text.length));
    this.#last.text.set(this.#last.shown, complete);
  }

  /** Takes more text; shown with the next `draw`. */
  add(more: string): void {
    this.#text += more;
    if (this.#last.calls.childElementCount > 0) {
      if (more.trim() === '') {
        return;
      }
      this.#last = this.#begin();
    }
    const text = this.#last.shown === '' ? more.trimStart() : more;
    this.#last.shown += text;
    this.#last.text.add(text);
  }

  /** A call that is there, or one that stands behind the text so far. */
  setCall(call: ShownCall): void {
    const known = this.#cards.get(call.id);
    if (known !== undefined) {
      known.update(call);
      return;
    }
    const card = new CallCard(call, this.#words);
    this.#cards.set(call.id, card);
    if (this.#last.calls.childElementCount === 0) {
      this.#last.text.set(this.#last.shown, true);
    }
    this.#last.calls.append(card.root);
  }

  addOutput(id: string, text: string): void {
    const card = this.#cards.get(id);
    if (card !== undefined) {
      card.add(text);
      this.#changed.add(card);
    }
  }

  draw(): void {
    if (this.#last.calls.childElementCount === 0) {
      this.#last.text.draw();
    }
    for (const card of this.#changed) {
      card.draw();
    }
    this.#changed.clear();
  }

  #begin(): Part {
    const part = {
      text: new AnswerText(this.#words, this.#answer),
      calls: element('div', { class: 'calls' }),
      shown: '',
    };
    this.#sections.append(part.text.root, part.calls);
    return part;
  }
}
