/**
 * Hunks on a file that has changed since they were made: each one is found again by what stands around it in the base, or told why it no
 * longer fits. Nothing is searched for: the lines that the person changed say how far the others have moved.
 */
import { diffLines } from './diffLines';
import { type Hunk, type LineSpan, linesWithBreaks } from './hunks';

export type FittedHunk =
  | {
      readonly kind: 'fits';
      readonly hunk: Hunk /** Lines of the live text that it replaces. */;
      readonly live: LineSpan;
    }
  | {
      readonly kind: 'changed';
      readonly hunk: Hunk /** Lines of the live text that are no longer as the hunk expects. */;
      readonly live: LineSpan;
    };

/** @param live the file's text now; equal to `base` = every hunk fits where it was */
export function fitHunks(base: string, live: string, hunks: readonly Hunk[]): FittedHunk[] {
  const changes = diffLines(linesWithBreaks(base), linesWithBreaks(live));
  return hunks.map((hunk) => {
    const { start, end } = hunk.base;
    // Where two insertions meet, or a change and an insertion, their order is open: that is for the person to say. What is inserted
    // right before or after lines that are replaced stays there.
    const touching = changes.find(({ aStart, aEnd }) =>
      start === end
        ? aStart <= end && aEnd >= start
        : aStart === aEnd
          ? aStart > start && aStart < end
          : aStart < end && aEnd > start,
    );
    if (touching !== undefined) {
      return { kind: 'changed', hunk, live: { start: touching.bStart, end: touching.bEnd } };
    }
    const moved = changes
      .filter(({ aEnd }) => aEnd <= start)
      .reduce((sum, { aStart, aEnd, bStart, bEnd }) => sum + (bEnd - bStart) - (aEnd - aStart), 0);
    return { kind: 'fits', hunk, live: { start: start + moved, end: end + moved } };
  });
}

/** The live text with those of the fitting hunks made that are accepted; the others are left alone. */
export function applyFitted(
  live: string,
  result: string,
  fitted: readonly FittedHunk[],
  isAccepted: (index: number) => boolean,
): string {
  const liveLines = linesWithBreaks(live);
  const resultLines = linesWithBreaks(result);
  const pieces: string[] = [];
  let position = 0;
  for (const [index, { kind, hunk, live: span }] of fitted.entries()) {
    if (kind === 'fits' && isAccepted(index)) {
      pieces.push(liveLines.slice(position, span.start).join(''));
      pieces.push(resultLines.slice(hunk.result.start, hunk.result.end).join(''));
      position = span.end;
    }
  }
  pieces.push(liveLines.slice(position).join(''));
  return pieces.join('');
}
