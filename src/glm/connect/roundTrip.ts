/** The smallest real question to a model, to see that everything between the editor and its answer works. */
import { AssistantError } from '../../base/AssistantError';
import type { Clock } from '../../platform/Clock';
import type { Model } from '../Model';

export interface RoundTrip {
  /** Until the first piece of the answer, in milliseconds. */
  readonly firstMilliseconds: number;
}

const mostTokens = 16;

/** Asks for a word or two; ends after the first piece of an answer. Rejects with the model's `AssistantError`. */
export async function roundTrip(model: Model, clock: Clock, signal: AbortSignal): Promise<RoundTrip> {
  const startedAt = clock.now();
  const done = new AbortController();
  const messages = [{ role: 'user', content: 'Say “ready”.' }] as const;
  const events = model.chat(
    { messages, maxTokens: mostTokens, thinking: false, note: { id: 'round-trip', surface: 'probe' } },
    AbortSignal.any([signal, done.signal]),
  );
  try {
    for await (const event of events) {
      if (event.type !== 'problem') {
        return { firstMilliseconds: Math.round(clock.now() - startedAt) };
      }
    }
  } finally {
    done.abort();
  }
  throw new AssistantError('endpoint.answerIncomplete');
}
