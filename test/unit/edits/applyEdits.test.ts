/** The ladder of matches, as data: a file, an edit, what comes out and by which rung; and what a model is told when nothing does. */
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/edits/applyEdits';
import type { RequestedEdit, Rung } from '../../../src/edits/RequestedEdit';

function check(base: string, edit: RequestedEdit, result: string, rung: Rung, startLine?: number) {
  const applied = applyEdits('a.ts', base, [edit]);
  expect(applied).toMatchObject({ kind: 'applied', text: result, edits: [{ rung }] });
  if (startLine !== undefined) {
    expect(applied).toMatchObject({ edits: [{ startLine }] });
  }
}

function checkFails(base: string, edits: readonly RequestedEdit[], code: string, message: RegExp, path = 'a.ts') {
  const applied = applyEdits(path, base, edits);
  expect(applied).toMatchObject({ kind: 'failed', code });
  expect('message' in applied ? applied.message : '').toMatch(message);
  return applied;
}

const twice = 'a\nfoo()\nb\nfoo()\n';

describe('one edit', () => {
  it('finds exact text, also within a line, and keeps $ signs as they are', () => {
    check('let x = 1\n', { search: 'x = 1', replace: 'x = $& $1' }, 'let x = $& $1\n', 'exact', 0);
    check('a\nb\nc', { search: 'b\nc', replace: 'B\nC' }, 'a\nB\nC', 'exact', 1);
  });

  it('overlooks trailing white space', () => {
    check(
      'if (a) {  \n  b();\t\n}\n',
      { search: 'if (a) {\n  b();\n}', replace: 'if (a) {\n  c();\n}' },
      'if (a) {  \n  c();\n}\n',
      'trailing-whitespace',
    );
    check(
      'if (a) {\n  b();\n',
      { search: 'if (a) { \n  b();', replace: 'if (a) { \n  c();' },
      'if (a) {\n  c();\n',
      'trailing-whitespace',
    );
  });

  it('overlooks look-alike characters and keeps the file’s own around the change', () => {
    check(
      'say(“hi”, 1)\n',
      { search: 'say("hi", 1)', replace: 'say("hi", 2)' },
      'say(“hi”, 2)\n',
      'look-alike-characters',
    );
    check('a\u00a0– b\n', { search: 'a - b', replace: 'a - c' }, 'a\u00a0– c\n', 'look-alike-characters');
    check(
      'cafe\u0301 1\nx\n',
      { search: 'café 1\nx', replace: 'café 1\ny' },
      'cafe\u0301 1\ny\n',
      'look-alike-characters',
    );
  });

  it('moves text to the file’s indentation', () => {
    check(
      'class A {\n    f() {\n        g();\n    }\n}\n',
      { search: 'f() {\n    g();\n}\n', replace: 'f() {\n    h();\n    i();\n}\n' },
      'class A {\n    f() {\n        h();\n        i();\n    }\n}\n',
      'indentation',
      1,
    );
    check(
      'if x:\n  y\n  z\n',
      { search: '      y\n      z', replace: '      y\n      w' },
      'if x:\n  y\n  w\n',
      'indentation',
    );
    check(
      '{\n\tif (a) {\n\t\tb();\n\t}\n}\n',
      { search: '    if (a) {\n        b();\n    }', replace: '    if (a) {\n        b();\n        c();\n    }' },
      '{\n\tif (a) {\n\t\tb();\n\t\tc();\n\t}\n}\n',
      'indentation',
    );
  });

  it('understands left-out lines when both texts leave out the same', () => {
    check(
      'function f() {\n  one();\n  two();\n  three();\n  return 1;\n}\n',
      { search: 'function f() {\n  ...\n  return 1;\n}', replace: 'function f() {\n  ...\n  return 2;\n}' },
      'function f() {\n  one();\n  two();\n  three();\n  return 2;\n}\n',
      'elision',
      0,
    );
    check(
      'f() {\n  one();\n  two();\n  last();\n}\n',
      {
        search: 'f() {\n  // ... existing code ...\n  last();\n',
        replace: 'f() {\n  // ... existing code ...\n  more();\n',
      },
      'f() {\n  one();\n  two();\n  more();\n}\n',
      'elision',
    );
  });

  it('lets a line hint choose between equals, and only between equals', () => {
    check(twice, { search: 'foo()', replace: 'bar()', lineHint: 4 }, 'a\nfoo()\nb\nbar()\n', 'line-hint', 3);
    check(twice, { search: 'foo()', replace: 'bar()', lineHint: 1 }, 'a\nbar()\nb\nfoo()\n', 'line-hint', 1);
    check('a\nb\n', { search: 'b', replace: 'c', lineHint: 900 }, 'a\nc\n', 'exact', 1);
  });

  it('takes a slip of the pen in a small text', () => {
    const base = 'export function computeTotalPrice(items: Item[]): number {\n  return items.length;\n}\n';
    check(
      base,
      {
        search: 'export function computeTotalPrise(items: Item[]): number {\n  return items.length;',
        replace: 'export function computeTotalPrice(items: Item[]): number {\n  return 0;',
      },
      'export function computeTotalPrice(items: Item[]): number {\n  return 0;\n}\n',
      'similar',
    );
  });

  it('fills an empty file, its byte order mark kept', () => {
    check('', { search: '', replace: 'x\n' }, 'x\n', 'exact');
    check('\uFEFF', { search: '', replace: 'x\n' }, '\uFEFFx\n', 'exact');
  });

  it('searches whole lines where the format has whole lines, the last without a break too', () => {
    check('xfoo\nfoo', { search: 'foo\n', replace: 'bar\n', wholeLines: true }, 'xfoo\nbar', 'exact', 1);
    check('a\nfoo', { search: 'foo\n', replace: '', wholeLines: true }, 'a', 'exact', 1);
    check('a\nfoo', { search: 'foo\n', replace: 'foo\nb\n', wholeLines: true }, 'a\nfoo\nb', 'exact', 1);
  });
});

describe('refusals', () => {
  it('never chooses between several places', () => {
    const failed = checkFails(twice, [{ search: 'foo()', replace: 'bar()' }], 'ambiguous', /lines 2, 4.*lineHint/s);
    expect(failed).toMatchObject({
      candidates: [
        { path: 'a.ts', line: 1 },
        { path: 'a.ts', line: 3 },
      ],
    });
    checkFails('aaa', [{ search: 'aa', replace: 'b' }], 'ambiguous', /unique/);
    // The hint lies in the middle, or too far away to mean anything.
    checkFails(twice, [{ search: 'foo()', replace: 'bar()', lineHint: 3 }], 'ambiguous', /2, 4/);
    checkFails(twice, [{ search: 'foo()', replace: 'bar()', lineHint: 500 }], 'ambiguous', /2, 4/);
    checkFails('  a;\n  b;\nx\n    a;\n    b;\n', [{ search: 'a;\nb;', replace: 'c;' }], 'ambiguous', /1, 4/);
  });

  it('does not take other code for alike', () => {
    checkFails(
      'return a + b;\n',
      [{ search: 'return a - b;', replace: 'return 0;' }],
      'no_match',
      /Nearest lines:\n +1 \| return a \+ b;/,
    );
    checkFails(
      'const timeoutMilliseconds = 3000;\n',
      [{ search: 'const timeoutMilliseconds = 5000;', replace: 'x' }],
      'no_match',
      /3000/,
    );
    checkFails(
      'if (a) {\n    b();\n  c();\n}\n',
      [{ search: '  b();\n    c();', replace: 'd();' }],
      'no_match',
      /Nearest/,
    );
    checkFails('FOO()\n', [{ search: 'foo()', replace: 'x' }], 'no_match', /./);
    checkFails(
      'function f() {\n  x();\n  return 1;\n}\nfunction g() {\n  return 1;\n}\n',
      [{ search: 'function f() {\n...\n  return 1;\n}', replace: 'function f() {\n...\n  return 2;\n}' }],
      'ambiguous',
      /lines 3, 6/,
    );
  });

  it('shows the nearest lines with their numbers and says what to send', () => {
    checkFails(
      'a\nfunction f() {\n  one();\n  two();\n}\n',
      [{ search: 'function f() {\n  three();\n}', replace: 'x' }],
      'no_match',
      /2 \| function f\(\) \{\n +3 \| {3}one\(\);[\s\S]*exactly as these lines stand/,
    );
    checkFails('a\n', [{ search: 'zebra()', replace: 'x' }], 'no_match', /Read the file again/);
    checkFails(
      'a\n',
      [
        { search: 'a', replace: 'newName()' },
        { search: 'newName()', replace: 'c' },
      ],
      'no_match',
      /earlier edit/,
    );
  });

  it('refuses what changes nothing or says nothing', () => {
    checkFails('a\n', [{ search: 'a', replace: 'a' }], 'no_change', /same text/);
    checkFails('a \n', [{ search: 'a\t', replace: 'a' }], 'no_change', /white space/);
    checkFails('a\n', [{ search: '', replace: 'b' }], 'bad_format', /empty and the file is not/);
    checkFails('a\n', [], 'bad_format', /no edits/);
  });

  it('is all or nothing, and each text is changed once', () => {
    checkFails(
      'a\nb\n',
      [
        { search: 'a', replace: 'x' },
        { search: 'q', replace: 'y' },
      ],
      'no_match',
      /edit 2/,
    );
    checkFails(
      'let x = 1\n',
      [
        { search: 'x = 1', replace: 'x = 2' },
        { search: 'let x', replace: 'const x' },
      ],
      'refused',
      /edits 1 and 2/,
    );
    checkFails(
      'a\nb\n',
      [
        { search: 'a\n', replace: 'a\nc\n' },
        { search: 'a\nb', replace: 'a\nd\nb' },
      ],
      'refused',
      /edits 1 and 2/,
    );
  });

  it.each([
    '// ... rest of code ...',
    '  // ... existing code ...',
    '# ... rest of the file unchanged',
    '/* ... other methods ... */',
    '<!-- ... -->',
    '// rest of the code remains unchanged',
    '# remaining methods',
    '// existing code here',
    '// (existing code)',
    '// other methods remain unchanged',
    '...',
    '…',
    '// ... 其余代码 ...',
    '// 其他代码保持不变',
    '{/* ... existing code ... */}',
  ])('refuses the placeholder %s', (placeholder) => {
    checkFails('a\nb\n', [{ search: 'a', replace: `c\n${placeholder}` }], 'refused', /left out/);
  });

  it.each([
    ['a.ts', 'f(...args);'],
    ['a.ts', 'const a = [...b, ...c];'],
    ['a.ts', '// Loading…'],
    ['a.ts', '// ...and import the module again'],
    ['a.ts', '// the existing value wins'],
    ['a.ts', '// remaining code paths are handled below'],
    ['a.ts', '// Keep the existing code path for old files'],
    ['a.ts', '// Other methods'],
    ['a.py', '    ...'],
    ['a.md', '// ... rest of code ...'],
    ['a.go', 'func f(a ...int) {}'],
  ])('in %s takes %s for what it is', (path, line) => {
    expect(applyEdits(path, 'a\nb\n', [{ search: 'a', replace: line }])).toMatchObject({
      kind: 'applied',
      text: `${line}\nb\n`,
    });
  });
});

describe('several edits', () => {
  it('are found in the file as it was, in any order', () => {
    expect(
      applyEdits('a.ts', 'a\nb\nc\n', [
        { search: 'c', replace: 'a' },
        { search: 'a', replace: 'b2' },
        { search: 'b\n', replace: '' },
      ]),
    ).toMatchObject({
      kind: 'applied',
      text: 'b2\na\n',
      edits: [{ startLine: 2 }, { startLine: 0 }, { startLine: 1 }],
    });
  });

  it('may share lines that they do not change', () => {
    expect(
      applyEdits('a.ts', 'a\nb\nc\n', [
        { search: 'a\nb', replace: 'x\nb' },
        { search: 'b\nc', replace: 'b\ny' },
      ]),
    ).toMatchObject({ text: 'x\nb\ny\n' });
  });
});
