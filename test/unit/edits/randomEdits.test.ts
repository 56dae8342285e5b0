/** Random files, random edits: whatever is applied can be taken back to the byte, and whatever is refused changes nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits } from '../../../src/edits/applyEdits';
import { applyDecisions, hunksBetween } from '../../../src/edits/hunks';
import { fuzzCases, fuzzLimit, fuzzSeed } from '../../support/fuzz';

/** 100,000 in every run, a million by `npm run fuzz`, which asks the parsers for more. */
const cases = fuzzCases(1_000_000);

const piece = fc.constantFrom(
  'a',
  'b',
  'c()',
  ' ',
  '  ',
  '\t',
  '“q”',
  '"q"',
  '–',
  '-',
  '}',
  '{',
  '...',
  'é',
  'e\u0301',
  '😀',
  'x = 1;',
  '$&',
);
const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r');
const text = (most: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: piece }, { weight: 1, arbitrary: lineEnd }), { maxLength: most })
    .map((parts) => parts.join(''));
const requested = fc.record({
  at: fc.nat(40),
  length: fc.integer({ min: 1, max: 12 }),
  other: text(4),
  fromFile: fc.boolean(),
  replace: text(6),
  lineHint: fc.option(fc.nat(9), { nil: undefined }),
});

it('apply, then undo, is the file again', { timeout: fuzzLimit(cases) }, () => {
  let applied = 0;
  fc.assert(
    fc.property(
      fc.constantFrom('', '\uFEFF'),
      text(25),
      fc.array(requested, { minLength: 1, maxLength: 3 }),
      (mark, body, wanted) => {
        const base = mark + body;
        const edits = wanted.map(({ at, length, other, fromFile, replace, lineHint }) => ({
          search: fromFile ? body.slice(at % (body.length + 1)).slice(0, length) : other,
          replace,
          lineHint,
        }));
        const result = applyEdits('a.txt', base, edits);
        if (result.kind === 'failed') {
          expect(result.message).toContain('a.txt');
          return;
        }
        applied++;
        expect(result.text).not.toBe(base);
        expect(result.text.startsWith('\uFEFF')).toBe(base.startsWith('\uFEFF'));
        const hunks = hunksBetween(base, result.text);
        expect(applyDecisions(base, result.text, hunks, () => false)).toBe(base);
        expect(applyDecisions(base, result.text, hunks, () => true)).toBe(result.text);
        const [only, second] = result.edits;
        const [edit] = edits;
        if (
          only !== undefined &&
          edit !== undefined &&
          second === undefined &&
          edit.search !== '' &&
          only.rung === 'exact'
        ) {
          // An exact match stands once in the file, line ends aside.
          const plain = (value: string): string => value.replace(/\r\n?/g, '\n');
          const view = plain(body);
          const at = view.indexOf(plain(edit.search));
          expect(at < 0 ? -1 : view.indexOf(plain(edit.search), at + 1)).toBe(-1);
        }
      },
    ),
    { numRuns: cases, seed: fuzzSeed },
  );
  // Edits that are never applied would prove nothing.
  expect(applied).toBeGreaterThan(cases / 20);
});

it('thousands of edits at once stay one step', () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `line number ${index};\n`);
  const edits = lines.map((line, index) => ({ search: line, replace: `changed ${index};\n` })).reverse();
  expect(applyEdits('a', lines.join(''), edits)).toMatchObject({
    kind: 'applied',
    text: lines.map((_, index) => `changed ${index};\n`).join(''),
  });
  expect(applyEdits('a', lines.join(''), [...edits, { search: 'line number 7;', replace: 'x' }])).toMatchObject({
    kind: 'failed',
    code: 'refused',
  });
});
