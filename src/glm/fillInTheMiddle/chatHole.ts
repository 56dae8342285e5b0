/**
 * Filling a hole by asking for it in a chat: for servers that have nothing else. The answer is asked for in a code block, since the
 * white space before the first word would not survive otherwise; `HoleAnswer` takes the text out of it.
 */
import type { FillInTheMiddleFormat, FillInTheMiddleRequest, PromptPart } from './FillInTheMiddleFormat';
import { languageName } from './languageNames';

const mark = '⟦HOLE⟧';

const instruction = `You complete code in an editor. The file has one hole, marked ${mark}, where the cursor is.
Answer with exactly the text that replaces the mark, in one code block, and nothing else: no explanation, nothing of what stands before or after the mark.
Begin where the mark is: when the line before it already has its indentation, do not repeat it.`;
const oneLine = 'Write only the rest of the line with the mark.';
const block = 'Write the rest of the line, or as many lines as belong together at this place, but no more.';

/** The system message. */
export function instructionFor(multiline: boolean): string {
  return `${instruction}\n${multiline ? block : oneLine}`;
}

export const chatHole: FillInTheMiddleFormat = {
  id: 'chat',
  route: 'chat',
  suffixFirst: false,
  markers: [],
  stop: [],
  render: renderHole,
};

/** For BigModel's codegeex-4, which takes the pieces in fields; the prompt is only what they hold, for counting and for the log. */
export const bigmodelTarget: FillInTheMiddleFormat = {
  id: 'target',
  route: 'target',
  suffixFirst: false,
  markers: [],
  stop: ['<|endoftext|>', '<|user|>', '<|assistant|>', '<|observation|>'],
  render: ({ prefix, suffix, snippets }) => {
    const parts: PromptPart[] = [
      ...snippets.map(({ text }) => ({ role: 'context', text }) as const),
      { role: 'prefix', text: prefix },
      { role: 'suffix', text: suffix },
    ];
    return { prompt: parts.map(({ text }) => text).join('\n'), parts };
  },
};

/** The user's message. Control tokens in it are only letters to a chat server, so nothing is disguised. */
export function renderHole(request: FillInTheMiddleRequest): { prompt: string; parts: readonly PromptPart[] } {
  const { path, languageId, snippets } = request;
  const nearby = (request.nearby ?? '').replaceAll(mark, '[HOLE]');
  const prefix = request.prefix.replaceAll(mark, '[HOLE]');
  const suffix = request.suffix.replaceAll(mark, '[HOLE]');
  const language = languageName(languageId);
  const context = snippets.map(({ path: from, text }) => `From ${from}:\n${fenced(text)}\n\n`).join('');
  const title = `${path === '' ? 'The file' : `File ${path}`}${language === '' ? '' : `, ${language}`}:`;
  return {
    prompt: `${context}${title}\n${fenced(`${nearby}${prefix}${mark}${suffix}`)}`,
    parts: [
      ...[context, nearby].filter((text) => text !== '').map((text) => ({ role: 'context', text }) as const),
      { role: 'prefix', text: prefix },
      { role: 'suffix', text: suffix },
    ],
  };
}

/** In a fence longer than any inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
