/** The tools that only look, as any assistant in VS Code calls them: through `vscode.lm.invokeTool`, with nobody there to answer a question. */
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from './support';

const folder = 'offered';
const ignoreFile = '.tandemignore';

describe('tools for VS Code’s other assistants', () => {
  const reported = vscode.languages.createDiagnosticCollection('offered-tools');
  let root = '';
  const write = (path: string, text: string): void => writeFileSync(join(root, folder, path), text);

  before(() => {
    root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    mkdirSync(join(root, folder, 'kept'), { recursive: true });
    write('shop.ts', 'export function priceOfShop() {\n  return 1;\n}\nexport const twice = 2 * priceOfShop();\n');
    write('many.txt', 'needleOfMany\n'.repeat(300));
    write('.env', 'SHOP_KEY=needleOfEnv\n');
    write('kept/secret.ts', 'const needleOfKept = 1;\n');
    symlinkSync(tmpdir(), join(root, folder, 'link'));
    writeFileSync(join(root, ignoreFile), `${folder}/kept/\n`);
    execFileSync('git', ['init', '-q'], { cwd: root });
    reported.set(vscode.Uri.file(join(root, folder, 'shop.ts')), [
      new vscode.Diagnostic(new vscode.Range(1, 2, 1, 8), 'one is too cheap', vscode.DiagnosticSeverity.Error),
    ]);
  });
  after(() => {
    reported.dispose();
    for (const path of [folder, ignoreFile, '.git']) {
      rmSync(join(root, path), { recursive: true, force: true });
    }
  });

  async function invoke(name: string, input: object): Promise<string> {
    const { content } = await vscode.lm.invokeTool(`tandem_${name}`, { input, toolInvocationToken: undefined });
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  }

  it('each does its work', async () => {
    const shop = `${folder}/shop.ts`;
    const given: readonly (readonly [string, object, RegExp])[] = [
      ['read_file', { path: shop, startLine: 1, endLine: 2 }, /1 \| export function priceOfShop\(\)[\s\S]*2 \|/],
      ['list_directory', { path: folder }, /shop\.ts {2}\d+ bytes/],
      ['find_files', { pattern: '**/shop.ts' }, /offered\/shop\.ts/],
      ['search_text', { pattern: 'twice', include: '*.ts' }, /offered\/shop\.ts\n +4 \| export const twice/],
      ['find_references', { name: 'priceOfShop' }, /shop\.ts[\s\S]*1 \|[\s\S]*4 \|/],
      ['get_diagnostics', { path: shop }, /shop\.ts:2 {2}error.*one is too cheap/],
      ['get_changes', { path: shop }, /untracked: offered\/shop\.ts/],
    ];
    for (const [name, input, expected] of given) {
      assert.match(await invoke(name, input), expected, name);
    }
    // By the index, or by the language server: both look at files in their own time.
    await eventually(
      'the definition is found',
      async () => /shop\.ts:1 {2}function/.test(await invoke('find_symbol', { name: 'priceOfShop' })),
      30_000,
    );
  });

  it('refuse what the person would be asked about: files elsewhere, behind a link, and what looks like a secret', async () => {
    for (const path of ['/etc/hosts', '../elsewhere.txt', `${folder}/link/a.txt`, `${folder}/.env`]) {
      for (const name of ['read_file', 'get_diagnostics', 'get_changes']) {
        assert.match(await invoke(name, { path }), /^Refused: /, `${name} ${path}`);
      }
    }
    assert.match(await invoke('list_directory', { path: '/etc' }), /^Refused: /);
    assert.doesNotMatch(await invoke('search_text', { pattern: 'needleOfEnv' }), /SHOP_KEY/);
  });

  it('never show a file that is kept from models', async () => {
    assert.match(await invoke('read_file', { path: `${folder}/kept/secret.ts` }), /^Refused: /);
    assert.match(await invoke('search_text', { pattern: 'needleOfKept' }), /^Nothing fits/);
    assert.doesNotMatch(await invoke('find_files', { pattern: '**/*.ts' }), /secret\.ts/);
    assert.doesNotMatch(await invoke('find_references', { name: 'needleOfKept' }), /secret\.ts/);
    assert.doesNotMatch(await invoke('get_changes', {}), /secret\.ts/);
  });

  it('say that there is more than they show, and what is wrong with a call', async () => {
    const many = await invoke('search_text', { pattern: 'needleOfMany' });
    assert.equal(many.match(/\| needleOfMany/g)?.length, 100);
    assert.match(many, /There may be more than these 100/);
    assert.match(await invoke('read_file', { path: folder }), /folder/i);
  });
});
