/** A conversation for other programs and for reading: the shown branch as Markdown, or everything as JSON. */
import type { Conversation } from './Conversation';

/** The words around what was said, in the person's language. */
export interface ExportWords {
  readonly question: string;
  /** What went along with a question: code spans with commas between them. */
  readonly with: (along: string) => string;
  readonly answer: (model: string) => string;
}

/** The branch that is shown, with what went along named but not repeated. */
export function exportMarkdown(conversation: Conversation, words: ExportWords): string {
  const parts = conversation.path().map((message) => {
    if (message.kind === 'question') {
      const along = message.attachments.map(({ label }) => `\`${label.replaceAll('`', "'")}\``).join(', ');
      return `## ${words.question}\n\n${along === '' ? '' : `${words.with(along)}\n\n`}${message.text.trim()}\n`;
    }
    const thought = message.reasoning.trim();
    const folded = thought === '' ? '' : `> ${thought.replaceAll('\n', '\n> ')}\n\n`;
    return `## ${words.answer(message.model)}\n\n${folded}${message.text.trim()}\n`;
  });
  return [`# ${conversation.title}\n`, ...parts].join('\n');
}

/** All branches, in the order in which they came: messages with their ids and parents. */
export function exportJson(conversation: Conversation): string {
  const { id, title, folder, createdAt, leaf } = conversation;
  return `${JSON.stringify({ id, title, folder, createdAt, leaf, messages: conversation.messages() }, null, 2)}\n`;
}
