/** The text of one answer in the DOM. Finished blocks are put in once; only the last block is drawn again while it grows. */
import { MarkdownStream, type OpenBlock } from '../src/markdown/MarkdownStream';
import type { PanelWords } from '../src/protocol/chatWords';
import { decorateCode } from './codeBlocks';
import { element } from './dom';
import { showPictures } from './pictures';
import { Sections } from './Sections';
import { sanitize, sanitizeBlocks } from './sanitize';
import { linkSymbols } from './symbolLinks';

/** Blocks that are left out together while they are out of sight. */
const sectionBlocks = 16;

export class AnswerText {
  readonly root = element('div', { class: 'markdown' });
  readonly #words: PanelWords;
  readonly #open = element('div', { class: 'open-block' });
  #stream = new MarkdownStream();
  readonly #sections = new Sections(this.root, sectionBlocks, this.#open);
  /** The finished ones. */
  #blocks: HTMLElement[] = [];
  /** All that was pushed into the stream. */
  #text = '';
  #ended = false;
  /** The open code block, whose finished segments stay in the DOM. */
  #code: { readonly element: HTMLElement; count: number; last: HTMLElement } | undefined;
  #shownHtml = '';

  readonly #answer: string;

  /** `answer`: the id of the message that the text is of. */
  constructor(words: PanelWords, answer: string) {
    this.#words = words;
    this.#answer = answer;
    this.root.append(this.#open);
  }

  /** Shows a text that is complete, or one that may grow. Only what is new of it is looked at. */
  set(text: string, complete: boolean): void {
    if (!text.startsWith(this.#text) || (this.#ended && (text !== this.#text || !complete))) {
      this.#reset();
    }
    this.add(text.slice(this.#text.length));
    if (complete && !this.#ended) {
      this.#ended = true;
      this.#finish(this.#stream.end());
      this.#revise();
      this.#drawOpen(undefined);
      linkSymbols(this.root);
    } else if (!complete) {
      this.draw();
    }
  }

  /** Takes more text; `draw` shows the part of it whose block is still open. */
  add(text: string): void {
    if (text === '') {
      return;
    }
    // A cut answer goes on: its last block may be another one now.
    const again = this.#ended ? this.#text : '';
    if (this.#ended) {
      this.#reset();
    }
    this.#text += again + text;
    this.#finish(this.#stream.push(again + text));
  }

  draw(): void {
    this.#drawOpen(this.#stream.open());
  }

  #reset(): void {
    this.#stream = new MarkdownStream();
    this.#text = '';
    this.#ended = false;
    this.#blocks = [];
    this.#sections.clear();
    this.#drawOpen(undefined);
  }

  #finish(blocks: readonly string[]): void {
    if (blocks.length === 0) {
      return;
    }
    for (const block of sanitizeBlocks(blocks)) {
      decorateCode(block, this.#answer, this.#words);
      showPictures(block);
      this.#sections.append(block);
      this.#blocks.push(block);
    }
    this.#drawOpen(undefined);
  }

  /** Links whose targets were only named at the end become links. */
  #revise(): void {
    for (const [index, html] of this.#stream.revised()) {
      const block = this.#blocks[index];
      if (block !== undefined) {
        block.replaceChildren(sanitize(html));
        decorateCode(block, this.#answer, this.#words);
        showPictures(block);
      }
    }
  }

  #drawOpen(block: OpenBlock | undefined): void {
    if (block?.kind === 'code') {
      this.#drawCode(block);
      return;
    }
    this.#code = undefined;
    const html = block?.html ?? '';
    if (html !== this.#shownHtml || block === undefined) {
      this.#shownHtml = html;
      this.#open.replaceChildren(...(html === '' ? [] : [sanitize(html)]));
    }
  }

  #drawCode({ language, path, segments }: Extract<OpenBlock, { kind: 'code' }>): void {
    this.#shownHtml = '';
    if (this.#code === undefined) {
      const last = element('span');
      const code = element('code', {}, last);
      const block = element(
        'div',
        { class: 'code-block', 'data-language': language, 'data-path': path },
        element('pre', {}, code),
      );
      this.#open.replaceChildren(block);
      decorateCode(this.#open, this.#answer, this.#words);
      this.#code = { element: code, count: 0, last };
    }
    const shown = this.#code;
    for (const segment of segments.slice(shown.count, -1)) {
      shown.last.before(sanitize(segment));
      shown.count++;
    }
    shown.last.replaceChildren(sanitize(segments.at(-1) ?? ''));
  }
}
