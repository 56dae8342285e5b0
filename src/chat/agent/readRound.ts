/** One request of a turn: its events passed on while they come, and what it comes to. */

import { type ParseProblem, problem } from '../../glm/formats/output/problems';
import type { ToolCall } from '../../glm/formats/ToolDefinition';
import type { AnswerFinish, EndEvent, ModelEvent } from '../../glm/Model';

export interface Round {
  readonly text: string;
  readonly reasoning: string;
  /** Complete and valid, in order; empty unless the answer ended with them. */
  readonly calls: readonly ToolCall[];
  /** Calls that must not run, with what is wrong with them. */
  readonly refused: readonly ParseProblem[];
  readonly end: Omit<EndEvent, 'finish'> & { readonly finish: AnswerFinish };
}

/** Calls of one answer that run; nobody can follow more of them at once, least of all who has to approve them. */
const mostCalls = 10;

/** Of problems that concern no call the end says enough. */
const callProblems: ReadonlySet<ParseProblem['code']> = new Set([
  'truncated_arguments',
  'unknown_tool',
  'bad_json',
  'bad_tags',
  'glued_arguments',
  'forbidden_key',
  'too_deep',
  'too_large',
  'too_many_calls',
  'schema_mismatch',
]);

/** @param pass hears of everything but calls, problems and the end */
export async function readRound(
  events: AsyncIterable<ModelEvent>,
  pass: (event: Exclude<ModelEvent, EndEvent>) => void,
): Promise<Round> {
  let text = '';
  let reasoning = '';
  const calls: ToolCall[] = [];
  const problems: ParseProblem[] = [];
  let end: EndEvent | undefined;
  for await (const event of events) {
    switch (event.type) {
      case 'text':
        text += event.text;
        break;
      case 'reasoning':
        reasoning += event.text;
        break;
      case 'reclassified':
        text = event.content;
        reasoning = event.reasoning;
        break;
      case 'toolCall':
        calls.push(event.call);
        continue;
      case 'problem':
        problems.push(event.problem);
        continue;
      case 'end':
        end = event;
        continue;
      default:
    }
    pass(event);
  }
  const ended = end ?? { type: 'end', finish: 'incomplete', finishReason: undefined, usage: undefined, lostFrames: 0 };
  const refused = problems.filter(({ code }) => callProblems.has(code));
  if (ended.finish !== 'tool_calls') {
    // Whatever was cut off may have been cut within a call before: none of them runs.
    const cut = calls.map(({ name }) => notRun(name));
    return { text, reasoning, calls: [], refused: [...refused, ...cut], end: ended };
  }
  // Their arguments are complete but not what the schema asks for.
  const unfit = new Set(
    refused.flatMap(({ code, toolName, rawArguments }) =>
      code === 'schema_mismatch' ? [`${toolName} ${rawArguments}`] : [],
    ),
  );
  const fit = calls.filter((call) => !unfit.has(`${call.name} ${JSON.stringify(call.arguments)}`));
  const beyond = fit.slice(mostCalls).map(({ name }) => problem('too_many_calls', name, mostCalls));
  return { text, reasoning, calls: fit.slice(0, mostCalls), refused: [...refused, ...beyond], end: ended };
}

function notRun(toolName: string): ParseProblem {
  const message = `The answer was cut off, so the call of “${toolName}” was not run.`;
  return { code: 'truncated_arguments', message, toolName, rawArguments: undefined };
}
