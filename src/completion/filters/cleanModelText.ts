/** Takes off what a model says besides code: control tokens, thinking, Markdown fences, prose, echoes of the prompt's own words. */
import { toLineFeeds } from '../../base/text';
import { indexOfControlToken, revealControlTokens } from '../../glm/fillInTheMiddle/controlTokens';
import type { DropReason } from '../types';

export interface Surroundings {
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
}

export type Cleaned =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'dropped'; readonly reason: DropReason };

const proseLanguages: ReadonlySet<string> = new Set([
  'markdown',
  'plaintext',
  'latex',
  'restructuredtext',
  'git-commit',
]);
/** How assistants begin to talk. */
const prose =
  /^\s*(?:Sure[,!.]|Certainly[,!.]|Of course[,!.]|Here(?:'s| is| are)\s|I'm sorry|I am sorry|As an AI|The (?:completed|following) code|当然|好的[，,]|以下是|下面是|这是)/;

export function cleanModelText(modelText: string, surroundings: Surroundings): Cleaned {
  let text = toLineFeeds(modelText);
  if (/<\/?think>/.test(text) && !occursAround('<think>', surroundings)) {
    const end = text.indexOf('</think>');
    if (end < 0 && text.includes('<think>')) {
      return { kind: 'dropped', reason: 'thinking' };
    }
    text = end < 0 ? text : text.slice(end + '</think>'.length).replace(/^\n+/, '');
  }
  // What the model wrote as a control token ends its answer; what stands for one in the person's text is shown as it is there.
  text = revealControlTokens(text.slice(0, indexOfControlToken(text) ?? text.length));
  // The stand-in for a character of which only some bytes came, at the token limit or from a model that writes at random.
  const broken = text.indexOf('\uFFFD');
  text = broken < 0 || occursAround('\uFFFD', surroundings) ? text : text.slice(0, broken);
  // The prompt's own words, when a model goes on with the next "file".
  const marker = /(?:^|\n)###(?:PATH|LANGUAGE|MODE|REFERENCE):/.exec(text);
  text = marker === null || occursAround('###PATH:', surroundings) ? text : text.slice(0, marker.index);
  if (proseLanguages.has(surroundings.languageId)) {
    return { kind: 'text', text };
  }
  const unfenced = withoutFence(text, surroundings);
  return unfenced === text && prose.test(text)
    ? { kind: 'dropped', reason: 'prose' }
    : { kind: 'text', text: unfenced };
}

/** The code of an answer that is wrapped in a Markdown fence, with or without words before it. */
function withoutFence(text: string, surroundings: Surroundings): string {
  if (!text.includes('```') || occursAround('```', surroundings)) {
    return text;
  }
  const opening = /(?:^|\n)[^\S\n]*```[\w+#.-]*[^\S\n]*\n/.exec(text);
  if (opening !== null && (opening.index === 0 || prose.test(text) || opening[0].trim() !== '```')) {
    const code = text.slice(opening.index + opening[0].length);
    const closing = /(?:^|\n)[^\S\n]*```/.exec(code);
    return closing === null ? code : code.slice(0, closing.index);
  }
  // Code first, then a closing fence and remarks.
  const closing = /\n?[^\S\n]*```/.exec(text);
  return closing === null ? text : text.slice(0, closing.index);
}

function occursAround(word: string, { prefix, suffix }: Surroundings): boolean {
  return prefix.includes(word) || suffix.includes(word);
}
