/** What the prompt log is told about a question: which words are the person's, and where it stands in its conversation. */
import type { RequestNote } from '../../glm/Model';
import type { Message } from '../conversation/Conversation';

/** `path`: the messages of the branch that is sent. */
export function noteOf(id: string, conversation: string, path: readonly Message[]): RequestNote {
  const questions = path.filter((message) => message.kind === 'question');
  const last = questions.at(-1);
  const earlier = path.findLast((message) => message.kind === 'answer' && message.request !== undefined);
  return {
    id,
    surface: /^\/commit\b/.test(last?.text ?? '') ? 'commit' : 'chat',
    conversation,
    turn: questions.length,
    ...(earlier?.kind === 'answer' && { parent: earlier.request }),
    said: questions.map(({ prompt, text }) => prompt ?? text),
    typed: last?.text,
    context: (last?.attachments ?? []).map(({ kind, label, text }) => ({ kind, path: label, text })),
  };
}
