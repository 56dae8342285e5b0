/** A recorded call as the page shows it: in words, and no longer than anybody reads in a panel. */
import type { JsonObject } from '../../base/json';
import type { ShownCall } from '../../protocol/agent';
import type { RecordedCall } from '../conversation/Conversation';
import type { AgentTexts } from './AgentHost';

/** UTF-16 units of input and output that the page gets; the whole is in the conversation. */
const longestShown = 8_000;

/** `open`: what a call without an end is now. */
export function describedCall(
  { id, at, name, arguments: text, end, output, pictures }: RecordedCall,
  open: ShownCall['state'],
  { call }: Pick<AgentTexts, 'call'>,
): ShownCall {
  const values = argumentsOf(text);
  // A program is read as it is written, not as JSON.
  const input = typeof values.code === 'string' && Object.keys(values).length === 1 ? values.code : text;
  return {
    ...{ id, at, ...call(name, values), state: end ?? open, input: cut(input), output: cut(output) },
    pictures: [...(pictures ?? [])],
  };
}

function cut(text: string): string {
  const half = longestShown / 2;
  return text.length <= longestShown ? text : `${text.slice(0, half)}\n…\n${text.slice(-half)}`;
}

/** The arguments of a call as an object; what is none has no members. */
function argumentsOf(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
