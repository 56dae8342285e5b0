/** What to ask instead, where a service's error code says that the request itself was at fault. Source: glm.md, section 1.6. */
import type { AssistantError } from '../../base/AssistantError';
import type { ChatBody } from './chatBody';

/** Without these the question is another one. What else a body holds only says how it is to be answered. */
const needed: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'prompt', 'raw', 'tools', 'extra', 'stream', 'max_tokens', 'n_predict', 'options'],
  ...['input_prefix', 'input_suffix', 'input_extra'],
]);

/** A body for one more try; undefined = the same would be said again. */
export function secondBody(body: ChatBody, { serverCode }: AssistantError): ChatBody | undefined {
  switch (serverCode) {
    case '1210': {
      const plain = withoutOptionalFields(body);
      return Object.keys(plain).length < Object.keys(body).length ? plain : undefined;
    }
    case '1231':
      return 'request_id' in body ? { ...body, request_id: crypto.randomUUID() } : undefined;
    default:
      return undefined;
  }
}

export function withoutOptionalFields(body: ChatBody): ChatBody {
  return Object.fromEntries(Object.entries(body).filter(([name]) => needed.has(name)));
}
