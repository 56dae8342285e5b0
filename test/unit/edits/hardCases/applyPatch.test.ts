/** Hard cases of `apply_patch`: patches as models write them, not as the format has them. */
import { describe, it } from 'vitest';
import { type Expected, type Files, replay } from './replay';

const python =
  'class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 1\n\nclass B:\n    def f(self):\n        return 1\n';
const inB = python.replace(/return 1\n$/, 'return 2\n');
const braces = 'x {\n a\n}\ny {\n a\n}\nq {\n a\n}\n';

/** `patch`: the lines between the marks, or the whole text. */
type Row = readonly [
  name: string,
  files: Files,
  patch: readonly string[] | string,
  expected: Expected,
  matched?: readonly string[],
];

const rows: readonly Row[] = [
  // Anchors
  [
    'a class and a function',
    { a: python },
    ['*** Update File: a', '@@ class B:', '@@     def f(self):', '-        return 1', '+        return 2'],
    { a: inB },
    ['anchor@9'],
  ],
  [
    'anchors without their indentation',
    { a: python },
    ['*** Update File: a', '@@ class A:', '@@ def g(self):', '-        return 1', '+        return 2'],
    { a: python.replace('g(self):\n        return 1', 'g(self):\n        return 2') },
    ['anchor@5'],
  ],
  [
    'an anchor that stands twice',
    { a: python },
    ['*** Update File: a', '@@ def f(self):', '-        return 1', '+        return 2'],
    ['ambiguous', [2, 5, 9]],
  ],
  [
    'an anchor above the context',
    { a: python },
    ['*** Update File: a', '@@ class B:', '     def f(self):', '-        return 1', '+        return 2'],
    { a: inB },
  ],
  [
    'an anchor repeated as context',
    { a: braces },
    ['*** Update File: a', '@@ y {', ' y {', '- a', '+ b'],
    { a: braces.replace('y {\n a', 'y {\n b') },
  ],
  [
    'the last of several anchors repeated as context',
    { a: python },
    [
      '*** Update File: a',
      '@@ class B:',
      '@@     def f(self):',
      '     def f(self):',
      '-        return 1',
      '+        return 2',
    ],
    { a: inB },
    ['anchor@8'],
  ],
  [
    'an anchor that is part of another line',
    { a: 'fg\n x\ng\n x\n' },
    ['*** Update File: a', '@@ g', '- x', '+ y'],
    { a: 'fg\n x\ng\n y\n' },
    ['anchor@3'],
  ],
  [
    'an anchor with marks on both sides',
    { a: 'f\n x\ng\n x\n' },
    ['*** Update File: a', '@@ g @@', '- x', '+ y'],
    { a: 'f\n x\ng\n y\n' },
  ],
  ['empty marks', { a: 'x\ny\n' }, ['*** Update File: a', '@@ @@', '-x', '+z'], { a: 'z\ny\n' }],
  [
    'an anchor that is nowhere, text that is unique',
    { a: 'x\ny\n' },
    ['*** Update File: a', '@@ nowhere', '-x', '+z'],
    { a: 'z\ny\n' },
  ],
  [
    'an anchor that is nowhere, text that stands twice',
    { a: 'x\ny\nx\n' },
    ['*** Update File: a', '@@ nowhere', '-x', '+z'],
    ['ambiguous', [0, 2]],
  ],
  [
    'text that stands once, but above its anchor',
    { 'a.py': 'def f():\n    x = 1\n\ndef g():\n    y = 1\n' },
    ['*** Update File: a.py', '@@ def g():', '-    x = 1', '+    x = 2'],
    ['no_match', [1]],
  ],
  [
    'an anchor that is context, too, with lines above it',
    { 'a.py': 'x = 1\n\ndef g():\n    y = 1\n' },
    ['*** Update File: a.py', '@@ def g():', '-x = 1', '+x = 2', ' ', ' def g():'],
    { 'a.py': 'x = 2\n\ndef g():\n    y = 1\n' },
  ],
  [
    'the remark of a unified diff',
    { a: 'x\ny' },
    ['*** Update File: a', '@@', '-y', '\\ No newline at end of file', '+z', '\\ No newline at end of file'],
    { a: 'x\nz' },
  ],
  // Hunks
  [
    'two hunks',
    { a: '1\n2\n3\n4\n5\n' },
    ['*** Update File: a', '@@', ' 1', '-2', '+two', '@@', ' 4', '-5', '+five'],
    { a: '1\ntwo\n3\n4\nfive\n' },
    ['exact@0', 'exact@3'],
  ],
  [
    'hunks from bottom to top',
    { a: '1\n2\n3\n4\n5\n' },
    ['*** Update File: a', '@@', '-5', '+five', '@@', '-1', '+one'],
    { a: 'one\n2\n3\n4\nfive\n' },
  ],
  ['no @@ at all', { a: '1\n2\n3\n' }, ['*** Update File: a', ' 1', '-2', '+two', ' 3'], { a: '1\ntwo\n3\n' }],
  [
    'counts that are wrong',
    { a: '1\n2\n3\n4\n' },
    ['*** Update File: a', '@@ -1,99 +1,3 @@', ' 1', '-2', '+two', ' 3'],
    { a: '1\ntwo\n3\n4\n' },
  ],
  [
    'a unified header with a section',
    { a: '1\n2\n3\n4\n' },
    ['*** Update File: a', '@@ -1,3 +1,3 @@ def x', ' 1', '-2', '+two', ' 3'],
    { a: '1\ntwo\n3\n4\n' },
  ],
  [
    'the file lines of a unified diff',
    { a: '1\n2\n3\n4\n' },
    ['*** Update File: a', '--- a/a', '+++ b/a', '@@ -1,3 +1,3 @@', ' 1', '-2', '+two', ' 3'],
    { a: '1\ntwo\n3\n4\n' },
  ],
  [
    'line numbers that choose',
    { a: 'x\ny\nx\n' },
    ['*** Update File: a', '@@ -3,1 +3,1 @@', '-x', '+z'],
    { a: 'x\ny\nz\n' },
    ['line-hint@2'],
  ],
  [
    'a removed line that begins with dashes',
    { a: '-- comment\nx\n' },
    ['*** Update File: a', '@@', '--- comment', '+-- note', ' x'],
    { a: '-- note\nx\n' },
  ],
  [
    'an added line that begins with plus signs',
    { a: 'x\n' },
    ['*** Update File: a', '@@', ' x', '+++i;'],
    { a: 'x\n++i;\n' },
  ],
  [
    'the same file twice',
    { a: '1\n2\n' },
    ['*** Update File: a', '@@', '-1', '+one', '*** Update File: ./a', '@@', '-2', '+two'],
    { a: 'one\ntwo\n' },
  ],
  [
    'hunks that change the same line',
    { a: '1\n2\n' },
    ['*** Update File: a', '@@', '-1', '+one', '@@', '-1', '+eins'],
    'refused',
  ],
  // Context lines that lack their leading space
  [
    'no leading spaces, lines only added',
    { a: 'def f():\n    a = 1\n    return a\n' },
    ['*** Update File: a', '    a = 1', '+    b = 2', '    return a'],
    { a: 'def f():\n    a = 1\n    b = 2\n    return a\n' },
    ['exact@1'],
  ],
  [
    'no leading spaces below an anchor',
    { a: 'def f():\n    a = 1\n    return a\n' },
    ['*** Update File: a', '@@ def f():', '    a = 1', '-    return a', '+    return b'],
    { a: 'def f():\n    a = 1\n    return b\n' },
  ],
  [
    'some leading spaces',
    { a: 'def f():\n    a = 1\n    c = 3\n    return a\n' },
    ['*** Update File: a', ' def f():', '    a = 1', '     c = 3', '-    return a', '+    return b'],
    { a: 'def f():\n    a = 1\n    c = 3\n    return b\n' },
  ],
  [
    'no leading spaces, nested',
    { a: 'def f():\n    if a:\n        b\n        c\n    d\n' },
    ['*** Update File: a', '    if a:', '        b', '+        x', '        c'],
    { a: 'def f():\n    if a:\n        b\n        x\n        c\n    d\n' },
  ],
  [
    'indentation by one space',
    { a: 'a\n b\n  c\n' },
    ['*** Update File: a', 'a', ' b', '-  c', '+  d'],
    { a: 'a\n b\n  d\n' },
  ],
  [
    'all lines without their indentation',
    { a: 'def f():\n    a = 1\n    return a\n' },
    ['*** Update File: a', ' a = 1', '-return a', '+return b'],
    { a: 'def f():\n    a = 1\n    return b\n' },
    ['indentation@1'],
  ],
  [
    'tabs without leading spaces',
    { a: '{\n\ta\n\tb\n}\n' },
    ['*** Update File: a', '\ta', '-\tb', '+\tc'],
    { a: '{\n\ta\n\tc\n}\n' },
  ],
  ['an empty context line', { a: 'x\n\ny\n' }, ['*** Update File: a', '@@', ' x', '', '-y', '+z'], { a: 'x\n\nz\n' }],
  [
    'an empty line before the end mark',
    { a: 'x\ny\n' },
    ['*** Update File: a', '@@', '-x', '+z', ' y', ''],
    { a: 'z\ny\n' },
  ],
  [
    'an empty line between hunks',
    { a: 'x\ny\n\nq\nx\n' },
    ['*** Update File: a', '@@', '-x', '+z', ' y', '', '@@', ' q', '-x', '+w'],
    { a: 'z\ny\n\nq\nw\n' },
  ],
  // Looser matches
  [
    'white space at a context line’s end',
    { a: 'x  \ny\n' },
    ['*** Update File: a', '@@', ' x', '-y', '+z'],
    { a: 'x  \nz\n' },
    ['trailing-whitespace@0'],
  ],
  [
    'curly quotes in context',
    { a: 'say "x"\ny\n' },
    ['*** Update File: a', '@@', ' say “x”', '-y', '+z'],
    { a: 'say "x"\nz\n' },
    ['look-alike-characters@0'],
  ],
  [
    'a file with CRLF',
    { a: '1\r\n3\r\n' },
    ['*** Update File: a', '@@', '-1', '+2', '+2b', ' 3'],
    { a: '2\r\n2b\r\n3\r\n' },
  ],
  [
    'a patch with CRLF',
    { a: '1\n3\n' },
    '*** Begin Patch\r\n*** Update File: a\r\n@@\r\n-1\r\n+2\r\n 3\r\n*** End Patch\r\n',
    { a: '2\n3\n' },
  ],
  [
    'left-out lines',
    { 'a.ts': 'f() {\n  a();\n  b();\n}\n' },
    ['*** Update File: a.ts', '@@', '-  a();', '+  // ... existing code ...'],
    'refused',
  ],
  ['twice in the file', { a: 'x\ny\nx\n' }, ['*** Update File: a', '@@', '-x', '+z'], ['ambiguous', [0, 2]]],
  // The end of the file
  [
    'the last of equals',
    { a: 'x\ny\nx\n' },
    ['*** Update File: a', '@@', '-x', '+z', '*** End of File'],
    { a: 'x\ny\nz\n' },
    ['anchor@2'],
  ],
  [
    'an end mark that is wrong',
    { a: 'x\ny\nq\n' },
    ['*** Update File: a', '@@', '-x', '+z', ' y', '*** End of File'],
    { a: 'z\ny\nq\n' },
  ],
  [
    'no final line break',
    { a: 'x\ny' },
    ['*** Update File: a', '@@', ' x', '-y', '+z', '*** End of File'],
    { a: 'x\nz' },
  ],
  [
    'lines put at the end',
    { a: 'x\ny\n' },
    ['*** Update File: a', '@@', ' y', '+z', '*** End of File'],
    { a: 'x\ny\nz\n' },
  ],
  ['lines only added, nowhere', { a: 'x\ny\n' }, ['*** Update File: a', '@@', '+z'], 'bad_format'],
  // Files
  [
    'move and edit',
    { a: '1\n2\n' },
    ['*** Update File: a', '*** Move to: b/c', '@@', '-1', '+one'],
    { 'b/c': 'one\n2\n' },
  ],
  ['move alone', { a: '1\n2\n' }, ['*** Update File: a', '*** Move to: b'], { b: '1\n2\n' }],
  [
    'move to itself',
    { a: '1\n2\n' },
    ['*** Update File: a', '*** Move to: ./a', '@@', '-1', '+one'],
    { a: 'one\n2\n' },
  ],
  ['move to what is there', { a: '1\n', b: '2\n' }, ['*** Update File: a', '*** Move to: b', '-1', '+one'], 'refused'],
  ['add what is there', { a: '1\n' }, ['*** Add File: a', '+x'], 'refused'],
  ['add', { a: '1\n' }, ['*** Add File: b', '+x', '+', '+  y'], { a: '1\n', b: 'x\n\n  y\n' }],
  ['add an empty file', {}, ['*** Add File: b'], { b: '' }],
  ['add with an end mark', {}, ['*** Add File: b', '+x', '*** End of File'], { b: 'x\n' }],
  ['add without plus signs', {}, ['*** Add File: b', 'x'], 'bad_format'],
  ['delete', { a: '1\n', b: '2' }, ['*** Delete File: a'], { b: '2' }],
  ['delete what is missing', { a: '1\n' }, ['*** Delete File: b'], 'no_match'],
  ['update what is missing', { a: '1\n' }, ['*** Update File: b', '-1', '+2'], 'no_match'],
  [
    'a path with spaces',
    { 'my file.txt': 'x\n' },
    ['*** Update File: my file.txt', '@@', '-x', '+y'],
    { 'my file.txt': 'y\n' },
  ],
  ['white space around a path', { a: '1\n' }, ['*** Update File:  a  ', '@@', '-1', '+one'], { a: 'one\n' }],
  [
    'one of two files does not fit',
    { a: '1\n', b: '2\n' },
    ['*** Update File: a', '@@', '-1', '+one', '*** Update File: b', '@@', '-nope', '+x'],
    'no_match',
  ],
  [
    'two files that become one',
    { a: '1\n', b: '2\n' },
    ['*** Update File: a', '*** Move to: c', '-1', '+3', '*** Update File: b', '*** Move to: ./c', '-2', '+4'],
    'bad_format',
  ],
  ['a notebook', { 'a.ipynb': '1\n' }, ['*** Update File: a.ipynb', '-1', '+2'], 'refused'],
  // The envelope
  ['no end mark', { a: '1\n' }, '*** Begin Patch\n*** Update File: a\n@@\n-1\n+2', 'truncated'],
  ['half an end mark', { a: '1\n' }, '*** Begin Patch\n*** Update File: a\n@@\n-1\n+2\n*** End Pat', 'truncated'],
  ['no begin mark', { a: '1\n' }, '*** Update File: a\n@@\n-1\n+2\n*** End Patch', 'bad_format'],
  ['nothing', { a: '1\n' }, '', 'bad_format'],
  ['an empty patch', { a: '1\n' }, [], 'bad_format'],
  ['only context', { a: 'x\n' }, ['*** Update File: a', '@@', ' x'], 'bad_format'],
  ['no change', { a: 'x\n' }, ['*** Update File: a', '@@', '-x', '+x'], 'no_change'],
  [
    'a fence and prose around',
    { a: '1\n' },
    'Sure!\n```patch\n*** Begin Patch\n*** Update File: a\n@@\n-1\n+2\n*** End Patch\n```\nDone.',
    { a: '2\n' },
  ],
  [
    'a heredoc around',
    { a: '1\n' },
    "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a\n@@\n-1\n+2\n*** End Patch\nEOF",
    { a: '2\n' },
  ],
  ['indented marks', { a: '1\n' }, '  *** Begin Patch\n*** Update File: a\n@@\n-1\n+2\n  *** End Patch', { a: '2\n' }],
  [
    'all of it indented',
    { a: 'x {\n 1\n}\n' },
    '- so:\n   *** Begin Patch\n   *** Update File: a\n   @@\n    x {\n   - 1\n   + 2\n   *** End Patch',
    { a: 'x {\n 2\n}\n' },
  ],
  [
    'two patches',
    { a: '1\n2\n' },
    '*** Begin Patch\n*** Update File: a\n@@\n-1\n+one\n*** End Patch\nand\n*** Begin Patch\n*** Update File: a\n@@\n-2\n+two\n*** End Patch',
    { a: 'one\ntwo\n' },
  ],
  [
    'two patches, one cut off',
    { a: '1\n2\n' },
    '*** Begin Patch\n*** Update File: a\n@@\n-1\n+one\n*** End Patch\n*** Begin Patch\n*** Update File: a\n@@\n-2',
    'truncated',
  ],
  ['a git diff', { a: 'x\n' }, 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n+y\n', 'bad_format'],
];

describe('apply_patch', () => {
  it.each(rows.map(([name, files, patch, expected, matched]) => ({ name, files, patch, expected, matched })))(
    '$name',
    ({ files, patch, expected, matched }) => {
      const payload = typeof patch === 'string' ? patch : ['*** Begin Patch', ...patch, '*** End Patch'].join('\n');
      replay({ files, format: 'apply_patch', payload }, expected, matched);
    },
  );
});
