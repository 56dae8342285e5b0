import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftedSpan, survivingShare } from '../../../../src/promptlog/outcomes/trackedSpan';

describe('a tracked span', () => {
  it.each([
    ['put in before', { offset: 2, length: 0, text: 'xy' }, [12, 22]],
    ['put in at its start', { offset: 10, length: 0, text: 'xy' }, [12, 22]],
    ['put in at its end', { offset: 20, length: 0, text: 'xy' }, [10, 20]],
    ['put in within', { offset: 15, length: 0, text: 'xy' }, [10, 22]],
    ['replaced within', { offset: 10, length: 10, text: 'x' }, [10, 11]],
    ['taken away at its start', { offset: 5, length: 10, text: '' }, [5, 10]],
    ['replaced at its end', { offset: 15, length: 10, text: 'xyz' }, [10, 18]],
    ['replaced all around', { offset: 0, length: 30, text: 'x'.repeat(25) }, [0, 25]],
    ['taken away after', { offset: 25, length: 5, text: '' }, [10, 20]],
  ])('follows text %s', (_name, change, [start, end]) => {
    expect(shiftedSpan({ start: 10, end: 20 }, change)).toEqual({ start, end });
  });

  it('keeps what it holds while only its surroundings change', () => {
    const text = fastCheck.string({ maxLength: 8 });
    fastCheck.assert(
      fastCheck.property(
        text,
        text,
        fastCheck.array(fastCheck.tuple(fastCheck.boolean(), text)),
        (before, after, edits) => {
          let document = `${before}KEPT${after}`;
          let span = { start: before.length, end: before.length + 4 };
          for (const [isBefore, inserted] of edits) {
            const offset = isBefore ? Math.floor(span.start / 2) : span.end;
            document = document.slice(0, offset) + inserted + document.slice(offset);
            span = shiftedSpan(span, { offset, length: 0, text: inserted });
          }
          expect(document.slice(span.start, span.end)).toBe('KEPT');
        },
      ),
    );
  });
});

describe('survivingShare', () => {
  it.each([
    ['return a + b', 'return a + b', 1],
    ['return a + b', '  return a\n+ b ', 1],
    ['abcdefgh', 'abcd', 0.2],
    ['aaaaaa', 'aaaa', 1 / 3],
    ['abcdefgh', '', 0],
    ['ab', 'xabx', 1],
    ['ab', 'ba', 0],
    ['  ', '', 1],
  ])('of %j in %j', (accepted, current, share) => {
    expect(survivingShare(accepted, current)).toBeCloseTo(share);
  });
});
