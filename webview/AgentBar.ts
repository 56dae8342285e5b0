/** Around the composer: the mode, the list of things to do, what there is to say about limits, and what is asked. */
import { type AgentState, type ShownMode, shownModes } from '../src/protocol/agent';
import type { PanelWords } from '../src/protocol/chatWords';
import { element, fill } from './dom';
import { send } from './host';
import { RequestCard } from './RequestCard';

export class AgentBar {
  /** Above the composer. */
  readonly root = element('div', { class: 'agent-bar' });
  /** Into the composer's row. */
  readonly modePicker: HTMLSelectElement;
  readonly #words: PanelWords;
  readonly #request: RequestCard;
  readonly #notice = element('p', { class: 'agent-notice', role: 'status' });
  readonly #todo = element('details', { class: 'todo' });
  readonly #todoSummary = element('summary');
  readonly #todoList = element('ul');

  constructor(words: PanelWords, onAnswered: () => void) {
    this.#words = words;
    this.#request = new RequestCard(words, onAnswered);
    const names: Record<ShownMode, string> = {
      ask: words.modeAsk,
      plan: words.modePlan,
      edit: words.modeEdit,
      agent: words.modeAgent,
    };
    this.modePicker = element(
      'select',
      { class: 'mode', 'aria-label': words.mode },
      ...shownModes.map((mode) => element('option', { value: mode }, names[mode])),
    );
    this.modePicker.addEventListener('change', () => {
      const mode = shownModes.find((each) => each === this.modePicker.value);
      if (mode !== undefined) {
        send('setMode', { mode });
      }
    });
    this.#todo.append(this.#todoSummary, this.#todoList);
    this.root.append(this.#todo, this.#notice, this.#request.root);
  }

  show({ mode, unavailable, todo, notice, request }: AgentState): void {
    const words = this.#words;
    const hints: Record<ShownMode, string> = {
      ask: words.modeAskHint,
      plan: words.modePlanHint,
      edit: words.modeEditHint,
      agent: words.modeAgentHint,
    };
    this.modePicker.value = mode;
    this.modePicker.disabled = unavailable !== '';
    this.modePicker.title = unavailable === '' ? hints[mode] : unavailable;
    this.modePicker.dataset.mode = mode;
    this.#notice.textContent = notice;
    this.#notice.hidden = notice === '';
    this.#todo.hidden = todo.length === 0;
    const done = todo.filter(({ state }) => state === 'done').length;
    const doing = todo.find(({ state }) => state === 'doing');
    this.#todoSummary.textContent = [
      `${words.todo}: ${fill(words.todoDone, done, todo.length)}`,
      ...(doing === undefined ? [] : [doing.text]),
    ].join(' – ');
    this.#todoList.replaceChildren(
      ...todo.map(({ text, state }) =>
        element(
          'li',
          { 'data-state': state },
          element('input', {
            type: 'checkbox',
            disabled: '',
            'aria-label': text,
            ...(state === 'done' ? { checked: '' } : {}),
          }),
          element('span', {}, text),
        ),
      ),
    );
    this.#request.show(request);
  }

  focusRequest(): void {
    this.#request.focus();
  }
}
