/**
 * One turn with tools: the model is asked, its calls are run, their results go back, until it has an answer or something ends it. Whatever
 * the end, every call has a result, so that the conversation can go on from there.
 */
import { isAbortError } from '../../base/abort';
import type { ParseProblem } from '../../glm/formats/output/problems';
import type { ToolCall } from '../../glm/formats/ToolDefinition';
import type { ChatMessage, EndEvent, RequestNote, Usage } from '../../glm/Model';
import type { ServerTool } from '../../glm/ServerTool';
import type { Tool } from '../../tools/Tool';
import type { ChatModel } from '../ChatHost';
import type { AgentCall, CallEnd, LoopEnd, RanProgram, TurnEvent } from './agentEvents';
import type { EditToolChoice } from './EditToolChoice';
import { LoopGuard } from './LoopGuard';
import { circlesText, emptyAnswerText, refusalText, repeatedText, repetitionText, stoppedText } from './loopTexts';
import { type Round, readRound } from './readRound';
import { type FinishedCall, TurnHistory } from './TurnHistory';
import type { LimitUse, TurnMeter } from './TurnMeter';
import { definitionOf, definitionTokens } from './toolDefinitions';

/** What became of one call. */
export interface CallOutcome {
  readonly end: CallEnd;
  /** For the model. */
  readonly output: string;
  /** Files were changed by it. */
  readonly changed: boolean;
  /** Present when it ran a program to its end. */
  readonly ran?: RanProgram | undefined;
  /** `data:` addresses, for the person. */
  readonly pictures?: readonly string[] | undefined;
}

export interface CallHooks {
  readonly onState: (state: 'waiting' | 'running') => void;
  readonly onOutput: (text: string) => void;
}

/** Judges, asks and runs. Rejects with the signal's reason only. */
export interface CallRunner {
  run(call: AgentCall, values: ToolCall['arguments'], hooks: CallHooks, signal: AbortSignal): Promise<CallOutcome>;
}

/** What the person is asked by the loop itself. */
export type GoOnQuestion =
  | { readonly kind: 'limit'; readonly limit: LimitUse }
  | { readonly kind: 'repeatedCall'; readonly name: string; readonly arguments: string; readonly count: number }
  | { readonly kind: 'noProgress' };

export interface AgentTurnOptions {
  readonly model: ChatModel;
  /** System message and conversation, up to the question. */
  readonly messages: readonly ChatMessage[];
  /** Rounds of the same answer before this turn: 0, unless it is being continued. */
  readonly firstRound: number;
  /** What is offered in the mode of now; asked before each request. */
  readonly tools: () => readonly Tool[];
  readonly runner: CallRunner;
  readonly meter: TurnMeter;
  /** Whether to go on. Rejects with the signal's reason. */
  readonly askToGoOn: (question: GoOnQuestion, signal: AbortSignal) => Promise<boolean>;
  readonly editTools: EditToolChoice;
  /** Tools of the provider's own. */
  readonly serverTools: readonly ServerTool[];
  /** Tokens of a request without its answer, and of the answer. */
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly note: () => RequestNote;
  readonly createId: () => string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly push: (event: TurnEvent) => void;
  /** Another request of the same turn begins: what comes now is a text of its own. */
  readonly onRound: () => void;
}

/** Rounds of nothing but calls that cannot be run, after which the model will not find the right form any more. */
const mostBadRounds = 3;
/** Calls that only look run side by side, at most so many. */
const mostAtOnce = 8;

type Ending = Pick<EndEvent, 'finishReason'> & { readonly finish: EndEvent['finish'] | LoopEnd };

/** Tells everything by `push`, the end last. Rejects as a model's stream does. */
export async function runAgentTurn(options: AgentTurnOptions, signal: AbortSignal): Promise<void> {
  await new AgentTurn(options, signal).run();
}

class AgentTurn {
  readonly #options: AgentTurnOptions;
  readonly #signal: AbortSignal;
  readonly #history: TurnHistory;
  readonly #guard = new LoopGuard();
  #usage: Usage | undefined;
  #lostFrames = 0;
  #badRounds = 0;
  /** Of this round; what was not run is no result. */
  #newResults: { readonly name: string; readonly output: string }[] = [];
  #told = new Set<string>();

  constructor(options: AgentTurnOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#history = new TurnHistory(options.messages);
  }

  async run(): Promise<void> {
    const { onRound, meter, firstRound } = this.#options;
    for (let number = firstRound; ; number++) {
      const limit = meter.reached;
      if (limit !== undefined && !(await this.#mayExtend(limit))) {
        this.#end({ finish: 'limit', finishReason: undefined });
        return;
      }
      if (number > 0) {
        onRound();
      }
      const round = await this.#ask();
      const ended = (await this.#follow(round, number)) ?? (await this.#judgeRound(round));
      if (ended !== undefined) {
        this.#end(ended);
        return;
      }
    }
  }

  async #ask(): Promise<Round> {
    const { model, tools, editTools, promptTokens, answerTokens, serverTools, note, push, meter } = this.#options;
    const offered = editTools.among(tools(), model.modelId);
    const definitions = definitionTokens(offered);
    const fitted = this.#history.fit(promptTokens, definitions);
    if (fitted.leftOut > 0) {
      push({ type: 'leftOut', outputs: fitted.leftOut });
    }
    const request = {
      messages: fitted.messages,
      maxTokens: answerTokens,
      note: note(),
      ...(serverTools.length === 0 ? {} : { serverTools }),
      tools: offered.map(definitionOf),
    };
    const round = await readRound(model.chat(request, this.#signal), push);
    const { usage, lostFrames } = round.end;
    const counted = usage ?? this.#history.estimateOf(fitted.messages, definitions, round.text + round.reasoning);
    this.#usage = added(this.#usage, counted);
    this.#lostFrames += lostFrames;
    meter.addRound(counted);
    if (usage !== undefined) {
      this.#history.learn(usage);
    }
    const news = meter.near.filter(({ kind }) => !this.#told.has(kind));
    if (news.length > 0) {
      this.#told = new Set([...this.#told, ...news.map(({ kind }) => kind)]);
      push({ type: 'nearLimits', limits: meter.near });
    }
    return round;
  }

  /** Runs what the round asks for; gives the turn's end, or undefined = it may go on. */
  async #follow(round: Round, number: number): Promise<Ending | undefined> {
    const { finish, finishReason } = round.end;
    const hasCalls = round.calls.length > 0 || round.refused.length > 0;
    if (['content_filter', 'error', 'incomplete'].includes(finish)) {
      this.#keepUnrun(round, number);
      return { finish, finishReason };
    }
    if (!hasCalls) {
      if (finish === 'repetition') {
        this.#history.addNote(repetitionText);
        return undefined;
      }
      if (round.text.trim() === '' && finish === 'stop') {
        this.#history.addNote(emptyAnswerText);
        return undefined;
      }
      return { finish, finishReason };
    }
    const calls = round.calls.map((call) => this.#announce(call.name, JSON.stringify(call.arguments), number));
    const refused = round.refused.map((problem) => this.#refuse(problem, number));
    const ran = await this.#runAll(round.calls, calls);
    this.#history.add({ text: round.text, reasoning: round.reasoning, calls: [...ran.finished, ...refused] });
    this.#signal.throwIfAborted();
    this.#badRounds = round.calls.length === 0 ? this.#badRounds + 1 : 0;
    if (this.#badRounds >= mostBadRounds) {
      return { finish: 'badCalls', finishReason };
    }
    return ran.goesOn ? undefined : { finish: 'circles', finishReason };
  }

  /** Whether the round brought anything. */
  async #judgeRound(round: Round): Promise<Ending | undefined> {
    const verdict = this.#guard.checkRound({
      text: round.text,
      repeated: round.end.finish === 'repetition',
      results: this.#newResults.splice(0),
    });
    if (verdict === 'refuse' || (verdict === 'ask' && !(await this.#goesOn({ kind: 'noProgress' })))) {
      return { finish: 'circles', finishReason: undefined };
    }
    if (verdict === 'ask') {
      this.#history.addNote(circlesText);
    }
    return undefined;
  }

  async #runAll(
    calls: readonly ToolCall[],
    announced: readonly AgentCall[],
  ): Promise<{ readonly finished: readonly FinishedCall[]; readonly goesOn: boolean }> {
    const finished = new Map<string, FinishedCall>();
    let goesOn = true;
    this.#newResults = [];
    const finish = (call: AgentCall, { end, output, changed, ran, pictures }: CallOutcome): void => {
      finished.set(call.id, { id: call.id, name: call.name, arguments: call.arguments, output });
      const more = { ...(ran !== undefined && { ran }), ...(pictures !== undefined && { pictures }) };
      this.#options.push({ type: 'callResult', id: call.id, end, output, ...more });
      if (changed) {
        this.#guard.filesChanged();
      }
      if (end === 'done' || end === 'failed') {
        this.#newResults.push({ name: call.name, output });
        this.#options.editTools.record(this.#options.model.modelId, call.name, end === 'done');
      }
    };
    const looks: Promise<void>[] = [];
    const settle = async (): Promise<void> => {
      await Promise.all(looks.splice(0));
    };
    for (const [index, call] of calls.entries()) {
      const one = announced[index];
      if (one === undefined) {
        continue;
      }
      if (this.#signal.aborted || !goesOn) {
        finish(one, { end: 'stopped', output: stoppedText.before, changed: false });
        continue;
      }
      const isLook = this.#kindOf(call.name) === 'read';
      if (!isLook || looks.length >= mostAtOnce) {
        await settle();
      }
      const verdict = this.#guard.checkCall(call.name, call.arguments, this.#kindOf(call.name) === 'edit');
      if (verdict.verdict === 'refuse') {
        finish(one, { end: 'refused', output: repeatedText(verdict.count), changed: false });
        continue;
      }
      if (verdict.verdict === 'ask') {
        await settle();
        goesOn = await this.#goesOn({ ...one, kind: 'repeatedCall', count: verdict.count }).catch(() => false);
        if (!goesOn) {
          finish(one, { end: 'stopped', output: stoppedText.before, changed: false });
          continue;
        }
      }
      const run = this.#run(one, call).then((outcome) => finish(one, outcome));
      if (isLook) {
        looks.push(run);
      } else {
        await run;
      }
    }
    await settle();
    return { finished: announced.flatMap(({ id }) => finished.get(id) ?? []), goesOn };
  }

  async #run(call: AgentCall, { arguments: values }: ToolCall): Promise<CallOutcome> {
    const { push, runner, meter, now } = this.#options;
    let began = false;
    let waitsFrom: number | undefined;
    const endWait = (): void => {
      meter.addWait(waitsFrom === undefined ? 0 : now() - waitsFrom);
      waitsFrom = undefined;
    };
    const hooks: CallHooks = {
      onState: (state) => {
        endWait();
        began ||= state === 'running';
        waitsFrom = state === 'waiting' ? now() : undefined;
        push({ type: 'callState', id: call.id, state });
      },
      onOutput: (text) => push({ type: 'callOutput', id: call.id, text }),
    };
    try {
      const outcome = await runner.run(call, values, hooks, this.#signal);
      // What was ended by the person may have come to an end by itself as well, in its own words.
      return this.#signal.aborted && outcome.end === 'failed' ? { ...outcome, end: 'stopped' } : outcome;
    } catch (error) {
      if (!this.#signal.aborted && !isAbortError(error)) {
        throw error;
      }
      return { end: 'stopped', output: began ? stoppedText.during : stoppedText.before, changed: false };
    } finally {
      endWait();
    }
  }

  #announce(name: string, values: string, round: number): AgentCall {
    const call = { id: this.#options.createId(), round, name, arguments: values };
    this.#options.push({ type: 'call', call });
    return call;
  }

  /** A call that must not run still has its place, with what is wrong as its result. */
  #refuse(problem: ParseProblem, round: number): FinishedCall {
    const name = /^[\w.-]{1,64}$/.test(problem.toolName) ? problem.toolName : 'unknown';
    const call = this.#announce(name, problem.rawArguments ?? '{}', round);
    const output = refusalText(problem);
    this.#options.push({ type: 'callResult', id: call.id, end: 'refused', output });
    if (problem.code !== 'unknown_tool') {
      this.#options.editTools.record(this.#options.model.modelId, name, false);
    }
    // What goes back as arguments is JSON: some servers' templates parse it.
    return { id: call.id, name, arguments: isJson(call.arguments) ? call.arguments : '{}', output };
  }

  /** The answer broke in the server: what it asked for stands there with its refusal. */
  #keepUnrun(round: Round, number: number): void {
    for (const problem of round.refused) {
      this.#refuse(problem, number);
    }
  }

  #kindOf(name: string): Tool['kind'] | undefined {
    return this.#options.tools().find((tool) => tool.name === name)?.kind;
  }

  async #mayExtend(limit: LimitUse): Promise<boolean> {
    const goesOn = await this.#goesOn({ kind: 'limit', limit });
    if (goesOn) {
      this.#options.meter.extend(limit.kind);
      this.#told.delete(limit.kind);
    }
    return goesOn;
  }

  /** The time in which somebody thinks about it is not the turn's. */
  async #goesOn(question: GoOnQuestion): Promise<boolean> {
    const { askToGoOn, meter, now } = this.#options;
    const from = now();
    try {
      return await askToGoOn(question, this.#signal);
    } finally {
      meter.addWait(now() - from);
    }
  }

  #end({ finish, finishReason }: Ending): void {
    this.#options.push({ type: 'end', finish, finishReason, usage: this.#usage, lostFrames: this.#lostFrames });
  }
}

function added(sum: Usage | undefined, { promptTokens, completionTokens, cachedTokens }: Usage): Usage {
  return {
    promptTokens: (sum?.promptTokens ?? 0) + promptTokens,
    completionTokens: (sum?.completionTokens ?? 0) + completionTokens,
    cachedTokens:
      cachedTokens === undefined && sum?.cachedTokens === undefined
        ? undefined
        : (sum?.cachedTokens ?? 0) + (cachedTokens ?? 0),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
