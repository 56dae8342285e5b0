/** A place in a file that a search text was found at, and how such places are looked for line by line. Nothing here changes text. */
import type { Rung } from '../RequestedEdit';
import { type BaseText, type LineKey, lineKey } from './BaseText';
import type { Reindent } from './indentation';

/** A stretch of lines of the search text, where they stand, and what they become. */
export interface MatchedSegment {
  /** Pieces of the search text: lines with their breaks, the outer ones perhaps parts of lines. */
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** Start offset in the view of each piece of `search`, and the end of the last. */
  readonly offsets: readonly number[];
}

export interface Match {
  readonly rung: Rung;
  /** 0-based line where the match begins. */
  readonly startLine: number;
  readonly segments: readonly MatchedSegment[];
}

export type MatchResult =
  | { readonly kind: 'match'; readonly match: Match }
  /** 0-based lines of the places that fit equally. */
  | { readonly kind: 'ambiguous'; readonly lines: readonly number[] }
  | { readonly kind: 'none' };

/** So many places of a line are looked at one by one. */
const fewPlaces = 20;
/** Lines that are compared one place after the other; more are compared in one pass. */
const mostCompared = 100_000;

/** Lines where all search lines stand one below the other, compared by a key. Looks only where the rarest of them stands. */
export function runs(base: BaseText, searchLines: readonly string[], key: LineKey): number[] {
  // The longest lines first: a brace stands anywhere, and looking for a line takes time.
  const keys = searchLines.map((line, index) => ({ index, key: lineKey(line, 'content') }));
  let rarest = 0;
  let places: readonly number[] | undefined;
  for (const { index, key } of keys.toSorted((one, other) => other.key.length - one.key.length)) {
    if (places !== undefined && (places.length <= fewPlaces || key === '')) {
      break;
    }
    const here = base.linesWith(key);
    if (here.length === 0) {
      return [];
    }
    if (places === undefined || here.length < places.length) {
      rarest = index;
      places = here;
    }
  }
  const wanted = searchLines.map((line) => lineKey(line, key));
  const starts = (places ?? [])
    .map((line) => line - rarest)
    .filter((start) => start >= 0 && start + wanted.length <= base.lineCount);
  return starts.length * wanted.length > mostCompared
    ? sequencesIn(base.keys(key), wanted)
    : starts.filter((start) => wanted.every((value, index) => lineKey(base.line(start + index), key) === value));
}

/**
 * Where a sequence stands in another one, overlapping places too, in one pass: a log of equal lines would take minutes otherwise.
 * Source: D. E. Knuth, J. H. Morris, V. R. Pratt, “Fast pattern matching in strings”, SIAM Journal on Computing 6 (1977).
 */
function sequencesIn(lines: readonly string[], wanted: readonly string[]): number[] {
  const fallBack: number[] = [0];
  for (let at = 1, length = 0; at < wanted.length; at++) {
    while (length > 0 && wanted[at] !== wanted[length]) {
      length = fallBack[length - 1] ?? 0;
    }
    length += wanted[at] === wanted[length] ? 1 : 0;
    fallBack.push(length);
  }
  const found: number[] = [];
  let length = 0;
  for (const [at, line] of lines.entries()) {
    while (length > 0 && (length === wanted.length || line !== wanted[length])) {
      length = fallBack[length - 1] ?? 0;
    }
    length += line === wanted[length] ? 1 : 0;
    if (length === wanted.length) {
      found.push(at - length + 1);
    }
  }
  return found;
}

export function matchOfText(base: BaseText, at: number, rung: Rung, texts: { search: string; replace: string }): Match {
  const search = piecesOf(texts.search);
  const offsets = [at];
  for (const piece of search) {
    offsets.push((offsets.at(-1) ?? at) + piece.length);
  }
  return { rung, startLine: base.lineAt(at), segments: [{ search, replace: piecesOf(texts.replace), offsets }] };
}

export function matchOfLines(
  base: BaseText,
  rung: Rung,
  start: number,
  searchLines: readonly string[],
  replaceLines: readonly string[],
  reindent: Reindent = (line) => line,
): Match {
  const withBreak = (line: string): string => `${line}\n`;
  const turned = (line: string): string => withBreak(reindent(line) ?? line);
  return {
    rung,
    startLine: start,
    segments: [
      {
        search: searchLines.map(turned),
        replace: replaceLines.map(turned),
        offsets: [
          ...searchLines.map((_, index) => base.lineStarts[start + index] ?? base.view.length),
          base.endOfLine(start + searchLines.length - 1),
        ],
      },
    ],
  };
}

/** The lines of a text without their breaks; a final break begins no further line. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (text.endsWith('\n')) {
    lines.pop();
  }
  return lines;
}

function piecesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
