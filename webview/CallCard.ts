/** One call of a tool: what, where, how it stands; folded, with what was asked and what came of it inside. */
import type { ShownCall } from '../src/protocol/agent';
import type { PanelWord, PanelWords } from '../src/protocol/chatWords';
import { progressRing } from './components';
import { element } from './dom';
import { icon } from './icons';

const stateWords = {
  waiting: 'callWaiting',
  running: 'callRunning',
  done: 'callDone',
  failed: 'callFailed',
  refused: 'callRefused',
  denied: 'callDenied',
  stopped: 'callStopped',
} as const satisfies Record<ShownCall['state'], PanelWord>;

/** Characters of live output that stay on the page. */
const longestLive = 20_000;

export class CallCard {
  readonly root = element('details', { class: 'call' });
  readonly #words: PanelWords;
  readonly #summary = element('summary');
  readonly #body = element('div', { class: 'call-body' });
  #call: ShownCall;
  #live = '';
  #output: HTMLElement | undefined;
  /** The output under its label; hidden as long as there is none. */
  readonly #outputPart = element('div');
  /** The person opened or closed it: then it stays as it is. */
  #wasToggled = false;

  constructor(call: ShownCall, words: PanelWords) {
    this.#words = words;
    this.#call = call;
    this.root.append(this.#summary, this.#body);
    this.root.addEventListener('toggle', () => this.#drawBody());
    this.#summary.addEventListener('click', () => {
      this.#wasToggled = true;
    });
    this.#drawSummary();
  }

  update(call: ShownCall): void {
    const before = this.#call;
    this.#call = call;
    if (before.state !== call.state || before.where !== call.where) {
      this.#drawSummary();
    }
    if (call.output !== before.output) {
      this.#live = '';
    }
    if (call.state !== 'running' && !this.#wasToggled) {
      this.root.open = false;
    }
    this.#drawBody();
  }

  /** More of what a running call writes; drawn with the next `draw`. */
  add(text: string): void {
    this.#live = (this.#live + text).slice(-longestLive);
  }

  /** What a program writes is seen while it runs, without a click; afterwards the card folds again. */
  draw(): void {
    if (this.#live === '') {
      return;
    }
    if (!this.root.open && !this.#wasToggled && this.#call.state === 'running') {
      this.root.open = true;
      this.#drawBody();
    }
    if (this.root.open && this.#output !== undefined) {
      this.#outputPart.hidden = false;
      this.#output.textContent = this.#live;
      this.#output.scrollTop = this.#output.scrollHeight;
    }
  }

  #drawSummary(): void {
    const { what, where, state } = this.#call;
    const runs = state === 'running';
    const sign = runs ? progressRing() : icon(state === 'done' ? 'check' : state === 'waiting' ? 'hand' : 'remove');
    this.root.dataset.state = state;
    this.#summary.replaceChildren(
      element('span', { class: 'call-sign' }, sign),
      element('span', { class: 'call-what' }, what),
      element('code', { class: 'call-where' }, where),
      element('span', { class: 'call-state' }, this.#words[stateWords[state]]),
    );
  }

  /** What is folded has no elements: a turn may have hundreds of calls. */
  #drawBody(): void {
    if (!this.root.open) {
      this.#output = undefined;
      this.#body.replaceChildren();
      return;
    }
    const { input, output, pictures } = this.#call;
    const shown = output === '' ? this.#live : output;
    const label = this.#words.callOutput;
    this.#output = element('pre', { class: 'call-text', tabindex: '0', role: 'group', 'aria-label': label }, shown);
    this.#outputPart.replaceChildren(element('div', { class: 'call-label' }, label), this.#output);
    this.#outputPart.hidden = shown === '';
    this.#body.replaceChildren(
      element('div', { class: 'call-label' }, this.#words.callInput),
      element(
        'pre',
        { class: 'call-text', tabindex: '0', role: 'group', 'aria-label': this.#words.callInput },
        readable(input),
      ),
      this.#outputPart,
      ...(pictures ?? []).map((src) => element('img', { class: 'picture', src, alt: this.#words.callPicture })),
    );
  }
}

function readable(input: string): string {
  try {
    return JSON.stringify(JSON.parse(input), null, 2).replaceAll('\\n', '\n');
  } catch {
    return input;
  }
}
