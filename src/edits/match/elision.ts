/** Search texts that leave lines out, as models do in prose: what stands between the gaps is looked for part by part. */
import { isElision } from '../refuse/placeholders';
import type { BaseText } from './BaseText';
import { type MatchedSegment, type MatchResult, matchOfLines, runs } from './Match';

/**
 * Search and replacement both leave out the same stretches: each part of the search between them stands once, in order. Undefined = they
 * do not, or a part is not there.
 */
export function elisionMatch(
  base: BaseText,
  searchLines: readonly string[],
  replaceLines: readonly string[],
): MatchResult | undefined {
  const search = splitAtElisions(searchLines);
  const replace = splitAtElisions(replaceLines);
  if (search.length < 2 || search.length !== replace.length) {
    return undefined;
  }
  const segments: MatchedSegment[] = [];
  let from = 0;
  let startLine: number | undefined;
  for (const [index, lines] of search.entries()) {
    const outer = index === 0 || index === search.length - 1;
    const into = replace[index] ?? [];
    if (lines.every((line) => line.trim() === '')) {
      if (!outer || into.some((line) => line.trim() !== '')) {
        return undefined;
      }
      continue;
    }
    const places = runs(base, lines, 'trimmed-end');
    const [start, other] = places;
    if (other !== undefined) {
      return { kind: 'ambiguous', lines: places };
    }
    if (start === undefined || start < from) {
      return undefined;
    }
    startLine ??= start;
    from = start + lines.length;
    segments.push(...matchOfLines(base, 'elision', start, lines, into).segments);
  }
  return startLine === undefined ? undefined : { kind: 'match', match: { rung: 'elision', startLine, segments } };
}

function splitAtElisions(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (isElision(line)) {
      parts.push([]);
    } else {
      parts.at(-1)?.push(line);
    }
  }
  return parts;
}
