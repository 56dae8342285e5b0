/** One answer of a model as it arrives: its events put together to text, thoughts, times and how it ended. Never rejects. */
import { AssistantError } from '../base/AssistantError';
import type { ModelEvent, Usage } from '../glm/Model';
import type { AnswerEnd } from './conversation/records';

export interface TurnProgress {
  /** What is new since the last call. */
  readonly text: string;
  readonly reasoning: string;
  /** True: `text` and `reasoning` are the whole answer so far and take the place of what there was. */
  readonly whole: boolean;
}

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
  events: AsyncIterable<ModelEvent>,
  now: () => number,
  onProgress: (progress: TurnProgress) => void,
  signal: AbortSignal,
): Promise<TurnResult> {
  const startedAt = now();
  let thoughtFrom: number | undefined;
  let reasoningMilliseconds = 0;
  let end: { readonly finish: AnswerEnd; readonly usage: Usage | undefined } | undefined;
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
        onProgress({ text: event.text, reasoning: '', whole: false });
      } else if (event.type === 'reasoning') {
        thoughtFrom ??= now();
        onProgress({ text: '', reasoning: event.text, whole: false });
      } else if (event.type === 'reclassified') {
        // Everything until now was thinking.
        reasoningMilliseconds = now() - startedAt;
        onProgress({ text: event.content, reasoning: event.reasoning, whole: true });
      } else if (event.type === 'end') {
        end = event;
      }
    }
    return result(end?.finish ?? 'incomplete');
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
