/** Loops that are in a whole answer: the same lines again and again, or the same few characters up to the end. */
import { repeatedFrom } from '../answer/repetition';
import { isOnlyClosing, type LanguageRules } from '../text/languageRules';
import { isBlank } from '../text/lines';

/** Three characters six times, or ten of them four times; signs alone, as in a ruler of dashes, are no loop. */
const endsInLoop = [/(.{3,24}?)\1{5,}$/u, /(.{10,60}?)\1{3,}$/u];
/** Longer lines are looked at from this far before their end. */
const longestEnd = 480;

/** The text up to where it begins to repeat itself; empty = it does nothing else. */
export function withoutLoops(text: string, rules: LanguageRules): string {
  const kept = withoutRepeatedGroups(text.split('\n'), rules);
  const last = kept.at(-1) ?? '';
  return repeatsUpToItsEnd(last) ? kept.slice(0, -1).join('\n').trimEnd() : kept.join('\n');
}

function withoutRepeatedGroups(lines: readonly string[], rules: LanguageRules): readonly string[] {
  const filled = lines.map((line, index) => ({ text: line.trim(), index })).filter(({ text }) => !isBlank(text));
  const texts = filled.map(({ text }) => text);
  for (let count = 1; count <= texts.length; count++) {
    const last = repeatedFrom(texts.slice(0, count), (text) => isOnlyClosing(text, rules));
    if (last !== undefined) {
      return lines.slice(0, (filled[last]?.index ?? 0) + 1);
    }
  }
  return lines;
}

function repeatsUpToItsEnd(line: string): boolean {
  const end = line.slice(-longestEnd).trimEnd();
  return endsInLoop.some((pattern) => /[\p{L}\p{N}]/u.test(pattern.exec(end)?.[1] ?? ''));
}
