/** The formats in which models send edits, read whole and in pieces: what is read, and that nothing half-read counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApplyPatchReader, readApplyPatch } from '../../../src/edits/formats/applyPatch';
import { EditFileReader } from '../../../src/edits/formats/editFile';
import type { FormatReader } from '../../../src/edits/formats/FormatReading';
import {
  type BlockDialect,
  readSearchReplaceBlocks,
  SearchReplaceReader,
} from '../../../src/edits/formats/searchReplaceBlocks';
import { proposeChanges } from '../../../src/edits/proposeChanges';

type Files = Readonly<Record<string, string>>;

function patch(files: Files, ...lines: readonly string[]) {
  const reading = readApplyPatch(['*** Begin Patch', ...lines, '*** End Patch'].join('\n'));
  return reading.kind === 'failed' ? reading : proposeChanges(reading.changes, (path) => files[path]);
}

function checkPatch(base: string, lines: readonly string[], result: string, rung = 'exact') {
  expect(patch({ a: base }, '*** Update File: a', ...lines)).toMatchObject({
    kind: 'proposed',
    changes: [{ path: 'a', result, edits: [{ rung }] }],
  });
}

describe('apply_patch', () => {
  it('updates, adds, moves and deletes', () => {
    expect(
      patch(
        { a: 'one\ntwo\nthree\n', b: 'x\n', c: 'y\n' },
        '*** Update File: a',
        '*** Move to: d',
        '@@',
        ' one',
        '-two',
        '+2',
        ' three',
        '*** Delete File: b',
        '*** Add File: e',
        '+new',
        '+',
        '+file',
      ),
    ).toMatchObject({
      changes: [
        { path: 'a', newPath: 'd', result: 'one\n2\nthree\n' },
        { path: 'b', result: undefined },
        { path: 'e', base: undefined, result: 'new\n\nfile\n' },
      ],
    });
  });

  it('reads context lines that lack their leading space', () => {
    checkPatch(
      'def f():\n    a = 1\n    return a\n',
      ['def f():', '-    a = 1', '+    a = 2', '    return a'],
      'def f():\n    a = 2\n    return a\n',
    );
    checkPatch('  a\n  b\n  c\n', ['  a', '-  b', '+  B', '  c'], '  a\n  B\n  c\n');
    checkPatch('a\n\nb\n', [' a', '', '-b', '+c'], 'a\n\nc\n');
  });

  it('finds a place by the lines above it', () => {
    const base = 'def f():\n    return 1\n\ndef g():\n    return 1\n';
    checkPatch(
      base,
      ['@@ def g():', '-    return 1', '+    return 2'],
      'def f():\n    return 1\n\ndef g():\n    return 2\n',
      'anchor',
    );
    checkPatch(
      base,
      ['@@ def f():', '+    x = 0'],
      'def f():\n    x = 0\n    return 1\n\ndef g():\n    return 1\n',
      'anchor',
    );
    checkPatch(
      base,
      ['@@ -5,1 +5,1 @@', '-    return 1', '+    return 2'],
      'def f():\n    return 1\n\ndef g():\n    return 2\n',
      'line-hint',
    );
    checkPatch('a\nb\na\n', ['-a', '+c', '*** End of File'], 'a\nb\nc\n', 'anchor');
    checkPatch('a', ['+b', '*** End of File'], 'a\nb');
    const twice = 'def f():\n    x\n    y\n    x\n\nx\n';
    expect(patch({ a: twice }, '*** Update File: a', '@@ def f():', '-    x', '+    z')).toMatchObject({
      code: 'ambiguous',
    });
    expect(patch({ a: base }, '*** Update File: a', '-    return 1', '+    return 2')).toMatchObject({
      code: 'ambiguous',
      candidates: [{ line: 1 }, { line: 4 }],
    });
  });

  it('finds a place by the beginning of the line above it', () => {
    const base = 'def f(a, b):\n    return 1\n\ndef g(a, b):\n    return 1\n';
    checkPatch(base, ['@@ def g', '-    return 1', '+    return 2'], base.replace(/1\n$/, '2\n'), 'anchor');
  });

  it.each([
    [['*** Update File: a', '-x', '+y'], 'no_match'],
    [['*** Update File: missing', '-x', '+y'], 'no_match'],
    [['*** Delete File: missing'], 'no_match'],
    [['*** Add File: a', '+x'], 'refused'],
    [['*** Add File: n', 'x'], 'bad_format'],
    [['*** Update File: a', '+x'], 'bad_format'],
    [['*** Update File: a', ' one'], 'bad_format'],
    [['*** Update File: a', '*** Move to: b', '-one', '+1'], 'refused'],
    [['*** Update File: n.ipynb', '-one', '+1'], 'refused'],
    [['*** Update File: a', '-one', '+1', '*** Delete File: a'], 'bad_format'],
    [['*** Add File: n', '+x', '*** Update File: a', '*** Move to: n', '-one', '+1'], 'bad_format'],
    [['-one', '+1'], 'bad_format'],
    [[], 'bad_format'],
    [['*** Update File: b', '-x', '+y', '*** Update File: a', '-nothing', '+1'], 'no_match'],
  ])('refuses %j: %s', (lines, code) => {
    expect(patch({ a: 'one\n', b: 'x\n', 'n.ipynb': 'one\n' }, ...lines)).toMatchObject({ kind: 'failed', code });
  });

  it('does nothing by halves', () => {
    expect(readApplyPatch('*** Begin Patch\n*** Delete File: a\n')).toMatchObject({ code: 'truncated' });
    expect(readApplyPatch('Sure! Here it is.')).toMatchObject({ code: 'bad_format' });
  });
});

function checkBlocks(dialect: BlockDialect, text: string, blocks: readonly object[], targetPath?: string) {
  const read = readSearchReplaceBlocks(text, dialect, targetPath);
  expect(read.reading).toMatchObject({ kind: 'read' });
  expect(read.blocks).toEqual(blocks);
}

const aider = (...lines: string[]): string => ['<<<<<<< SEARCH', ...lines, '>>>>>>> REPLACE'].join('\n');

describe('search and replace blocks', () => {
  const body = aider('a', '=======', 'b');
  const block = { search: 'a\n', replace: 'b\n' };

  it.each([
    [`Do this:\n\nsrc/a.ts\n\`\`\`ts\n${body}\n\`\`\`\nDone.`, 'src/a.ts'],
    [`**src/a.ts**\n\`\`\`\n${body}\n\`\`\``, 'src/a.ts'],
    [`### \`src/a.ts\`:\n\n\`\`\`ts\n${body}\n\`\`\``, 'src/a.ts'],
    [`\`\`\`ts\nsrc/a.ts\n${body}\n\`\`\``, 'src/a.ts'],
    [`\`\`\`ts src/a.ts\n${body}\n\`\`\``, 'src/a.ts'],
    [`File: src/a.ts\n${body}`, 'src/a.ts'],
    [`Makefile\n\`\`\`\n${body}\n\`\`\``, 'Makefile'],
    [`\`my notes/a b.md\`\n\`\`\`\n${body}\n\`\`\``, 'my notes/a b.md'],
    [`I changed the return value.\n\`\`\`ts\n${body}\n\`\`\``, 'given.ts'],
  ])('aider: finds the file in %j', (text, file) => {
    checkBlocks('aider', text, [{ file, ...block }], 'given.ts');
  });

  it('keeps the file for the blocks after it, and several files apart', () => {
    checkBlocks('aider', `a.ts\n\`\`\`\n${body}\n\`\`\`\n\`\`\`\n${body}\n\`\`\`\nb.ts\n\`\`\`\n${body}\n\`\`\``, [
      { file: 'a.ts', ...block },
      { file: 'a.ts', ...block },
      { file: 'b.ts', ...block },
    ]);
  });

  it('roo: start line, dashes, protected marks', () => {
    checkBlocks(
      'roo',
      '<<<<<<< SEARCH\n:start_line:12\n-------\na\n\\=======\n=======\nb\n>>>>>>> REPLACE\n',
      [{ file: 'f', search: 'a\n=======\n', replace: 'b\n', lineHint: 12 }],
      'f',
    );
    checkBlocks('roo', '<<<<<<< SEARCH\na\n=======\n>>>>>>> REPLACE', [{ file: 'f', search: 'a\n', replace: '' }], 'f');
  });

  it('roo: a search text that begins with dashes', () => {
    checkBlocks(
      'roo',
      '<<<<<<< SEARCH\n-------\n-------\na\n=======\nb\n>>>>>>> REPLACE',
      [{ file: 'f', search: '-------\na\n', replace: 'b\n' }],
      'f',
    );
  });

  it('cline: its own marks', () => {
    checkBlocks('cline', '------- SEARCH\na\n=======\nb\n+++++++ REPLACE\n', [{ file: 'f', ...block }], 'f');
  });

  it('leaves conflict marks of git alone', () => {
    checkBlocks(
      'aider',
      aider('<<<<<<< HEAD', 'a', '>>>>>>> main', '=======', 'a'),
      [{ file: 'f', search: '<<<<<<< HEAD\na\n>>>>>>> main\n', replace: 'a\n' }],
      'f',
    );
  });

  it.each([
    ['<<<<<<< SEARCH\na\n=======\nb\n', 'truncated'],
    ['<<<<<<< SEARCH\na\n', 'truncated'],
    [`${body}\n<<<<<<< SEARCH\na\n=======`, 'truncated'],
    ['<<<<<<< SEARCH\na\n>>>>>>> REPLACE\n', 'bad_format'],
    ['<<<<<<< SEARCH\na\n<<<<<<< SEARCH\nb\n=======\nc\n>>>>>>> REPLACE', 'bad_format'],
    ['<<<<<<< SEARCH\nTitle\n=======\n=======\nb\n>>>>>>> REPLACE', 'bad_format'],
    ['no block', 'bad_format'],
  ])('does nothing by halves: %j', (text, code) => {
    expect(readSearchReplaceBlocks(text, 'aider', 'f').reading).toMatchObject({ kind: 'failed', code });
  });

  it('knows the files that there are', () => {
    const read = (line: string, dialect: BlockDialect = 'aider', target?: string) =>
      readSearchReplaceBlocks(`${line}\n\`\`\`\n${body}\n\`\`\``, dialect, target, ['src/a.ts', 'b.ts']).blocks[0]
        ?.file;
    expect(read('Now I change `src/a.ts` so that it works:')).toBe('src/a.ts');
    expect(read('See docs/new.md.', 'aider', 'b.ts')).toBe('b.ts');
    expect(read('docs/new.md', 'aider', 'b.ts')).toBe('docs/new.md');
    expect(read('src/a.ts', 'roo', 'b.ts')).toBe('b.ts');
    expect(read('src/a.ts', 'cline')).toBe('src/a.ts');
  });

  it('needs a file', () => {
    expect(readSearchReplaceBlocks(body, 'aider').reading).toMatchObject({
      code: 'bad_format',
      message: expect.stringContaining('which file'),
    });
  });
});

describe('pieces cut anywhere', () => {
  const samples: readonly (readonly [string, () => FormatReader, string])[] = [
    [
      'apply_patch',
      () => new ApplyPatchReader(),
      '*** Begin Patch\r\n*** Update File: a\n@@ x\n-b\n+c\n*** Add File: d\n+e\n*** End Patch\n',
    ],
    ['blocks', () => new SearchReplaceReader('aider'), `x/y.ts\n\`\`\`\n${aider('a', '=======', '')}\n\`\`\`\n`],
    [
      'edit_file',
      () => new EditFileReader(),
      '{"path":"a \\"b\\"","edits":[{"search":"{\\n}","replace":"]","lineHint":"3"},{"search":"x","replace":"\\u4f60"}]}',
    ],
  ];

  it.each(samples)('%s reads the same however it is cut, and shows only what is complete', (_, create, text) => {
    const whole = create();
    whole.push(text);
    const expected = whole.finish();
    expect(expected.kind).toBe('read');
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const reader = create();
        const places = [0, ...cuts.sort((one, other) => one - other), text.length];
        for (const [index, place] of places.entries()) {
          reader.push(text.slice(places[index - 1] ?? 0, place));
          for (const change of reader.complete()) {
            const final =
              expected.kind === 'read' ? expected.changes.find(({ path }) => path === change.path) : undefined;
            expect(final?.kind).toBe(change.kind);
            const edits = change.kind === 'edit' ? change.edits : [];
            expect(final?.kind === 'edit' ? final.edits.slice(0, edits.length) : []).toEqual(edits);
          }
        }
        expect(reader.finish()).toEqual(expected);
      }),
    );
  });

  it.each(samples)('%s: every text that stops early counts for nothing', (name, create, text) => {
    for (let end = 0; end < text.trimEnd().length; end++) {
      const reader = create();
      reader.push(text.slice(0, end));
      const reading = reader.finish();
      // A reply in prose may stop after its last block: that block is whole.
      if (name !== 'blocks' || !text.slice(0, end).includes('REPLACE')) {
        expect(reading.kind).toBe('failed');
      }
    }
  });

  it('edit_file takes nothing for an edit that is not one', () => {
    const reader = new EditFileReader();
    reader.push(
      '{"path":"a","why":{"x":{"search":"q","replace":"r"}},"edits":[{"more":{"search":"q","replace":"r"}},{"search":"a","replace":"b"}',
    );
    expect(reader.complete()).toMatchObject([{ edits: [{ search: 'a', replace: 'b' }] }]);
  });

  it('reads lines of a million characters', () => {
    const long = ' '.repeat(1_000_000);
    const patched = readApplyPatch(
      `*** Begin Patch\n*** Update File: a\n@@ x${long}y\n-${long}x\n*** Add File: b${long}c\n*** End Patch`,
    );
    expect(patched.kind).toBe('read');
    expect(
      readSearchReplaceBlocks(`${'*'.repeat(1_000_000)}x\n${'a/b.c`'.repeat(200_000)}`, 'aider').reading.kind,
    ).toBe('failed');
  });

  it('never fails on noise', () => {
    const noise = fc.array(
      fc.constantFrom(
        '*** Begin Patch',
        '*** End Patch',
        '*** Update File: a',
        '@@',
        '<<<<<<< SEARCH',
        '=======',
        '>>>>>>> REPLACE',
        '```',
        '{"path":"',
        '"',
        '\\',
        ' x',
        '+x',
        '-x',
        '{',
        '}',
        '\0',
        '\ud800',
      ),
    );
    fc.assert(
      fc.property(noise, (lines) => {
        for (const create of [
          ...samples.map(([, make]) => make),
          () => new SearchReplaceReader('roo', 'a'),
          () => new SearchReplaceReader('cline', 'a'),
        ]) {
          const reader = create();
          reader.push(lines.join('\n'));
          const reading = reader.finish();
          if (reading.kind === 'read') {
            proposeChanges(reading.changes, () => 'x\n');
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
