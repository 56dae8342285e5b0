/** What was decided between two states of a set, hunk by hunk. */
import type { Rung } from '../RequestedEdit';
import type { ReviewSet } from './ReviewSet';

export interface HunkDecision {
  /** Counted through all files of the set, from 0. */
  readonly hunk: number;
  readonly decision: 'applied' | 'rejected' | 'undone';
  /** Of what is applied: the loosest rung by which its place was found; undefined = nothing was searched for. */
  readonly match: Rung | undefined;
}

/** None where the sets do not propose the same. */
export function hunkDecisions(before: ReviewSet, after: ReviewSet): readonly HunkDecision[] {
  const [old, now] = [before, after].map(({ files }) => files.flatMap(({ hunks }) => hunks));
  if (old === undefined || now === undefined || old.length !== now.length) {
    return [];
  }
  return now.flatMap(({ state, rung: match }, hunk): readonly HunkDecision[] => {
    const was = old[hunk]?.state;
    if (was === state) {
      return [];
    }
    if (state === 'accepted') {
      return [{ hunk, decision: 'applied', match }];
    }
    const decision = was === 'accepted' ? 'undone' : state === 'rejected' ? 'rejected' : undefined;
    return decision === undefined ? [] : [{ hunk, decision, match: undefined }];
  });
}
