/** What servers count of a conversation, which is more exact than what is estimated here. */
import type { Message } from '../conversation/Conversation';

/**
 * Tokens of the last request and its answer, as the server counted them (not of several requests together); 0 = it did not, or was asked
 * before the summary.
 */
export function usedByServer(path: readonly Message[], compactedAfter: string | undefined): number {
  const at = path.findLastIndex(
    (message) => message.kind === 'answer' && message.usage !== undefined && message.calls.length === 0,
  );
  const last = path[at];
  const isOld = path.findIndex(({ id }) => id === compactedAfter) >= at;
  return last?.kind === 'answer' && last.usage !== undefined && !isOld
    ? last.usage.promptTokens + last.usage.completionTokens
    : 0;
}
