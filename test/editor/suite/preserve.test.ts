/** What an edit must leave alone: bytes in other encodings, what is typed meanwhile, notebooks, files that are kept from models. */
import * as assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ScriptedEndpoint } from '../../support/ScriptedEndpoint';
import { change, fenced, openDiffs, run, says, select, shownDiff } from './reviewSupport';
import { closeEditors, configure, eventually, openFile } from './support';

/** VS Code's name, the web's name (undefined = decoded by hand below), letters that need it, the byte order mark that it may have. */
const encodings: readonly (readonly [id: string, label: string, letters: string, mark?: readonly number[]])[] = [
  ['utf8', 'utf-8', 'é中文😀'],
  ['utf8bom', 'utf-8', 'é中文😀', [0xef, 0xbb, 0xbf]],
  ['utf16le', 'utf-16le', 'é中文😀', [0xff, 0xfe]],
  ['utf16be', 'utf-16be', 'é中文😀', [0xfe, 0xff]],
  ['windows1252', 'windows-1252', 'café “ü” €'],
  ['iso88591', 'iso-8859-1', 'café ü'],
  ['windows1251', 'windows-1251', 'привет'],
  ['koi8r', 'koi8-r', 'привет'],
  ['gbk', 'gbk', '中文注释'],
  ['gb18030', 'gb18030', '中文注释'],
  ['shiftjis', 'shift_jis', '日本語テスト'],
  ['eucjp', 'euc-jp', '日本語テスト'],
  ['euckr', 'euc-kr', '한국어'],
  ['big5hkscs', 'big5', '繁體中文'],
];

async function cellsOnDisk({ fsPath }: vscode.Uri): Promise<readonly unknown[]> {
  return JSON.parse(await readFile(fsPath, 'utf8')).cells;
}

describe('an edit', () => {
  const endpoint = new ScriptedEndpoint();
  const filesSettings = vscode.workspace.getConfiguration('files');
  const made: vscode.Uri[] = [];

  before(async () => {
    await endpoint.start();
    await configure('completion.enabled', false);
    await filesSettings.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    await configure('endpoint.url', `${endpoint.url}/v1`);
  });
  beforeEach(() => endpoint.reset());
  afterEach(async () => {
    await run('review.rejectAll');
    await closeEditors();
    for (const uri of made.splice(0)) {
      await rm(uri.fsPath, { force: true });
    }
  });
  after(async () => {
    await configure('endpoint.url', undefined);
    await configure('completion.enabled', undefined);
    await filesSettings.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    await endpoint.stop();
  });

  async function write(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, name);
    made.push(uri);
    await writeFile(uri.fsPath, bytes);
    return uri;
  }

  const textWith = (letters: string, value: number): string =>
    `// ${letters}\r\nconst a = ${value};\r\nconst z = '${letters}';`;

  for (const [encoding, label, letters, mark] of encodings) {
    it(`keeps every other byte of a file in ${encoding}`, async () => {
      const bytes = async (value: number): Promise<Uint8Array> => {
        const body = await vscode.workspace.encode(textWith(letters, value), { encoding });
        const bare = mark?.every((byte, index) => body[index] === byte) ? body.slice(mark.length) : body;
        assert.equal(new TextDecoder(label, { fatal: true }).decode(bare), textWith(letters, value));
        return Uint8Array.from([...(mark ?? []), ...bare]);
      };
      const uri = await write(`encoded-${encoding}.ts`, await bytes(1));
      const document = await vscode.workspace.openTextDocument(uri, { encoding });
      assert.equal(document.getText(), textWith(letters, 1));
      const editor = await vscode.window.showTextDocument(document);
      select(editor, 1, 2);
      endpoint.always(says(fenced('const a = 2;')));
      await run('inlineEdit', { instruction: 'two' });
      await shownDiff(/a = 2/);
      await run('review.acceptAll');
      assert.deepEqual(new Uint8Array(await readFile(uri.fsPath)), await bytes(2));
    });
  }

  it('of a file that VS Code shows in the wrong encoding is not begun', async () => {
    const bytes = await vscode.workspace.encode(textWith('中文', 1), { encoding: 'gbk' });
    const uri = await write('wrong-encoding.ts', bytes);
    const editor = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument(uri, { encoding: 'utf8' }),
    );
    select(editor, 1, 2);
    await run('inlineEdit', { instruction: 'two' });
    assert.equal(endpoint.generations.length, 0);
    assert.deepEqual(new Uint8Array(await readFile(uri.fsPath)), new Uint8Array(bytes));
  });

  const notebook = `${JSON.stringify(
    {
      cells: [
        { cell_type: 'markdown', id: 'title', metadata: {}, source: ['# Title'] },
        {
          ...{ cell_type: 'code', execution_count: 1, id: 'load', metadata: {} },
          outputs: [{ name: 'stdout', output_type: 'stream', text: ['old output\n'] }],
          source: ['import math\n', 'total = 0'],
        },
        { cell_type: 'code', execution_count: null, id: 'last', metadata: {}, outputs: [], source: ['x = 1'] },
      ],
      ...{ metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 },
    },
    undefined,
    1,
  )}\n`;

  it('of a notebook as text is not begun', async () => {
    const uri = await write('book.ipynb', Buffer.from(notebook));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await run('inlineEdit', { instruction: 'two' });
    await run('refactor', { instruction: 'two' });
    assert.equal(endpoint.generations.length, 0);
    assert.equal(await readFile(uri.fsPath, 'utf8'), notebook);
  });

  it('of a notebook’s cell changes its cells and nothing else, in one step that can be taken back', async function () {
    this.timeout(120_000);
    const uri = await write('cells.ipynb', Buffer.from(notebook));
    const document = await vscode.workspace.openNotebookDocument(uri);
    const shown = await vscode.window.showNotebookDocument(document);
    shown.selection = new vscode.NotebookRange(1, 2);
    await vscode.commands.executeCommand('notebook.cell.edit');
    await eventually(
      'the cursor is in the cell',
      () => vscode.window.activeTextEditor?.document === document.cellAt(1).document,
    );
    const cells = (): unknown => document.getCells().map((cell) => cell.document.getText());
    const before = cells();
    const answer = 'import math\ntotal = 1\n# %% [markdown]\n## Between\n# %% [code]\nprint(total)';
    endpoint.always(says(fenced(answer)));
    await run('inlineEdit', { instruction: 'one, and print it' });
    const { current, proposed } = await shownDiff(/print\(total\)/);
    assert.match(String(endpoint.generations.at(-1)?.body), /It is a notebook/);
    assert.match(current, /^# %% \[markdown\] id=title\n# Title\n# %% \[code\] id=load\nimport math\ntotal = 0\n/);
    assert.match(proposed, /## Between\n# %% \[code\]\nprint\(total\)\n# %% \[code\] id=last\nx = 1\n$/);
    assert.deepEqual(cells(), before);
    await run('review.acceptAll');
    const after = ['# Title', 'import math\ntotal = 1', '## Between', 'print(total)', 'x = 1'];
    assert.deepEqual(cells(), after);
    assert.match(
      JSON.stringify(document.cellAt(1).outputs.map(({ items }) => items.map(({ mime }) => mime))),
      /stdout/,
    );
    const written = await cellsOnDisk(uri);
    assert.match(JSON.stringify(written[1]), /old output/);
    assert.equal(written.length, 5);
    // One command takes it back, another makes it again, and so does the editor's own undo.
    await run('review.undo');
    assert.deepEqual(cells(), before);
    // VS Code forgets the number of the execution when a cell's text changes, as it does when somebody types.
    assert.deepEqual(
      await cellsOnDisk(uri),
      JSON.parse(notebook.replace('"execution_count": 1', '"execution_count": null')).cells,
    );
    await run('review.redo');
    assert.deepEqual(cells(), after);
    await vscode.window.showNotebookDocument(document);
    await vscode.commands.executeCommand('notebook.cell.quitEdit');
    await vscode.commands.executeCommand('undo');
    assert.deepEqual(cells(), before);
    await document.save();
  });

  it('of a file that is kept from models is not begun', async () => {
    await write('.tandemignore', Buffer.from('kept-back.ts\n'));
    const uri = await write('kept-back.ts', Buffer.from('const a = 1;\n'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await run('inlineEdit', { instruction: 'two' });
    await run('refactor', { instruction: 'two' });
    assert.equal(endpoint.generations.length, 0);
  });

  it('loses no key that is typed while it is made', async function () {
    this.timeout(60_000);
    const lines = Array.from({ length: 60 }, (_, index) => `const line${index} = ${index};`);
    const editor = await openFile(`█\n${lines.join('\n')}\n`);
    select(editor, 41, 42);
    endpoint.always(says(fenced('const changed = 40;')));
    await run('inlineEdit', { instruction: 'change it' });
    await shownDiff(/changed = 40/);
    let typed = 0;
    let isTyping = true;
    const typing = (async () => {
      while (isTyping) {
        typed += (await change(editor, new vscode.Range(0, 0, 0, 0), 'x')) ? 1 : 0;
        await sleep(10);
      }
    })();
    await eventually('some is typed', () => typed > 3);
    const { document } = editor;
    // Keys that come between look and write stop it, and those that come later stay: either way none is lost.
    for (let round = 0; round < 5; round++) {
      await run('review.acceptAll');
    }
    isTyping = false;
    await typing;
    await run('review.acceptAll');
    const expected = `${'x'.repeat(typed)}\n${lines.join('\n')}\n`.replace('const line40 = 40;', 'const changed = 40;');
    assert.equal(document.getText(), expected);
    assert.equal(openDiffs(), 0);
  });
});
