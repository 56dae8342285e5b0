/**
 * Where the code begins in what a model wrote: behind control tokens, thoughts, words to the person and the opening of a Markdown fence.
 * Reads a beginning as well as a whole answer, so that a streamed one can be ended where its code ends.
 */
import { isComment, languageRules } from '../text/languageRules';
import { currentLinePrefix } from '../text/lines';
import { openTextEnd } from '../text/openText';

export interface Surroundings {
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
}

const proseLanguages: ReadonlySet<string> = new Set([
  'markdown',
  'plaintext',
  'latex',
  'restructuredtext',
  'git-commit',
]);
/** How assistants begin to talk. */
const phrases = [
  ...[
    'Sure, ',
    'Sure! ',
    'Sure. ',
    'Certainly! ',
    'Certainly, ',
    'Of course! ',
    'Of course, ',
    "Here's ",
    'Here is ',
    'Here are ',
  ],
  ...[
    "I'm sorry",
    'I am sorry',
    'As an AI',
    'The completed code',
    'The following code',
    'The code after',
    'To complete the ',
  ],
  ...['当然', '好的，', '好的,', '以下是', '下面是', '这是', '根据', '您好', '抱歉'],
];
/** Tokens that may stand before the text of an answer; all others end it. */
const opening = /^(?:\[gMASK\]|<sop>|<\|(?:assistant|code_middle)\|>|[\s\u200B-\u200D\uFEFF➕])*/;
const invisible = /^[\u200B-\u200D\uFEFF➕]/;
const fence = /(?:^|\n)[^\S\n]*```[\w+#.-]*[^\S\n]*\n/;
/** So far is looked for a fence behind words to the person. */
const longestTalk = 800;

/** Offset at which the code begins; undefined = more of the answer is needed to tell. `isWhole`: there is no more. */
export function startOfCode(text: string, isWhole: boolean, surroundings: Surroundings): number | undefined {
  const start = afterTokens(text);
  const rest = text.slice(start);
  const trimmed = rest.trimStart();
  // The line break behind a token is not code either.
  if (!isWhole && start > 0 && trimmed === '') {
    return undefined;
  }
  if (!isWhole && isBeginningOf(trimmed, ['[gMASK]', '<sop>', '<|assistant|>', '<|code_middle|>', '<think>'])) {
    return undefined;
  }
  if (trimmed.startsWith('<think>') && !occursAround('<think>', surroundings)) {
    return afterThoughts(text, isWhole, surroundings);
  }
  if (!mayTalk(surroundings)) {
    return start;
  }
  const talk = behindTalk(rest, isWhole);
  return talk === undefined ? undefined : start + talk;
}

/** Whether an answer begins with words to the person instead of code. */
export function isTalk(text: string, surroundings: Surroundings): boolean {
  return mayTalk(surroundings) && phrases.some((phrase) => text.trimStart().startsWith(phrase.trimEnd()));
}

export function occursAround(word: string, { prefix, suffix }: Surroundings): boolean {
  return prefix.includes(word) || suffix.includes(word);
}

/** Whether fences and sentences cannot be what belongs at the cursor. */
export function mayTalk(surroundings: Surroundings): boolean {
  const line = currentLinePrefix(surroundings.prefix);
  return (
    !proseLanguages.has(surroundings.languageId) &&
    !isComment(line, languageRules(surroundings.languageId)) &&
    !/^\s*(?:\*|\/\*)/.test(line) &&
    openTextEnd(surroundings.prefix, surroundings.languageId) === undefined &&
    !occursAround('```', surroundings)
  );
}

function afterTokens(text: string): number {
  const tokens = opening.exec(text)?.[0] ?? '';
  // White space alone belongs to the code, and so does that behind what cannot be seen, up to the filters for indentation.
  return tokens.trim() === '' && !invisible.test(text) ? 0 : tokens.length;
}

function afterThoughts(text: string, isWhole: boolean, surroundings: Surroundings): number | undefined {
  const end = text.indexOf('</think>');
  if (end < 0) {
    return isWhole ? 0 : undefined;
  }
  const start = end + '</think>'.length;
  const blanks = /^\n*/.exec(text.slice(start))?.[0].length ?? 0;
  const rest = text.slice(start + blanks);
  if (rest === '' && !isWhole) {
    return undefined;
  }
  const inner = startOfCode(rest, isWhole, surroundings);
  return inner === undefined ? undefined : start + blanks + inner;
}

/** Offset behind an opening fence, with or without words before it. */
function behindTalk(text: string, isWhole: boolean): number | undefined {
  const trimmed = text.trimStart();
  const isFenceBegun = trimmed.startsWith('```') || (!isWhole && isBeginningOf(trimmed, ['```']));
  const isTalkBegun =
    phrases.some((phrase) => trimmed.startsWith(phrase.trimEnd())) || (!isWhole && isBeginningOf(trimmed, phrases));
  if (!isFenceBegun && !isTalkBegun) {
    return 0;
  }
  const opened = fence.exec(text);
  if (opened !== null && (isTalkBegun || opened.index === 0)) {
    return opened.index + opened[0].length;
  }
  return isWhole || text.length > longestTalk ? 0 : undefined;
}

/** Whether a text may still become one of the others. */
function isBeginningOf(text: string, others: readonly string[]): boolean {
  return text !== '' && others.some((other) => text.length < other.length && other.startsWith(text));
}
