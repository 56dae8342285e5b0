import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postProcess } from '../../../../src/completion/filters/postProcess';
import { isSubsequence } from '../../../../src/completion/text/lines';
import type { DropReason } from '../../../../src/completion/types';
import { splitAtCursor } from '../../../support/cursor';

/** The document once the suggestion is accepted, with what was shown between ⟦ and ⟧; or why nothing is shown. */
function accepted(languageId: string, place: string, text: string, multiline = true): string {
  const { prefix, suffix } = splitAtCursor(place);
  const result = postProcess({ languageId, prefix, suffix, text, multiline });
  return result.kind === 'dropped'
    ? `dropped: ${result.reason}`
    : `${prefix}⟦${result.text}⟧${suffix.slice(result.replace)}`;
}

type Row = readonly [languageId: string, place: string, text: string, expected: string];

function check(rows: readonly Row[]): void {
  it.each(rows)('%s %j %j', (languageId, place, text, expected) => {
    expect(accepted(languageId, place, text)).toBe(expected);
  });
}

const nothing = (reason: DropReason): string => `dropped: ${reason}`;

describe('the rest of the line', () => {
  check([
    ['typescript', 'foo(█)', '1, 2)', 'foo(⟦1, 2⟧)'],
    ['typescript', 'foo(█)', 'bar())', 'foo(⟦bar()⟧)'],
    ['typescript', 'foo(█)', 'bar()', 'foo(⟦bar()⟧)'],
    ['typescript', 'foo(█);', '1);', 'foo(⟦1⟧);'],
    ['typescript', 'foo(█)', '1);', 'foo(⟦1);⟧'],
    ['typescript', 'foo(█)', ')', nothing('repeats-suffix')],
    ['typescript', 'foo(█)', '")"', 'foo(⟦")"⟧)'],
    ['typescript', 'foo(█)', '")")', 'foo(⟦")"⟧)'],
    ['python', 'print(█)', '"a").strip()', 'print(⟦"a").strip()⟧'],
    ['python', 'print(█)', 'f"{x}")\nprint(y)', 'print(⟦f"{x}")\nprint(y)⟧'],
    ['typescript', 'const s = "█"', '你好，世界"', 'const s = "⟦你好，世界⟧"'],
    ['typescript', 'const s = "█";', '你好";', 'const s = "⟦你好⟧";'],
    ['typescript', 'a[█]', 'i][j]', 'a[⟦i][j]⟧'],
    ['typescript', 'if (█) {', 'x > 0) {', 'if (⟦x > 0⟧) {'],
    ['typescript', 'if (█) {\n}', 'x > 0) {\n  y();', 'if (⟦x > 0) {\n  y();⟧\n}'],
    ['typescript', 'foo(a█, b)', 'a, b)', 'foo(a⟦a⟧, b)'],
    ['typescript', 'f(() => {█})', '\n  g();\n})', 'f(() => {⟦\n  g();\n⟧})'],
    ['typescript', 'function f() {█}', '\n  g();\n}', 'function f() {⟦\n  g();\n⟧}'],
    ['typescript', '  function f() {█}', '\n    g();', '  function f() {⟦\n    g();\n  ⟧}'],
    ['html', '<a href="█">x</a>', 'https://example.org"', '<a href="⟦https://example.org⟧">x</a>'],
    ['html', '<b>█</b>', 'fett</b>', '<b>⟦fett⟧</b>'],
    ['rust', 'vec.iter().map(█)', '|x| x + 1).sum()', 'vec.iter().map(⟦|x| x + 1).sum()⟧'],
    ['go', 'fmt.Println(█)', '"全角（括号）")', 'fmt.Println(⟦"全角（括号）"⟧)'],
    ['typescript', 'foo(█) // note', '1', 'foo(⟦1⟧) // note'],
    ['typescript', 'a = █ + b;', 'c + b;', 'a = ⟦c⟧ + b;'],
    // of several brackets that are open, the one behind the cursor closes the outermost
    ['typescript', 'max(min(█);', 'low, high), 9', 'max(min(⟦low, high), 9⟧);'],
    ['typescript', 'max(min(█))', 'low, high), 9', 'max(min(⟦low, high), 9⟧)'],
    ['typescript', 'grid = [[[█]]]', '1], [2]], [[3], [4]]];', 'grid = [[[⟦1], [2]], [[3], [4]]];⟧'],
    ['typescript', 'on("end", () => {█})', '\n  stop();\n});', 'on("end", () => {⟦\n  stop();\n});⟧'],
    ['typescript', 'function area(█) {\n}', 'w: number) {', 'function area(⟦w: number⟧) {\n}'],
    ['typescript', 'function area(█) {\n}', 'w: number): number {', 'function area(⟦w: number): number {⟧\n}'],
    [
      'typescript',
      'const seen: Map<█>',
      'string, Set<number>> = new Map();',
      'const seen: Map<⟦string, Set<number>> = new Map();⟧',
    ],
    ['typescript', 'const seen: Set<█>', 'string', 'const seen: Set<⟦string⟧>'],
    ['typescriptreact', '<Card t█/>', 'itle={title} />', '<Card t⟦itle={title} ⟧/>'],
    ['typescript', 'call(█) ', 'a) {', 'call(⟦a) {⟧'],
    // an editor shows only what replaces a subsequence of itself
    ['typescript', 'call(█) ', 'a);', 'call(⟦a);⟧ '],
    ['typescript', 'const f = (█)  => {};', 'a, b) => {', 'const f = (⟦a, b) => {⟧  => {};'],
    ['typescript', 'const f = (█) => {};', 'a, b) => {', 'const f = (⟦a, b) => {⟧};'],
    ['typescript', 'const f = (█) => {};', 'a: A): B => {', 'const f = (⟦a: A): B => {⟧};'],
    // brackets inside of strings
    ['python', 'print(f"{█}")', 'name}"', 'print(f"{⟦name⟧}")'],
    ['typescript', `x = \`\${█}\``, `a}-\${b}`, `x = \`\${⟦a}-\${b⟧}\``],
    ['ruby', 'puts("#{█}")', 'name} and #{other}', 'puts("#{⟦name} and #{other⟧}")'],
    ['typescript', 'return valu█e;', 'e', nothing('repeats-suffix')],
    ['typescript', 'const resu█', 'result = 1;', 'const resu⟦lt = 1;⟧'],
    ['python', 'def compute█', 'compute(a):', 'def compute⟦(a):⟧'],
    // what stands behind the cursor is said, and then something else
    ['typescript', 'log(█, "extra", );', '"first", "extra", third);', 'log(⟦"first"⟧, "extra", );'],
    ['typescript', 'a = █price * n;', 'b + ', 'a = ⟦b + ⟧price * n;'],
    ['typescript', 'sum(█two)', 'one, ', 'sum(⟦one, ⟧two)'],
    ['typescript', 'sum(█ two)', 'one, ', 'sum(⟦one,⟧ two)'],
    ['typescript', 'if (a) {█}', ' b(); ', 'if (a) {⟦ b(); ⟧}'],
    ['typescript', 'sum(█)', 'one ', 'sum(⟦one⟧)'],
    // several lines do not belong in the middle of one
    ['typescript', 'a = █ + b;', 'c(\n  d\n)', 'a = ⟦c(⟧ + b;'],
  ]);
});

describe('the lines around', () => {
  check([
    ['typescript', 'a();\n█\nb();', 'b();', nothing('repeats-next-line')],
    ['typescript', 'a();\n█\nb();\nc();', 'b();\nc();', nothing('repeats-next-line')],
    ['typescript', 'a();\n█\nb();\nc();', 'x();\nb();\nc();', 'a();\n⟦x();⟧\nb();\nc();'],
    [
      'typescript',
      'a();\n█\nlongName(1);\nc();',
      'x();\nlongName(1);\nc',
      'a();\n⟦x();\nlongName(1);\nc⟧\nlongName(1);\nc();',
    ],
    ['typescript', 'a();\n█\nb();\nlongName(1);', 'x();\nb();\nlongName', 'a();\n⟦x();⟧\nb();\nlongName(1);'],
    ['typescript', 'f(function () {\n  █\n});', 'g();\n});', 'f(function () {\n  ⟦g();⟧\n});'],
    [
      'typescript',
      'function f() {\n  █\n}',
      'if (x) {\n    y();\n  }',
      'function f() {\n  ⟦if (x) {\n    y();\n  }⟧\n}',
    ],
    ['typescript', 'if (a) {█\n}', '\n  b();\n}', 'if (a) {⟦\n  b();⟧\n}'],
    ['typescript', 'const b = { a: 1 };\n█', 'const b = { a: 1 };', nothing('repeats-previous-line')],
    ['typescript', '[\n  0,\n  █\n]', '0,', '[\n  0,\n  ⟦0,⟧\n]'],
    ['ruby', 'def f\n  █\nend', 'g\nend', 'def f\n  ⟦g⟧\nend'],
    ['ruby', 'def f\n  █\nend', 'if x\n    g\n  end', 'def f\n  ⟦if x\n    g\n  end⟧\nend'],
    ['lua', 'for i = 1, 2 do█\nend', '\n  f(i)\nend', 'for i = 1, 2 do⟦\n  f(i)⟧\nend'],
    ['shellscript', 'if x; then\n  █\nfi', 'y\nfi', 'if x; then\n  ⟦y⟧\nfi'],
    ['html', '<div>\n  █\n</div>', '<p>hi</p>\n</div>', '<div>\n  ⟦<p>hi</p>⟧\n</div>'],
    [
      'typescriptreact',
      'return (\n  <A>\n    █\n  </A>\n);',
      '<B />\n  </A>\n);',
      'return (\n  <A>\n    ⟦<B />⟧\n  </A>\n);',
    ],
    // a closing line that the document has, whatever its own looks like
    ['typescript', 'const add = () => {\n  go();\n  █\n};', '}', nothing('repeats-next-line')],
    ['typescript', 'const add = () => {\n  go();\n█\n};', '}', nothing('repeats-next-line')],
    ['typescript', 'if (a) {\n  go();█\n  more();\n}', '\n}', nothing('repeats-next-line')],
    ['html', '<ul>\n  <li>a</li>\n█\n</ul>', '</ul>', nothing('repeats-next-line')],
    ['typescript', 'while (x) {\n  if (a) {\n    b();\n  }\n  █\n}', '}', nothing('repeats-next-line')],
    // and one that it has not
    [
      'typescript',
      'function f() {\n  if (a) {\n    █\n}',
      'go();\n  }',
      'function f() {\n  if (a) {\n    ⟦go();\n  }⟧\n}',
    ],
    ['go', 'func f() {\n\tg()█\n\nfunc h() {\n}', '\n}', 'func f() {\n\tg()⟦\n}⟧\n\nfunc h() {\n}'],
    ['typescript', 'function f() {\n  go();\n  █', '}', 'function f() {\n  go();\n  ⟦}⟧'],
    ['python', 'x = 1\n█\nz = 3', '\n\ny = 2', 'x = 1\n⟦y = 2⟧\nz = 3'],
    ['python', 'x = 1█\nz = 3', '\n\n\ny = 2', 'x = 1⟦\n\n\ny = 2⟧\nz = 3'],
  ]);

  it('keeps one line where only one was asked for', () => {
    expect(accepted('python', 'x = █', 'a()\nb()', false)).toBe('x = ⟦a()⟧');
    expect(accepted('python', 'x = 1█', '\n\ny = 2\nz = 3', false)).toBe('x = 1⟦\ny = 2⟧');
  });
});

describe('indentation', () => {
  check([
    ['python', 'def f():\n    █', '    return 1', 'def f():\n    ⟦return 1⟧'],
    ['python', 'def f():\n    █', '    a()\n    b()', 'def f():\n    ⟦a()\n    b()⟧'],
    ['python', 'def f():\n    █', 'a()\n    b()', 'def f():\n    ⟦a()\n    b()⟧'],
    ['python', 'def f():\n█', '    return 1', 'def f():\n⟦    return 1⟧'],
    ['python', 'def f():\n  █', '  return 1', 'def f():\n  ⟦return 1⟧'],
    ['python', 'x = █', ' 1', 'x = ⟦1⟧'],
    ['python', 'x =█', ' 1', 'x =⟦ 1⟧'],
    [
      'go',
      'func f() {\n\tif x {\n\t\ty()\n\t}\n}\n\nfunc g() {█\n}',
      '\n    a()\n    if b {\n        c()\n    }\n}',
      'func f() {\n\tif x {\n\t\ty()\n\t}\n}\n\nfunc g() {⟦\n\ta()\n\tif b {\n\t\tc()\n\t}⟧\n}',
    ],
    [
      'typescript',
      'function f() {\n  a();\n  b();\n}\nfunction g() {█\n}',
      '\n\ta();\n}',
      'function f() {\n  a();\n  b();\n}\nfunction g() {⟦\n  a();⟧\n}',
    ],
    ['python', 'if x:\n    █', '   \n', nothing('empty')],
    // steps of another size than the document's
    [
      'python',
      'class A:\n  def f(self):\n    pass\n\n  def g(self):█',
      '\n        for x in y:\n            z(x)\n        return 1',
      'class A:\n  def f(self):\n    pass\n\n  def g(self):⟦\n    for x in y:\n      z(x)\n    return 1⟧',
    ],
    [
      'typescript',
      'if (a) {\n  b();\n}\nif (c) {█\n}',
      '\n    d();\n    e();',
      'if (a) {\n  b();\n}\nif (c) {⟦\n  d();\n  e();⟧\n}',
    ],
    [
      'python',
      'if a:\n    b()\nif c:█',
      '\n  for d in e:\n    f(d)',
      'if a:\n    b()\nif c:⟦\n    for d in e:\n        f(d)⟧',
    ],
    [
      'typescript',
      'if (a) {\n  b();\n}\nx = await█',
      ' y\n    .then(c)\n    .then(d);',
      'if (a) {\n  b();\n}\nx = await⟦ y\n    .then(c)\n    .then(d);⟧',
    ],
    // a blank too many
    [
      'typescript',
      'if (a) {\n  if (b) {\n    █\n  }\n}',
      ' go();\n     stop();',
      'if (a) {\n  if (b) {\n    ⟦go();\n    stop();⟧\n  }\n}',
    ],
    ['json', '{\n  "a": 1,\n  █\n}', '"b": 2,\n   "c": 3', '{\n  "a": 1,\n  ⟦"b": 2,\n  "c": 3⟧\n}'],
    ['typescript', 'if (a) {\n  b();\n}\n█', 'call(one,\n     two);', 'if (a) {\n  b();\n}\n⟦call(one,\n     two);⟧'],
    ['typescript', 'f();\n█', 'a(); \nb();\t\nc();', 'f();\n⟦a();\nb();\nc();⟧'],
    ['markdown', '# A\n█', 'one  \ntwo', '# A\n⟦one  \ntwo⟧'],
  ]);
});

describe('comments', () => {
  check([
    // the sign is there already
    ['typescript', '// █\nf();', '// Adds two numbers', '// ⟦Adds two numbers⟧\nf();'],
    ['typescript', '//█\nf();', '// Adds two numbers', '//⟦ Adds two numbers⟧\nf();'],
    ['rust', '/// █\nfn f() {}', '/// 把两个数相加。', '/// ⟦把两个数相加。⟧\nfn f() {}'],
    ['python', '# █\nf()', '# Adds two numbers', '# ⟦Adds two numbers⟧\nf()'],
    ['typescript', '/**\n * █\n */', ' * Adds two numbers.', '/**\n * ⟦Adds two numbers.⟧\n */'],
    ['typescript', '/**\n * █\n */', '*emphasis* for once', '/**\n * ⟦*emphasis* for once⟧\n */'],
    ['typescript', 'a = b\n  * █', '* c', 'a = b\n  * ⟦* c⟧'],
    ['markdown', '# █', '# Titel', '# ⟦# Titel⟧'],
    // stars below each other
    ['typescript', '  /**█\n  f();', '\n * Adds.\n */', '  /**⟦\n   * Adds.\n   */⟧\n  f();'],
    ['typescript', '\t/**\n\t * A.█\n\t */', '\n* @param a', '\t/**\n\t * A.⟦\n\t * @param a⟧\n\t */'],
    ['java', '  /**\n   * A.\n█\n   */', ' * @return 和', '  /**\n   * A.\n⟦   * @return 和⟧\n   */'],
    ['typescript', '  /*\n  plain █\n  */', 'text\n* item', '  /*\n  plain ⟦text\n* item⟧\n  */'],
    ['typescript', '/** █\n', 'A. */\nlet a = b\n  * c;', '/** ⟦A. */\nlet a = b\n  * c;⟧\n'],
    // sentences are no talk there
    [
      'python',
      'def f():\n    """A.\n\n    █\n    """',
      'Here is why:',
      'def f():\n    """A.\n\n    ⟦Here is why:⟧\n    """',
    ],
    ['c', '/*\nA.\n█\n*/', 'Here is why:', '/*\nA.\n⟦Here is why:⟧\n*/'],
    ['python', 'def f():\n    """A."""\n    █', 'Here is why:', nothing('prose')],
    ['typescript', 'glob("src/*.ts");\n█', 'Here is the code:', nothing('prose')],
  ]);
});

describe('what is not code', () => {
  check([
    ['python', 'x = █', 'f()<|user|>and more', 'x = ⟦f()⟧'],
    ['python', 'x = █', '<|endoftext|>', nothing('empty')],
    ['python', 'x = "█', '你\uFFFD', 'x = "⟦你⟧'],
    ['python', 'x = █', '```python\nf()\n```\nThis calls f.', 'x = ⟦f()⟧'],
    ['python', 'x = █', 'Sure! Here you go:\n```python\nf()\n```', 'x = ⟦f()⟧'],
    ['python', 'x = █', 'f()\n```', 'x = ⟦f()⟧'],
    ['python', 'x = █', 'Here is the completed code.', nothing('prose')],
    ['python', '# 求和\nx = █', '以下是代码：', nothing('prose')],
    ['python', 'x = █', '<think>hm</think>\nf()', 'x = ⟦f()⟧'],
    ['python', 'x = █', 'hm</think>f()', 'x = ⟦f()⟧'],
    ['python', 'x = █', '<think>let me see', nothing('thinking')],
    ['python', 'x = █', 'f()\n###PATH:other.py\ng()', 'x = ⟦f()⟧'],
    ['python', 'value = █', 'value = f()', 'value = ⟦f()⟧'],
    ['python', 'max(█', 'max(a, b), c)', 'max(⟦max(a, b), c)⟧'],
    ['typescript', 'const t = `<think>█', 'a</think>`;', 'const t = `<think>⟦a</think>`;⟧'],
    ['markdown', '# Titel\n█', 'Here is a list:\n```\nx\n```', '# Titel\n⟦Here is a list:\n```\nx\n```⟧'],
    ['typescript', 'a█', '(1)\r\nb', 'a⟦(1)\nb⟧'],
    ['python', 'x = █', '<|assistant|>\nf()', 'x = ⟦f()⟧'],
    ['python', 'x = █', '<|code_middle|>f()', 'x = ⟦f()⟧'],
    ['python', 'x = █', '[gMASK]<sop>f()', 'x = ⟦f()⟧'],
    ['python', 'x = █', 'f()<fim_middle>g()', 'x = ⟦f()⟧'],
    ['python', 'x = █', 'f()<｜fim▁end｜>', 'x = ⟦f()⟧'],
    ['python', 'x = █', 'f()</s>', 'x = ⟦f()⟧'],
    ['html', '<s>█', 'alt</s> neu', '<s>⟦alt</s> neu⟧'],
    ['python', '█', '\u200B  x = 1', '⟦x = 1⟧'],
    ['python', 'x = █', '\uFEFFf()', 'x = ⟦f()⟧'],
    ['typescript', '█', '// Path: src/area.ts\nconst x = 5;', '⟦const x = 5;⟧'],
    ['typescript', '█', '// test/fixtures/area.ts\nconst x = 5;', '⟦const x = 5;⟧'],
    ['typescript', 'const y = 4;\n█', 'const x = 5;\n// src/area.ts\nconst z = 5;', 'const y = 4;\n⟦const x = 5;⟧'],
    ['typescript', '█', '// area.ts\nconst x = 5;', '⟦// area.ts\nconst x = 5;⟧'],
    ['typescript', '█', '// 10/100.5\nconst x = 5;', '⟦// 10/100.5\nconst x = 5;⟧'],
    ['typescript', '█', '// see src/area.ts\nconst x = 5;', '⟦// see src/area.ts\nconst x = 5;⟧'],
    ['typescript', 'x();\n█', 'y();\n// From src/other.ts:\n// z();', 'x();\n⟦y();⟧'],
    ['typescript', '// █', 'Here is where the totals are kept', '// ⟦Here is where the totals are kept⟧'],
    ['typescript', 'a = `█', '```ts\nx\n```', 'a = `⟦x⟧'],
    // loops
    ['typescript', 'let a = █', 'a = a = a = a = a = a = a =', nothing('repetition')],
    ['typescript', 'let a = █', `1;\nlet b = 1${'0'.repeat(60)}`, 'let a = ⟦1;⟧'],
    ['typescript', 'let a = █', '1000000000000', 'let a = ⟦1000000000000⟧'],
    ['typescript', '█', `// ${'-'.repeat(70)}`, `⟦// ${'-'.repeat(70)}⟧`],
    ['python', 'if x:\n    █', `a()\n${'    print(b)\n'.repeat(20)}`, 'if x:\n    ⟦a()\n    print(b)⟧'],
    ['python', 'x = [\n█\n]', '    0,\n    0,\n    0,', 'x = [\n⟦    0,\n    0,\n    0,⟧\n]'],
  ]);
});

describe('F-60: an answer that is none', () => {
  check([
    // Only spaces, of any kind.
    ['python', 'x = █', '   ', nothing('empty')],
    ['python', 'if a:\n    █', '\n\n \t\n', nothing('empty')],
    // Another language: talk instead of code.
    ['python', 'x = █', '当然可以，下面是补全后的代码：', nothing('prose')],
    // The prompt over again: what stands before the cursor is not written twice.
    ['typescript', 'const total = █', 'const total = sum(list);', 'const total = ⟦sum(list);⟧'],
  ]);
});

describe('any text', () => {
  const text = fc
    .array(
      fc.constantFrom(
        'a',
        'foo',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        ';',
        ',',
        ' ',
        '\n',
        '  ',
        '你',
        '，',
        'end',
        '=>',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));
  const languageId = fc.constantFrom('typescript', 'python', 'ruby', 'rust', 'html');

  it('replaces only what is a subsequence of the text, on the cursor’s line', () => {
    fc.assert(
      fc.property(languageId, text, text, text, (language, prefix, suffix, answer) => {
        const result = postProcess({ languageId: language, prefix, suffix, text: answer, multiline: true });
        if (result.kind === 'text') {
          const replaced = suffix.slice(0, result.replace);
          expect(replaced).not.toContain('\n');
          expect(isSubsequence(replaced, result.text)).toBe(true);
          expect(result.text.trim()).not.toBe('');
        }
      }),
    );
  });

  it('never says twice what follows: an answer with the rest of the line behind it equals the answer without', () => {
    const word = fc.constantFrom('a', 'foo', 'bar()', 'x[1]', '"s"', '你好', 'f(g(1), 2)');
    const rest = fc.constantFrom(')', ');', '])', '})', '")', ') {', ', b)', '";');
    fc.assert(
      fc.property(word, rest, (answer, end) => {
        const opening = end.startsWith('"')
          ? 'call("'
          : end.startsWith('])')
            ? 'call(['
            : end.startsWith('}')
              ? 'call({ x: '
              : 'call(';
        fc.pre(!(end.startsWith('"') && answer.includes('"')));
        const result = postProcess({
          languageId: 'typescript',
          prefix: opening,
          suffix: end,
          text: answer + end,
          multiline: true,
        });
        expect(result).toEqual({ kind: 'text', text: answer, replace: 0 });
      }),
    );
  });
});
