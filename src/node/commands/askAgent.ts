/** `glm-tandem ask --agent`: the question with tools, in the folder in which the command is run, approvals on the terminal. */

import { createId } from '../../base/createId';
import { PlainOutput } from '../../base/PlainOutput';
import { visibleText } from '../../base/visibleText';
import { agentEventStream } from '../../chat/agent/agentEventStream';
import type { CallEnd } from '../../chat/agent/agentEvents';
import { PersonDesk } from '../../chat/agent/approvals/PersonDesk';
import { EditToolChoice } from '../../chat/agent/EditToolChoice';
import { ToolCallRunner } from '../../chat/agent/ToolCallRunner';
import { TurnMeter } from '../../chat/agent/TurnMeter';
import { definitionTokens } from '../../chat/agent/toolDefinitions';
import type { ChatModel } from '../../chat/ChatHost';
import { agentPrompt } from '../../chat/prompt/agentPrompt';
import { systemPrompt } from '../../chat/prompt/systemPrompt';
import { runTurn } from '../../chat/turns/runTurn';
import type { SymbolIndex } from '../../context/index/SymbolIndex';
import { silentLog } from '../../platform/Log';
import type { InterpreterResult } from '../../sandbox/CodeInterpreter';
import { Interpreters, type PythonSandbox } from '../../sandbox/Interpreters';
import type { ShellTree } from '../../tools/commands/judgeCommand';
import { allTools, toolsWithoutSandbox } from '../../tools/functions/allTools';
import { SeenFiles } from '../../tools/SeenFiles';
import { openTerminalTools } from '../agent/openTools';
import { TerminalPerson } from '../agent/TerminalPerson';
import { openPythonSandbox } from '../sandbox/openPythonSandbox';
import { systemClock } from '../systemClock';
import { type CommandIo, exitCode } from './CommandIo';

export interface AgentAnswerOptions {
  /** Paths of files whose text is in the question. */
  readonly seen: readonly string[];
  readonly maxTokens: number;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly tree: ShellTree;
  /** Builds the index of a folder, when symbols are looked for. */
  readonly openIndex: (folder: string) => Promise<{ readonly symbols: SymbolIndex }>;
  /** What Python runs in; absent = this machine's sandbox. */
  readonly openPython?: () => Promise<PythonSandbox | undefined>;
}

const unknownContext = 8_192;
/** As the settings of the editor have it. */
const limits = { rounds: 50, tokens: 2_000_000, minutes: 60 };

/** Gives the command's exit code; rejects as a model does. */
export async function answerWithTools(
  model: ChatModel,
  content: string,
  { openPython = () => openPythonSandbox(silentLog), ...options }: AgentAnswerOptions,
  io: CommandIo,
): Promise<number> {
  const interpreters = new Interpreters(openPython);
  try {
    return await answer(model, content, options, interpreters, io);
  } finally {
    await interpreters.dispose();
  }
}

async function answer(
  model: ChatModel,
  content: string,
  { seen, maxTokens, quiet, json, tree, openIndex }: Omit<AgentAnswerOptions, 'openPython'>,
  interpreters: Interpreters,
  io: CommandIo,
): Promise<number> {
  const person = new TerminalPerson(io);
  const desk: PersonDesk = new PersonDesk(systemClock, () => queueMicrotask(() => void person.attend(desk)));
  const newId = (): string => createId(Date.now());
  await interpreters.prepare(io.signal);
  const gate = openTerminalTools({
    ...{ folder: io.workingDirectory, tree, openIndex, environment: io.environment, desk },
    ask: async (question, choices, signal) => {
      const id = newId();
      const answer = await desk.ask({ kind: 'question', id, hash: id, question, choices }, signal);
      return answer.kind === 'text' ? answer.text : undefined;
    },
    runPython: async ({ code }, signal) => withoutPictures(await interpreters.run('', code, signal)),
    onTodo: (items) => {
      const signs = { open: ' ', doing: '>', done: 'x' } as const;
      tell(items.map(({ text, state }) => `[${signs[state]}] ${visibleText(text)}\n`).join(''));
    },
  });
  const tell = (text: string): void => {
    if (!quiet) {
      io.stderr.write(text);
    }
  };
  const context = model.contextTokens ?? unknownContext + definitionTokens(toolsWithoutSandbox);
  const answerTokens = Math.min(maxTokens, Math.floor(context / 2));
  const tools = () => (interpreters.isReady ? allTools : toolsWithoutSandbox);
  const events = agentEventStream(
    {
      ...{ model, tools, firstRound: 0, serverTools: [], answerTokens, promptTokens: context - answerTokens },
      messages: [
        { role: 'system', content: agentPrompt(systemPrompt, 'agent') },
        { role: 'user', content },
      ],
      runner: new ToolCallRunner({
        ...{ gate, tools, desk, mode: () => 'agent', rules: () => ({}), allowed: new Set<string>() },
        seen: new SeenFiles(seen, (path) => gate.realPath(path)),
        newProblems: async () => '',
        createId: newId,
      }),
      meter: new TurnMeter(limits, undefined, () => systemClock.now()),
      askToGoOn: async (question, signal) => {
        const id = newId();
        return (await desk.ask({ kind: 'goOn', id, hash: id, question }, signal)).kind === 'once';
      },
      editTools: new EditToolChoice({ get: () => undefined, set: () => {} }),
      note: () => ({ id: newId(), surface: 'agent' }),
      createId: newId,
      now: () => systemClock.now(),
    },
    [],
    io.signal,
  );
  const { translate } = io;
  const ends: Readonly<Record<CallEnd, string>> = {
    ...{ done: translate('done'), failed: translate('failed'), stopped: translate('stopped') },
    ...{ refused: translate('not allowed'), denied: translate('denied') },
  };
  const calls = new Map<string, { name: string; arguments: string; end: string | null }>();
  let text = '';
  let reasoning = '';
  // Nothing that a model or a program writes may command the terminal on which the person approves.
  const [plainText, plainThought, plainOutput] = [new PlainOutput(), new PlainOutput(), new PlainOutput()];
  const result = await runTurn(
    events,
    () => systemClock.now(),
    (progress) => {
      if (progress.kind === 'piece') {
        text += progress.text;
        reasoning += progress.reasoning;
        tell(plainThought.push(progress.reasoning));
        if (!json) {
          io.stdout.write(plainText.push(progress.text));
        }
      } else if (progress.kind === 'whole') {
        text = progress.text;
        reasoning = progress.reasoning;
      } else if (progress.kind === 'agent') {
        const { event } = progress;
        if (event.type === 'call') {
          calls.set(event.call.id, { name: event.call.name, arguments: event.call.arguments, end: null });
          tell(`\n• ${event.call.name} ${visibleText(event.call.arguments).slice(0, 300)}\n`);
        } else if (event.type === 'callOutput') {
          tell(plainOutput.push(event.text));
        } else if (event.type === 'callResult') {
          const call = calls.get(event.id);
          calls.set(event.id, { name: '', arguments: '', ...call, end: event.end });
          // What is said of a refusal is for the model: the person has just given it.
          const said = event.end === 'denied' ? '' : `: ${visibleText(event.output).split('\n', 1)[0]?.slice(0, 300)}`;
          tell(`  ${ends[event.end]}${said}\n`);
        }
      }
    },
    io.signal,
  );
  if (json) {
    const { finish, usage = null, milliseconds: ms } = result;
    io.stdout.write(`${JSON.stringify({ content: text, reasoning, finish, usage, ms, calls: [...calls.values()] })}\n`);
  } else if (text !== '' && !text.endsWith('\n')) {
    io.stdout.write('\n');
  }
  if (result.finish === 'stopped') {
    return exitCode.interrupted;
  }
  if (result.error !== undefined) {
    throw result.error;
  }
  return result.finish === 'stop' ? exitCode.done : exitCode.failed;
}

/** A terminal shows none, which the model is told. */
function withoutPictures(result: InterpreterResult | undefined): InterpreterResult | undefined {
  const drawn = result?.pictures.length ?? 0;
  return result === undefined || drawn === 0
    ? result
    : {
        ...result,
        output: `${result.output}Pictures that were saved and that a terminal cannot show: ${drawn}.\n`,
        pictures: [],
      };
}
