/** Edits as VS Code reported them for input methods in Chromium, and for plain typing. */
import { describe, expect, it } from 'vitest';
import { type Composition, compositionAfter, mayCompose } from '../../../../src/completion/trigger/composition';

/** How long is waited after the last of some edits; each is `[offset, replaced length, text]`, 100 ms apart. */
function waits(edits: readonly (readonly [number, number, string])[], mayBegin = false): number {
  let composition: Composition | undefined;
  let now = 1000;
  for (const [offset, length, text] of edits) {
    now += 100;
    composition = compositionAfter(composition, { offset, length, text }, now, mayBegin);
  }
  return Math.max(0, (composition?.until ?? 0) - now);
}

describe('an input method', () => {
  it.each<[string, [number, number, string][], boolean, number]>([
    [
      'is waited for while letters become more',
      [
        [5, 0, 'n'],
        [5, 1, 'ni'],
        [5, 2, 'ni h'],
      ],
      false,
      600,
    ],
    [
      'is done when characters are chosen',
      [
        [5, 0, 'n'],
        [5, 1, 'ni'],
        [5, 2, '你'],
      ],
      false,
      0,
    ],
    [
      'is waited for in kana and hangul',
      [
        [5, 0, 'ㅎ'],
        [5, 1, '하'],
        [5, 1, '한'],
      ],
      false,
      600,
    ],
    ['may begin with a letter where that is likely', [[5, 0, 'n']], true, 250],
    ['does not begin with a letter elsewhere', [[5, 0, 'n']], false, 0],
    [
      'is no typing of letters one by one',
      [
        [5, 0, 'f'],
        [6, 0, 'o'],
        [7, 0, 'o'],
      ],
      false,
      0,
    ],
    [
      'is no correction elsewhere',
      [
        [5, 0, 'f'],
        [2, 3, 'bar'],
      ],
      false,
      0,
    ],
    [
      'is no deletion',
      [
        [5, 0, 'f'],
        [5, 1, ''],
      ],
      true,
      0,
    ],
    ['is no pasting of lines', [[5, 0, 'a\nb']], true, 0],
  ])('%s', (_, edits, mayBegin, expected) => {
    expect(waits(edits, mayBegin)).toBe(expected);
  });

  it.each<[string, string, string, boolean, boolean]>([
    ['where such characters stand', '# 圆的', 'python', false, true],
    ['in a comment of somebody who composes', '  // ', 'typescript', true, true],
    ['in a string of somebody who composes', 'const s = "', 'typescript', true, true],
    ['in prose of somebody who composes', 'Hello ', 'markdown', true, true],
    ['not in code', 'const s = ', 'typescript', true, false],
    ['not in a comment of somebody who does not', '// ', 'typescript', false, false],
  ])('is likely to begin %s', (_, line, languageId, uses, expected) => {
    expect(mayCompose(line, languageId, uses)).toBe(expected);
  });
});
