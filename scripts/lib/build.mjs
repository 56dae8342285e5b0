/**
 * Builds the bundles and packs the extension, each only when something that goes into it has changed.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { checkout } from './checkout.mjs';
import { withNode } from './node.mjs';
import { checkPackage } from './packageFiles.mjs';
import { runLogged } from './processes.mjs';
import { hashTree, hasStamp, writeStamp } from './stamp.mjs';

const buildInputs = ['src', 'webview', 'package.json', 'package-lock.json', 'tsconfig.json', 'esbuild.js', 'scripts'];
const packageInputs = [
  'l10n',
  'media',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'package.nls.json',
  'package.nls.zh-cn.json',
  '.vscodeignore',
  'test/package-files.txt',
];

/** The packed extension that `npm start` and the tests install. */
export const builtVsix = join(checkout, 'dist', 'glm-tandem.vsix');

const buildStamp = join(checkout, 'dist', '.built');
const packageStamp = join(checkout, 'dist', '.packed');

/** Bundles for production into `dist/`. Returns whether there was something to do. */
export async function ensureBuild(node) {
  const inputs = await hashTree(checkout, buildInputs);
  if (await hasStamp(buildStamp, inputs)) return false;
  await runLogged(node, ['esbuild.js', '--production'], {
    cwd: checkout,
    env: withNode(node),
    log: cached('logs', 'build.log'),
    title: 'The build',
    advice: 'correct what the build complains about; `npm run check` says more.',
  });
  await writeStamp(buildStamp, inputs);
  return true;
}

/** Packs the universal VSIX into `builtVsix`, after `ensureBuild`. Returns whether there was something to do. */
export async function ensureVsix(node) {
  const inputs = await hashTree(checkout, [...buildInputs, ...packageInputs]);
  if (existsSync(builtVsix) && (await hasStamp(packageStamp, inputs))) return false;
  await packVsix(node, { out: builtVsix });
  await writeStamp(packageStamp, inputs);
  return true;
}

/** Runs vsce and compares what it packed with the list. `target`: a platform name of VS Code; undefined = the universal package. */
export async function packVsix(node, { out, target, cwd = checkout }) {
  await mkdir(join(out, '..'), { recursive: true });
  await rm(out, { force: true });
  const vsce = join(checkout, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = [
    '--no-dependencies',
    '--skip-license',
    '--allow-missing-repository',
    // There is no public repository yet that links could point into.
    '--no-rewrite-relative-links',
    '--no-update-package-json',
    '--out',
    out,
  ];
  await runLogged(node, [vsce, 'package', ...options, ...(target === undefined ? [] : ['--target', target])], {
    cwd,
    env: withNode(node),
    log: cached('logs', 'vsce.log'),
    title: 'Packing the extension (vsce)',
  });
  await checkPackage(out, target !== undefined);
}
