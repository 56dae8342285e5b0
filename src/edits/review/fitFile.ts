/**
 * A file under review against its text as it is now: where each pending hunk stands, what the file would become, and which hunks no longer
 * fit. What the person typed in the meantime stays; what they accepted already is part of what is expected.
 */
import { type FittedHunk, fitHunks } from '../fitHunks';
import { applyDecisions, type Hunk, type LineSpan, linesWithBreaks } from '../hunks';
import type { ReviewFile } from './ReviewSet';

export interface FittedReviewHunk {
  /** Place in `ReviewFile.hunks`. */
  readonly index: number;
  /** Why it cannot be accepted; undefined = it can. */
  readonly problem: 'changed' | 'gone' | 'there-already' | undefined;
  /** Lines of the text as it is now that it replaces, or that are no longer as it expects. */
  readonly live: LineSpan;
  /** Its lines in the proposed text. */
  readonly proposed: LineSpan;
  readonly hunk: Hunk;
}

export interface FittedFile {
  /** The text as it is now. */
  readonly live: string;
  /** With every pending hunk made that fits. */
  readonly proposed: string;
  /** The pending hunks, in order. */
  readonly hunks: readonly FittedReviewHunk[];
}

/** @param live undefined = there is no such file now */
export function fitFile(file: ReviewFile, live: string | undefined): FittedFile {
  return file.kind === 'edit' ? fitEdit(file, live) : fitWhole(file, live);
}

/** Files that are made, deleted or moved: all or nothing. */
function fitWhole(file: ReviewFile, live: string | undefined): FittedFile {
  const problem =
    file.kind === 'create'
      ? live === undefined
        ? undefined
        : 'there-already'
      : live === undefined
        ? 'gone'
        : live === file.base
          ? undefined
          : 'changed';
  const now = live ?? '';
  const pending = file.hunks.flatMap((hunk, index) => (hunk.state === 'pending' ? [{ hunk, index }] : []));
  return {
    live: now,
    proposed: pending.length > 0 && problem === undefined ? file.result : now,
    hunks: pending.map(({ hunk, index }) => ({
      ...{ index, problem, hunk },
      live: { start: 0, end: linesWithBreaks(now).length },
      proposed: hunk.result,
    })),
  };
}

function fitEdit(file: ReviewFile, live: string | undefined): FittedFile {
  const isAccepted = (index: number): boolean => file.hunks[index]?.state === 'accepted';
  const expected = applyDecisions(file.base, file.result, file.hunks, isAccepted);
  // The pending hunks in the lines of the expected text: accepted ones before them have moved them.
  let moved = 0;
  const pending: { readonly index: number; readonly hunk: Hunk }[] = [];
  for (const [index, hunk] of file.hunks.entries()) {
    if (hunk.state === 'pending') {
      const base = { start: hunk.base.start + moved, end: hunk.base.end + moved };
      pending.push({ index, hunk: { base, result: hunk.result } });
    } else if (hunk.state === 'accepted') {
      moved += hunk.result.end - hunk.result.start - (hunk.base.end - hunk.base.start);
    }
  }
  if (live === undefined) {
    const nowhere = { start: 0, end: 0 };
    const hunks = pending.map((entry) => ({ ...entry, problem: 'gone' as const, live: nowhere, proposed: nowhere }));
    return { live: '', proposed: '', hunks };
  }
  const fitted = fitHunks(
    expected,
    live,
    pending.map(({ hunk }) => hunk),
  );
  return { live, ...placed(file, live, pending, fitted) };
}

function placed(
  file: ReviewFile,
  live: string,
  pending: readonly { readonly index: number; readonly hunk: Hunk }[],
  fitted: readonly FittedHunk[],
): Pick<FittedFile, 'proposed' | 'hunks'> {
  const liveLines = linesWithBreaks(live);
  const resultLines = linesWithBreaks(file.result);
  const pieces: string[] = [];
  const hunks: FittedReviewHunk[] = [];
  let position = 0;
  let shift = 0;
  for (const [at, { kind, hunk, live: span }] of fitted.entries()) {
    const start = span.start + shift;
    if (kind === 'fits') {
      pieces.push(liveLines.slice(position, span.start).join(''));
      pieces.push(resultLines.slice(hunk.result.start, hunk.result.end).join(''));
      position = span.end;
      shift += hunk.result.end - hunk.result.start - (span.end - span.start);
    }
    hunks.push({
      index: pending[at]?.index ?? 0,
      problem: kind === 'fits' ? undefined : 'changed',
      live: span,
      proposed: { start, end: kind === 'fits' ? start + hunk.result.end - hunk.result.start : span.end + shift },
      hunk,
    });
  }
  pieces.push(liveLines.slice(position).join(''));
  return { proposed: pieces.join(''), hunks };
}
