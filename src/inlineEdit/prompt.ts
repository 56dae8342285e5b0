/**
 * What the model is told for an inline edit. Long files are cut to what stands around the selection, and what nobody sees is spelled out;
 * `runInlineEdit` turns it back in the answer.
 */
import { estimateTokens } from '../base/estimateTokens';
import { withoutHidden } from '../base/hiddenCharacters';
import { toLineFeeds } from '../base/text';
import { isNotebook } from '../edits/refuse/notebooks';
import type { ChatMessage } from '../glm/Model';
import type { AnswerFormat, InlineEditRequest } from './InlineEdit';

const systemTexts: Readonly<Record<AnswerFormat, string>> = {
  replacement: [
    'You change code as the person asks.',
    'Answer with exactly one fenced code block. It holds the new text of the selected lines, complete and with their indentation, ready to stand in their place.',
    'Write every line out; never write a comment in place of code. Do not repeat the lines before or after the selection. Do not explain.',
  ].join('\n'),
  edit_file: [
    'You change code as the person asks, by calling the tool edit_file.',
    'Each search text is copied exactly from the file and stands in it only once. Change nothing that was not asked for.',
  ].join('\n'),
  blocks: [
    'You change code as the person asks. Answer with search and replace blocks only:',
    '',
    'path of the file',
    '```',
    '<<<<<<< SEARCH',
    'lines exactly as they stand in the file',
    '=======',
    'the lines that take their place',
    '>>>>>>> REPLACE',
    '```',
    '',
    'Each search text stands in the file only once. Change nothing that was not asked for.',
  ].join('\n'),
};

/** @param budget estimated tokens for the file and the definitions */
export function inlineEditMessages(request: InlineEditRequest, format: AnswerFormat, budget: number): ChatMessage[] {
  return [
    { role: 'system', content: systemTexts[format] },
    { role: 'user', content: withoutHidden(userText(request, budget)) },
  ];
}

function userText(request: InlineEditRequest, budget: number): string {
  const { path, languageId, selection, instruction, diagnostics } = request;
  const lines = toLineFeeds(request.text).split('\n');
  const parts = [`File: ${path}`];
  if (isNotebook(path)) {
    parts.push('It is a notebook. Each cell begins with a line “# %% [code]” or “# %% [markdown]”, which is no code.');
  }
  const fenced = (text: string): string => {
    const fence = fenceFor(request.text);
    return `${fence}${languageId}\n${text}\n${fence}`;
  };
  if (selection === undefined) {
    parts.push(fenced(lines.join('\n')));
  } else {
    const selected = lines.slice(selection.start, selection.end).join('\n');
    const around = Math.max(0, budget - estimateTokens(selected)) / 2;
    const before = fitting(lines.slice(0, selection.start).toReversed(), around).toReversed();
    const after = fitting(lines.slice(selection.end), around);
    if (before.length > 0) {
      parts.push(`The lines before the selection:\n${fenced(before.join('\n'))}`);
    }
    if (after.length > 0) {
      parts.push(`The lines after the selection:\n${fenced(after.join('\n'))}`);
    }
    parts.push(`The selected lines (${selection.start + 1} to ${selection.end}):\n${fenced(selected)}`);
  }
  let room = budget / 4;
  const known = request.snippets.filter(({ tokens }) => {
    room -= tokens;
    return room >= 0;
  });
  if (known.length > 0) {
    parts.push(
      `Definitions from other files:\n${known.map(({ path, text }) => `${path}:\n${fenced(text)}`).join('\n')}`,
    );
  }
  if (diagnostics.length > 0) {
    const list = diagnostics.map(({ line, severity, message }) => `- line ${line + 1}, ${severity}: ${message}`);
    parts.push(`The editor reports:\n${list.join('\n')}`);
  }
  parts.push(`What to do: ${instruction}`);
  return parts.join('\n\n');
}

/** A fence that no line of the text closes. */
export function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
}

function fitting(lines: readonly string[], tokens: number): string[] {
  let room = tokens;
  const end = lines.findIndex((line) => {
    room -= estimateTokens(line) + 1;
    return room < 0;
  });
  return lines.slice(0, end < 0 ? lines.length : end);
}
