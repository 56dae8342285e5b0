import { describe, expect, it } from 'vitest';
import { stopTexts } from '../../../../src/completion/prompt/stopTexts';
import { splitAtCursor } from '../../../support/cursor';

describe('texts at which the server may stop', () => {
  it.each<[string, string, string[]]>([
    ['typescript', 'function f() {█\n}', ['\n}']],
    ['typescript', '  if (x) {\n    █\n  }\n', ['\n  }']],
    ['typescript', 'f(() => {█\n});', ['\n});']],
    ['ruby', 'def f\n  █\nend', ['\nend']],
    ['html', '<div>\n  █\n</div>', ['\n</div>']],
    ['python', 'def f():\n    █\n\nprint(f(1, 2))', ['\nprint(f(1, 2))\n']],
    // too short to be sure, deeper than the cursor, nothing below
    ['python', 'def f():\n    █\nf()', []],
    ['typescript', 'if (x) {█\n    return compute(x);\n}', []],
    ['typescript', 'a();█', []],
    ['python', '# 说明█\n打印(计算一二三四五六, 七)\n', ['\n打印(计算一二三四五六, 七)\n']],
  ])('%s %j', (languageId, place, expected) => {
    expect(stopTexts({ languageId, ...splitAtCursor(place) })).toEqual(expected);
  });
});
