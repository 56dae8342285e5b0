/** Hard cases of `edit_file`: what stands in the file, what the model searches for, what becomes of it. */
import { describe, it } from 'vitest';
import { type Expected, replay } from './replay';

type Edit = readonly [search: string, replace: string, lineHint?: unknown];
/** `matched`: rung and 0-based line of each edit. A text as `after` is the file, `!code` an error. */
type Row = readonly [base: string, edits: readonly Edit[], after: string | Expected, matched?: readonly string[]];

function check(path: string, [base, edits, after, matched]: Row): void {
  const expected = typeof after !== 'string' ? after : after.startsWith('!') ? after.slice(1) : { [path]: after };
  const sent = edits.map(([search, replace, lineHint]) => ({
    search,
    replace,
    ...(lineHint !== undefined && { lineHint }),
  }));
  replay({ files: { [path]: base }, format: 'edit_file', payload: { path, edits: sent } }, expected, matched);
}

const groups: Readonly<Record<string, readonly Row[]>> = {
  'line ends and byte order marks': [
    ['a\r\nb\r\nc\r\n', [['a\nb', 'a\nB']], 'a\r\nB\r\nc\r\n'],
    ['a\r\nb\r\nc\r\n', [['a\r\nb', 'a\r\nB\r\nN']], 'a\r\nB\r\nN\r\nc\r\n'],
    ['a\nb\nc\n', [['a\r\nb', 'a\r\nB\r\nX']], 'a\nB\nX\nc\n'],
    ['\uFEFFa\r\nb', [['b', 'c\nd']], '\uFEFFa\r\nc\r\nd'],
    ['\uFEFFa\r\nb', [['a', 'x']], '\uFEFFx\r\nb'],
    ['\uFEFFa\nb\n', [['\uFEFFa', '\uFEFFx']], '\uFEFFx\nb\n'],
    ['a\r\nb\nc\r\n', [['b', 'B\nN']], 'a\r\nB\nN\nc\r\n'],
    ['a\r\nb\nc\r\n', [['a\nb\nc', 'a\nb\nd']], 'a\r\nb\nd\r\n'],
    ['a\rb\rc', [['b', 'B\nN']], 'a\rB\rN\rc'],
  ],
  'white space at line ends': [
    [
      'foo();   \nbar();\t\nbaz();\n',
      [['foo();\nbar();', 'foo();\nqux();']],
      'foo();   \nqux();\nbaz();\n',
      ['trailing-whitespace@0'],
    ],
    ['foo();\nbar();\n', [['foo();  \nbar();  ', 'foo();  \nqux();']], 'foo();\nqux();\n', ['trailing-whitespace@0']],
    ['x\n   \ny\n', [['x\n\ny', 'x\n\nz']], 'x\n   \nz\n', ['trailing-whitespace@0']],
    ['a();  \nx\na();  \n', [['a();\nx', 'b();\nx']], 'b();\nx\na();  \n', ['trailing-whitespace@0']],
  ],
  'empty lines that only the model has': [
    ['a\nb\n', [['\na\n', '\nc\n']], 'c\nb\n', ['blank-lines@0']],
    ['a\nb\n', [['a\n\n', 'c\n\n']], 'c\nb\n', ['blank-lines@0']],
    ['  a\n  b\n', [['\na\nb\n', '\nc\nb\n']], '  c\n  b\n', ['indentation@0']],
    ['a\nb\na\n', [['\na\n\n', '\nc\n\n']], ['ambiguous', [0, 2]]],
  ],
  'look-alike characters': [
    ['say("hi")\n', [['say(“hi”)', 'say(“ho”)']], 'say("ho")\n', ['look-alike-characters@0']],
    ['it’s a – b\n', [["it's a - b", "it's a - c"]], 'it’s a – c\n', ['look-alike-characters@0']],
    ['a\u00a0=\u00a01\nb\n', [['a = 1', 'a = 2']], 'a\u00a0=\u00a02\nb\n', ['look-alike-characters@0']],
    ['café\n', [['cafe\u0301', 'tea']], 'tea\n', ['look-alike-characters@0']],
    ['x = “a”\ny = “a”\n', [['"a"', '"b"']], ['ambiguous', [0, 1]]],
  ],
  indentation: [
    [
      'class A {\n\tfoo() {\n\t\treturn 1;\n\t}\n}\n',
      [['  foo() {\n    return 1;\n  }', '  foo() {\n    return 2;\n  }']],
      'class A {\n\tfoo() {\n\t\treturn 2;\n\t}\n}\n',
      ['indentation@1'],
    ],
    [
      'def f():\n        a\n        b\n',
      [['    a\n    b\n', '    a\n    c\n    if d:\n        e\n']],
      'def f():\n        a\n        c\n        if d:\n            e\n',
      ['indentation@1'],
    ],
    [
      'if x:\n    a\n    if y:\n        b\n',
      [['a\nif y:\n    b', 'a\nif z:\n    b']],
      'if x:\n    a\n    if z:\n        b\n',
      ['indentation@1'],
    ],
    ['{\n  a;\n  b;\n}\n', [['a;\nb;', 'c;']], '{\n  c;\n}\n', ['indentation@1']],
    [
      '{\n\ta;\n\tb;\n}\n',
      [['    a;\n    b;', '    a;\n    c;\n        d;']],
      '{\n\ta;\n\tc;\n\t\td;\n}\n',
      ['indentation@1'],
    ],
    ['{\n    a;\n    b;\n}\n', [['\ta;\n\tb;', '\ta;\n\tc;']], '{\n    a;\n    c;\n}\n', ['indentation@1']],
    [
      '{\n    a;\n        b;\n}\n',
      [['\ta;\n\t\tb;', '\ta;\n\t\tc;\n\t\t\td;']],
      '{\n    a;\n        c;\n            d;\n}\n',
      ['indentation@1'],
    ],
    ['{\n    a;\n  b;\n}\n', [['\ta;\n\tb;', '\ta;\n\tc;']], ['no_match', [1]]],
    ['{\n  a;\n    b;\n}\n', [['a;\nb;', 'c;']], ['no_match', [1]]],
    ['  a;\nx\n  a;\n', [['a; ', 'b;', 3]], '  a;\nx\n  b;\n', ['indentation@2']],
  ],
  'several places': [
    ['foo\nbar\nfoo\n', [['foo', 'x']], ['ambiguous', [0, 2]]],
    ['foo\nbar\nfoo\n', [['foo', 'x', 1]], 'x\nbar\nfoo\n', ['line-hint@0']],
    ['foo\nbar\nfoo\n', [['foo', 'x', 3]], 'foo\nbar\nx\n', ['line-hint@2']],
    ['foo\nbar\nfoo\n', [['foo', 'x', '3']], 'foo\nbar\nx\n', ['line-hint@2']],
    ['foo\nbar\nfoo\n', [['foo', 'x', 2]], ['ambiguous', [0, 2]]],
    ['foo\nbar\nfoo\n', [['foo', 'x', 0]], ['ambiguous', [0, 2]]],
    ['foo\nbar\nfoo\n', [['foo', 'x', -5]], ['ambiguous', [0, 2]]],
    ['foo\nbar\nfoo\n', [['foo', 'x', 'three']], ['ambiguous', [0, 2]]],
    ['foo foo\n', [['foo', 'x', 1]], ['ambiguous', [0]]],
    ['a\nb\na\nb\n', [['a\nb', 'x', 3]], 'a\nb\nx\n', ['line-hint@2']],
    ['}\n}\n}\n', [['}', '};']], ['ambiguous', [0, 1, 2]]],
    ['foo\n'.repeat(200), [['foo', 'x']], '!ambiguous'],
    ['a\nb\n', [['b', 'c', 1]], 'a\nc\n', ['exact@1']],
  ],
  'edits that say nothing': [
    ['a\n', [['', 'b']], '!bad_format'],
    ['', [['', 'b\n']], 'b\n'],
    ['', [['x', 'b\n']], '!no_match'],
    ['\n', [['', 'b\n']], '!bad_format'],
    ['a\n', [['a', 'a']], '!no_change'],
    ['a\r\n', [['a\r\n', 'a\n']], '!no_change'],
    ['a\n', [], '!bad_format'],
    [
      'a\nb\n',
      [
        ['a', 'x'],
        ['b', 'b'],
      ],
      '!no_change',
    ],
    ['a  b\n', [['a b', 'a\tb']], '!no_match'],
  ],
  'several edits': [
    [
      'a\n',
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
      '!refused',
    ],
    [
      'a\n',
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      '!no_match',
    ],
    [
      'abcdef\n',
      [
        ['abc', 'x'],
        ['def', 'y'],
      ],
      'xy\n',
    ],
    [
      'abcdef\n',
      [
        ['abcd', 'x'],
        ['cdef', 'y'],
      ],
      '!refused',
    ],
    [
      'a\nb\nc\nd\n',
      [
        ['a\nb\nc', 'a\nB\nc'],
        ['c\nd', 'c\nD'],
      ],
      'a\nB\nc\nD\n',
    ],
    // One inserts behind a line, one before the next: their order is clear. Twice behind the same line it is not.
    [
      'a\nb\n',
      [
        ['a\n', 'a\nx\n'],
        ['b\n', 'y\nb\n'],
      ],
      'a\nx\ny\nb\n',
    ],
    [
      'a\nb\n',
      [
        ['b\n', 'y\nb\n'],
        ['a\n', 'a\nx\n'],
      ],
      'a\nx\ny\nb\n',
    ],
    [
      'a\nb\n',
      [
        ['a\n', 'a\nx\n'],
        ['a\n', 'a\ny\n'],
      ],
      '!refused',
    ],
    [
      'a\nb\nc\n',
      [
        ['c', 'C'],
        ['a', 'A'],
      ],
      'A\nb\nC\n',
    ],
    [
      'a\nb\n',
      [
        ['a', 'x'],
        ['nope', 'y'],
      ],
      '!no_match',
    ],
    [
      'a\nb\nb\n',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
      ['ambiguous', [1, 2]],
    ],
  ],
  'the end of the file': [
    ['a\nb', [['b', 'c']], 'a\nc'],
    ['a\nb', [['a\nb\n', 'a\nc\n']], 'a\nc'],
    ['a\nb\n', [['b\n', '']], 'a\n'],
    ['a\nb', [['b', '']], 'a\n'],
    ['a\nb', [['a\n', '']], 'b'],
    ['a\nb', [['b', 'b\nc']], 'a\nb\nc'],
    ['a\nb\n', [['b', 'b\n']], 'a\nb\n\n'],
    ['a\n', [['a\n', '']], ''],
  ],
  'letters as they are': [
    ['x\n', [['x', '$& $1 $$ $` \\n']], '$& $1 $$ $` \\n\n'],
    ['a.b*c\n', [['a.b*c', 'z']], 'z\n'],
    ['axbyc\n', [['a.b*c', 'z']], '!no_match'],
    ['😀 = 1\n', [['😀 = 1', '😀 = 2']], '😀 = 2\n'],
    ['变量 = 1\n变量二 = 2\n', [['变量 = 1', '变量 = 3']], '变量 = 3\n变量二 = 2\n'],
    ['a && b\n', [['a &amp;&amp; b', 'a || b']], ['no_match', [0]]],
    ['FOO()\n', [['foo()', 'x']], '!no_match'],
  ],
  'left-out lines': [
    [
      'f() {\n  a();\n  b();\n  return 1;\n}\nlast();\n',
      [['f() {\n  // ...\n  return 1;', 'f() {\n  // ...\n  return 2;']],
      'f() {\n  a();\n  b();\n  return 2;\n}\nlast();\n',
      ['elision@0'],
    ],
    ['f() {\n  a();\n  b();\n}\n', [['  b();', '  b();\n  // ... rest of code ...']], '!refused'],
    [
      'f() {\n  // ...\n  b();\n}\n',
      [['  // ...\n  b();', '  // ...\n  c();']],
      'f() {\n  // ...\n  c();\n}\n',
      ['exact@1'],
    ],
    [
      'f() {\n  // ...\n  b();\n}\n',
      [['  // ...\n  b();', '  // ...\n  c();\n  // ... rest of the code ...']],
      '!refused',
    ],
    ['x\na\ny\na\nz\nend\n', [['a\n...\nend', 'b\n...\nend']], ['ambiguous', [1, 3]]],
    ['a\nb\nc\nd\n', [['a\n...\nd', 'z']], '!no_match'],
    ['d\nb\nc\na\n', [['a\n...\nd', 'a\n...\ne']], '!no_match'],
  ],
  similarity: [
    [
      'export function computeTotal(items: Item[]): number {\n  return 0;\n}\n',
      [
        [
          'export function computeTotals(items: Item[]): number {\n  return 0;\n}',
          'export function computeTotal(items: Item[]): number {\n  return 1;\n}',
        ],
      ],
      'export function computeTotal(items: Item[]): number {\n  return 1;\n}\n',
      ['similar@0'],
    ],
    [
      'if (isAllowed(request) && isKnown(request.user)) {\n',
      [['if (!isAllowed(request) && isKnown(request.user)) {', 'if (x) {']],
      '!no_match',
    ],
    ['total = items.length + offset.value;\n', [['total = items.length - offset.value;', 'x']], '!no_match'],
    [
      'const Configuration = load(file, options);\n',
      [['const configuration = load(file, options);', 'x']],
      '!no_match',
    ],
    ['aaa\n', [['aab', 'c']], '!no_match'],
    [
      'const firstMatchingEntry = find(1);\nconst firstMatchingEntri = find(1);\n',
      [['const firstMatchingEntrz = find(1);', 'x']],
      '!ambiguous',
    ],
  ],
  'long lines': [
    [
      `${'x'.repeat(500_000)}needle${'y'.repeat(500_000)}\n`,
      [['needle', 'pin']],
      `${'x'.repeat(500_000)}pin${'y'.repeat(500_000)}\n`,
    ],
    [`${'x'.repeat(500_000)}\n`, [[`${'x'.repeat(20_000)}z`, 'pin']], '!no_match'],
  ],
};

describe.each(Object.entries(groups))('%s', (_group, rows) => {
  it.each(rows.map((row, index) => ({ index, row, shown: JSON.stringify(row).slice(0, 90) })))(
    '$index $shown',
    ({ row }) => check('a.ts', row),
  );
});

/** Without care each of these takes minutes: the test's own time limit is what it asserts. */
describe('repetition', () => {
  it.each<readonly [name: string, base: string, search: string, code: string]>([
    ['equal lines', 'x\n'.repeat(50_000), 'x\n'.repeat(5000), 'ambiguous'],
    ['equal lines with spaces', 'x\n'.repeat(50_000), 'x \n'.repeat(5000), 'ambiguous'],
    ['two lines in turn, indented', 'x\ny\n'.repeat(25_000), `${' x\n y\n'.repeat(2500)}  x\n`, 'ambiguous'],
    ['two lines in turn, another end', 'x\ny\n'.repeat(25_000), `${'x \ny \n'.repeat(2500)}x \nx \n`, 'no_match'],
    ['long lines that are nearly equal', `${'ab'.repeat(450)}\n`.repeat(900), `${'ba'.repeat(450)}c`, 'no_match'],
  ])('%s', (_name, base, search, code) => {
    const payload = { path: 'a.log', edits: [{ search, replace: 'y\n' }] };
    replay({ files: { 'a.log': base }, format: 'edit_file', payload }, code);
  });
});

describe('arguments', () => {
  it.each([
    [null, 'bad_format'],
    [1, 'bad_format'],
    ['', 'bad_format'],
    ['{', 'truncated'],
    ['{"path":"a.ts","edits":[{"search":"a","replace":"b', 'truncated'],
    ['{"path":"a.ts","edits":[{"search":"a","replace":"b"}]', 'truncated'],
    ['{"path":"a.ts","edits":[{"search":"a","replace":"b"}]} and more', 'bad_format'],
    [{ path: 'a.ts' }, 'bad_format'],
    [{ path: 'a.ts', edits: [{ search: 'a' }] }, 'bad_format'],
    [{ path: 'a.ts', edits: '[{"search":"a","replace":"b"}]' }, 'bad_format'],
    [{ path: 'a.ts', edits: { search: 'a', replace: 'b' } }, 'bad_format'],
    [{ path: '', edits: [{ search: 'a', replace: 'b' }] }, 'bad_format'],
    [[], 'bad_format'],
    [{ path: 'a.ts', edits: [{ search: 1, replace: 2 }] }, 'bad_format'],
    [{ path: 'b.ts', edits: [{ search: 'a', replace: 'b' }] }, 'no_match'],
    [{ path: '__proto__', edits: [{ search: 'a', replace: 'b' }] }, 'no_match'],
    [{ path: 'constructor', edits: [{ search: 'a', replace: 'b' }] }, 'no_match'],
    [{ path: 'n.ipynb', edits: [{ search: '[]', replace: '[1]' }] }, 'refused'],
    [{ path: 'N.IPYNB', edits: [{ search: '', replace: '{}' }] }, 'refused'],
  ])('%j: %s', (payload, code) => {
    replay({ files: { 'a.ts': 'a\n', 'n.ipynb': '{"cells":[]}\n' }, format: 'edit_file', payload }, code);
  });

  it('may come as JSON text, name the file by ./, and make a file by an empty search text', () => {
    const edits = [{ search: 'a', replace: 'b' }];
    replay(
      { files: { 'a.ts': 'a\n' }, format: 'edit_file', payload: JSON.stringify({ path: 'a.ts', edits }) },
      { 'a.ts': 'b\n' },
    );
    replay({ files: { 'a.ts': 'a\n' }, format: 'edit_file', payload: { path: './a.ts', edits } }, { 'a.ts': 'b\n' });
    replay(
      { files: {}, format: 'edit_file', payload: { path: 'b.ts', edits: [{ search: '', replace: 'b\n' }] } },
      { 'b.ts': 'b\n' },
    );
  });
});

describe('what stands around code in a chat', () => {
  it.each<readonly [path: string, base: string, replace: string, expected: string | undefined]>([
    ['a.ts', 'a\n', '```ts\nb\n```', undefined],
    ['a.ts', 'a\n', '```\nb\n```\n', undefined],
    ['a.ts', 'a\n', '<think>\nwhat to do\n</think>\nb', undefined],
    ['a.ts', 'a\n', 'what to do\n</think>\nb', undefined],
    ['a.md', 'a <SECRET:glm-key#1>\n', 'b', 'b <SECRET:glm-key#1>\n'],
    ['a.md', 'a\n', '```ts\nb\n```', '```ts\nb\n```\n'],
    ['a.ts', 'a\n', 'const fence = `\n```\n`;', 'const fence = `\n```\n`;\n'],
    ['a.py', 'a\n', '    ```\n    b\n    ```', '    ```\n    b\n    ```\n'],
    ['a.html', '<think>\na\n</think>\n', 'b', '<think>\nb\n</think>\n'],
  ])('in %s: %j becomes %j', (path, base, replace, expected) => {
    const payload = { path, edits: [{ search: 'a', replace }] };
    const after = expected === undefined ? 'bad_format' : { [path]: expected };
    replay({ files: { [path]: base }, format: 'edit_file', payload }, after);
    if (base === 'a\n') {
      const content = `${replace.replace(/\n$/, '')}\n`;
      replay({ files: { [path]: base }, format: 'whole_file', payload: { path, content } }, after);
    }
  });
});

it('what stands for a secret reaches no file', () => {
  const payload = { path: '.env', edits: [{ search: 'KEY=abc', replace: 'KEY=<SECRET:glm-key#1>' }] };
  replay({ files: { '.env': 'KEY=abc\n' }, format: 'edit_file', payload }, 'refused');
});

describe('whole files', () => {
  const long = Array.from({ length: 40 }, (_, index) => `line${index}();\n`).join('');
  const defines = Array.from(
    { length: 12 },
    (_, index) => `export function part${index}() {\n  return ${index};\n}\n`,
  ).join('\n');

  it.each<readonly [string | undefined, string, string]>([
    ['a\r\nb\r\n', 'a\nc\n', 'a\r\nc\r\n'],
    ['a\nb', 'a\nc\n', 'a\nc'],
    ['a\nb\n', 'a\nc', 'a\nc\n'],
    ['\uFEFFa\n', 'b\n', '\uFEFFb\n'],
    [undefined, 'new\n', 'new\n'],
    ['a\n', 'a\n', '!no_change'],
    ['a\r\n', 'a\n', '!no_change'],
    [long, 'line0();\n', '!refused'],
    [long, long.replace('line3();', 'line3(1);'), long.replace('line3();', 'line3(1);')],
    [long, `${long.split('\n').slice(0, 30).join('\n')}\n// ... rest of code ...\n`, '!refused'],
    [long, '', '!refused'],
    // Shorter, and most of what the file defines is nowhere in it any more.
    [defines, `${'export const other = 1;\n'.repeat(30)}`, '!refused'],
    // Shorter, but everything is still there.
    [defines, defines.replace(/ {2}return (\d+);\n/g, ''), defines.replace(/ {2}return (\d+);\n/g, '')],
  ])('%j', (base, content, after) => {
    replay(
      { files: base === undefined ? {} : { 'a.ts': base }, format: 'whole_file', payload: { path: 'a.ts', content } },
      after.startsWith('!') ? after.slice(1) : { 'a.ts': after },
    );
  });
});
