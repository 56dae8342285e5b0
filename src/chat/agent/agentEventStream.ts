/** A turn with tools as one stream of events, as a plain answer is: the texts of its rounds are one text. */

import { type AgentTurnOptions, runAgentTurn } from './AgentTurn';
import type { TurnEvent } from './agentEvents';
import { EventQueue } from './EventQueue';

/** @param first told before anything else */
export async function* agentEventStream(
  options: Omit<AgentTurnOptions, 'push' | 'onRound'>,
  first: readonly TurnEvent[],
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, void, undefined> {
  const queue = new EventQueue<TurnEvent>();
  // All that was written in earlier rounds.
  let before = { text: '', reasoning: '' };
  let now = { text: '', reasoning: '' };
  const push = (event: TurnEvent): void => {
    if (event.type === 'text') {
      now = { ...now, text: now.text + event.text };
    } else if (event.type === 'reasoning') {
      now = { ...now, reasoning: now.reasoning + event.text };
    } else if (event.type === 'reclassified') {
      now = { text: before.text + event.content, reasoning: before.reasoning + event.reasoning };
      queue.push({ ...event, content: now.text, reasoning: now.reasoning });
      return;
    }
    queue.push(event);
  };
  const onRound = (): void => {
    for (const type of ['text', 'reasoning'] as const) {
      if (now[type] !== '' && !now[type].endsWith('\n\n')) {
        push({ type, text: '\n\n' });
      }
    }
    before = now;
  };
  for (const event of first) {
    queue.push(event);
  }
  runAgentTurn({ ...options, push, onRound }, signal).then(
    () => queue.end(),
    (error: unknown) => queue.fail(error),
  );
  yield* queue;
}
