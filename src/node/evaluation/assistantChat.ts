/** A question about an item's files as the chat asks it in its mode Ask: with tools that look, in a loop, and nobody there to say yes. */
import { createId } from '../../base/createId';
import { agentEventStream } from '../../chat/agent/agentEventStream';
import { PersonDesk } from '../../chat/agent/approvals/PersonDesk';
import { EditToolChoice } from '../../chat/agent/EditToolChoice';
import { ToolCallRunner } from '../../chat/agent/ToolCallRunner';
import { TurnMeter } from '../../chat/agent/TurnMeter';
import type { ChatModel } from '../../chat/ChatHost';
import { agentPrompt } from '../../chat/prompt/agentPrompt';
import { systemPrompt } from '../../chat/prompt/systemPrompt';
import { runTurn } from '../../chat/turns/runTurn';
import type { WorkspaceIndex } from '../../context/index/WorkspaceIndex';
import { answerFrom } from '../../evaluation/asking/answerFrom';
import type { AskSettings } from '../../evaluation/asking/askSettings';
import type { EvaluationItem } from '../../evaluation/EvaluationItem';
import type { ConnectedModel } from '../../glm/ModelConnection';
import type { ShellTree } from '../../tools/commands/judgeCommand';
import { lookingTools } from '../../tools/functions/allTools';
import { SeenFiles } from '../../tools/SeenFiles';
import { openTerminalTools } from '../agent/openTools';
import { systemClock } from '../systemClock';
import type { PartOfAnswer } from './assistantSurface';

/** Those that need no editor and start no program. */
export const fileTools = lookingTools.filter(({ name }) => name !== 'get_diagnostics' && name !== 'get_changes');

export interface FilesOfItem {
  /** Absolute path. */
  readonly workspace: string;
  readonly tree: ShellTree;
  readonly openIndex: (folder: string) => Promise<WorkspaceIndex>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** As the settings of the editor have it. */
const limits = { rounds: 50, tokens: 2_000_000, minutes: 60 };

/** `sample`: from 0. */
export async function answerWithFiles(
  item: EvaluationItem,
  question: string,
  sample: number,
  asking: AskSettings,
  connected: ConnectedModel,
  { workspace, tree, openIndex, environment }: FilesOfItem,
  signal: AbortSignal,
): Promise<PartOfAnswer> {
  const newId = (): string => createId(Date.now());
  const desk: PersonDesk = new PersonDesk(systemClock, () => queueMicrotask(() => refuse(desk)));
  const gate = openTerminalTools({
    ...{ folder: workspace, tree, openIndex, environment, desk },
    ask: async () => undefined,
    onTodo: () => {},
  });
  const spent = { prompt: 0, completion: 0 };
  const model = sampled(connected, asking, sample, spent);
  const context = connected.contextTokens ?? 0;
  const answerTokens = Math.min(asking.maxTokens, Math.floor(context / 2));
  const tools = () => fileTools;
  const events = agentEventStream(
    {
      ...{ model, tools, firstRound: 0, serverTools: [], answerTokens, promptTokens: context - answerTokens },
      messages: [
        { role: 'system', content: agentPrompt(systemPrompt, 'ask') },
        { role: 'user', content: question },
      ],
      runner: new ToolCallRunner({
        ...{ gate, tools, desk, mode: () => 'ask', rules: () => ({}), allowed: new Set<string>() },
        seen: new SeenFiles([], (path) => gate.realPath(path)),
        newProblems: async () => '',
        createId: newId,
      }),
      meter: new TurnMeter(limits, undefined, () => systemClock.now()),
      askToGoOn: async () => false,
      editTools: new EditToolChoice({ get: () => undefined, set: () => {} }),
      note: () => ({ id: newId(), surface: 'evaluation' }),
      createId: newId,
      now: () => systemClock.now(),
    },
    [],
    signal,
  );
  let text = '';
  const { finish, milliseconds, error } = await runTurn(
    events,
    () => systemClock.now(),
    (progress) => {
      if (progress.kind === 'piece') {
        text += progress.text;
      } else if (progress.kind === 'whole') {
        text = progress.text;
      }
    },
    signal,
  );
  signal.throwIfAborted();
  if (error !== undefined) {
    throw error;
  }
  return {
    answer: answerFrom(item, { kind: 'chat', text, calls: [] }),
    response: text,
    generation: { milliseconds, finish, promptTokens: spent.prompt, completionTokens: spent.completion },
  };
}

/** Nobody is there: whatever is asked, the answer is no. */
function refuse(desk: PersonDesk): void {
  const { current } = desk;
  if (current !== undefined) {
    desk.answer(current.id, current.hash, { kind: 'deny', reason: '' });
  }
}

/** The model as the run asks it, with the tokens of all rounds added up in `spent`. */
function sampled(
  { model, modelId, host, contextTokens }: ConnectedModel,
  { temperature, topP, seed }: AskSettings,
  sample: number,
  spent: { prompt: number; completion: number },
): ChatModel {
  const sampling = {
    temperature,
    ...(topP !== undefined && { topP }),
    ...(seed !== undefined && { seed: seed + sample }),
  };
  return {
    ...{ modelId, host: host ?? null, contextTokens },
    async *chat(request, signal) {
      for await (const event of model.chat({ ...request, ...sampling }, signal)) {
        if (event.type === 'end') {
          spent.prompt += event.usage?.promptTokens ?? 0;
          spent.completion += event.usage?.completionTokens ?? 0;
        }
        yield event;
      }
    },
  };
}
