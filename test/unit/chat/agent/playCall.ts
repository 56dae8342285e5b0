/** One call of a model on its whole way through the real tools, in a mode, with a person who says yes to everything. */
import type { JsonObject } from '../../../../src/base/json';
import type { CallOutcome } from '../../../../src/chat/agent/AgentTurn';
import { PersonDesk } from '../../../../src/chat/agent/approvals/PersonDesk';
import { type AgentMode, isOffered } from '../../../../src/chat/agent/modes';
import { ToolCallRunner } from '../../../../src/chat/agent/ToolCallRunner';
import { allTools } from '../../../../src/tools/functions/allTools';
import { SeenFiles } from '../../../../src/tools/SeenFiles';
import type { ToolWorld } from '../../../support/toolWorld';

/** `seen`: real paths of what the model has read. */
export function playCall(
  world: ToolWorld,
  mode: AgentMode,
  name: string,
  values: JsonObject,
  seen: readonly string[] = [],
): Promise<CallOutcome> {
  let time = 0;
  const desk = new PersonDesk({ now: () => time }, () =>
    queueMicrotask(() => {
      time += 1000;
      desk.answer(desk.current?.id ?? '', desk.current?.hash ?? '', { kind: 'once' });
    }),
  );
  let ids = 0;
  const runner = new ToolCallRunner({
    ...{ gate: world.gate, desk, allowed: new Set(), mode: () => mode, rules: () => ({}) },
    tools: () => allTools.filter((tool) => isOffered(mode, tool.kind, tool.name)),
    seen: new SeenFiles(seen, async (path) => path),
    newProblems: async () => '',
    createId: () => `r${ids++}`,
  });
  const call = { id: 'c', round: 0, name, arguments: JSON.stringify(values) };
  return runner.run(call, values, { onState: () => {}, onOutput: () => {} }, new AbortController().signal);
}
