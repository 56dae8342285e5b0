/** Undo and redo of a file that became another one since: what both changed stays, and cells that come back are those that went. */
import { describe, expect, it } from 'vitest';
import { readNotebook } from '../../../../src/edits/notebook/notebookFile';
import { revertFile } from '../../../../src/edits/review/revertFile';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

interface TestCell {
  readonly id?: string;
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly [key: string]: unknown;
}
const code = (id: string | undefined, text: string): TestCell => ({
  ...{ cell_type: 'code', execution_count: 7, ...(id !== undefined && { id }) },
  ...{ metadata: { tags: [`of ${text}`] }, outputs: [{ output_type: 'stream', name: 'stdout', text: [`${text}\n`] }] },
  source: [text],
});
const notebook = (cells: readonly TestCell[], minor = 5, indent: number | undefined = 1): string =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: minor }, undefined, indent);

/** `before` with its text changed, as accepting does it; then saved with other cells; then taken back. */
async function undone(
  before: string,
  accept: (text: string) => string,
  since: (accepted: string) => string,
): Promise<string> {
  const read = readNotebook(bytesOf(before));
  const accepted = read?.encode(accept(read.text));
  const now = bytesOf(since(textOf(accepted)));
  return textOf(await revertFile({ path: 'n.ipynb', before: accepted, after: bytesOf(before) }, now));
}
const cellsOf = (json: string): readonly TestCell[] => JSON.parse(json).cells;
const withoutCell = (id: string) => (text: string) =>
  text.replace(new RegExp(`# %% \\[code\\] id=${id}\\n[^#]*`), () => '');

describe('a file that is taken back', () => {
  const three = [code('aa', 'a'), code('bb', 'b'), code('cc', 'c')];

  it.each([1, 4, undefined])(
    'has a deleted cell again as it was, in a notebook saved with indent %j since',
    async (indent) => {
      const whole = await undone(notebook(three), withoutCell('bb'), (json) => notebook(cellsOf(json), 5, indent ?? 0));
      expect(cellsOf(whole)).toEqual(three);
    },
  );

  it('has it with the same characters where the layout is the same, and keeps outputs that others got since', async () => {
    const withNumber = notebook(three).replace('"tags": [\n     "of b"', '"width": 1.0,\n    "tags": [\n     "of b"');
    expect(withNumber).toContain('1.0');
    const rerun = (json: string): string => json.replace('"c\\n"', '"run again\\n"');
    expect(await undone(withNumber, withoutCell('bb'), rerun)).toBe(rerun(withNumber));
  });

  it('has a cell again that another one took the place of', async () => {
    const replaced = await undone(
      notebook(three),
      (text) => text.replace('# %% [code] id=bb\nb\n', '# %% [markdown] id=bb\nb\n# %% [code] id=new\nd\n'),
      (json) => notebook(cellsOf(json), 5, 2),
    );
    expect(cellsOf(replaced)).toEqual(three);
  });

  it('has one of a notebook without ids again by its text', async () => {
    const old = [code(undefined, 'a'), code(undefined, 'b'), code(undefined, 'b')];
    const whole = await undone(
      notebook(old, 2),
      (text) => text.replace('# %% [code]\na\n', ''),
      (json) => notebook(cellsOf(json), 2, 2),
    );
    expect(cellsOf(whole)).toEqual(old);
  });

  it('has one without an id in a notebook that got ids since under a fresh one', async () => {
    const old = [code(undefined, 'a'), code(undefined, 'b')];
    const whole = await undone(
      notebook(old, 4),
      (text) => text.replace('# %% [code]\nb\n', ''),
      (json) => notebook(cellsOf(json).map((cell) => ({ ...cell, id: 'given' }))),
    );
    expect(cellsOf(whole)).toEqual([
      { ...old[0], id: 'given' },
      { ...old[1], id: expect.stringMatching(/^[\w-]+$/) },
    ]);
  });

  it('is made again with the new cell’s own id', async () => {
    const before = bytesOf(notebook(three));
    const after = readNotebook(before)?.encode(`${readNotebook(before)?.text}# %% [code]\nx\n`);
    const now = bytesOf(notebook(three, 5, 3));
    const whole = textOf(await revertFile({ path: 'n.ipynb', before, after }, now));
    expect(cellsOf(whole)).toEqual(cellsOf(textOf(after)));
  });

  it('keeps what was typed since, and is left alone where that cannot be told apart or is no UTF-8', async () => {
    const [before, after] = [bytesOf('one\n2\nthree\n'), bytesOf('one\ntwo\nthree\n')];
    const revert = async (now: Uint8Array): Promise<string | undefined> => {
      const bytes = await revertFile({ path: 'a.txt', before, after }, now);
      return bytes && textOf(bytes);
    };
    expect(await revert(bytesOf('zero\none\n2\nthree\n'))).toBe('zero\none\ntwo\nthree\n');
    expect(await revert(bytesOf('nothing of it\n'))).toBeUndefined();
    expect(await revert(Uint8Array.of(0x32, 0xff, 0x0a))).toBeUndefined();
  });
});
