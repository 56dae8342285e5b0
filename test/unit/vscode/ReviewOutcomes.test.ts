import { describe, expect, it } from 'vitest';
import { proposeChanges } from '../../../src/edits/proposeChanges';
import { accept, reject, textChanged } from '../../../src/edits/review/decide';
import { createReview, type ReviewSet } from '../../../src/edits/review/ReviewSet';
import { ReviewOutcomes } from '../../../src/vscode/review/ReviewOutcomes';

const base = 'one\ntwo\nthree\nfour\nfive\n';

/** Two hunks, the second found by looser matching. */
function proposed(record: string | undefined): ReviewSet {
  const edits = [
    { search: 'one', replace: 'ONE' },
    { search: '  five', replace: '  FIVE' },
  ];
  const proposal = proposeChanges([{ kind: 'edit', path: 'a', edits }], () => base);
  if (proposal.kind === 'failed' || proposal.changes[0] === undefined) {
    throw new Error(JSON.stringify(proposal));
  }
  const about = { id: 's', title: 't', origin: 'inline-edit', record } as const;
  return createReview(about, [{ change: proposal.changes[0], path: '/a', label: 'a' }]);
}

function fixture() {
  const state = { now: 0 };
  const told: unknown[] = [];
  const outcomes = new ReviewOutcomes({ tell: (outcome) => told.push(outcome), now: () => state.now });
  return { state, told, outcomes };
}

const accepted = (set: ReviewSet, hunk: number | undefined): ReviewSet => accept(set, { hunk }, () => base).set;
const withText = (set: ReviewSet, text: string): ReviewSet => ({
  ...set,
  files: set.files.map((file) => textChanged(file, text)),
});

describe('what becomes of hunks', () => {
  it('is told with the rung that found them, and when they are taken back', () => {
    const { state, told, outcomes } = fixture();
    const set = proposed('r');
    const rungs = set.files[0]?.hunks.map(({ rung }) => rung) ?? [];
    expect(new Set(rungs).size).toBe(2);
    const all = accepted(set, undefined);
    outcomes.changed(set, all);
    state.now = 5000;
    outcomes.changed(all, withText(all, base));
    const hunk = (index: number) => ({ record: 'r', hunk: index, inferred: false });
    expect(told).toEqual([
      { ...hunk(0), action: 'applied', match: rungs[0] },
      { ...hunk(1), action: 'applied', match: rungs[1] },
      { ...hunk(0), action: 'undone', after: 5 },
      { ...hunk(1), action: 'undone', after: 5 },
    ]);
  });

  it('is told one by one', () => {
    const { told, outcomes } = fixture();
    const set = proposed('r');
    const one = accepted(set, 0);
    outcomes.changed(set, one);
    const rest = reject(one, {});
    outcomes.changed(one, rest);
    expect(told).toMatchObject([
      { action: 'applied', hunk: 0 },
      { action: 'rejected', hunk: 1, inferred: false },
    ]);
  });

  it('is told to nobody where there is no record, or nothing was decided', () => {
    const { told, outcomes } = fixture();
    const set = proposed(undefined);
    outcomes.changed(set, accepted(set, undefined));
    outcomes.changed(proposed('r'), proposed('r'));
    expect(told).toEqual([]);
  });
});
