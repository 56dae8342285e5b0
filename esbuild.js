/**
 * The build: one bundle for each root of src/, all into dist/. It also proves on every run that only the extension's bundle knows `vscode`.
 *
 *   node esbuild.js [--production] [--watch]
 */
const { chmodSync, existsSync, rmSync } = require('node:fs');
const esbuild = require('esbuild');

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
  loader: { '.md': 'text' },
  metafile: true,
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} */
const roots = [
  {
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    // Read at every start of VS Code, where each kept name costs a call.
    keepNames: false,
  },
  { entryPoints: ['src/glm/vendor.ts'], outfile: 'dist/vendor.js', format: 'cjs', target: 'node22' },
  { entryPoints: ['src/promptlog-worker.ts'], outfile: 'dist/promptlog-worker.js', format: 'cjs', target: 'node22' },
  { entryPoints: ['src/cli.ts'], outfile: 'dist/cli-main.js', format: 'cjs', target: 'node22' },
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

/** Large libraries that are needed only once a request is made stand in a bundle of their own. */
const vendorApart = {
  name: 'vendor-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/vendor$/ }, () => ({ path: './vendor.js', external: true }));
  },
};

const marked = {
  name: 'after-build',
  setup(build) {
    // The set-up's note that this build is up to date no longer holds.
    build.onStart(() => {
      rmSync('dist/.built', { force: true });
      if (watch) console.log(`${build.initialOptions.outfile}: building`);
    });
    build.onEnd((result) => {
      const errors = result.errors.length;
      if (errors === 0 && build.initialOptions.outfile === 'dist/cli.js') chmodSync('dist/cli.js', 0o755);
      if (watch) console.log(`${build.initialOptions.outfile}: ${errors === 0 ? 'built' : `${errors} errors`}`);
    });
  },
};

async function main() {
  const builds = roots.map((root) => ({
    ...common,
    ...root,
    plugins: [...(root.external?.includes('vscode') ? [] : [editorFree]), vendorApart, marked],
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
