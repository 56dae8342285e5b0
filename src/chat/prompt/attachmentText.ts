/** What goes along with a question, as the model reads it. */
import type { Attachment } from '../conversation/records';

const headings = {
  file: 'File',
  folder: 'Files of the folder',
  selection: 'Selection in',
  symbol: 'Definition of',
  codebase: 'Places in the workspace that may be about it:',
  terminal: 'Last commands and their output:',
  image: 'Picture',
  problems: 'Problems that the editor reports',
  changes: 'Changes since the last commit',
  instructions: 'Instructions of the project, from',
  page: 'Web page',
} satisfies Record<Attachment['kind'], string>;

/** One attachment with a heading, in a fence that its text cannot close. */
export function attachmentText({ kind, label, languageId, text }: Attachment): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${headings[kind]} ${label}:\n${fence}${languageId ?? ''}\n${text.replace(/\n?$/, '\n')}${fence}\n`;
}

/** A question as the model reads it: what goes along first, the words last. */
export function questionText(text: string, attachments: readonly Attachment[]): string {
  return [...attachments.map(attachmentText), text].join('\n');
}
