/** “Refactor with GLM…” beside the TypeScript server: the model chooses, the server's own edit comes under review, all files as one set. */
import * as assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type RecordedRequest, type Reply, ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';
import { openDiffs, run, says, shownDiff } from './reviewSupport';
import { closeEditors, configure, eventually } from './support';

/** A model that chooses the action with this title from the list that it is given. */
function chooses(title: RegExp): (request: RecordedRequest) => Reply {
  return ({ path, body }) => {
    const listed = [...String(body).matchAll(/- action (\d+): (.*?)(?=\\n)/g)];
    const found = listed.find(([, , name]) => title.test(name ?? ''));
    return streamOf(path.includes('/chat/') ? `\`\`\`json\n{"steps": [{"action": ${found?.[1] ?? 0}}]}\n\`\`\`` : '');
  };
}

describe('a refactoring', () => {
  const endpoint = new ScriptedEndpoint();
  const filesSettings = vscode.workspace.getConfiguration('files');
  const made: string[] = [];

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
    for (const name of made.splice(0)) {
      await rm(at(name).fsPath, { force: true });
    }
  });
  after(async () => {
    await configure('endpoint.url', undefined);
    await configure('completion.enabled', undefined);
    await filesSettings.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    await endpoint.stop();
  });

  function at(name: string): vscode.Uri {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    return vscode.Uri.joinPath(folder, name);
  }

  const onDisk = (name: string): Promise<string> => readFile(at(name).fsPath, 'utf8');

  /** Writes files and shows the first one; what stands between `├` and `┤` is selected. */
  async function open(files: Readonly<Record<string, string>>): Promise<vscode.TextEditor> {
    let shown: vscode.TextEditor | undefined;
    const entries = Object.entries(files).toReversed();
    // All of them before one is shown: the language server is slow to see what comes later.
    for (const [name, marked] of entries) {
      made.push(name);
      await writeFile(at(name).fsPath, marked.replace(/[├┤]/g, ''));
    }
    for (const [name, marked] of entries) {
      const document = await vscode.workspace.openTextDocument(at(name));
      shown = await vscode.window.showTextDocument(document, { preview: false });
      const start = Math.max(0, marked.indexOf('├'));
      const end = Math.max(start, marked.indexOf('┤') - 1);
      shown.selection = new vscode.Selection(document.positionAt(start), document.positionAt(end));
    }
    assert.ok(shown);
    return shown;
  }

  /** Waits until the server offers an action here: it may still be reading the project. */
  async function offered({ document, selection }: vscode.TextEditor, title: RegExp, kind: vscode.CodeActionKind) {
    await eventually(
      `the server offers ${title}`,
      async () => {
        const actions: vscode.CodeAction[] = await vscode.commands.executeCommand(
          'vscode.executeCodeActionProvider',
          ...[document.uri, selection, kind.value],
        );
        return actions.some((action) => title.test(action.title));
      },
      60_000,
    );
  }

  async function refactor(
    editor: vscode.TextEditor,
    title: RegExp,
    kind = vscode.CodeActionKind.Refactor,
  ): Promise<void> {
    await offered(editor, title, kind);
    endpoint.always(chooses(title));
    await run('refactor', { instruction: 'as the title says' });
  }

  it('extracts, by the server’s own edit', async function () {
    this.timeout(120_000);
    const text = 'export function area(r: number): number {\n  return 3 * r * r;\n}\n';
    const editor = await open({ 'extract.ts': text.replace('3 * r * r', '├3 * r * r┤') });
    await refactor(editor, /Extract to function in module scope/);
    const { proposed } = await shownDiff(/function newFunction/);
    assert.equal(await onDisk('extract.ts'), text);
    await run('review.acceptAll');
    assert.equal(await onDisk('extract.ts'), proposed);
    assert.match(proposed, /return newFunction\(r\);/);
  });

  it('puts a variable back into its place', async function () {
    this.timeout(120_000);
    const editor = await open({
      'inline.ts': 'export function f(a: number): number {\n  const ├twice┤ = a * 2;\n  return twice + 1;\n}\n',
    });
    await refactor(editor, /Inline variable/);
    await shownDiff(/return a \* 2 \+ 1;|return \(a \* 2\) \+ 1;/);
    await run('review.acceptAll');
    assert.doesNotMatch(await onDisk('inline.ts'), /twice/);
  });

  it('orders the imports', async function () {
    this.timeout(120_000);
    const text =
      "import { b } from './organise-b';\nimport { a } from './organise-a';\nimport { c } from './organise-a';\n\nexport const all = a + b;\n";
    const editor = await open({
      'organise.ts': text,
      'organise-a.ts': 'export const a = 1;\nexport const c = 3;\n',
      'organise-b.ts': 'export const b = 2;\n',
    });
    await refactor(editor, /Organize Imports/i, vscode.CodeActionKind.SourceOrganizeImports);
    await shownDiff(/^import \{ a \} from '.\/organise-a';\nimport \{ b \}/);
    await run('review.acceptAll');
    assert.doesNotMatch(await onDisk('organise.ts'), /\bc\b/);
  });

  it('moves a definition to a file of its own, with the imports of those who use it', async function () {
    this.timeout(120_000);
    made.push('moved.ts');
    const editor = await open({
      'move-from.ts': '├export function moved(n: number): number {\n  return n + 1;\n}┤\n\nexport const other = 1;\n',
      'move-user.ts': "import { moved, other } from './move-from';\n\nexport const value = moved(other);\n",
    });
    await eventually(
      'the server knows who uses it',
      async () => {
        const edit: vscode.WorkspaceEdit = await vscode.commands.executeCommand(
          'vscode.executeDocumentRenameProvider',
          ...[at('move-from.ts'), new vscode.Position(0, 'export function m'.length), 'other'],
        );
        return edit?.size === 2;
      },
      60_000,
    );
    await refactor(editor, /Move to a new file/);
    await shownDiff(/./);
    assert.equal(await onDisk('moved.ts').catch(() => 'not there'), 'not there');
    await run('review.acceptAll');
    assert.match(await onDisk('moved.ts'), /export function moved/);
    assert.doesNotMatch(await onDisk('move-from.ts'), /function moved/);
    assert.match(await onDisk('move-user.ts'), /from ['"]\.\/moved['"]/);
    // One command takes all of it back, the new file too.
    await run('review.undo');
    assert.equal(await onDisk('moved.ts').catch(() => 'not there'), 'not there');
    assert.match(await onDisk('move-from.ts'), /^export function moved/);
    assert.match(await onDisk('move-user.ts'), /import \{ moved, other \}/);
  });

  it('moves a file, with the imports of those who use it and its own, as one set', async function () {
    this.timeout(60_000);
    made.push('deep/move-file.ts');
    const user = "import { moved } from './move-file';\n\nexport const value = moved + 1;\n";
    const text = "import { other } from './move-other';\n\nexport const moved = other;\n";
    await open({ 'move-file.ts': text, 'move-file-user.ts': user, 'move-other.ts': 'export const other = 1;\n' });
    endpoint.always(says('{"steps": [{"move": "deep/move-file.ts"}]}'));
    await run('refactor', { instruction: 'move it to deep/' });
    await shownDiff(/from '\.\.\/move-other'/);
    assert.match(String(endpoint.generations.at(-1)?.body), /- move: this file/);
    assert.deepEqual([await onDisk('move-file.ts'), await onDisk('move-file-user.ts')], [text, user]);
    await run('review.acceptAll');
    assert.equal(await onDisk('deep/move-file.ts'), text.replace('./move-other', '../move-other'));
    assert.equal(await onDisk('move-file.ts').catch(() => 'not there'), 'not there');
    assert.equal(await onDisk('move-file-user.ts'), user.replace('./move-file', './deep/move-file'));
    await run('review.undo');
    assert.deepEqual([await onDisk('move-file.ts'), await onDisk('move-file-user.ts')], [text, user]);
    assert.equal(await onDisk('deep/move-file.ts').catch(() => 'not there'), 'not there');
  });

  it('by text edits that break a file is told to the model, which mends it', async function () {
    this.timeout(60_000);
    const step = (replace: string): string =>
      JSON.stringify({ steps: [{ edit: { path: 'broken.ts', edits: [{ search: 'a * 2', replace }] } }] });
    await open({ 'broken.ts': 'export const f = (a: number): number => a * 2;\n' });
    endpoint.always(says(step('(a * 3'), step('(a * 3)')));
    await run('refactor', { instruction: 'three times' });
    await shownDiff(/=> \(a \* 3\);/);
    assert.match(String(endpoint.generations.at(-1)?.body), /cannot be parsed any more \(line 1\)/);
  });

  it('renames over all files, judged hunk by hunk', async function () {
    this.timeout(60_000);
    const users = ['b', 'c', 'd', 'e'];
    const using = (name: string): string =>
      `import { total } from './rename-a';\n\nexport const ${name}1 = total(1);\n\n// text between\n\nexport const ${name}2 = total(2);\n`;
    await writeFile(at('rename-a.ts').fsPath, 'export function total(n: number): number {\n  return n * 2;\n}\n');
    for (const name of users) {
      await writeFile(at(`rename-${name}.ts`).fsPath, using(name));
    }
    try {
      for (const name of users) {
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(`rename-${name}.ts`)), {
          preview: false,
        });
      }
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at('rename-a.ts')));
      editor.selection = new vscode.Selection(0, 18, 0, 18);
      await eventually(
        'the TypeScript server knows all files',
        async () => {
          const edit: vscode.WorkspaceEdit = await vscode.commands.executeCommand(
            'vscode.executeDocumentRenameProvider',
            ...[at('rename-a.ts'), new vscode.Position(0, 18), 'sum'],
          );
          return edit?.size === 5;
        },
        45_000,
      );
      endpoint.always(says('```json\n{"steps": [{"rename": "sum"}]}\n```'));
      await run('refactor', { instruction: 'rename total to sum' });
      await shownDiff(/function sum/);
      assert.match(String(endpoint.generations.at(-1)?.body), /the symbol .{0,6}total/);
      // The definition and the imports, but not the last use in e.
      await run('review.acceptFile');
      for (let step = 0; step < 3 * users.length - 1; step++) {
        await run('review.acceptHunk');
      }
      await run('review.rejectHunk');
      assert.equal(await onDisk('rename-a.ts'), 'export function sum(n: number): number {\n  return n * 2;\n}\n');
      for (const name of ['b', 'c', 'd']) {
        assert.equal(await readFile(at(`rename-${name}.ts`).fsPath, 'utf8'), using(name).replaceAll('total', 'sum'));
      }
      assert.equal(
        await readFile(at('rename-e.ts').fsPath, 'utf8'),
        using('e').replace('{ total }', '{ sum }').replace('total(1)', 'sum(1)'),
      );
      assert.equal(openDiffs(), 0);
    } finally {
      for (const name of ['a', ...users]) {
        await rm(at(`rename-${name}.ts`).fsPath, { force: true });
      }
    }
  });
});
