/** Other texts for a place where one is shown: the same prompt again, with the model free to choose less likely words. */
import { AssistantError } from '../../base/AssistantError';
import type { CompletionCache } from '../reuse/CompletionCache';
import type { Suggestion } from '../reuse/reuseShown';
import type { CompletionRuns, RunPlace, Wish } from './CompletionRuns';

const mostAlternatives = 2;
/** More requests than that are not worth the wait when the model keeps saying the same. */
const mostRequests = 3;
const temperatures = [0.5, 0.8, 1];

export interface AlternativesHost {
  readonly runs: CompletionRuns;
  readonly cache: CompletionCache;
  readonly cursor: RunPlace;
  readonly wish: Wish;
  /** What is shown. */
  readonly first: Suggestion & { readonly requestId: string };
}

export interface Alternative {
  readonly text: string;
  readonly requestId: string;
}

/** Up to two texts that differ from the first and from each other; fewer when the server or the model gives no more. */
export async function alternativesFor(host: AlternativesHost, signal: AbortSignal): Promise<readonly Alternative[]> {
  const { runs, cache, cursor, wish, first } = host;
  const found: Alternative[] = [];
  const seen = new Set([first.text.trim()]);
  for (let i = 0; i < mostRequests && found.length < mostAlternatives; i++) {
    try {
      const answer = await runs.ask(cursor, { ...wish, temperature: temperatures[i] ?? 1, seed: i + 1 }, signal);
      if (typeof answer === 'object' && answer.kind === 'text' && !seen.has(answer.text.trim())) {
        seen.add(answer.text.trim());
        found.push({ text: answer.text, requestId: answer.requestId });
      }
    } catch (error) {
      if (!(error instanceof AssistantError)) {
        throw error;
      }
      break;
    }
  }
  // Looked up again at this place, the first one is found first.
  cache.add(cursor.uri, first, first.requestId);
  return found;
}
