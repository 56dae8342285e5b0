/** Hard cases of search and replace blocks in prose: file names in every dress, fences in fences, marks that are not quite right. */
import { describe, it } from 'vitest';
import { type Expected, type Files, replay } from './replay';

const open = '<<<<<<< SEARCH';
const close = '>>>>>>> REPLACE';
const fence = '```';
const block = (search: string, replace: string): string => `${open}\n${search}\n=======\n${replace}\n${close}`;
const body = block('a', 'b');
const fenced = (text: string, info = 'ts'): string => `${fence}${info}\n${text}\n${fence}`;
const x = { 'x.ts': 'a\n' };
const changed = { 'x.ts': 'b\n' };

type Row = readonly [name: string, files: Files, text: string, expected: Expected, targetPath?: string];

const aider: readonly Row[] = [
  ['plain', x, `x.ts\n${fenced(body)}`, changed],
  ['empty lines before the fence', x, `x.ts\n\n\n${fenced(body)}`, changed],
  ['no fence', x, `x.ts\n${body}`, changed],
  ['no name', x, fenced(body), 'bad_format'],
  ['no name but a target', x, fenced(body), changed, 'x.ts'],
  [
    'two files',
    { ...x, 'y.ts': 'c\n' },
    `x.ts\n${fenced(body)}\nAnd\n\ny.ts\n${fenced(block('c', 'd'))}`,
    { ...changed, 'y.ts': 'd\n' },
  ],
  [
    'the same file again, not named',
    { 'x.ts': 'a\nc\n' },
    `x.ts\n${fenced(body)}\nand then:\n${fenced(block('c', 'd'))}`,
    { 'x.ts': 'b\nd\n' },
  ],
  [
    'several blocks in a fence',
    { 'x.ts': 'a\nc\n' },
    `x.ts\n${fenced(`${body}\n${block('c', 'd')}`)}`,
    { 'x.ts': 'b\nd\n' },
  ],
  [
    'prose between name and fence',
    { ...x, 'y.ts': 'a\n' },
    `x.ts\n${fenced(body)}\ny.ts\nHere it is too:\n${fenced(body)}`,
    { ...changed, 'y.ts': 'b\n' },
  ],
  [
    'two names and prose before a fence',
    { ...x, 'y.ts': 'a\n' },
    `- x.ts\n- y.ts\n\nFirst:\n${fenced(body)}`,
    'bad_format',
  ],
  ['other code before the block', x, `x.ts\n\n${fenced('./run.sh', 'bash')}\n\n${fenced(body)}`, changed],
  [
    'a fence in the block',
    { 'x.md': '```js\na\n```\n' },
    `x.md\n\`\`\`\`\n${block('```js\na\n```', '```js\nb\n```')}\n\`\`\`\``,
    { 'x.md': '```js\nb\n```\n' },
  ],
  [
    'a fence in the block as long as the one around',
    { 'x.md': '```js\na\n```\n' },
    `x.md\n${fenced(block('```js\na\n```', '```js\nb\n```'), '')}`,
    { 'x.md': '```js\nb\n```\n' },
  ],
  ['tildes', x, `x.ts\n~~~ts\n${body}\n~~~`, changed],
  ['a new file', {}, `\`new/file.ts\`\n${fenced(`${open}\n=======\nb\n${close}`)}`, { 'new/file.ts': 'b\n' }],
  ['a name with spaces', { 'my file.ts': 'a\n' }, `my file.ts\n${fenced(body)}`, { 'my file.ts': 'b\n' }],
  ['a name with a colon', { 'a:b.ts': 'a\n' }, `a:b.ts\n${fenced(body)}`, { 'a:b.ts': 'b\n' }],
  ['a name with a quote', { "it's.ts": 'a\n' }, `it's.ts\n${fenced(body)}`, { "it's.ts": 'b\n' }],
  ['a name without an ending', { LICENSE: 'a\n' }, `LICENSE\n${fenced(body)}`, { LICENSE: 'b\n' }],
  ['a name with a dot in front', { '.eslintrc': 'a\n' }, `.eslintrc\n${fenced(body)}`, { '.eslintrc': 'b\n' }],
  ['brackets in a name', { 'app/[id].tsx': 'a\n' }, `app/[id].tsx\n${fenced(body)}`, { 'app/[id].tsx': 'b\n' }],
  ['a Chinese name', { '文档/说明.md': 'a\n' }, `文档/说明.md\n${fenced(body)}`, { '文档/说明.md': 'b\n' }],
  ['the name behind the language', x, fenced(body, 'ts x.ts'), changed],
  ['the name as title', x, fenced(body, 'ts title="x.ts"'), changed],
  ['the name behind a colon', x, fenced(body, 'ts:x.ts'), changed],
  ['the name instead of the language', { 'src/x.ts': 'a\n' }, fenced(body, 'src/x.ts'), { 'src/x.ts': 'b\n' }],
  ['the name in the fence', x, fenced(`x.ts\n${body}`), changed],
  ['the name in a comment in the fence', x, fenced(`// x.ts\n${body}`), changed],
  ['cut off before REPLACE', x, `x.ts\n${fence}ts\n${open}\na\n=======\nb\n`, 'truncated'],
  ['cut off before the divider', x, `x.ts\n${fence}ts\n${open}\na\n`, 'truncated'],
  ['cut off in the last mark', x, `x.ts\n${fence}ts\n${open}\na\n=======\nb\n>>>>>>> REPL`, 'truncated'],
  [
    'cut off in the second block',
    { 'x.ts': 'a\nc\n' },
    `x.ts\n${fence}ts\n${body}\n${open}\nc\n=======\nd`,
    'truncated',
  ],
  ['a closed fence and no REPLACE', x, `x.ts\n${fenced(`${open}\na\n=======\nb`)}\nDone`, 'truncated'],
  ['the fence glued to REPLACE', x, `x.ts\n${fence}ts\n${body}${fence}`, changed],
  ['text glued to REPLACE', x, `x.ts\n${fence}ts\n${open}\na\n=======\nb${close}\n${fence}`, 'truncated'],
  [
    'the next block without REPLACE',
    { 'x.ts': 'a\nc\n' },
    `x.ts\n${open}\na\n=======\nb\n${block('c', 'd')}`,
    'bad_format',
  ],
  ['no divider', x, `x.ts\n${open}\na\nb\n${close}`, 'bad_format'],
  ['two dividers', x, `x.ts\n${open}\na\n=======\nb\n=======\nc\n${close}`, 'bad_format'],
  [
    'a heading that looks like a divider',
    { 'x.rst': 'Title\n=====\na\n' },
    `x.rst\n${block('Title\n=====\na', 'Title\n=====\nb')}`,
    { 'x.rst': 'Title\n=====\nb\n' },
  ],
  ['five signs', x, `x.ts\n<<<<< SEARCH\na\n=====\nb\n>>>>> REPLACE`, changed],
  ['a longer divider', x, `x.ts\n${open}\na\n========\nb\n${close}`, changed],
  ['prose only', x, 'I would change a to b.', 'bad_format'],
  ['lines to be deleted', { 'x.ts': 'a\nk\n' }, `x.ts\n${open}\na\n=======\n${close}`, { 'x.ts': 'k\n' }],
  ['an empty search text for a file that is there', x, `x.ts\n${open}\n=======\nb\n${close}`, 'bad_format'],
  [
    'CRLF in both',
    { 'x.ts': 'a\r\nk\r\n' },
    `x.ts\r\n${fence}ts\r\n${block('a', 'b\r\nc').replace(/(?<!\r)\n/g, '\r\n')}\r\n${fence}\r\n`,
    { 'x.ts': 'b\r\nc\r\nk\r\n' },
  ],
  ['an empty line before the search text', { 'x.ts': 'a\nk\n' }, `x.ts\n${block('\na', '\nb')}`, { 'x.ts': 'b\nk\n' }],
  ['a name with ./', x, `./x.ts\n${fenced(body)}`, changed],
  ['one of two files does not fit', { ...x, 'y.ts': 'c\n' }, `x.ts\n${body}\ny.ts\n${block('nope', 'd')}`, 'no_match'],
  ['thoughts with a block before the answer', x, `<think>\nx.ts\n${block('a', 'c')}\n</think>\nx.ts\n${body}`, changed],
  ['an end of thoughts that nothing began', x, `x.ts\n${block('a', 'c')}\n</think>\n\nx.ts\n${body}`, changed],
  ['thoughts that never end', x, `<think>\nx.ts\n${body}`, 'bad_format'],
  [
    'the mark of thoughts in a block',
    { 'x.ts': 'a\n</think>\n' },
    `x.ts\n${block('a\n</think>', 'b\n</think>')}`,
    { 'x.ts': 'b\n</think>\n' },
  ],
  ['a block that needs the one before', x, `x.ts\n${body}\n${block('b', 'c')}`, 'no_match'],
  ['text that stands twice', { 'x.ts': 'a\nq\na\n' }, `x.ts\n${body}`, ['ambiguous', [0, 2]]],
  ['part of a line', { 'x.ts': 'aa\n' }, `x.ts\n${body}`, ['no_match', [0]]],
];

const roo = (lines: string, search: string, replace: string): string =>
  `${open}\n${lines}${search}\n=======\n${replace}\n${close}`;
const rooRows: readonly Row[] = [
  ['a start line chooses', { 'x.ts': 'a\nq\na\n' }, roo(':start_line:3\n-------\n', 'a', 'b'), { 'x.ts': 'a\nq\nb\n' }],
  [
    'a start line with a space',
    { 'x.ts': 'a\nq\na\n' },
    roo(':start_line: 1\n-------\n', 'a', 'b'),
    { 'x.ts': 'b\nq\na\n' },
  ],
  [
    'start and end line',
    { 'x.ts': 'a\nq\na\n' },
    roo(':start_line:1\n:end_line:1\n-------\n', 'a', 'b'),
    { 'x.ts': 'b\nq\na\n' },
  ],
  [
    'a wrong start line, unique text',
    { 'x.ts': 'a\nq\n' },
    roo(':start_line:99\n-------\n', 'q', 'b'),
    { 'x.ts': 'a\nb\n' },
  ],
  ['dashes alone', { 'x.ts': 'a\nq\n' }, roo('-------\n', 'q', 'b'), { 'x.ts': 'a\nb\n' }],
  ['plain', { 'x.ts': 'a\nq\n' }, roo('', 'q', 'b'), { 'x.ts': 'a\nb\n' }],
  ['twice', { 'x.ts': 'a\nq\na\n' }, roo('', 'a', 'b'), ['ambiguous', [0, 2]]],
  [
    'protected marks',
    { 'x.ts': 'a\n=======\nb\n' },
    roo(':start_line:1\n-------\n', 'a\n\\=======\nb', 'c\n\\=======\nd'),
    { 'x.ts': 'c\n=======\nd\n' },
  ],
  [
    'dashes as text',
    { 'x.ts': 'a\n-------\nq\n' },
    roo(':start_line:1\n-------\n', 'a\n-------\nq', 'b'),
    { 'x.ts': 'b\n' },
  ],
  [
    'several',
    { 'x.ts': 'a\nq\n' },
    `${roo(':start_line:1\n-------\n', 'a', 'b')}\n\n${roo(':start_line:2\n-------\n', 'q', 'r')}`,
    { 'x.ts': 'b\nr\n' },
  ],
  ['a fence', { 'x.ts': 'a\nq\n' }, fenced(roo(':start_line:1\n-------\n', 'a', 'b'), 'diff'), { 'x.ts': 'b\nq\n' }],
  ['cut off', { 'x.ts': 'a\nq\n' }, `${open}\n:start_line:1\n-------\na\n=======\nb\n`, 'truncated'],
];

const cline = (search: string, replace: string): string =>
  `------- SEARCH\n${search}\n=======\n${replace}\n+++++++ REPLACE`;
const clineRows: readonly Row[] = [
  ['plain', { 'x.ts': 'a\nq\n' }, cline('a', 'b'), { 'x.ts': 'b\nq\n' }],
  ['marks with >', { 'x.ts': 'a\nq\n' }, '------- SEARCH>\na\n=======\nb\n+++++++ REPLACE>', { 'x.ts': 'b\nq\n' }],
  ['the older marks', { 'x.ts': 'a\nq\n' }, body, { 'x.ts': 'b\nq\n' }],
  ['short marks', { 'x.ts': 'a\nq\n' }, '--- SEARCH\na\n===\nb\n+++ REPLACE', { 'x.ts': 'b\nq\n' }],
  ['long marks', { 'x.ts': 'a\nq\n' }, '---------- SEARCH\na\n=======\nb\n++++++++++ REPLACE', { 'x.ts': 'b\nq\n' }],
  [
    'several in prose',
    { 'x.ts': 'a\nq\n' },
    `First:\n${cline('a', 'b')}\nThen:\n${cline('q', 'r')}\nend`,
    { 'x.ts': 'b\nr\n' },
  ],
  ['a new file', {}, '------- SEARCH\n=======\nb\n+++++++ REPLACE', { 'x.ts': 'b\n' }],
  ['an empty search text for a file that is there', x, '------- SEARCH\n=======\nb\n+++++++ REPLACE', 'bad_format'],
  ['twice', { 'x.ts': 'a\na\n' }, cline('a', 'b'), ['ambiguous', [0, 1]]],
  ['a short heading as text', { 'x.ts': 'T\n===\na\n' }, cline('T\n===\na', 'T\n===\nb'), { 'x.ts': 'T\n===\nb\n' }],
  [
    'a path in the prose before it',
    { 'x.ts': 'a\nq\n', 'y.ts': 'a\n' },
    `y.ts\n${cline('a', 'b')}`,
    { 'x.ts': 'b\nq\n', 'y.ts': 'a\n' },
  ],
  ['cut off', { 'x.ts': 'a\nq\n' }, '------- SEARCH\na\n=======\nb\n', 'truncated'],
];

const named = (rows: readonly Row[]) =>
  rows.map(([name, files, text, expected, targetPath]) => ({ name, files, text, expected, targetPath }));

describe('aider’s blocks', () => {
  it.each(named(aider))('$name', ({ files, text, expected, targetPath }) => {
    const target = targetPath === undefined ? {} : { targetPath };
    replay({ files, format: 'search_replace_blocks', payload: text, dialect: 'aider', ...target }, expected);
  });

  it.each([
    ...[
      '`x.ts`',
      '`x.ts`:',
      '**x.ts**',
      '**`x.ts`**:',
      '# x.ts',
      '### `x.ts`',
      '"x.ts"',
      "'x.ts'",
      'x.ts:',
      'File: x.ts',
    ],
    ...[
      'file: `x.ts`',
      'Filename: x.ts',
      '1. x.ts',
      '- x.ts',
      '* `x.ts`',
      '// x.ts',
      '# file: x.ts',
      '<x.ts>',
      '[x.ts]',
    ],
    ...['x.ts (modified)', 'In `x.ts`:', 'Update the file x.ts as follows:', 'path: x.ts'],
  ])('finds the name in %s', (line) => {
    replay({ files: x, format: 'search_replace_blocks', payload: `Hello.\n\n${line}\n${fenced(body)}` }, changed);
  });
});

describe('Roo’s blocks', () => {
  it.each(named(rooRows))('$name', ({ files, text, expected }) => {
    replay({ files, format: 'search_replace_blocks', payload: text, dialect: 'roo', targetPath: 'x.ts' }, expected);
  });

  it('need a file', () => {
    replay({ files: x, format: 'search_replace_blocks', payload: body, dialect: 'roo' }, 'bad_format');
  });
});

describe('Cline’s blocks', () => {
  it.each(named(clineRows))('$name', ({ files, text, expected }) => {
    replay({ files, format: 'search_replace_blocks', payload: text, dialect: 'cline', targetPath: 'x.ts' }, expected);
  });
});
