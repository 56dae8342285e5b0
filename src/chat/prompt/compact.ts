/** A conversation made shorter for the model: what was said so far as a summary, the person's questions word for word. */
import { estimateTokens } from '../../base/estimateTokens';
import type { Message } from '../conversation/Conversation';

/** Asked behind the conversation that is to be summed up. */
export const compactPrompt = `Sum up this conversation so that it can go on without what was said before. Write, under short headings:
- what the person wants to reach, and rules that they gave;
- what was decided, and why;
- files, functions and places that matter, as \`path:line\` where known, and what was found out about each;
- code that is still needed, whole, in fences;
- what is done, and what is left to do.
Nothing else: no greeting, no opinion about the conversation. Write in the language that the person uses.`;

/** The person's own questions may take at most this share of the room. */
const questionShare = 0.25;

/** What stands in place of the messages: the summary, and the questions of the person. `room`: tokens that all of it may take. */
export function compactedText(messages: readonly Message[], summary: string, room: number): string {
  const questions: string[] = [];
  let left = room * questionShare;
  for (const message of messages.toReversed()) {
    if (message.kind === 'question') {
      left -= estimateTokens(message.text);
      if (left < 0) {
        questions.unshift('(earlier questions found no room)');
        break;
      }
      questions.unshift(`- ${message.text.trim().replaceAll('\n', '\n  ')}`);
    }
  }
  return `What was said earlier in this conversation, summed up:\n\n${summary.trim()}\n\nWhat the person asked until then, word for word:\n${questions.join('\n')}`;
}
