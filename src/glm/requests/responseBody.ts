/** Reads the body of an answer, in one piece or as it arrives. */
import { AssistantError } from '../../base/AssistantError';
import { ConnectionBroken } from '../answer/answerStream';
import { drainLimit } from '../ClientLimits';
import type { FailureContext } from '../errors';
import type { RequestWatch } from './RequestWatch';

/** The JSON value of an answer; throws when it is none. */
export async function readJson(response: Response, context: FailureContext): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new AssistantError('endpoint.notAModelServer', [context.host], { status: response.status });
  }
}

/**
 * The bytes of an answer as they arrive, at most `idle()` milliseconds apart; the caller's own time does not count. Throws `ConnectionBroken` when the connection breaks. When the
 * caller stops listening, the connection is cut, unless the answer is complete.
 */
export async function* chunksOf(
  response: Response,
  watch: RequestWatch,
  idle: () => number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    return;
  }
  const cancel = (): void => void reader.cancel().catch(() => {});
  watch.signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        watch.signal.throwIfAborted();
        throw new ConnectionBroken(error);
      });
      watch.signal.throwIfAborted();
      if (done) {
        return;
      }
      watch.pause();
      yield value;
      watch.allow(idle());
    }
  } finally {
    watch.signal.removeEventListener('abort', cancel);
    if (watch.isComplete) {
      void drain(reader);
    } else {
      // The caller stopped listening: an answer left unread keeps the server generating.
      cancel();
    }
  }
}

/** Reads the few bytes after the answer's last frame, so that the connection can serve the next request. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), drainLimit);
  try {
    while (!(await reader.read()).done) {}
  } catch {
    // The answer was complete; how the connection ends does not matter.
  } finally {
    clearTimeout(timer);
  }
}

/** Bytes of a page in which its first words certainly stand. */
const pageBeginning = 16_384;

/** What a page says at its beginning, without its markup; '' when nothing can be read. */
export async function wordsOfPage(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let page = '';
  try {
    while (page.length < pageBeginning) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) {
        break;
      }
      page += decoder.decode(value, { stream: true });
    }
  } catch {
    // What came is enough.
  }
  await reader?.cancel().catch(() => {});
  return page
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]*(?:>|$)/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}

export function isHtml(response: Response): boolean {
  return /\bhtml\b/i.test(response.headers.get('content-type') ?? '');
}

export function isJson(response: Response): boolean {
  return /^application\/(?:[\w.+-]*\+)?json\b/i.test(response.headers.get('content-type') ?? '');
}
