/** Random files, proposals, decisions and typing: what is accepted and taken back again leaves the bytes as they were. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accept, reject, revertText, textChanged } from '../../../../src/edits/review/decide';
import { createReview, type ReviewSet } from '../../../../src/edits/review/ReviewSet';
import { fuzzCases, fuzzLimit, fuzzSeed } from '../../../support/fuzz';

/** 100,000 in every run, a million by `npm run fuzz`, which asks the parsers for more. */
const cases = fuzzCases(1_000_000);

const line = fc.constantFrom('a', 'b', 'c', '}', '', '\tx', '“q”', '😀');
const lineEnd = fc.constantFrom('\n', '\r\n');
const body = fc.tuple(fc.array(line, { maxLength: 8 }), lineEnd, fc.boolean()).map(([lines, end, final]) =>
  lines
    .map((text) => text + end)
    .join('')
    .slice(0, final ? undefined : -end.length),
);

it('accept some, undo, accept all, undo all: the file is as it was', { timeout: fuzzLimit(cases) }, () => {
  let made = 0;
  fc.assert(
    fc.property(body, body, fc.nat(4), fc.boolean(), body, (base, result, hunk, rejects, typed) => {
      if (base === result) {
        return;
      }
      const change = { path: 'f', newPath: undefined, base, result, edits: [] };
      const set = createReview({ id: 's', title: '', origin: 'agent' }, [{ change, path: 'f', label: 'f' }]);
      const one = accept(rejects ? reject(set, { hunk: hunk + 1 }) : set, { hunk }, () => base);
      const afterOne = one.changes[0]?.after ?? base;
      // The editor takes it back: everything is to be judged again but what was rejected.
      const undone: ReviewSet = { ...one.set, files: one.set.files.map((file) => textChanged(file, base)) };
      const pending = undone.files[0]?.hunks.filter(({ state }) => state === 'pending').length ?? 0;
      expect(undone.files[0]?.hunks.some(({ state }) => state === 'accepted')).toBe(false);
      const all = accept(undone, {}, () => base);
      expect(all.refused).toEqual([]);
      expect(all.changes.length > 0).toBe(pending > 0);
      if (!rejects) {
        expect(all.changes[0]?.after).toBe(result);
        // One after the other gives the same as all at once.
        expect(accept(one.set, {}, () => afterOne).changes[0]?.after ?? afterOne).toBe(result);
      }
      const after = all.changes[0]?.after;
      if (after !== undefined) {
        made++;
        expect(revertText(base, after, after)).toBe(base);
        // With something typed in front, either that alone is left, or it is said that the two cannot be told apart.
        const end = typed.includes('\r') ? '\r\n' : '\n';
        const reverted = revertText(base, after, `typed${end}${after}`);
        if (reverted !== undefined) {
          expect(reverted).toBe(`typed${end}${base}`);
        }
      }
    }),
    { numRuns: cases, seed: fuzzSeed },
  );
  expect(made).toBeGreaterThan(cases / 3);
});
