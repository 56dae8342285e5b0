/** Notebooks as the text of their cells: there and back, what an edit leaves alone in the file, and which cell is which afterwards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Cell,
  cellAt,
  cellKinds,
  cellsOfText,
  codeOfText,
  textOfCells,
} from '../../../../src/edits/notebook/cells';
import { cellsOfNotebook, readNotebook, withCells } from '../../../../src/edits/notebook/notebookFile';
import { originsOf } from '../../../../src/edits/notebook/origins';
import { proposeChanges } from '../../../../src/edits/proposeChanges';

const code = (text: string, id?: string): Cell => ({ kind: 'code', id, text });
const prose = (text: string, id?: string): Cell => ({ kind: 'markdown', id, text });

/** As Jupyter writes it, with what a careless writer would lose: numbers, escapes, order of keys, a picture. */
const golden = String.raw`{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "title",
   "metadata": {"tags": ["keep \u00e9"]},
   "source": [
    "# Prices \u00e9\n",
    "and \"sums\""
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 3,
   "id": "load",
   "metadata": {},
   "outputs": [
    {
     "data": {
      "image/png": "iVBORw0KGgo=\\\"]}",
      "text/plain": [
       "1.0"
      ]
     },
     "execution_count": 3,
     "metadata": {"width": 1.0, "tiny": 1e-7},
     "output_type": "execute_result"
    }
   ],
   "source": [
    "import math\n",
    "total = 0"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "empty",
   "metadata": {},
   "outputs": [],
   "source": []
  }
 ],
 "metadata": {
  "kernelspec": {"name": "python3"}
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
const goldenText =
  '# %% [markdown] id=title\n# Prices é\nand "sums"\n# %% [code] id=load\nimport math\ntotal = 0\n# %% [code] id=empty\n';

/** The file after its text has become another one. */
function edited(json: string, change: (text: string) => string): string {
  const notebook = readNotebook(new TextEncoder().encode(json));
  const bytes = notebook?.encode(change(notebook.text));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

describe('a notebook as text', () => {
  it('shows each cell under a line that says what it is', () => {
    expect(readNotebook(new TextEncoder().encode(golden))?.text).toBe(goldenText);
  });

  it('is the same cells when it is read again, whatever stands in them', () => {
    const line = fc.constantFrom(
      '',
      'a',
      '# %%',
      '# %% [code]',
      '\\# %% [markdown] id=x',
      '\\\\#%%',
      '#%%',
      '%%time',
      '  # %%',
      '"',
      '😀',
    );
    const cell = fc.record({
      kind: fc.constantFrom(...cellKinds),
      text: fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n')),
    });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 5 }), fc.boolean(), (made, hasIds) => {
        const cells = made.map((one, at) => ({ ...one, id: hasIds ? `id-${at}` : undefined }));
        expect(cellsOfText(textOfCells(cells))).toEqual(cells);
        // And what is written into a file is what is read from it.
        const json = withCells(golden, cells);
        expect(cellsOfNotebook(json)?.map(({ kind, text }) => ({ kind, text }))).toEqual(made);
        expect(Object.keys(JSON.parse(json))).toEqual(['cells', 'metadata', 'nbformat', 'nbformat_minor']);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['# %%\na', [code('a')]],
    ['\n#%% [md]\na\n# %% [python] id="b"\nb\n', [prose('a'), code('b', 'b')]],
    ['# %% [code] id=x\na\n# %% [code] id=x\nb\n', [code('a', 'x'), code('b')]],
    ['', []],
    ['a = 1\n# %% [code]\n', undefined],
    ['{"cells": []}', undefined],
  ])('is read leniently as models write it, and not at all where it begins with no cell: %j', (text, cells) => {
    expect(cellsOfText(text)).toEqual(cells);
  });

  it('knows the cell of a line, and its code alone with the same line numbers', () => {
    expect([0, 1, 3, 5, 6].map((line) => cellAt(goldenText, line))).toEqual([
      { cell: 0, line: 0 },
      { cell: 0, line: 0 },
      { cell: 1, line: 0 },
      { cell: 1, line: 1 },
      { cell: 2, line: 0 },
    ]);
    expect(codeOfText(`${goldenText}%matplotlib inline\nx = 1\n`)).toBe('\n\n\n\nimport math\ntotal = 0\n\n\nx = 1\n');
  });
});

describe('a notebook’s file', () => {
  it('keeps every character outside the changed source', () => {
    expect(edited(golden, (text) => text)).toBe(golden);
    expect(edited(golden, (text) => text.replace('total = 0', 'total = 0.5\nprint("é")'))).toBe(
      golden.replace('    "total = 0"\n', '    "total = 0.5\\n",\n    "print(\\"é\\")"\n'),
    );
  });

  it('gets new cells in its own layout, loses deleted ones, and keeps what moved with its outputs', () => {
    const added = edited(golden, (text) =>
      text.replace('# %% [code] id=empty\n', '# %% [code]\nx = 1\n# %% [code] id=empty\n'),
    );
    expect(added.replace(/"id": "[\w]{1,8}-[\w]{1,8}"/, '"id": "new"')).toBe(
      golden.replace(
        '  {\n   "cell_type": "code",\n   "execution_count": null,\n   "id": "empty"',
        (empty) =>
          `  {\n   "cell_type": "code",\n   "execution_count": null,\n   "id": "new",\n   "metadata": {},\n   "outputs": [],\n   "source": [\n    "x = 1"\n   ]\n  },\n${empty}`,
      ),
    );
    const [first, rest] = [
      golden.indexOf('  {\n   "cell_type": "markdown"'),
      golden.indexOf('  {\n   "cell_type": "code"'),
    ];
    expect(edited(golden, (text) => text.slice(text.indexOf('# %% [code]')))).toBe(
      golden.slice(0, first) + golden.slice(rest),
    );
    const moved = edited(golden, (text) => {
      const [title, load, empty] = text.split(/(?=^# %%)/m);
      return [load, title, empty].join('');
    });
    expect(cellsOfNotebook(moved)?.map(({ id }) => id)).toEqual(['load', 'title', 'empty']);
    expect(moved).toContain('"metadata": {"width": 1.0, "tiny": 1e-7}');
    expect(JSON.parse(edited(golden, () => '')).cells).toEqual([]);
    const named = edited(golden, (text) => `${text}# %% [code] id=mine\nx\n# %% [raw] id=load\ny\n`);
    expect(cellsOfNotebook(named)?.map(({ id }) => id)).toEqual(['title', 'load', 'empty', 'mine', expect.any(String)]);
  });

  it('keeps outputs with their cells when all is written anew without ids', () => {
    const whole = edited(
      golden,
      () => '# %%\ntotal = 0\nx = 1\n\n# %%\nimport math\ntotal = 0\n\n# %% [md]\n# Prices é\nand "sums"',
    );
    expect(JSON.parse(whole).cells).toMatchObject([
      { source: ['total = 0\n', 'x = 1\n'], outputs: [] },
      { id: 'load', outputs: JSON.parse(golden).cells[1].outputs },
      { id: 'title', metadata: { tags: ['keep é'] } },
    ]);
  });

  it('may be in one line, indented otherwise, old, with a byte order mark, or empty', () => {
    const compact =
      '{"cells":[{"cell_type":"code","source":"a","metadata":{},"outputs":[],"execution_count":null}],"metadata":{},"nbformat":4,"nbformat_minor":2}';
    expect(edited(compact, () => '# %% [code]\nb\n')).toBe(compact.replace('"a"', '"b"'));
    expect(edited(compact, () => '# %% [code]\na\n# %%\nc')).toBe(
      compact.replace(
        '}],"meta',
        '},{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": ["c"]}],"meta',
      ),
    );
    const wide = `\uFEFF${JSON.stringify(JSON.parse(golden), null, 4)}`;
    expect(edited(wide, (text) => text.replace('math', 'cmath'))).toBe(wide.replace('import math', 'import cmath'));
    const none = '{\n "cells": [ ],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 4\n}\n';
    expect(edited(none, (text) => text)).toBe(none);
    expect(JSON.parse(edited(none, () => '# %%\na')).cells).toMatchObject([{ cell_type: 'code', source: ['a'] }]);
    const fresh = readNotebook(undefined)?.encode('# %% [markdown]\n# T\n# %% [code]\nx\n');
    expect(JSON.parse(new TextDecoder().decode(fresh))).toMatchObject({
      cells: [
        { cell_type: 'markdown', source: ['# T'] },
        { cell_type: 'code', source: ['x'], outputs: [] },
      ],
      ...{ nbformat: 4, nbformat_minor: 5 },
    });
  });

  it.each(['', '[]', 'x', '{"nbformat": 3, "worksheets": []}', '{"nbformat": 4, "cells": [{"cell_type": "heading"}]}'])(
    'is none where it is not of version 4: %j',
    (json) => expect(readNotebook(new TextEncoder().encode(json))).toBeUndefined(),
  );

  it('is read with megabytes of pictures in a moment, however they are escaped', () => {
    const large = golden.replace('iVBORw0KGgo=', 'A\\\\'.repeat(1_000_000));
    expect(edited(large, (text) => text.replace('total = 0', 'total = 1'))).toBe(
      large.replace('total = 0', 'total = 1'),
    );
  });
});

describe('which cell a changed one was', () => {
  const from = (old: readonly Cell[], wanted: readonly Cell[]): string[] =>
    originsOf(old, wanted).map((origin) =>
      origin === undefined ? 'new' : `${origin.moved ? 'moved ' : ''}${origin.from}`,
    );

  it.each<[string, Cell[], Cell[], string[]]>([
    ['its id says', [code('a', 'x'), code('b', 'y')], [code('c', 'y')], ['1']],
    ['moved', [code('a', 'x'), code('b', 'y')], [code('b', 'y'), code('a', 'x')], ['1', 'moved 0']],
    ['another kind is another cell', [code('a', 'x')], [prose('a', 'x')], ['new']],
    ['an unknown id says that it is no changed one', [code('a\nb', 'x')], [code('a\nc', 'y')], ['new']],
    ['an unknown id: the same text', [code('a', 'x')], [code('a', 'y')], ['0']],
    ['an invented id is none', [code('a', 'x')], [code('a', 'x'), code('b', 'z')], ['0', 'new']],
    ['without ids: the same text', [code('a'), code('b')], [code('a'), code('c'), code('b')], ['0', 'new', '1']],
    [
      'without ids: in its place',
      [code('a'), prose('t'), code('b')],
      [code('c'), prose('t'), code('d')],
      ['0', '1', '2'],
    ],
    [
      'without ids: by a shared line',
      [code('a\nb'), code('z')],
      [code('new'), code('a\nc'), code('z')],
      ['new', '0', '1'],
    ],
    ['the mark written anew', [code('a', 'x')], [code('a2')], ['0']],
    [
      'ids left out: the same text before a shared line',
      [code('x = 1', 'aa'), code('print(x)', 'bb'), prose('t', 'cc')],
      [code('print(x)\nfoo()'), code('x = 1'), code('print(x)'), prose('t')],
      ['new', '0', '1', '2'],
    ],
    [
      'ids left out: the same text elsewhere',
      [code('a', 'x'), code('b', 'y')],
      [code('b'), code('a')],
      ['1', 'moved 0'],
    ],
    [
      'ids left out: blank lines between cells',
      [code('a', 'x'), code('b', 'y')],
      [code('b\n'), code('c\n')],
      ['1', 'new'],
    ],
    [
      'of equal cells the one in its place',
      [code('show()', 'x'), code('a', 'y'), code('show()', 'z')],
      [code('a'), code('show()')],
      ['1', '2'],
    ],
    [
      'no cell twice: its id says it before its place does',
      [code('a', 'x'), code('b', 'y')],
      [code('c'), code('d', 'x'), code('b', 'y')],
      ['new', '0', '1'],
    ],
    [
      'by most lines, not by the first shared one',
      [code('import os\na\nb', 'x'), code('import os\nc\nd', 'y')],
      [code('import os\nc\nd\ne'), code('import os\na\nb\nf'), code('new')],
      ['1', 'moved 0', 'new'],
    ],
    [
      'one line among many is not enough',
      [code('a\nb\nc\nshow()', 'x')],
      [code('d\ne\nf\nshow()'), code('g')],
      ['new', 'new'],
    ],
    [
      'by its place among its kind',
      [code('a', 'x'), prose('t', 'y'), prose('end', 'z')],
      [prose('u'), code('b'), prose('end')],
      ['1', 'moved 0', '2'],
    ],
  ])('%s', (_, old, wanted, origins) => {
    expect(from(old, wanted)).toEqual(origins);
  });

  it('is its place alone in a notebook of which a thousand cells were changed', () => {
    const cells = (count: number, shift: number): Cell[] =>
      Array.from({ length: count }, (_, at) => code(`line ${(at + shift) % count}\n${shift}`));
    expect(from(cells(10, 0), cells(10, 1))[0]).toBe('1');
    expect(from(cells(1000, 0), cells(1000, 1))[0]).toBe('0');
  });
});

describe('edits of a notebook', () => {
  const edit = (search: string, replace: string, notebooks: 'cells' | 'refused' = 'cells'): unknown =>
    proposeChanges([{ kind: 'edit', path: 'a.ipynb', edits: [{ search, replace }] }], () => goldenText, notebooks);

  it('change cells, add and take them away', () => {
    expect(edit('total = 0', 'total = 1')).toMatchObject({ changes: [{ result: goldenText.replace('= 0', '= 1') }] });
    expect(edit('total = 0\n', 'total = 0\n# %% [code]\nx = 1\n')).toMatchObject({ kind: 'proposed' });
    expect(edit('# %% [markdown] id=title\n# Prices é\nand "sums"\n', '')).toMatchObject({ kind: 'proposed' });
    const make = { kind: 'create' as const, path: 'new.ipynb', content: '# %%\nx\n' };
    expect(proposeChanges([make], () => undefined, 'cells')).toMatchObject({ kind: 'proposed' });
  });

  it.each([
    ['"total = 0\\n",', '"total = 1\\n",'],
    ['   "source": [\n    "total = 0"', '   "source": [\n    "total = 1"'],
    ['# %% [markdown] id=title', 'import os'],
  ])(
    'as JSON, or that leave text before the first cell, are refused, and it is said what to send: %j',
    (search, replace) => {
      expect(edit(search, replace)).toMatchObject({ code: 'refused', message: expect.stringContaining('# %% [code]') });
    },
  );

  it('are refused where nobody can put cells back, where cells become other text, and as a whole file of JSON', () => {
    expect(edit('total = 0', 'total = 1', 'refused')).toMatchObject({ code: 'refused' });
    const moved = { kind: 'edit' as const, path: 'a.ipynb', edits: [], moveTo: 'a.py' };
    expect(proposeChanges([moved], (path) => (path === 'a.ipynb' ? goldenText : undefined), 'cells')).toMatchObject({
      code: 'refused',
    });
    const whole = { kind: 'rewrite' as const, path: 'a.ipynb', content: golden };
    expect(proposeChanges([whole], () => goldenText, 'cells')).toMatchObject({ code: 'refused' });
    expect(proposeChanges([{ ...whole, kind: 'create' }], () => undefined, 'cells')).toMatchObject({ code: 'refused' });
  });
});
