/** An answer as the model gets it back: each round of calls with its results, then what was said last. */
import type { ChatMessage } from '../../glm/Model';
import { stoppedText } from '../agent/loopTexts';
import { roundMessages } from '../agent/TurnHistory';
import type { Answer } from '../conversation/Conversation';

/** Of outputs of earlier turns the beginning and the end do, in UTF-16 units. */
const keptOutput = 3_000;

/** Every call has a result, even where the program ended before there was one. */
export function answerMessages({ text, reasoning, calls }: Answer): ChatMessage[] {
  const messages: ChatMessage[] = [];
  let end = 0;
  let thought = 0;
  for (const round of new Set(calls.map((call) => call.round))) {
    const together = calls.filter((call) => call.round === round);
    const { at = end, reasoningAt = thought } = together[0] ?? {};
    const finished = together.map(({ id, name, arguments: values, end: ended, output }) => ({
      ...{ id, name, arguments: isJson(values) ? values : '{}' },
      output: ended === undefined ? stoppedText.unknown : keptOf(output),
    }));
    messages.push(
      ...roundMessages({
        text: text.slice(end, at).trim(),
        reasoning: reasoning.slice(thought, reasoningAt).trim(),
        calls: finished,
      }),
    );
    end = at;
    thought = reasoningAt;
  }
  const last = calls.length === 0 ? text : text.slice(end).trim();
  return last === '' && messages.length > 0 ? messages : [...messages, { role: 'assistant', content: last }];
}

/** The output of an earlier turn's call as the model is reminded of it. */
export function keptOf(output: string): string {
  const half = keptOutput / 2;
  return output.length <= keptOutput
    ? output
    : `${output.slice(0, half)}\n(… ${output.length - keptOutput} characters are left out …)\n${output.slice(-half)}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
