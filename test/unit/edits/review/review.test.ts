/** A set under review as data: `check` gives a base, a proposal, what the person did, and the text that comes of it. */
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/edits/applyEdits';
import type { ProposedChange } from '../../../../src/edits/proposeChanges';
import { accept, type Choice, reject, revertText, textChanged } from '../../../../src/edits/review/decide';
import { fitFile } from '../../../../src/edits/review/fitFile';
import {
  createReview,
  isPending,
  mayBeAcceptedByRule,
  pendingCount,
  type ReviewSet,
} from '../../../../src/edits/review/ReviewSet';
import { fileRows, nextStop, stopsOf } from '../../../../src/edits/review/walk';

const about = { id: 'set', title: 'change it', origin: 'agent' } as const;

/** Lines of one character each, as `abc` = `a\nb\nc\n`. */
const lines = (letters: string): string => [...letters].map((letter) => `${letter}\n`).join('');
const letters = (text: string): string => text.replaceAll('\n', '');

function review(base: string, result: string, path = 'f'): ReviewSet {
  const change: ProposedChange = { path, newPath: undefined, base: lines(base), result: lines(result), edits: [] };
  return createReview(about, [{ change, path: `/w/${path}`, label: path }]);
}

function only(set: ReviewSet) {
  const [file] = set.files;
  if (file === undefined) {
    throw new Error('The set has no file.');
  }
  return file;
}

describe('accepting and rejecting', () => {
  /** `live`: the text as it is now, as letters; expected: the text afterwards and how many hunks are left or refused. */
  function check(base: string, result: string, live: string, choice: Choice, expected: string, left: number): void {
    const { set, changes, refused } = accept(review(base, result), choice, () => lines(live));
    expect(letters(changes[0]?.after ?? lines(live))).toBe(expected);
    expect(pendingCount(set)).toBe(left);
    expect(refused.every(({ problem }) => problem === 'changed')).toBe(true);
  }

  it('makes one hunk, or all of them', () => {
    check('abcdefg', 'aBcdeFg', 'abcdefg', { hunk: 0 }, 'aBcdefg', 1);
    check('abcdefg', 'aBcdeFg', 'abcdefg', { hunk: 1 }, 'abcdeFg', 1);
    check('abcdefg', 'aBcdeFg', 'abcdefg', {}, 'aBcdeFg', 0);
    check('abcdefg', 'aBcdeFg', 'abcdefg', { path: '/w/f' }, 'aBcdeFg', 0);
    check('abcdefg', 'aBcdeFg', 'abcdefg', { path: '/w/other' }, 'abcdefg', 2);
  });

  it('leaves what was typed in the meantime', () => {
    check('abcdefg', 'aBcdeFg', 'xyabcdefg', { hunk: 1 }, 'xyabcdeFg', 1);
    check('abcdefg', 'aBcdeFg', 'abcxdefg', {}, 'aBcxdeFg', 0);
    check('abcdefg', 'abcg', 'zabcdefgz', {}, 'zabcgz', 0);
    // Right before and right after lines that are replaced.
    check('abc', 'aBc', 'axbc', {}, 'axBc', 0);
    check('abc', 'aBc', 'abxc', {}, 'aBxc', 0);
    check('abc', 'Abc', 'xabc', {}, 'xAbc', 0);
    // Where something is inserted already, the order is open.
    check('abc', 'aBbc', 'axbc', {}, 'axbc', 1);
  });

  it('does not make a hunk whose lines were changed', () => {
    check('abcdefg', 'aBcdeFg', 'axcdefg', {}, 'axcdeFg', 1);
    check('abcdefg', 'aBcdeFg', 'axcdefg', { hunk: 0 }, 'axcdefg', 2);
  });

  it('goes on from what was accepted before', () => {
    const first = accept(review('abcdefg', 'aBXYcdeFg'), { hunk: 0 }, () => lines('abcdefg'));
    const second = accept(first.set, { hunk: 1 }, () => lines('qaBXYcdefg'));
    expect(letters(second.changes[0]?.after ?? '')).toBe('qaBXYcdeFg');
    expect(second.set.files.some(isPending)).toBe(false);
  });

  it('forgets what is rejected', () => {
    const rejected = reject(review('abcdefg', 'aBcdeFg'), { hunk: 0 });
    expect(stopsOf([rejected]).map(({ hunk }) => hunk)).toEqual([1]);
    expect(letters(accept(rejected, {}, () => lines('abcdefg')).changes[0]?.after ?? '')).toBe('abcdeFg');
    expect(accept(reject(rejected, {}), {}, () => lines('abcdefg')).changes).toEqual([]);
  });
});

describe('what the editor takes back', () => {
  it('is to be judged again, and is accepted when the editor makes it again', () => {
    const { set } = accept(review('abcdefg', 'aBcdeFg'), { hunk: 0 }, () => lines('abcdefg'));
    const undone = textChanged(only(set), lines('abcdefg'));
    expect(undone.hunks.map(({ state }) => state)).toEqual(['pending', 'pending']);
    const redone = textChanged(undone, lines('aBcdefg'));
    expect(redone.hunks.map(({ state }) => state)).toEqual(['accepted', 'pending']);
  });

  it('of a notebook is known again, although new cells have got their ids', () => {
    const [base, result] = ['# %% [code] id=a\nx\n', '# %% [code] id=a\nx\n# %% [markdown]\ny\n'];
    const change = { path: 'n.ipynb', newPath: undefined, base, result, edits: [] };
    const set = createReview({ id: 's', title: '', origin: 'agent' }, [{ change, path: '/n.ipynb', label: 'n.ipynb' }]);
    const { set: accepted } = accept(set, {}, () => base);
    const state = (text: string): unknown => accepted.files.map((file) => textChanged(file, text).hunks[0]?.state);
    expect(state(base)).toEqual(['pending']);
    const undone = accepted.files.map((file) => textChanged(file, base));
    const again = result.replace('[markdown]', '[markdown] id=new-1');
    expect(undone.map((file) => textChanged(file, again).hunks[0]?.state)).toEqual(['accepted']);
  });

  it('leaves what was rejected since rejected', () => {
    const { set } = accept(review('abcdefg', 'aBcdeFg'), { hunk: 0 }, () => lines('abcdefg'));
    const undone = textChanged(only(reject(set, { hunk: 1 })), lines('abcdefg'));
    expect(undone.hunks.map(({ state }) => state)).toEqual(['pending', 'rejected']);
  });
});

describe('files as a whole', () => {
  function whole(change: Partial<ProposedChange>, newPath?: string): ReviewSet {
    const full = { path: 'f', newPath, base: undefined, result: undefined, edits: [], ...change };
    return createReview(about, [{ change: full, path: '/w/f', label: 'f', newPath }]);
  }

  it('are made only where nothing is, and stay away where something came', () => {
    const set = whole({ result: lines('new') });
    expect(accept(set, {}, () => undefined).changes).toEqual([
      { path: '/w/f', newPath: undefined, before: undefined, after: lines('new') },
    ]);
    expect(accept(set, {}, () => lines('mine')).refused.map(({ problem }) => problem)).toEqual(['there-already']);
  });

  it('are deleted only as they were looked at', () => {
    const set = whole({ base: lines('old') });
    expect(accept(set, {}, () => lines('old')).changes[0]?.after).toBeUndefined();
    expect(accept(set, {}, () => lines('older')).refused.map(({ problem }) => problem)).toEqual(['changed']);
    expect(accept(set, {}, () => undefined).refused.map(({ problem }) => problem)).toEqual(['gone']);
  });

  it('move with their changes', () => {
    const set = whole({ base: lines('old'), result: lines('new') }, '/w/g');
    expect(accept(set, {}, () => lines('old')).changes[0]).toMatchObject({ newPath: '/w/g', after: lines('new') });
  });

  it('count as gone when an edited file is gone', () => {
    expect(accept(review('abc', 'aBc'), {}, () => undefined).refused.map(({ problem }) => problem)).toEqual(['gone']);
  });
});

describe('the proposal as it is shown', () => {
  it('is the text of now with every hunk that fits, and knows where each stands', () => {
    const fitted = fitFile(only(review('abcdefg', 'aBBcdeFg')), lines('zabcdefg'));
    expect(letters(fitted.proposed)).toBe('zaBBcdeFg');
    expect(fitted.hunks.map(({ live, proposed }) => [live, proposed])).toEqual([
      [
        { start: 2, end: 3 },
        { start: 2, end: 4 },
      ],
      [
        { start: 6, end: 7 },
        { start: 7, end: 8 },
      ],
    ]);
  });

  it('leaves out hunks that no longer fit and says where that is', () => {
    const fitted = fitFile(only(review('abcdefg', 'aBcdeFg')), lines('axxcdefg'));
    expect(letters(fitted.proposed)).toBe('axxcdeFg');
    expect(fitted.hunks.map(({ problem, live }) => [problem, live.start])).toEqual([
      ['changed', 1],
      [undefined, 6],
    ]);
  });
});

describe('walking', () => {
  const sets = [review('abcdefg', 'aBcdeFg'), { ...review('abc', 'aBc', 'g'), id: 'other' }];
  const place = (set: string, path: string, hunk: number) => ({ set, path: `/w/${path}`, hunk });

  it('goes from hunk to hunk through all files and round the end', () => {
    const order = [place('set', 'f', 0), place('set', 'f', 1), place('other', 'g', 0)];
    expect(stopsOf(sets)).toEqual(order);
    for (const [index, from] of order.entries()) {
      expect(nextStop(sets, from, 1)).toEqual(order[(index + 1) % 3]);
      expect(nextStop(sets, from, -1)).toEqual(order[(index + 2) % 3]);
    }
    expect(nextStop(sets, undefined, 1)).toEqual(order[0]);
    expect(nextStop(sets, undefined, -1)).toEqual(order[2]);
  });

  it('goes on behind what was just judged', () => {
    const judged = sets.map((set) => (set.id === 'set' ? reject(set, { hunk: 0 }) : set));
    expect(nextStop(judged, place('set', 'f', 0), 1)).toEqual(place('set', 'f', 1));
    expect(nextStop(judged, place('set', 'f', Number.MAX_SAFE_INTEGER), 1)).toEqual(place('other', 'g', 0));
    expect(nextStop([], place('set', 'f', 0), 1)).toBeUndefined();
  });
});

describe('rungs', () => {
  function rowOf(base: string, edits: Parameters<typeof applyEdits>[2]) {
    const applied = applyEdits('f', base, edits);
    if (applied.kind === 'failed') {
      throw new Error(applied.message);
    }
    const change = { path: 'f', newPath: undefined, base, result: applied.text, edits: applied.edits };
    const set = createReview(about, [{ change, path: '/w/f', label: 'f' }]);
    return { row: fileRows(set)[0], byRule: mayBeAcceptedByRule(only(set)), hunks: only(set).hunks };
  }

  it('are told for each hunk; only plain matches may be accepted by a rule', () => {
    const base = 'function f() {\n  one();\n  two();\n  three();\n}\n';
    const exact = rowOf(base, [{ search: 'one();', replace: 'uno();' }]);
    expect(exact.row).toMatchObject({ rung: 'exact', added: 1, removed: 1, pending: 1 });
    expect(exact.byRule).toBe(true);
    const mixed = rowOf(
      base,
      [
        { search: 'one();', replace: 'uno();' },
        { search: 'three();\n  }', replace: 'tre();\n  }' },
      ].slice(0, 1),
    );
    expect(mixed.byRule).toBe(true);
    const indented = rowOf(base, [
      { search: 'one();', replace: 'uno();' },
      { search: '    three();\n  }', replace: '    tre();\n  }' },
    ]);
    expect(indented.hunks.map(({ rung }) => rung)).toEqual(['exact', 'indentation']);
    expect(indented.row?.rung).toBe('indentation');
    expect(indented.byRule).toBe(false);
  });

  it('never let a file through that can no longer be parsed', () => {
    const change = {
      path: 'f',
      newPath: undefined,
      base: 'a\n',
      result: 'b\n',
      edits: [{ rung: 'exact', startLine: 0 }],
    };
    const input = {
      change: { ...change, edits: [{ rung: 'exact' as const, startLine: 0 }] },
      path: '/w/f',
      label: 'f',
    };
    expect(mayBeAcceptedByRule(only(createReview(about, [input])))).toBe(true);
    expect(mayBeAcceptedByRule(only(createReview(about, [{ ...input, brokenAt: 0 }])))).toBe(false);
  });
});

describe('taking a change back later', () => {
  it.each([
    ['abc', 'aBc', 'aBc', 'abc'],
    ['abc', 'aBc', 'xaBcy', 'xabcy'],
    ['abc', 'aBc', 'aXc', undefined],
    ['', 'abc', 'abc', ''],
  ])('%s → %s, now %s: %s', (before, after, live, expected) => {
    const text = revertText(lines(before), lines(after), lines(live));
    expect(text === undefined ? undefined : letters(text)).toBe(expected);
  });
});
