/** One answer of a model as it arrives: its events put together to text, thoughts, times and how it ended. Never rejects. */
import { AssistantError } from '../../base/AssistantError';
import { faultOfEnd } from '../../glm/answer/answerEnd';
import type { Usage } from '../../glm/Model';
import { type AgentEvent, isAgentEvent, type TurnEvent } from '../agent/agentEvents';
import type { AnswerEnd, ServerToolUse } from '../conversation/records';

export type TurnProgress =
  /** What is new since the last call. */
  | { readonly kind: 'piece'; readonly text: string; readonly reasoning: string }
  /** The whole answer so far: it takes the place of what there was. */
  | { readonly kind: 'whole'; readonly text: string; readonly reasoning: string }
  /** The provider uses a tool of its own, or has used it. */
  | { readonly kind: 'serverTool'; readonly use: ServerToolUse }
  /** Something about calls of tools. */
  | { readonly kind: 'agent'; readonly event: AgentEvent };

export interface TurnResult {
  readonly finish: AnswerEnd;
  /** Milliseconds until the end, and those of thinking. */
  readonly milliseconds: number;
  readonly reasoningMilliseconds: number;
  readonly usage: Usage | undefined;
  readonly error: AssistantError | undefined;
}

/** `now` is monotonic milliseconds. An aborted signal ends the turn as `stopped`. */
export async function runTurn(
  events: AsyncIterable<TurnEvent>,
  now: () => number,
  onProgress: (progress: TurnProgress) => void,
  signal: AbortSignal,
): Promise<TurnResult> {
  const startedAt = now();
  let thoughtFrom: number | undefined;
  let reasoningMilliseconds = 0;
  let end: Extract<TurnEvent, { readonly type: 'end' }> | undefined;
  const endThought = (): void => {
    if (thoughtFrom !== undefined) {
      reasoningMilliseconds += now() - thoughtFrom;
      thoughtFrom = undefined;
    }
  };
  const result = (finish: AnswerEnd, error?: AssistantError): TurnResult => {
    endThought();
    const milliseconds = Math.round(now() - startedAt);
    const thought = Math.round(reasoningMilliseconds);
    return { finish, milliseconds, reasoningMilliseconds: thought, usage: end?.usage, error };
  };
  try {
    for await (const event of events) {
      if (event.type === 'text') {
        endThought();
        onProgress({ kind: 'piece', text: event.text, reasoning: '' });
      } else if (event.type === 'reasoning') {
        thoughtFrom ??= now();
        onProgress({ kind: 'piece', text: '', reasoning: event.text });
      } else if (event.type === 'reclassified') {
        // Everything until now was thinking.
        reasoningMilliseconds = now() - startedAt;
        onProgress({ kind: 'whole', text: event.content, reasoning: event.reasoning });
      } else if (event.type === 'serverTool') {
        onProgress({ kind: 'serverTool', use: { tool: event.tool, input: event.input, outputs: [] } });
      } else if (event.type === 'serverToolResult') {
        onProgress({
          kind: 'serverTool',
          use: { tool: event.tool, input: '', outputs: event.outputs.map((each) => ({ ...each })) },
        });
      } else if (isAgentEvent(event)) {
        onProgress({ kind: 'agent', event });
      } else if (event.type === 'end') {
        end = event;
      }
    }
    const fault = end === undefined ? undefined : faultOfEnd(end);
    // An answer with holes in it is not done, whatever the server says.
    return result(fault === undefined ? (end?.finish ?? 'incomplete') : 'incomplete', fault);
  } catch (error) {
    if (signal.aborted) {
      return result('stopped');
    }
    return result(
      'failed',
      error instanceof AssistantError ? error : new AssistantError('unexpected', [], { cause: error }),
    );
  }
}
