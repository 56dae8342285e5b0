/** What is wrong with how an answer ended, although no fault was thrown: the text is there, and somebody should know what it lacks. */
import { AssistantError } from '../../base/AssistantError';
import type { MessageId } from '../../base/messages';
import { finishOf } from '../formats/output/finishReasons';
import type { EndEvent } from '../Model';

/** Undefined = nothing more is to be said than `finish` does. */
export function faultOfEnd({
  finish,
  finishReason,
  lostFrames,
}: Pick<EndEvent, 'finishReason' | 'lostFrames'> & { readonly finish: string }): AssistantError | undefined {
  if (finish === 'incomplete' && finishReason !== undefined && finishOf(finishReason) === undefined) {
    return new AssistantError('endpoint.unknownEnd', [finishReason.slice(0, 60)]);
  }
  return lostFrames > 0 ? new AssistantError('endpoint.partsLost') : undefined;
}

const promises: ReadonlyMap<MessageId, MessageId> = new Map<MessageId, MessageId>([
  ['endpoint.rateLimited', 'endpoint.busy'],
  ['endpoint.loading', 'endpoint.stillLoading'],
]);

/** The same fault once nobody tries again by itself: its sentence must not promise that. */
export function givenUp(error: AssistantError): AssistantError {
  const code = promises.get(error.code);
  const { status, retryAfter, serverCode, args } = error;
  return code === undefined
    ? error
    : new AssistantError(code, args, {
        ...(status === undefined ? {} : { status }),
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(serverCode === undefined ? {} : { serverCode }),
      });
}
