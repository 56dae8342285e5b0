/** What the model may choose, what it is told, and how text edits of several hands come together. */
import { describe, expect, it } from 'vitest';
import { mergeTextEdits } from '../../../src/edits/mergeTextEdits';
import { readPlan, refactoringMessages } from '../../../src/refactoring/plan';

const offered = { symbol: 'total', actions: ['Extract to function', 'Organize imports'], canMove: true };

describe('a plan', () => {
  it.each([
    ['```json\n{"steps": [{"rename": "sum"}]}\n```', [{ rename: 'sum' }]],
    ['{"steps": [{"action": "2"}]}', [{ action: 2 }]],
    ['{"steps": [{"move": "src/b.ts"}, {"rename": "sum"}]}', [{ move: 'src/b.ts' }, { rename: 'sum' }]],
    [
      'ok:\n```\n{"steps": [{"rename": "sum"}, {"edit": {"path": "a", "edits": [{"search": "x", "replace": "y"}]}}]}\n```',
      [{ rename: 'sum' }, { edit: { path: 'a', edits: [{ search: 'x', replace: 'y' }] } }],
    ],
  ])('is read from %s', (said, steps) => {
    expect(readPlan(said, offered)).toMatchObject({ kind: 'planned', steps });
  });

  it.each([
    ['I would rename it.', 'bad_format'],
    ['```json\n{"steps": [{"rename": "sum"}]}', 'truncated'],
    ['{"steps": []}', 'bad_format'],
    ['{"steps": [{"action": 3}]}', 'refused'],
    ['{"steps": [{"action": 0}]}', 'bad_format'],
    ['{"steps": [{"command": "rm"}]}', 'bad_format'],
    [`{"steps": [${Array(60).fill('{"action": 1}').join()}]}`, 'bad_format'],
  ])('is not read from %s', (said, code) => {
    expect(readPlan(said, offered)).toMatchObject({ kind: 'failed', code });
  });

  it('cannot rename where nothing can be renamed', () => {
    expect(
      readPlan('{"steps": [{"rename": "sum"}]}', { symbol: undefined, actions: [], canMove: false }),
    ).toMatchObject({
      code: 'refused',
    });
  });

  it('moves no file whose imports nobody understands', () => {
    const nothing = { symbol: undefined, actions: [], canMove: false };
    expect(readPlan('{"steps": [{"move": "b.go"}]}', nothing)).toMatchObject({ code: 'refused' });
  });

  it('is asked for with everything that the language server can do', () => {
    const [, user] = refactoringMessages({
      ...{ path: 'a.ts', languageId: 'typescript', text: 'let total = 1;\n', instruction: 'rename it', offered },
      selection: { start: 0, end: 1 },
    });
    expect(user?.content).toMatch(
      /symbol “total”[\s\S]*move: this file[\s\S]*action 1: Extract to function[\s\S]*action 2: Organize imports/,
    );
  });
});

describe('text edits of several hands', () => {
  it.each([
    [
      [
        [0, 1, 'A'],
        [2, 3, 'C'],
      ],
      'AbCd',
    ],
    [
      [
        [2, 3, 'C'],
        [0, 1, 'A'],
      ],
      'AbCd',
    ],
    [
      [
        [1, 1, 'x'],
        [1, 1, 'y'],
      ],
      'axybcd',
    ],
    [
      [
        [1, 2, 'B'],
        [1, 2, 'B'],
      ],
      'aBcd',
    ],
    [
      [
        [1, 3, 'x'],
        [2, 4, 'y'],
      ],
      undefined,
    ],
    [
      [
        [1, 2, 'x'],
        [1, 2, 'y'],
      ],
      undefined,
    ],
    [[[3, 9, 'x']], undefined],
    [[], 'abcd'],
  ] as const)('%j', (edits, expected) => {
    expect(
      mergeTextEdits(
        'abcd',
        edits.map(([start, end, text]) => ({ start, end, text })),
      ),
    ).toBe(expected);
  });
});
