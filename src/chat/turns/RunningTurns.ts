/**
 * The answers that are being written, each in its own conversation: what arrives goes to the page a frame at a time and to the disk once
 * a second, whole at the end. An answer goes on when another conversation is shown.
 */
import { isAbortError } from '../../base/abort';
import { costOf, type Price } from '../../glm/prices';
import type { Clock } from '../../platform/Clock';
import type { Log } from '../../platform/Log';
import type { AgentEvent, TurnEvent } from '../agent/agentEvents';
import type { Conversation } from '../conversation/Conversation';
import type { ConversationRecord } from '../conversation/records';
import { runTurn, type TurnProgress, type TurnResult } from './runTurn';

/** Milliseconds between looks at what has arrived: a frame for the page, longer for the disk. */
const frame = 16;
const savePause = 1_000;

export interface RunningTurnsHost {
  readonly clock: Clock;
  readonly log: Log;
  /** Puts a record into a conversation and on the disk. */
  readonly record: (conversation: Conversation, record: ConversationRecord) => void;
  /** Puts on the disk what the conversation already has. */
  readonly append: (conversation: Conversation, record: ConversationRecord) => void;
  /** More of an answer, for the page. */
  readonly onDelta: (conversation: Conversation, delta: Pieces & { readonly id: string }) => void;
  /** An answer is another one than what the page was told piece by piece. */
  readonly onMessage: (conversation: Conversation, id: string) => void;
  /** Something about calls of tools; what has to be kept is in the conversation by now. */
  readonly onAgent: (conversation: Conversation, id: string, event: AgentEvent) => void;
}

interface Pieces {
  text: string;
  reasoning: string;
}

interface RunningTurn {
  readonly conversation: Conversation;
  readonly controller: AbortController;
  /** Not yet told to the page, and not yet on the disk. */
  readonly untold: Pieces;
  readonly unsaved: Pieces;
  /** Monotonic milliseconds: when something came last. */
  heardAt: number;
}

/** Which model answered, and under which id its request is known. */
export interface Answering {
  readonly model: string;
  readonly host: string | null;
  readonly request: string;
  /** What its tokens cost; undefined = not known. */
  readonly price?: Price | undefined;
}

export type TurnEvents = (signal: AbortSignal, onAnswering: (answering: Answering) => void) => AsyncIterable<TurnEvent>;

export class RunningTurns {
  readonly #host: RunningTurnsHost;
  readonly #turns = new Map<string, RunningTurn>();
  readonly #runs = new Set<Promise<unknown>>();

  constructor(host: RunningTurnsHost) {
    this.#host = host;
  }

  get isEmpty(): boolean {
    return this.#turns.size === 0;
  }

  has(answer: string): boolean {
    return this.#turns.has(answer);
  }

  /** Seconds since anything came of an answer; undefined = it is not being written. */
  quietSeconds(answer: string): number | undefined {
    const turn = this.#turns.get(answer);
    return turn === undefined ? undefined : (this.#host.clock.now() - turn.heardAt) / 1000;
  }

  /** The answer of a conversation that is being written. */
  in(conversation: Conversation): string | undefined {
    return [...this.#turns].find(([, turn]) => turn.conversation === conversation)?.[0];
  }

  /** The conversation with this id, if something is being written in it. */
  conversation(id: string): Conversation | undefined {
    return [...this.#turns.values()].find(({ conversation }) => conversation.id === id)?.conversation;
  }

  /** Ends what is being written in a conversation; what there is of it stays. */
  stop(conversation: Conversation): void {
    this.#turns.get(this.in(conversation) ?? '')?.controller.abort();
  }

  /** The page has just been told everything. */
  told(): void {
    for (const { untold } of this.#turns.values()) {
      untold.text = '';
      untold.reasoning = '';
    }
  }

  /** Writes an answer that the conversation already has, empty or cut. Resolves with its end, which is recorded then; never rejects. */
  write(conversation: Conversation, id: string, events: TurnEvents, ending: AbortSignal): Promise<TurnResult> {
    const run = this.#write(conversation, id, events, ending);
    this.#runs.add(run);
    return run.finally(() => this.#runs.delete(run));
  }

  /** Resolves when nothing is being written any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#runs);
  }

  async #write(conversation: Conversation, id: string, events: TurnEvents, ending: AbortSignal): Promise<TurnResult> {
    const before = conversation.message(id);
    const earlier = before?.kind === 'answer' ? before : undefined;
    const empty = (): Pieces => ({ text: '', reasoning: '' });
    const turn = {
      ...{ conversation, controller: new AbortController(), untold: empty(), unsaved: empty() },
      heardAt: this.#host.clock.now(),
    };
    this.#turns.set(id, turn);
    const over = new AbortController();
    void this.#repeat(frame, () => this.#tell(id, turn), over.signal);
    void this.#repeat(savePause, () => this.#save(id, turn), over.signal);
    const signal = AbortSignal.any([turn.controller.signal, ending]);
    let answering: Answering | undefined;
    const result = await runTurn(
      events(signal, (told) => {
        answering = told;
      }),
      () => this.#host.clock.now(),
      (progress) => this.#arrived(id, turn, progress),
      signal,
    );
    over.abort();
    const { finish, error, usage, milliseconds, reasoningMilliseconds } = result;
    if (error?.code === 'unexpected') {
      this.#host.log.error(`A chat turn failed: ${String(error.cause)}`);
    }
    const { price, ...where } = answering ?? {};
    const cost = price === undefined || usage === undefined ? undefined : costOf(usage, price) + (earlier?.cost ?? 0);
    this.#save(id, turn);
    this.#host.record(conversation, {
      ...(cost === undefined ? {} : { cost }),
      ...where,
      ...{ type: 'end', id, finish: finish === 'stopped' && ending.aborted ? 'interrupted' : finish },
      milliseconds: milliseconds + (earlier?.milliseconds ?? 0),
      reasoningMilliseconds: reasoningMilliseconds + (earlier?.reasoningMilliseconds ?? 0),
      ...(usage === undefined ? {} : { usage: { ...usage, cachedTokens: usage.cachedTokens ?? undefined } }),
      ...(error === undefined ? {} : { error: { code: error.code, args: [...error.args] } }),
    });
    this.#turns.delete(id);
    return result;
  }

  #arrived(id: string, turn: RunningTurn, progress: TurnProgress): void {
    const { conversation, untold, unsaved } = turn;
    turn.heardAt = this.#host.clock.now();
    if (progress.kind === 'piece') {
      const { text, reasoning } = progress;
      conversation.apply({ type: 'part', id, text, reasoning });
      for (const kept of [untold, unsaved]) {
        kept.text += text;
        kept.reasoning += reasoning;
      }
      return;
    }
    if (progress.kind === 'agent') {
      this.#heard(id, turn, progress.event);
      return;
    }
    if (progress.kind === 'whole') {
      const { text, reasoning } = progress;
      for (const kept of [untold, unsaved]) {
        kept.text = '';
        kept.reasoning = '';
      }
      this.#host.record(conversation, { type: 'whole', id, text, reasoning });
    } else {
      this.#save(id, turn);
      this.#host.record(conversation, { type: 'serverTool', id, use: progress.use });
    }
    untold.text = '';
    untold.reasoning = '';
    this.#host.onMessage(conversation, id);
  }

  /** What is recorded of calls comes behind the text that was written before them. */
  #heard(id: string, turn: RunningTurn, event: AgentEvent): void {
    const { conversation } = turn;
    if (event.type === 'call') {
      this.#save(id, turn);
      this.#host.record(conversation, { type: 'call', id, call: event.call });
    } else if (event.type === 'callResult') {
      const { id: call, end, output, pictures } = event;
      const shown = pictures === undefined ? {} : { pictures: [...pictures] };
      this.#host.record(conversation, { type: 'result', id, call, end, output, ...shown });
    } else if (event.type === 'checkpoint') {
      this.#host.record(conversation, { type: 'checkpoint', id, checkpoint: event.checkpoint });
    }
    // The page hears of both in the order in which they came.
    this.#tell(id, turn);
    this.#host.onAgent(conversation, id, event);
  }

  #tell(id: string, { conversation, untold }: RunningTurn): void {
    const { text, reasoning } = untold;
    if (text !== '' || reasoning !== '') {
      untold.text = '';
      untold.reasoning = '';
      this.#host.onDelta(conversation, { id, text, reasoning });
    }
  }

  #save(id: string, { conversation, unsaved }: RunningTurn): void {
    const { text, reasoning } = unsaved;
    if (text !== '' || reasoning !== '') {
      unsaved.text = '';
      unsaved.reasoning = '';
      this.#host.append(conversation, { type: 'part', id, text, reasoning });
    }
  }

  async #repeat(milliseconds: number, work: () => void, signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        await this.#host.clock.sleep(milliseconds, signal);
        work();
      }
    } catch (error) {
      if (!isAbortError(error)) {
        throw error;
      }
    }
  }
}
