/** What the person at a terminal is told of a fault: its sentence, and what to do about it here where the editor's way does not exist. */
import type { AssistantError } from '../../base/AssistantError';
import { formatMessage, type MessageId } from '../../base/messages';
import type { CommandIo } from './CommandIo';

const aboutKeys: ReadonlySet<MessageId> = new Set<MessageId>([
  'endpoint.keyNeeded',
  'endpoint.keyRejected',
  'endpoint.notAllowed',
]);

export function faultSentence(
  { code, args }: Pick<AssistantError, 'code' | 'args'>,
  translate: CommandIo['translate'],
): string {
  const sentence = formatMessage(code, args, translate);
  const how = translate('--key-from-env names the environment variable that holds it.');
  return aboutKeys.has(code) ? `${sentence} ${how}` : sentence;
}
