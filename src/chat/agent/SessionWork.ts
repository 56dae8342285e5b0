/** The work with tools of one chat session: between the turn, which knows no page, and the page, which knows no tools. */
import { createId } from '../../base/createId';
import type { RequestNote } from '../../glm/Model';
import type { AgentState, ShownCall } from '../../protocol/agent';
import type { ChatHost, ChatModel } from '../ChatHost';
import type { Answer, Conversation, RecordedCall } from '../conversation/Conversation';
import { agentPrompt } from '../prompt/agentPrompt';
import { noWork, type ShownWork } from '../shownMessages';
import { AgentPanel, type AgentTurnStart } from './AgentPanel';
import type { AgentEvent, LoopEnd, TurnEvent } from './agentEvents';
import type { DeskAnswer } from './approvals/deskRequests';
import type { AgentMode } from './modes';

export interface WorkingSession {
  readonly conversation: () => Conversation;
  readonly isRunning: (answer: string) => boolean;
  readonly postMessage: (id: string) => void;
}

/** Milliseconds in which outputs are gathered for the page: a frame. */
const frame = 16;

const withoutTools: AgentState = { mode: 'ask', unavailable: '', todo: [], notice: '', request: null };

export class SessionWork implements ShownWork {
  readonly #host: ChatHost;
  readonly #session: WorkingSession;
  readonly #panel: AgentPanel | undefined;
  /** Answers whose files were brought back. */
  readonly #restored = new Set<string>();
  /** By call: of which answer, and what the page was not told yet. */
  readonly #outputs = new Map<string, { readonly answer: string; text: string }>();

  constructor(host: ChatHost, session: WorkingSession) {
    this.#host = host;
    this.#session = session;
    this.#panel =
      host.agent &&
      new AgentPanel({
        ...{ agent: host.agent, clock: host.clock, createId: host.createId },
        memory: { get: () => host.memory.get('mode'), set: (mode) => host.memory.set('mode', mode) },
        conversation: () => session.conversation().id,
        onChange: () => this.postState(),
      });
  }

  usesTools(model: ChatModel): boolean {
    return this.#panel?.usesTools(model) === true;
  }

  /** As in `AgentPanel`. */
  toolTokens(model: ChatModel): number {
    return this.#panel?.toolTokens(model) ?? 0;
  }

  /** Whose work the next question is: looking things up for an answer is the chat's still. */
  get role(): 'chat' | 'agent' {
    return this.#panel === undefined || this.#panel.mode === 'ask' ? 'chat' : 'agent';
  }

  system(prompt: string): string {
    return this.#panel === undefined ? prompt : agentPrompt(prompt, this.#panel.mode);
  }

  async *events(
    { first, ...start }: Omit<AgentTurnStart, 'note'> & { /** Of the first round. */ readonly first: RequestNote },
    signal: AbortSignal,
  ): AsyncGenerator<TurnEvent, void, undefined> {
    let last: RequestNote | undefined;
    const surface = this.role;
    const note = (): RequestNote => {
      const next = last === undefined ? {} : { id: createId(this.#host.now()), parent: last.id };
      last = { ...first, surface, ...next };
      return last;
    };
    for await (const event of this.#panel?.events({ ...start, note }, signal) ?? []) {
      if (event.type === 'callResult' && event.ran !== undefined && last !== undefined) {
        this.#host.onOutcome({ request: last.id, what: { kind: 'ran', ...event.ran } });
      }
      yield event;
    }
  }

  /** Something about calls of an answer; what has to be kept is kept. */
  heard(conversation: Conversation, answer: string, event: AgentEvent): void {
    this.#panel?.heard(event);
    if (conversation !== this.#session.conversation()) {
      return;
    }
    switch (event.type) {
      case 'call':
        this.#postCall(answer, event.call.id);
        break;
      case 'callState':
        this.#postCall(answer, event.id);
        break;
      case 'callResult':
        this.#outputs.delete(event.id);
        this.#postCall(answer, event.id);
        break;
      case 'callOutput':
        this.#gather(answer, event.id, event.text);
        break;
      default:
    }
  }

  setMode(mode: AgentMode): void {
    this.#panel?.setMode(mode);
  }

  answerRequest(id: string, hash: string, answer: DeskAnswer): void {
    this.#panel?.answer(id, hash, answer);
  }

  /** As in `AgentPanel`. */
  get asked(): string | undefined {
    return this.#panel?.asked;
  }

  /** As in `AgentPanel`. */
  decide(kind: 'once' | 'window' | 'deny'): boolean {
    return this.#panel?.decide(kind) === true;
  }

  /** The files as they were before an answer, or as they were before that was asked for. */
  async restore(id: string, direction: 'back' | 'again'): Promise<void> {
    const answer = this.#session.conversation().message(id);
    const checkpoint = answer?.kind === 'answer' ? answer.checkpoint : undefined;
    if (checkpoint === undefined || this.#session.isRunning(id)) {
      return;
    }
    if (await this.#host.agent?.restoreFiles(checkpoint, direction)) {
      if (direction === 'back') {
        this.#restored.add(id);
      } else {
        this.#restored.delete(id);
      }
      if (answer?.kind === 'answer' && answer.request !== undefined) {
        this.#host.onOutcome({ request: answer.request, what: { kind: 'restored', direction } });
      }
      this.#session.postMessage(id);
    }
  }

  state(): AgentState {
    return this.#panel?.state() ?? withoutTools;
  }

  postState(): void {
    this.#host.post({ method: 'agent', params: this.state() });
  }

  call(call: RecordedCall, running: boolean): ShownCall {
    return this.#panel?.shownCall(call, running) ?? noWork.call(call, running);
  }

  checkpoint({ id, checkpoint }: Answer): 'none' | 'back' | 'again' {
    if (checkpoint === undefined || this.#host.agent === undefined) {
      return 'none';
    }
    return this.#restored.has(id) ? 'again' : 'back';
  }

  loopEnd(end: LoopEnd): string {
    return this.#host.agent?.describe.end(end) ?? '';
  }

  #postCall(answer: string, id: string): void {
    const message = this.#session.conversation().message(answer);
    const call = message?.kind === 'answer' ? message.calls.find((one) => one.id === id) : undefined;
    if (call !== undefined) {
      const running = this.#session.isRunning(answer);
      this.#host.post({ method: 'call', params: { answer, call: this.call(call, running) } });
    }
  }

  #gather(answer: string, id: string, text: string): void {
    const gathered = this.#outputs.get(id);
    if (gathered !== undefined) {
      gathered.text += text;
      return;
    }
    this.#outputs.set(id, { answer, text });
    this.#host.clock.sleep(frame, AbortSignal.timeout(60_000)).then(
      () => this.#tellOutput(id),
      () => {},
    );
  }

  #tellOutput(id: string): void {
    const gathered = this.#outputs.get(id);
    if (gathered !== undefined) {
      this.#outputs.delete(id);
      this.#host.post({ method: 'callOutput', params: { answer: gathered.answer, id, text: gathered.text } });
    }
  }
}
