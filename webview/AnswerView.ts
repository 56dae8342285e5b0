/** One answer: folded thoughts, text, what there is to say about it, and what can be done with it. */
import type { ShownCall } from '../src/protocol/agent';
import type { ShownAnswer } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { AnswerParts } from './AnswerParts';
import { branchElement } from './branches';
import { plainIconButton, progressRing, textButton } from './components';
import { element, fill, hasFocus } from './dom';
import { ElapsedTime } from './ElapsedTime';
import { FeedbackButtons } from './FeedbackButtons';
import { send } from './host';
import { showPictures } from './pictures';
import { serverToolElements } from './ServerTools';

/** Seconds without anything new, from which on the wait is shown although there is something of the answer to read. */
const quiet = 5;

export class AnswerView {
  readonly root: HTMLElement;
  readonly #words: PanelWords;
  readonly #parts: AnswerParts;
  readonly #thoughts: HTMLDetailsElement;
  readonly #summary = element('summary');
  readonly #thoughtText = element('div');
  readonly #tools = element('div', { class: 'server-tools' });
  readonly #feedback: FeedbackButtons;
  readonly #footer = element('div', { class: 'message-footer' });
  readonly #waiting: HTMLElement;
  readonly #waitingFor = element('span');
  readonly #elapsed: ElapsedTime;
  #answer: ShownAnswer;
  #pending = { text: '', reasoning: '' };
  /** What the footer shows. */
  #drawn = '';
  /** The person opened or closed the thoughts: then they stay as they are. */
  #wasToggled = false;

  constructor(answer: ShownAnswer, words: PanelWords) {
    this.#words = words;
    this.#answer = answer;
    this.#feedback = new FeedbackButtons(answer.id, words);
    this.#parts = new AnswerParts(words, answer.id);
    // What scrolls can be reached by the keyboard.
    const thought = element(
      'div',
      { class: 'thought-text', tabindex: '0', role: 'group', 'aria-label': words.thought },
      this.#thoughtText,
    );
    this.#thoughts = element('details', { class: 'thoughts' }, this.#summary, thought);
    this.#summary.addEventListener('click', () => {
      this.#wasToggled = true;
    });
    this.#elapsed = new ElapsedTime(words, () => this.#showWaiting());
    this.#waiting = element('div', { class: 'waiting' }, this.#waitingFor, this.#elapsed.root);
    this.root = element(
      'article',
      { class: 'message answer', 'aria-label': 'GLM', 'data-id': answer.id, tabindex: '-1' },
      this.#thoughts,
      this.#parts.root,
      this.#waiting,
      this.#tools,
      this.#footer,
    );
    this.update(answer);
  }

  /** Shows the answer as it now is. */
  update(answer: ShownAnswer): void {
    this.#answer = answer;
    this.#pending = { text: '', reasoning: '' };
    const running = answer.state === 'running';
    this.root.setAttribute('aria-busy', String(running));
    if (running) {
      this.#addRing();
      this.#elapsed.start(answer.quietSeconds);
    } else {
      this.#elapsed.stop();
    }
    this.#showTools();
    this.#parts.set(answer.text, answer.calls, !running);
    this.#showThoughts();
    this.#drawFooter();
  }

  /** A ring is one of the library's elements, which cost: an answer that is only read has none. */
  #addRing(): void {
    if (this.#waiting.firstElementChild === this.#waitingFor) {
      this.#waiting.prepend(progressRing());
    }
  }

  /** What there is to say about its end; '' = nothing. */
  get notice(): string {
    return this.#answer.notice;
  }

  /** Takes more of a running answer; shown with the next `draw`. */
  add(text: string, reasoning: string): void {
    this.#pending.text += text;
    this.#pending.reasoning += reasoning;
    this.#heard();
  }

  /** Shows what was added since; once a frame. */
  draw(): void {
    const { text, reasoning } = this.#pending;
    this.#pending = { text: '', reasoning: '' };
    this.#answer = { ...this.#answer, text: this.#answer.text + text, reasoning: this.#answer.reasoning + reasoning };
    if (text !== '') {
      this.#parts.add(text);
    }
    this.#parts.draw();
    if (reasoning !== '' || text !== '') {
      this.#showThoughts();
    }
  }

  /** A call of it as it now is. */
  setCall(call: ShownCall): void {
    this.#heard();
    // What was written before it stands before it.
    this.draw();
    const { calls } = this.#answer;
    const known = calls.some(({ id }) => id === call.id);
    this.#answer = {
      ...this.#answer,
      calls: known ? calls.map((one) => (one.id === call.id ? call : one)) : [...calls, call],
    };
    this.#parts.setCall(call);
    this.#showThoughts();
  }

  /** More of what a call writes; shown with the next `draw`. */
  addOutput(id: string, text: string): void {
    this.#parts.addOutput(id, text);
    this.#heard();
  }

  /** Something came: from now on it is waited for what comes next. */
  #heard(): void {
    if (this.#answer.state === 'running') {
      this.#elapsed.start();
      this.#showWaiting();
    }
  }

  /** That something is waited for, and for how long; not while it is the person who is waited for. */
  #showWaiting(): void {
    const { state, calls } = this.#answer;
    const isSilent = this.#isSilent();
    const asksPerson = calls.some((call) => call.state === 'waiting');
    this.#waiting.hidden = state !== 'running' || asksPerson || !(isSilent || this.#elapsed.seconds >= quiet);
    const label = isSilent ? this.#words.thinking : this.#words.nothingNew;
    if (this.#waitingFor.textContent !== label) {
      this.#waitingFor.textContent = label;
    }
  }

  /** Nothing shows that something is being done. */
  #isSilent(): boolean {
    const { text, reasoning, calls } = this.#answer;
    const last = calls.at(-1);
    return last === undefined
      ? text === '' && reasoning === ''
      : last.state !== 'running' && last.state !== 'waiting' && text.slice(last.at).trim() === '';
  }

  #showTools(): void {
    const { serverTools } = this.#answer;
    // What the person opened stays open: only what is new is drawn.
    const drawn = JSON.stringify(serverTools);
    if (this.#tools.dataset.drawn !== drawn) {
      this.#tools.dataset.drawn = drawn;
      this.#tools.replaceChildren(...serverToolElements(serverTools, this.#words));
      showPictures(this.#tools);
    }
  }

  #showThoughts(): void {
    const { reasoning, text, state, reasoningSeconds } = this.#answer;
    const running = state === 'running';
    this.#showWaiting();
    this.#thoughts.hidden = reasoning === '';
    if (reasoning === '') {
      return;
    }
    const thinks = running && text === '';
    this.#thoughts.classList.toggle('growing', thinks);
    const seconds = reasoningSeconds < 10 ? reasoningSeconds.toFixed(1) : String(Math.round(reasoningSeconds));
    const said = reasoningSeconds >= 0.1 ? fill(this.#words.thoughtSeconds, seconds) : this.#words.thought;
    const label = thinks ? this.#words.thinking : said;
    if (this.#summary.textContent !== label) {
      this.#summary.textContent = label;
    }
    if (!this.#wasToggled) {
      this.#thoughts.open = thinks;
    }
    // Text is added, not set: a long thought is not laid out anew with every word.
    const shown = this.#thoughtText.textContent;
    if (reasoning.startsWith(shown)) {
      this.#thoughtText.append(reasoning.slice(shown.length));
    } else {
      this.#thoughtText.textContent = reasoning;
    }
  }

  #drawFooter(): void {
    const { id, state, notice, details, branch, feedback, text, calls, serverTools } = this.#answer;
    const words = this.#words;
    if (state === 'running') {
      if (hasFocus(this.#footer)) {
        this.root.focus({ preventScroll: true });
      }
      this.#footer.replaceChildren();
      this.#drawn = '';
      return;
    }
    // A button that is made anew between the press and its end would not be clicked.
    const drawn = JSON.stringify({ ...this.#answer, text: text === '', reasoning: '', serverTools: [] });
    if (drawn === this.#drawn) {
      return;
    }
    this.#drawn = drawn;
    const { good, bad, form } = this.#feedback;
    this.#feedback.show(feedback);
    const canResume = ['cut', 'interrupted', 'stopped', 'failed'].includes(state);
    // Of nothing there is nothing to go on from, to copy or to judge.
    const isEmpty = text.trim() === '' && calls.length === 0 && serverTools.length === 0;
    const beginsAgain = canResume && isEmpty;
    const focused = hasFocus(this.#footer) ? document.activeElement : null;
    this.#footer.replaceChildren(
      ...[
        notice === '' ? undefined : element('p', { class: `notice ${state}`, role: 'status' }, notice),
        canResume
          ? element(
              'div',
              { class: 'resume' },
              textButton({
                label: beginsAgain ? words.regenerate : words.resume,
                onClick: () => send(beginsAgain ? 'regenerate' : 'resume', { id }),
              }),
            )
          : undefined,
        element(
          'div',
          { class: 'actions' },
          branchElement(branch, words),
          text.trim() === ''
            ? undefined
            : plainIconButton('copy', {
                label: words.copyAnswer,
                onClick: () => send('copy', { text: this.#answer.text, answer: id }),
              }),
          beginsAgain
            ? undefined
            : plainIconButton('again', { label: words.regenerate, onClick: () => send('regenerate', { id }) }),
          ...(isEmpty ? [] : [good, bad]),
          this.#restoreButton(),
          details === '' ? undefined : element('span', { class: 'details' }, details),
        ),
        form,
      ].filter((child) => child !== undefined),
    );
    if (focused instanceof HTMLElement) {
      // Those that are made anew lose it to the thumbs.
      (focused.isConnected ? focused : good.isConnected ? good : this.root).focus();
    }
  }

  /** Brings the files back that the answer changed. */
  #restoreButton(): HTMLElement | undefined {
    const { id, checkpoint } = this.#answer;
    switch (checkpoint) {
      case 'none':
        return undefined;
      case 'back':
        return plainIconButton('back', {
          label: this.#words.restore,
          onClick: () => send('restore', { id, direction: 'back' }),
        });
      case 'again':
        return plainIconButton('forth', {
          label: this.#words.restoreAgain,
          onClick: () => send('restore', { id, direction: 'again' }),
        });
    }
  }
}
