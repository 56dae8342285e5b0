/**
 * The ladder of match strategies: where in a file does a search text stand? The strictest rung that finds anything decides, and it counts
 * only when it finds one place, or when the model's line hint or anchors single one out. Nothing here changes text.
 */
import { type RequestedEdit, type Rung, rungs } from '../RequestedEdit';
import { type BaseText, lineKey } from './BaseText';
import { elisionMatch } from './elision';
import { type Reindent, reindentBetween } from './indentation';
import { plainCharacters } from './lookAlikes';
import { linesOf, type Match, type MatchResult, matchOfLines, matchOfText, runs } from './Match';
import { lineSimilarity } from './similarity';

/** Lines of all places together that are looked at for one rule of indentation. */
const mostReindented = 1_000_000;
/** Characters of all places of one text together: of a very long one a few places say as much as all. */
const mostSearched = 50_000_000;
/** Characters that are compared with each other, to find a text that is only similar. */
const mostSimilarityWork = 20_000_000;
/** A hint further away than this says nothing about which of several places is meant. */
const farthestHint = 25;
const similarLimits = { searchLines: 20, searchLength: 1000, fileLines: 1000, average: 0.95, line: 0.8, shortest: 24 };

/** Texts of the edit have LF line breaks. The file is not empty and neither is the search text. */
export function findMatch(base: BaseText, edit: RequestedEdit): MatchResult {
  const found = climb(base, edit);
  const trimmed = found.kind === 'none' ? withoutOuterBlankLines(edit) : undefined;
  const again = trimmed === undefined ? found : climb(base, trimmed);
  if (trimmed === undefined || again.kind !== 'match') {
    return again;
  }
  const rung = rungs.indexOf(again.match.rung) > rungs.indexOf('blank-lines') ? again.match.rung : 'blank-lines';
  return { kind: 'match', match: { ...again.match, rung } };
}

/** Models put an empty line before or after what they search for; undefined = this one has none. */
function withoutOuterBlankLines(edit: RequestedEdit): RequestedEdit | undefined {
  const outer = (lines: readonly string[]): { readonly before: number; readonly after: number } => {
    const first = lines.findIndex((line) => line.trim() !== '');
    return { before: Math.max(0, first), after: lines.length - 1 - lines.findLastIndex((line) => line.trim() !== '') };
  };
  const searchLines = linesOf(edit.search);
  const replaceLines = linesOf(edit.replace);
  const { before, after } = outer(searchLines);
  if (before + after === 0 || before + after >= searchLines.length) {
    return undefined;
  }
  const there = outer(replaceLines);
  const joined = (lines: readonly string[], text: string): string =>
    lines.join('\n') + (text.endsWith('\n') && lines.length > 0 ? '\n' : '');
  return {
    ...edit,
    search: joined(searchLines.slice(before, searchLines.length - after), edit.search),
    replace: joined(
      replaceLines.slice(Math.min(before, there.before), replaceLines.length - Math.min(after, there.after)),
      edit.replace,
    ),
  };
}

function climb(base: BaseText, edit: RequestedEdit): MatchResult {
  const plain = { search: edit.search, replace: edit.replace };
  const exact = substrings(base, base.view, edit.search, edit.wholeLines === true);
  if (exact.length > 0) {
    return choose(
      base,
      edit,
      exact,
      (at) => base.lineAt(at),
      'exact',
      (at) => matchOfText(base, at, 'exact', plain),
    );
  }
  const searchLines = linesOf(edit.search);
  if (searchLines.every((line) => line.trim() === '')) {
    return { kind: 'none' };
  }
  const replaceLines = replacementLines(edit);
  const whole = (
    rung: Rung,
    starts: readonly number[],
    reindent?: (start: number) => Reindent | undefined,
  ): MatchResult =>
    choose(
      base,
      edit,
      starts,
      (line) => line,
      rung,
      (line) => matchOfLines(base, rung, line, searchLines, replaceLines, reindent?.(line)),
    );

  const trimmed = runs(base, searchLines, 'trimmed-end');
  if (trimmed.length > 0) {
    return whole('trailing-whitespace', trimmed);
  }
  const lookAlike = 'look-alike-characters';
  const plainSearch = plainCharacters(edit.search);
  // Where there is nothing to make plain, this was looked for before.
  const alike =
    plainSearch === edit.search && base.plainCharacters === base.view
      ? []
      : substrings(base, base.plainCharacters, plainSearch, edit.wholeLines === true);
  if (alike.length > 0) {
    return choose(
      base,
      edit,
      alike,
      (at) => base.lineAt(at),
      lookAlike,
      (at) => matchOfText(base, at, lookAlike, plain),
    );
  }
  const alikeLines = runs(base, searchLines, 'look-alike');
  if (alikeLines.length > 0) {
    return whole(lookAlike, alikeLines);
  }
  const reindentAt = (start: number): Reindent | undefined =>
    reindentBetween(searchLines.map((line, index) => [line, base.line(start + index)] as const));
  const alikeInContent = runs(base, searchLines, 'content');
  if (alikeInContent.length > 1 && alikeInContent.length * searchLines.length > mostReindented) {
    return { kind: 'ambiguous', lines: alikeInContent };
  }
  const indented = alikeInContent.filter((start) => {
    const reindent = reindentAt(start);
    return reindent !== undefined && replaceLines.every((line) => reindent(line) !== undefined);
  });
  if (indented.length > 0) {
    return whole('indentation', indented, reindentAt);
  }
  const elided = elisionMatch(base, searchLines, replaceLines);
  if (elided !== undefined) {
    return elided;
  }
  const similar = similarRuns(base, searchLines, edit.search.length);
  return similar.length > 0 ? whole('similar', similar) : { kind: 'none' };
}

/** Every place of a text, overlapping ones included. */
function substrings(base: BaseText, view: string, search: string, wholeLines: boolean): number[] {
  const found: number[] = [];
  const most = mostSearched / search.length;
  for (let at = view.indexOf(search); at >= 0 && found.length < most; at = view.indexOf(search, at + 1)) {
    if (!wholeLines || at === 0 || base.view[at - 1] === '\n') {
      found.push(at);
    }
  }
  return found;
}

/** One place, or the one that hint or anchors single out; `at` numbers are whatever `lineOf` understands. */
function choose(
  base: BaseText,
  edit: RequestedEdit,
  places: readonly number[],
  lineOf: (at: number) => number,
  rung: Rung,
  make: (at: number) => Match,
): MatchResult {
  const height = linesOf(edit.search).length;
  // The mark of the end chooses between equals, as anchors and hints do; models set it where the end is only near.
  const last = edit.atEnd === true ? places.filter((at) => lineOf(at) + height >= base.lineCount) : [];
  const fitting = last.length > 0 ? last : places;
  const [only, second] = fitting;
  if (only === undefined) {
    return { kind: 'none' };
  }
  const chosen = (at: number, by: Rung): MatchResult => ({
    kind: 'match',
    match: { ...make(at), rung: rung === 'exact' ? by : rung },
  });
  if (second === undefined) {
    return chosen(only, fitting.length < places.length ? 'anchor' : rung);
  }
  const byAnchor = edit.anchors === undefined ? undefined : anchored(base, edit.anchors);
  if (byAnchor !== undefined) {
    // Models repeat the anchor's own line as context.
    const [first, other] = fitting.filter((at) => lineOf(at) >= byAnchor.start - 1 && lineOf(at) < byAnchor.end);
    if (first !== undefined && other === undefined) {
      return chosen(first, 'anchor');
    }
  }
  const hint = edit.lineHint;
  if (hint !== undefined) {
    const distance = (at: number): number => Math.abs(lineOf(at) + 1 - hint);
    const [nearest, next] = [...fitting].sort((one, other) => distance(one) - distance(other));
    if (
      nearest !== undefined &&
      next !== undefined &&
      distance(nearest) <= farthestHint &&
      distance(nearest) < distance(next)
    ) {
      return chosen(nearest, 'line-hint');
    }
  }
  return { kind: 'ambiguous', lines: [...new Set(fitting.map(lineOf))] };
}

/**
 * The lines that belong to a chain of anchor lines: below the last of them, until a line is indented no deeper than it. Undefined when
 * an anchor is not found or is found twice.
 */
export function anchored(
  base: BaseText,
  anchors: readonly string[],
): { readonly start: number; readonly end: number } | undefined {
  let start = 0;
  let end = base.lineCount;
  for (const anchor of anchors) {
    const wanted = lineKey(anchor, 'content');
    const inside = (line: number): boolean => line >= start && line < end;
    const whole = base.linesWith(wanted).filter(inside);
    // Models cut long headers short.
    const cut = (): number[] =>
      base.index.keys.flatMap((key, line) => (inside(line) && key.startsWith(wanted) ? [line] : []));
    const places = whole.length > 0 ? whole : cut();
    const [line, other] = places;
    if (line === undefined || other !== undefined) {
      return undefined;
    }
    const depth = indentLength(base.line(line));
    start = line + 1;
    let last = start;
    while (
      last < end &&
      (base.line(last).trim() === '' || indentLength(base.line(last)) > depth || /^\s*[{})\]]/.test(base.line(last)))
    ) {
      last++;
    }
    end = last;
  }
  return { start, end };
}

/** Small texts only, same indentation, digits and signs, every line alike: a slip of the pen in a word, not another piece of code. */
function similarRuns(base: BaseText, searchLines: readonly string[], length: number): number[] {
  const { searchLines: mostLines, searchLength, fileLines, average, line: least, shortest } = similarLimits;
  const tooShort = searchLines.join('').replace(/\s/g, '').length < shortest;
  if (tooShort || searchLines.length > mostLines || length > searchLength || base.lineCount > fileLines) {
    return [];
  }
  const found: number[] = [];
  let work = 0;
  for (let start = 0; start + searchLines.length <= base.lineCount; start++) {
    let sum = 0;
    const everyLine = searchLines.every((line, index) => {
      const there = base.line(start + index);
      if (indentLength(line) !== indentLength(there) || signs(line) !== signs(there) || differsInCase(line, there)) {
        return false;
      }
      work += line.length * Math.min(there.length, 2 * line.length);
      const similarity = work > mostSimilarityWork ? 0 : lineSimilarity(line.trimEnd(), there.trimEnd(), least);
      sum += similarity;
      return similarity >= least;
    });
    if (everyLine && sum / searchLines.length >= average) {
      found.push(start);
    }
  }
  // A text that was not compared with everything may stand elsewhere too.
  return work > mostSimilarityWork ? [] : found;
}

/** Digits and operators: one of them makes another program. */
function signs(line: string): string {
  return line.replace(/[\p{L}\p{M}_\s]+/gu, '');
}

/** Names that differ in case alone are two names. */
function differsInCase(line: string, other: string): boolean {
  return line !== other && line.toLowerCase() === other.toLowerCase();
}

/** The lines that stand for the search lines; an empty replacement for part of a line leaves an empty line. */
function replacementLines(edit: RequestedEdit): string[] {
  return edit.replace === '' && edit.search.endsWith('\n') ? [] : linesOf(edit.replace);
}

function indentLength(line: string): number {
  return line.length - line.trimStart().length;
}
