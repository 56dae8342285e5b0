/**
 * `else` and the like on a line of its own, below the line that closed the block before it: what may follow there depends on the line
 * that heads the construct, which stands above the brace where the brace has a line of its own.
 */
import type { LanguageRules } from './languageRules';
import { indentationOf, isBlank } from './lines';

const followers: readonly (readonly [header: RegExp, words: readonly string[]])[] = [
  [/\bdo\b/, ['while']],
  [/\b(?:try|catch)\b/, ['catch', 'finally']],
  [/\b(?:if|elseif)\b/, ['else', 'elseif']],
];
const furthestHeader = 2_000;

/** The line that heads the block which `opener` opens: itself, or, for a lone brace, the nearest line in `above` that is no deeper. */
export function headerOf(opener: string, above: string): string {
  if (opener.trim() !== '{') {
    return opener;
  }
  const lines = above.slice(-furthestHeader).split('\n').reverse();
  const isHeader = (line: string): boolean => !isBlank(line) && line.trim() !== '{';
  return lines.find((line) => isHeader(line) && indentationOf(line) <= indentationOf(opener)) ?? opener;
}

/** The words with which the construct under this header may go on below a line that is only `}`; empty = it cannot. */
export function wordsBelow(header: string, { continuations }: LanguageRules): readonly string[] {
  const words = followers.find(([pattern]) => pattern.test(header))?.[1] ?? [];
  return words.filter((word) => continuations.includes(word));
}

/** Whether a line, as far as it has been read, begins or may yet begin with one of the words. */
export function mayBeginWith(line: string, words: readonly string[]): boolean {
  const text = line.trim();
  return words.some((word) => word.startsWith(text)) || beginsWithWord(text, words);
}

export function beginsWithWord(line: string, words: readonly string[]): boolean {
  const [first] = /^\w+/.exec(line.trim()) ?? [];
  return first !== undefined && words.includes(first);
}
