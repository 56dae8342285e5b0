/** Takes off what a model says besides code: control tokens, thinking, Markdown fences, prose, echoes of the prompt's own words. */
import { toLineFeeds } from '../../base/text';
import { indexOfControlToken, revealControlTokens } from '../../glm/fillInTheMiddle/controlTokens';
import { languageRules } from '../text/languageRules';
import type { DropReason } from '../types';
import { isTalk, mayTalk, occursAround, type Surroundings, startOfCode } from './answerStart';

export type Cleaned =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'dropped'; readonly reason: DropReason };

/** Control tokens of other families, which a model of unknown origin may write out; as they stand in no program. */
const foreignToken =
  /<(?:EOT|fim_(?:prefix|middle|suffix|pad)|file_sep|endoftext|end_of_turn)>|<｜[^｜<>\n]{2,24}｜>|<\/s>\s*$/;
/** The name of a file as comments tell it, and the prompt itself for other files; without a word before it only as a path. */
const pathLine =
  /^\s*(?:(?:Path|File|Filename|From)\s*:?\s+[\w@./\\-]+|[\w@.-]+(?:[/\\][\w@.-]+)+)\.[a-z]\w{0,7}:?\s*$/i;

export function cleanModelText(modelText: string, surroundings: Surroundings): Cleaned {
  const whole = toLineFeeds(modelText);
  let text = whole.slice(startOfCode(whole, true, surroundings) ?? 0);
  if (/<\/?think>/.test(text) && !occursAround('<think>', surroundings)) {
    const end = text.indexOf('</think>');
    if (end < 0 && text.includes('<think>')) {
      return { kind: 'dropped', reason: 'thinking' };
    }
    text = end < 0 ? text : text.slice(end + '</think>'.length).replace(/^\n+/, '');
  }
  // What the model wrote as a control token ends its answer; what stands for one in the person's text is shown as it is there.
  text = revealControlTokens(text.slice(0, indexOfControlToken(text) ?? text.length));
  const foreign = foreignToken.exec(text);
  text = foreign === null || occursAround(foreign[0].trim(), surroundings) ? text : text.slice(0, foreign.index);
  // The stand-in for a character of which only some bytes came, at the token limit or from a model that writes at random.
  const broken = text.indexOf('\uFFFD');
  text = broken < 0 || occursAround('\uFFFD', surroundings) ? text : text.slice(0, broken);
  // The prompt's own words, when a model goes on with the next "file".
  const marker = /(?:^|\n)###(?:PATH|LANGUAGE|MODE|REFERENCE):/.exec(text);
  text = marker === null || occursAround('###PATH:', surroundings) ? text : text.slice(0, marker.index);
  text = withoutPathLines(text, surroundings);
  if (!mayTalk(surroundings)) {
    return { kind: 'text', text };
  }
  const unfenced = withoutClosingFence(text);
  return unfenced === text && isTalk(text, surroundings)
    ? { kind: 'dropped', reason: 'prose' }
    : { kind: 'text', text: unfenced };
}

/** Without the comment that names a file at the beginning, and without what follows one further down. */
function withoutPathLines(text: string, { languageId, prefix }: Surroundings): string {
  const { comment } = languageRules(languageId);
  if (comment === undefined) {
    return text;
  }
  const isPathLine = (line: string): boolean => {
    const trimmed = line.trim();
    return trimmed.startsWith(comment) && pathLine.test(trimmed.slice(comment.length));
  };
  const lines = text.split('\n');
  const at = lines.findIndex(isPathLine);
  if (at < 0 || prefix.split('\n', 3).some(isPathLine)) {
    return text;
  }
  const isFirst = lines.slice(0, at).every((line) => line.trim() === '');
  return isFirst
    ? withoutPathLines(lines.slice(at + 1).join('\n'), { languageId, prefix, suffix: '' })
    : lines.slice(0, at).join('\n');
}

/** Code, then a closing fence and remarks. */
function withoutClosingFence(text: string): string {
  const closing = /(?:^|\n)[^\S\n]*```/.exec(text);
  return closing === null ? text : text.slice(0, closing.index);
}
