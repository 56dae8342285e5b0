import { expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/inlineEdit/InlineEdit';
import { linesAround, newDiagnostics } from '../../../src/inlineEdit/newDiagnostics';

const at = (line: number, message: string, severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
  line,
  message,
  severity,
});

it.each<
  readonly [name: string, before: readonly Diagnostic[], after: readonly Diagnostic[], expected: readonly Diagnostic[]]
>([
  ['nothing new', [at(1, 'a')], [at(1, 'a')], []],
  ['one that only moved', [at(1, 'a')], [at(9, 'a')], []],
  ['one that is new', [at(1, 'a')], [at(1, 'a'), at(2, 'b')], [at(2, 'b')]],
  ['one more of the same', [at(1, 'a')], [at(1, 'a'), at(5, 'a')], [at(5, 'a')]],
  ['a warning that became an error', [at(1, 'a', 'warning')], [at(1, 'a')], [at(1, 'a')]],
  ['what went away', [at(1, 'a')], [], []],
])('tells what an edit brought: %s', (_name, before, after, expected) => {
  expect(newDiagnostics(before, after)).toEqual(expected);
});

it('shows the lines around problems, or all when they stand far apart', () => {
  expect(linesAround([at(20, 'a'), at(30, 'b')], 100)).toEqual({ start: 12, end: 39 });
  expect(linesAround([at(2, 'a')], 5)).toEqual({ start: 0, end: 5 });
  expect(linesAround([at(2, 'a'), at(400, 'b')], 500)).toBeUndefined();
});
