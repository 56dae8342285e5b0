/**
 * One call of a model on its way: offered in this mode? arguments right? what do gate, mode and rules say? does the person agree? Then,
 * and only then, the gate runs it. Everything that says no does so in words for the model, and the turn goes on.
 */
import type { SeenFiles } from '../../tools/SeenFiles';
import type { Tool } from '../../tools/Tool';
import type { CallDecision, ToolGate } from '../../tools/ToolGate';
import type { ToolResult } from '../../tools/ToolResult';
import type { CallHooks, CallOutcome, CallRunner } from './AgentTurn';
import type { AgentCall } from './agentEvents';
import { approvalFor, redirectFor } from './approvals/approvalFor';
import type { PersonDesk } from './approvals/PersonDesk';
import { changedText, deniedText, ruledOutText } from './loopTexts';
import { type AgentMode, decideCall, type ToolRules } from './modes';

export interface ToolCallRunnerOptions {
  readonly gate: ToolGate;
  /** Offered in the mode of now. */
  readonly tools: () => readonly Tool[];
  /** Of the conversation. */
  readonly seen: SeenFiles;
  readonly mode: () => AgentMode;
  readonly rules: () => ToolRules;
  readonly desk: PersonDesk;
  /** Hashes of what the person allowed for this window. */
  readonly allowed: Set<string>;
  /** Problems that the last edits brought, in words for the model; '' = none. */
  readonly newProblems: (result: ToolResult, signal: AbortSignal) => Promise<string>;
  readonly createId: () => string;
}

/** More than a model could use; tools cut their outputs themselves, far below. */
const longestOutput = 200_000;

export class ToolCallRunner implements CallRunner {
  readonly #options: ToolCallRunnerOptions;

  constructor(options: ToolCallRunnerOptions) {
    this.#options = options;
  }

  async run(
    { id, name }: AgentCall,
    values: Parameters<CallRunner['run']>[1],
    { onState, onOutput }: CallHooks,
    signal: AbortSignal,
  ): Promise<CallOutcome> {
    const { gate, desk, seen, newProblems, createId } = this.#options;
    const tool = this.#options.tools().find((one) => one.name === name);
    if (tool === undefined) {
      return refused(`Refused: ${name} is not offered in this mode.`);
    }
    const reading = tool.read(values);
    if (reading.kind === 'invalid') {
      return { end: 'failed', output: reading.message, changed: false };
    }
    const decided = await gate.decide(reading.call, signal);
    if ('failed' in decided) {
      return outcomeOf(decided);
    }
    const decision = this.#decide(tool, decided);
    if (decision === 'deny') {
      return refused(ruledOutText(decided.reasons));
    }
    if (decision !== 'allow' && !(decision === 'ask' && this.#options.allowed.has(decided.hash))) {
      onState('waiting');
      const answer = await desk.ask(approvalFor(createId(), id, decided, decision), signal);
      if (answer.kind === 'deny' || answer.kind === 'text') {
        const output = answer.kind === 'deny' ? deniedText(answer.reason, answer.byNobody) : deniedText('');
        return { end: 'denied', output, changed: false };
      }
      if (answer.kind === 'window') {
        this.#options.allowed.add(decided.hash);
      }
    }
    signal.throwIfAborted();
    // The mode may be another one by now, and so may the rules.
    if (!this.#options.tools().includes(tool) || this.#decide(tool, decided) === 'deny') {
      return refused(ruledOutText([]));
    }
    const approved = await gate.approve(decided, true);
    if (approved === undefined) {
      return { end: 'failed', output: changedText(), changed: false };
    }
    signal.throwIfAborted();
    onState('running');
    const result = await gate.run(approved, {
      ...{ signal, seen },
      progress: ({ text }) => onOutput(text),
      askAddress: async (judgement) => {
        onState('waiting');
        const answer = await desk.ask(redirectFor(createId(), id, name, judgement), signal);
        onState('running');
        return answer.kind === 'once' || answer.kind === 'window';
      },
    });
    const outcome = outcomeOf(result);
    const problems = outcome.changed ? await newProblems(result, signal) : '';
    return problems === '' ? outcome : { ...outcome, output: `${outcome.output}\n\n${problems}` };
  }

  #decide(tool: Tool, decided: CallDecision) {
    const { mode, rules } = this.#options;
    const set = rules();
    const rule = Object.hasOwn(set, tool.name) ? set[tool.name] : undefined;
    return decideCall(mode(), tool.kind, rule, decided.decision);
  }
}

function refused(output: string): CallOutcome {
  return { end: 'refused', output, changed: false };
}

function outcomeOf({ text, data, failed }: ToolResult): CallOutcome {
  const made = data.kind === 'proposal' && data.files.some(({ state }) => state === 'made' || state === 'partly');
  const output = text.length > longestOutput ? `${text.slice(0, longestOutput)}\n(The rest is left out.)` : text;
  const ran =
    data.kind === 'command' && data.exitCode !== undefined
      ? { command: data.command, exitCode: data.exitCode, output: data.output }
      : undefined;
  const pictures =
    data.kind === 'program' && data.pictures.length > 0
      ? data.pictures.map(({ type, data: base64 }) => `data:${type};base64,${base64}`)
      : undefined;
  return { end: failed ? 'failed' : 'done', output, changed: made, ran, pictures };
}
