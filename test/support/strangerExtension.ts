/** Packs an extension under an identifier of our choice: a stranger beside ours, which by itself does nothing but be active. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const vsce = resolve(import.meta.dirname, '../../node_modules/@vscode/vsce/vsce');

/** Returns the VSIX, in a folder of its own that the caller removes. */
export function packStranger(
  publisher: string,
  name: string,
  displayName: string,
  { contributes = {}, main = 'exports.activate = () => {};\n' }: { contributes?: object; main?: string } = {},
): { folder: string; vsix: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-stranger-'));
  const manifest = {
    ...{ name, publisher, displayName, version: '0.0.1', license: 'MIT', repository: 'none' },
    engines: { vscode: '^1.106.0' },
    files: ['main.js'],
    main: './main.js',
    activationEvents: ['onStartupFinished'],
    contributes,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), main);
  const vsix = join(folder, 'stranger.vsix');
  const options = ['package', '--no-dependencies', '--skip-license', '--out', vsix];
  execFileSync(process.execPath, [vsce, ...options], { cwd: folder, stdio: 'pipe' });
  return { folder, vsix };
}
