/**
 * Several edits of one file, all found in one version of it, all made or none. The text that comes back differs from the base only where
 * an edit says so: line ends, byte order mark, final line break and the lines of a search text that stay keep their bytes.
 */
import { toLineFeeds } from '../base/text';
import { diffLines } from './diffLines';
import { BaseText, type Replacement } from './match/BaseText';
import { describeAmbiguity, describeNoMatch } from './match/explainFailure';
import { anchored, findMatch } from './match/findMatch';
import { plainCharacters } from './match/lookAlikes';
import { linesOf, type Match, type MatchedSegment, type MatchResult } from './match/Match';
import { readPatchLinesAgain } from './patchReading';
import { type EditFailure, failure, type RequestedEdit, type Rung, rungs } from './RequestedEdit';
import { newPlaceholder } from './refuse/placeholders';
import { refuseWrapping } from './refuse/wrapping';

export interface PlacedEdit {
  readonly rung: Rung;
  /** 0-based line of the base at which the search text begins. */
  readonly startLine: number;
}

export interface AppliedEdits {
  readonly kind: 'applied';
  readonly text: string;
  /** One for each requested edit, in the order asked for. */
  readonly edits: readonly PlacedEdit[];
}

/** A replacement and the stretch that no other edit may touch. */
interface Claim extends Replacement {
  readonly edit: number;
  readonly claimStart: number;
  readonly claimEnd: number;
  /** The stretch that was searched for, which says what comes first where two insert at one place. */
  readonly matchStart: number;
  readonly matchEnd: number;
}

/**
 * @param path names the file in messages, and its kind where that matters
 * @param base the text that the edits are meant for; on a changed document call again with the live text
 */
export function applyEdits(path: string, base: string, edits: readonly RequestedEdit[]): AppliedEdits | EditFailure {
  if (edits.length === 0) {
    return failure('bad_format', `${path}: there are no edits. Send at least one search and replace.`);
  }
  const text = new BaseText(base);
  const claims: Claim[] = [];
  const placed: PlacedEdit[] = [];
  for (const [index, requested] of edits.entries()) {
    const edit = withLineFeeds(requested);
    const name = edits.length === 1 ? path : `${path}, edit ${index + 1}`;
    const refusal = refusalOf(name, path, base, edit);
    if (refusal !== undefined) {
      return refusal;
    }
    const match = edit.search === '' ? insertion(text, edit) : locate(text, edit);
    if (match === undefined) {
      return failure(
        'bad_format',
        `${name}: the search text is empty and the file is not. Send the lines around the place, once to be searched and once with the change.`,
      );
    }
    if (match.kind === 'ambiguous') {
      return describeAmbiguity(name, path, text, match.lines);
    }
    if (match.kind === 'none') {
      return describeNoMatch(name, path, text, edit, edits.slice(0, index));
    }
    const misplaced = refuseAboveAnchor(name, path, text, edit, match.match);
    if (misplaced !== undefined) {
      return misplaced;
    }
    const { rung } = match.match;
    // A search text that leaves lines out may only be answered so where it is understood so.
    const placeholder = rung === 'elision' ? undefined : newPlaceholder(edit.replace, base, path);
    if (placeholder !== undefined) {
      return refusePlaceholder(name, placeholder);
    }
    if (!['exact', 'line-hint', 'anchor'].includes(rung) && withoutSpace(edit.search) === withoutSpace(edit.replace)) {
      return failure(
        'no_change',
        `${name}: search and replace differ in white space only, and the file has other white space at line ${match.match.startLine + 1}. Read the file again and send its exact lines.`,
      );
    }
    placed.push({ rung, startLine: match.match.startLine });
    claims.push(...match.match.segments.flatMap((segment) => claimsOf(text, segment, index)));
  }
  claims.sort(
    (one, other) =>
      one.claimStart - other.claimStart ||
      one.claimEnd - other.claimEnd ||
      one.matchStart - other.matchStart ||
      one.edit - other.edit,
  );
  const overlap = overlapIn(claims);
  if (overlap !== undefined) {
    const [one, other] = overlap.map((edit) => edit + 1).sort((a, b) => a - b);
    return failure(
      'refused',
      `${path}: edits ${one} and ${other} change the same text. Nothing was changed. Send them as one edit.`,
    );
  }
  const result = text.replace(claims);
  return result === base
    ? failure('no_change', `${path}: the edits change nothing; the file already is so.`)
    : { kind: 'applied', text: result, edits: placed };
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

function withLineFeeds(edit: RequestedEdit): RequestedEdit {
  const clean = (text: string): string => toLineFeeds(text.startsWith('\uFEFF') ? text.slice(1) : text);
  return { ...edit, search: clean(edit.search), replace: clean(edit.replace) };
}

function refusalOf(name: string, path: string, base: string, edit: RequestedEdit): EditFailure | undefined {
  if (edit.search === edit.replace) {
    return failure(
      'no_change',
      `${name}: search and replace are the same text. Send the changed text as replace, or leave the edit out.`,
    );
  }
  const wrapping = refuseWrapping(name, path, edit.replace, base);
  if (wrapping !== undefined) {
    return wrapping;
  }
  const placeholder = newPlaceholder(edit.replace, base, path);
  return placeholder === undefined || newPlaceholder(edit.search, '', path) !== undefined
    ? undefined
    : refusePlaceholder(name, placeholder);
}

export function refusePlaceholder(name: string, placeholder: string): EditFailure {
  return failure(
    'refused',
    `${name}: the line “${placeholder.trim()}” stands for code that is left out. Write all lines out, or send only the part that changes.`,
  );
}

/**
 * Where the edit goes. A patch whose context lines may lack their leading space is read both ways: the reading that fits as it stands
 * comes before one that would have to move lines.
 */
function locate(text: BaseText, edit: RequestedEdit): MatchResult {
  const result = findMatch(text, edit);
  const isClose = (found: MatchResult): boolean =>
    found.kind === 'match' && rungs.indexOf(found.match.rung) <= rungs.indexOf('anchor');
  const again = edit.patchLines === undefined || isClose(result) ? undefined : readPatchLinesAgain(text, edit);
  if (again === undefined) {
    return result;
  }
  const second = findMatch(text, again);
  return result.kind === 'none' || isClose(second) ? second : result;
}

/** Lines that stand once, but above the place that the patch's anchors lead to, are not the ones that it means. */
function refuseAboveAnchor(
  name: string,
  path: string,
  text: BaseText,
  { anchors, search }: RequestedEdit,
  { startLine }: Match,
): EditFailure | undefined {
  const below = anchors === undefined || search === '' ? undefined : anchored(text, anchors);
  const end = startLine + linesOf(search).length;
  return below === undefined || end >= below.start
    ? undefined
    : failure(
        'no_match',
        `${name}: the lines stand at line ${startLine + 1}, above “@@ ${anchors?.at(-1)}” (line ${below.start}), and not below it. Nothing was changed. Send the @@ line above the place that is meant, or none.`,
        [{ path, line: startLine }],
      );
}

/** Where an empty search text goes: into an empty file, behind a patch's anchors, or at the end where a patch says so. */
function insertion(text: BaseText, edit: RequestedEdit): MatchResult | undefined {
  const below = edit.anchors === undefined ? undefined : anchored(text, edit.anchors);
  const line = text.view === '' ? 0 : edit.atEnd === true ? text.lineCount : below?.start;
  if (line === undefined) {
    return edit.anchors === undefined ? undefined : { kind: 'none' };
  }
  const offset = text.lineStarts[line] ?? text.view.length;
  const rung = text.view === '' || edit.atEnd === true ? 'exact' : 'anchor';
  const segment = { search: [], replace: [edit.replace], offsets: [offset] };
  return { kind: 'match', match: { rung, startLine: line, segments: [segment] } satisfies Match };
}

/** The changes within a matched segment: lines that search and replacement share are not touched. */
function claimsOf(text: BaseText, segment: MatchedSegment, edit: number): Claim[] {
  const { search, replace, offsets } = segment;
  const end = offsets.at(-1) ?? 0;
  return diffLines(search, replace).map(({ aStart, aEnd, bStart, bEnd }) => {
    const claimStart = offsets[aStart] ?? end;
    const claimEnd = offsets[aEnd] ?? end;
    const trimmed = keepEnds(
      text.view.slice(claimStart, claimEnd),
      search.slice(aStart, aEnd).join(''),
      replace.slice(bStart, bEnd).join(''),
    );
    return {
      ...{ edit, matchStart: offsets[0] ?? 0, matchEnd: end },
      claimStart,
      claimEnd,
      start: claimStart + trimmed.before,
      end: claimEnd - trimmed.after,
      text: trimmed.text,
    };
  });
}

/**
 * What search and replacement have in common at both ends stays as the file has it: its quotes, its dashes, its line ends. Only where
 * the file's text is the search text, look-alike characters aside, character by character.
 */
function keepEnds(
  file: string,
  search: string,
  replace: string,
): { readonly before: number; readonly after: number; readonly text: string } {
  if (file.length !== search.length || (file !== search && plainCharacters(file) !== plainCharacters(search))) {
    return { before: 0, after: 0, text: replace };
  }
  const most = Math.min(search.length, replace.length);
  let before = 0;
  while (before < most && search[before] === replace[before]) {
    before++;
  }
  let after = 0;
  while (after < most - before && search[search.length - 1 - after] === replace[replace.length - 1 - after]) {
    after++;
  }
  return { before, after, text: replace.slice(before, replace.length - after) };
}

function overlapIn(claims: readonly Claim[]): readonly number[] | undefined {
  for (const [index, claim] of claims.entries()) {
    const next = claims[index + 1];
    if (next === undefined) {
      continue;
    }
    const atSamePlace = next.claimStart === claim.claimStart && next.claimEnd === claim.claimEnd;
    // One behind its text and one before the text that follows: their order is clear.
    const inOrder =
      claim.matchStart < claim.matchEnd && next.matchStart < next.matchEnd && claim.matchEnd <= next.matchStart;
    if (next.claimStart < claim.claimEnd || (atSamePlace && !inOrder)) {
      return [claim.edit, next.edit];
    }
  }
  return undefined;
}
