/** A turn with tools that exist in the test only: each writes down when it ran and says what it was told to. */

import type { JsonObject } from '../../../../src/base/json';
import { type CallOutcome, type GoOnQuestion, runAgentTurn } from '../../../../src/chat/agent/AgentTurn';
import type { AgentCall, TurnEvent } from '../../../../src/chat/agent/agentEvents';
import { EditToolChoice, type OutcomeTable } from '../../../../src/chat/agent/EditToolChoice';
import { type TokenPrice, type TurnLimits, TurnMeter } from '../../../../src/chat/agent/TurnMeter';
import type { Tool, ToolKind } from '../../../../src/tools/Tool';
import type { ScriptedAgentModel } from '../../../support/ScriptedAgentModel';

export interface FakeTool {
  readonly kind: ToolKind;
  readonly run: (values: JsonObject, signal: AbortSignal) => string | CallOutcome | Promise<string | CallOutcome>;
}

export interface TurnBench {
  readonly tools?: Readonly<Record<string, FakeTool>>;
  readonly limits?: TurnLimits;
  readonly price?: TokenPrice;
  readonly goesOn?: (question: GoOnQuestion) => boolean;
  readonly promptTokens?: number;
  /** Of each tool; absent = its name. */
  readonly description?: string;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
  readonly outcomes?: OutcomeTable;
  readonly onEvent?: (event: TurnEvent) => void;
}

const looks: FakeTool = { kind: 'read', run: (values) => `looked at ${JSON.stringify(values)}` };
export const standardTools: Readonly<Record<string, FakeTool>> = {
  read_file: looks,
  edit_file: { kind: 'edit', run: () => ({ end: 'done', output: 'edited', changed: true }) },
  run_tests: { kind: 'run', run: () => 'all passed' },
};

/** Runs a turn; its events, what was asked, and what ran in which order. */
export async function play(model: ScriptedAgentModel, bench: TurnBench = {}) {
  const tools = { ...standardTools, ...bench.tools };
  const events: TurnEvent[] = [];
  const asked: GoOnQuestion[] = [];
  const ran: string[] = [];
  let outcomes: OutcomeTable = bench.outcomes ?? {};
  let ids = 0;
  const now = bench.now ?? (() => 0);
  const definitions = Object.entries(tools).map(([name, { kind }]) => toolNamed(name, kind, bench.description ?? name));
  const error = await runAgentTurn(
    {
      model,
      messages: [
        { role: 'system', content: 'You help.' },
        { role: 'user', content: 'Do it' },
      ],
      tools: () => definitions,
      runner: {
        async run({ name }: AgentCall, values, { onState }, signal): Promise<CallOutcome> {
          onState('running');
          ran.push(`> ${name}`);
          const result = await tools[name]?.run(values, signal);
          ran.push(`< ${name}`);
          return typeof result === 'object' ? result : { end: 'done', output: result ?? '', changed: false };
        },
      },
      meter: new TurnMeter(bench.limits ?? {}, bench.price, now),
      askToGoOn: async (question) => {
        asked.push(question);
        return bench.goesOn?.(question) ?? false;
      },
      editTools: new EditToolChoice({
        get: () => outcomes,
        set: (value) => {
          outcomes = value;
        },
      }),
      promptTokens: bench.promptTokens ?? 16_000,
      answerTokens: 4096,
      note: () => ({ id: 'note', surface: 'agent' }),
      createId: () => `c${ids++}`,
      now,
      onRound: () => {},
      serverTools: [],
      firstRound: 0,
      push: (event) => {
        events.push(event);
        bench.onEvent?.(event);
      },
    },
    bench.signal ?? new AbortController().signal,
  ).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const end = events.find((event) => event.type === 'end');
  const results = events.flatMap((event) => (event.type === 'callResult' ? [event] : []));
  return { events, asked, ran, end, results, outcomes, error };
}

function toolNamed(name: string, kind: ToolKind, description: string): Tool {
  const parameters = { type: 'object', properties: { path: { type: 'string' } } };
  const read = () => ({ kind: 'invalid', message: 'only a name' }) as const;
  return { name, kind, description, parameters, example: {}, read };
}
