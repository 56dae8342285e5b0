/**
 * The work with tools in one chat panel: in which mode, with which list of things to do, and what the person is asked. It lives as long as
 * the panel; nothing that was allowed in it outlives the window.
 */
import type { RequestNote } from '../../glm/Model';
import type { Clock } from '../../platform/Clock';
import type { AgentState, ShownCall } from '../../protocol/agent';
import { SeenFiles } from '../../tools/SeenFiles';
import type { Tool } from '../../tools/Tool';
import type { TodoItem } from '../../tools/ToolHost';
import type { ChatModel } from '../ChatHost';
import type { Message, RecordedCall } from '../conversation/Conversation';
import type { askModel } from '../turns/askModel';
import type { AgentHost, PanelTools } from './AgentHost';
import { agentEventStream } from './agentEventStream';
import type { AgentEvent, TurnEvent } from './agentEvents';
import type { DeskAnswer } from './approvals/deskRequests';
import { PersonDesk } from './approvals/PersonDesk';
import { shownRequest } from './approvals/shownRequest';
import { describedCall } from './describedCall';
import { type AgentMode, agentModes, isOffered } from './modes';
import { createPlanTool, type PlanAnswer } from './planTool';
import { seenBefore } from './seenBefore';
import { ToolCallRunner } from './ToolCallRunner';
import { TurnMeter } from './TurnMeter';
import { definitionTokens } from './toolDefinitions';

export interface AgentPanelHost {
  readonly agent: AgentHost;
  readonly clock: Clock;
  readonly createId: () => string;
  readonly memory: { readonly get: () => string; readonly set: (mode: string) => void };
  /** Id of the conversation that is shown. */
  readonly conversation: () => string;
  /** What the page is to be told has changed. */
  readonly onChange: () => void;
}

export interface AgentTurnStart {
  readonly model: ChatModel;
  readonly asked: Pick<ReturnType<typeof askModel>, 'fitted' | 'room' | 'maxTokens' | 'serverTools'>;
  /** The branch, for what it says of earlier rounds of the same answer. */
  readonly path: readonly Message[];
  readonly title: string;
  readonly note: () => RequestNote;
}

/** Below this a model has no room for tools beside the question; in tokens. Who chooses a mode that needs them gets them all the same. */
export const leastContext = 16_000;

export class AgentPanel {
  readonly #host: AgentPanelHost;
  readonly #desk: PersonDesk;
  #tools: PanelTools | undefined;
  #todo: readonly TodoItem[] = [];
  #notice = '';
  #request = '';

  constructor(host: AgentPanelHost) {
    this.#host = host;
    this.#desk = new PersonDesk(host.clock, host.onChange);
  }

  get mode(): AgentMode {
    const kept = this.#host.memory.get();
    return agentModes.find((mode) => mode === kept) ?? 'ask';
  }

  /** From the next request on. */
  setMode(mode: AgentMode): void {
    this.#host.memory.set(mode);
    this.#host.onChange();
  }

  /** Whether a question to this model is asked with tools. */
  usesTools({ contextTokens }: ChatModel): boolean {
    return this.#host.agent.unavailable() === '' && (this.mode !== 'ask' || (contextTokens ?? 0) >= leastContext);
  }

  /** What the definitions of the tools take of each request to this model, in estimated tokens. */
  toolTokens(model: ChatModel): number {
    return this.usesTools(model)
      ? definitionTokens(this.#host.agent.editTools.among(this.#offered(), model.modelId))
      : 0;
  }

  async *events(start: AgentTurnStart, signal: AbortSignal): AsyncGenerator<TurnEvent, void, undefined> {
    const { agent, clock, createId } = this.#host;
    const { model, path, asked } = start;
    const { rules, limits, prices } = agent.settings();
    const price = Object.entries(prices).find(([id]) => model.modelId.startsWith(id))?.[1];
    this.#todo = [];
    this.#tell('');
    const gate = this.#opened().openGate();
    const tools = (): readonly Tool[] => this.#offered();
    const checkpoint =
      this.mode === 'edit' || this.mode === 'agent' || this.mode === 'plan'
        ? await agent.keepFiles(start.title, signal)
        : undefined;
    await agent.beginTurn(signal);
    const last = path.at(-1);
    const rounds = last?.kind === 'answer' ? last.calls.map(({ round }) => round) : [];
    yield* agentEventStream(
      {
        ...start,
        note: () => {
          const note = start.note();
          this.#request = note.id;
          return note;
        },
        messages: asked.fitted.messages,
        promptTokens: asked.room,
        answerTokens: asked.maxTokens,
        serverTools: asked.serverTools,
        firstRound: Math.max(-1, ...rounds) + 1,
        tools,
        runner: new ToolCallRunner({
          ...{ gate, tools, createId, desk: this.#desk, allowed: agent.allowed, newProblems: agent.newProblems },
          seen: new SeenFiles(seenBefore(path), (one) => gate.realPath(one)),
          mode: () => this.mode,
          rules: () => ({ ...rules, ...agent.settings().rules }),
        }),
        meter: new TurnMeter(limits, price, () => clock.now()),
        askToGoOn: async (question, stopped) => {
          const id = createId();
          return (await this.#desk.ask({ kind: 'goOn', id, hash: id, question }, stopped)).kind === 'once';
        },
        editTools: agent.editTools,
        createId,
        now: () => clock.now(),
      },
      checkpoint === undefined ? [] : [{ type: 'checkpoint', checkpoint }],
      signal,
    );
  }

  /** Takes what concerns the surroundings of the composer. */
  heard(event: AgentEvent): void {
    const { describe } = this.#host.agent;
    if (event.type === 'nearLimits') {
      this.#tell(describe.limits(event.limits));
    } else if (event.type === 'leftOut') {
      this.#tell(describe.leftOut(event.outputs));
    }
  }

  /** False = the answer does not count: it came too soon, or for something else. */
  answer(id: string, hash: string, answer: DeskAnswer): boolean {
    const counts = this.#desk.answer(id, hash, answer);
    this.#host.onChange();
    return counts;
  }

  /** What is asked now, in the person's language; undefined = nothing. */
  get asked(): string | undefined {
    const request = this.#desk.current;
    return request && shownRequest(request, this.#desk.more, this.#host.agent.describe).title;
  }

  /** Answers what is shown in one word; false = it takes more than that, or came too soon. */
  decide(kind: 'once' | 'window' | 'deny'): boolean {
    const request = this.#desk.current;
    if (request === undefined || (kind !== 'deny' && (request.kind === 'question' || request.kind === 'plan'))) {
      return false;
    }
    return this.answer(request.id, request.hash, kind === 'deny' ? { kind, reason: '' } : { kind });
  }

  /** What stands around the composer. */
  state(): AgentState {
    const { describe, unavailable } = this.#host.agent;
    const request = this.#desk.current;
    return {
      mode: this.mode,
      unavailable: unavailable(),
      todo: this.#todo.map((item) => ({ ...item })),
      notice: this.#notice,
      request: request === undefined ? null : shownRequest(request, this.#desk.more, describe),
    };
  }

  /** A call as the page shows it. */
  shownCall(call: RecordedCall, running: boolean): ShownCall {
    const request = this.#desk.current;
    const waits = running && request?.kind === 'approval' && request.call === call.id;
    return describedCall(call, running ? (waits ? 'waiting' : 'running') : 'stopped', this.#host.agent.describe);
  }

  #offered(): readonly Tool[] {
    return this.#opened().tools.filter(({ kind, name }) => isOffered(this.mode, kind, name));
  }

  #opened(): PanelTools {
    this.#tools ??= this.#openTools();
    return this.#tools;
  }

  #openTools(): PanelTools {
    const { agent, createId } = this.#host;
    const opened = agent.openTools({
      person: {
        ask: async (question, choices, signal) => {
          const id = createId();
          const answer = await this.#desk.ask({ kind: 'question', id, hash: id, question, choices }, signal);
          return answer.kind === 'text' ? answer.text : undefined;
        },
      },
      todo: {
        set: (items) => {
          this.#todo = items;
          this.#host.onChange();
        },
      },
      mode: () => this.mode,
      request: () => this.#request,
      conversation: this.#host.conversation,
    });
    const planTool = createPlanTool((plan, signal) => this.#propose(plan, signal));
    return {
      openGate: opened.openGate,
      // They may become more: some wait for what has to be tried first.
      get tools() {
        return [...opened.tools, planTool];
      },
    };
  }

  async #propose(plan: string, signal: AbortSignal): Promise<PlanAnswer> {
    const id = this.#host.createId();
    const answer = await this.#desk.ask({ kind: 'plan', id, hash: id, plan }, signal);
    if (answer.kind === 'text' && answer.mode !== undefined && answer.text.trim() !== '') {
      this.setMode(answer.mode);
      return { kind: 'accepted', plan: answer.text };
    }
    return { kind: 'refused', reason: answer.kind === 'deny' ? answer.reason : '' };
  }

  #tell(notice: string): void {
    this.#notice = notice;
    this.#host.onChange();
  }
}
