/**
 * The build: one bundle for each root of src/, all into dist/. It also proves on every run that only the extension's bundle knows `vscode`.
 *
 * The extension's bundle is split: what a dynamic `import()` names stands in files of its own under dist/extension/, so that VS Code
 * reads at its start only what activation needs.
 *
 *   node esbuild.js [--production] [--watch]
 */
const { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } = require('node:fs');
const { dirname, join } = require('node:path');
const esbuild = require('esbuild');
const inCommonJs = require('./scripts/lib/inCommonJs.cjs');
const { elsewhere, names: grammars } = require('./src/syntax/languages/grammars.json');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  minify: production,
  // Class and function names appear in error reports.
  keepNames: true,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  loader: { '.md': 'text', '.scm': 'text', '.py': 'text', '.java': 'text', '.script': 'text' },
  // The CommonJS form runs in every bundle; the other one reads `import.meta.url`, which bundles do not have.
  alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
  metafile: true,
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} */
const roots = [
  {
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    chunkNames: 'extension/[name]-[hash]',
    // Only this form can be split; `inCommonJs` turns the files into what VS Code loads.
    format: 'esm',
    splitting: true,
    write: false,
    target: 'node22',
    external: ['vscode'],
    // Read at every start of VS Code, where each kept name costs a call.
    keepNames: false,
    // That is left to the last step, which reads the text.
    minify: false,
    sourcemap: production ? false : 'inline',
    plugins: [inCommonJs({ minify: production })],
  },
  {
    entryPoints: ['webview/chat.ts', 'webview/chat.css'],
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'esm',
    // VS Code's own Chromium, also in the oldest version that is supported.
    target: 'chrome138',
    keepNames: false,
    sourcemap: false,
  },
  { entryPoints: ['src/promptlog-worker.ts'], outfile: 'dist/promptlog-worker.js', format: 'cjs', target: 'node22' },
  { entryPoints: ['src/cli.ts'], outfile: 'dist/cli-main.js', format: 'cjs', target: 'node22' },
  { entryPoints: ['src/index-worker.ts'], outfile: 'dist/index-worker.js', format: 'cjs', target: 'node22' },
  // The only bundle that an older Node may meet.
  { entryPoints: ['scripts/cliLauncher.mjs'], outfile: 'dist/cli.js', format: 'cjs', target: 'node18' },
  {
    entryPoints: ['src/engine-main.ts'],
    outfile: 'dist/engine-main.mjs',
    format: 'esm',
    target: 'node22',
    external: ['node-llama-cpp'],
    // Packages in CommonJS form ask for `require` when they stand in an ES module.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
].filter((root) => existsSync(root.entryPoints[0]));

/** The core must run without an editor: fails the build when anything but the extension reaches `vscode`. */
const editorFree = {
  name: 'editor-free',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ importer }) => ({
      errors: [{ text: `${importer} imports vscode, but belongs to a bundle that runs without an editor` }],
    }));
  },
};

const marked = {
  name: 'after-build',
  setup(build) {
    // The set-up's note that this build is up to date no longer holds.
    build.onStart(() => {
      rmSync('dist/.built', { force: true });
      if (watch) console.log(`${nameOf(build)}: building`);
    });
    build.onEnd((result) => {
      const errors = result.errors.length;
      if (errors === 0 && build.initialOptions.outfile === 'dist/cli.js') chmodSync('dist/cli.js', 0o755);
      if (watch) console.log(`${nameOf(build)}: ${errors === 0 ? 'built' : `${errors} errors`}`);
    });
  },
};

/** Tree-sitter's own WebAssembly and the grammars that are used, which are read from dist/grammars when they are needed. */
function copyGrammars() {
  rmSync('dist/grammars', { recursive: true, force: true });
  mkdirSync('dist/grammars', { recursive: true });
  copyFileSync(require.resolve('web-tree-sitter/tree-sitter.wasm'), 'dist/grammars/tree-sitter.wasm');
  const collection = join(dirname(require.resolve('tree-sitter-wasms/package.json')), 'out');
  for (const name of grammars) {
    const file = `tree-sitter-${name}.wasm`;
    copyFileSync(
      elsewhere[name] ? require.resolve(elsewhere[name]) : join(collection, file),
      join('dist/grammars', file),
    );
  }
}

/** The root that a build is for. */
function nameOf(build) {
  return build.initialOptions.entryPoints[0];
}

async function main() {
  copyGrammars();
  const builds = roots.map((root) => ({
    ...common,
    ...root,
    plugins: [...(root.external?.includes('vscode') ? [] : [editorFree]), ...(root.plugins ?? []), marked],
  }));
  if (watch) {
    const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  const results = await Promise.all(builds.map((build) => esbuild.build(build)));
  for (const { metafile } of results) {
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
      if (!file.endsWith('.map')) console.log(`${file.padEnd(24)} ${(bytes / 1000).toFixed(0).padStart(7)} kB`);
    }
  }
}

main().catch(() => {
  // esbuild has printed what is wrong.
  process.exitCode = 1;
});
