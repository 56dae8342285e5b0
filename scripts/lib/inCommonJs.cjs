/**
 * A plugin for esbuild: turns a split bundle, which esbuild can only write as ES modules, into the CommonJS files that VS Code loads.
 *
 * What the entry needs at its start becomes one file, because each further file costs about half a millisecond of every start of VS Code.
 * A part that is loaded later by `import()` stays a file of its own, and takes what it shares with the start from there.
 */
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, relative, resolve, sep } = require('node:path');
const esbuild = require('esbuild');

/** `minify` as for esbuild. The build's `format` must be `esm` and its `write` false; it has one entry point. */
module.exports = function inCommonJs({ minify }) {
  return {
    name: 'in-common-js',
    setup(build) {
      build.onEnd(async ({ outputFiles = [], metafile, errors }) => {
        if (errors.length > 0) return;
        const texts = new Map(outputFiles.map(({ path, text }) => [path, withoutCopies(text)]));
        const { absWorkingDir = process.cwd(), entryPoints } = build.initialOptions;
        const outputs = new Map(
          Object.entries(metafile.outputs).map(([path, output]) => [resolve(absWorkingDir, path), output]),
        );
        const [entry] = [...outputs.keys()].filter((path) => outputs.get(path).entryPoint === entryPoints[0]);
        const start = filesAtStart(entry, outputs, absWorkingDir);
        const write = async (path, from, plugin) => {
          const { outputFiles: written } = await esbuild.build({
            stdin: { contents: from, resolveDir: dirname(path), sourcefile: path },
            bundle: true,
            write: false,
            format: 'cjs',
            platform: 'node',
            target: 'node22',
            external: ['vscode'],
            supported: { 'dynamic-import': false },
            sourcemap: minify ? false : 'inline',
            plugins: [plugin],
            minify,
            // The first step has told what there is to tell.
            logLevel: 'error',
          });
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, written[0].text);
        };
        for (const folder of new Set([...texts.keys()].filter((path) => path !== entry).map((path) => dirname(path)))) {
          rmSync(folder, { recursive: true, force: true });
        }
        await Promise.all([
          write(entry, startModule(entry, start), {
            name: 'start',
            setup({ onResolve, onLoad }) {
              onResolve({ filter: /^\./ }, ({ path, importer, resolveDir }) => {
                const file = resolve(importer.endsWith('.js') ? dirname(importer) : resolveDir, path);
                return start.has(file)
                  ? { path: file, namespace: 'start' }
                  : { path: nameFrom(entry, file), external: true };
              });
              onLoad({ filter: /.*/, namespace: 'start' }, ({ path }) => ({ contents: texts.get(path) }));
            },
          }),
          ...[...texts.keys()]
            .filter((path) => !start.has(path))
            .map((path) => write(path, texts.get(path), sharedWith(path, entry, start))),
        ]);
      });
    },
  };
};

/** The files that `entry` needs before anything is asked of it, itself among them: absolute paths. */
function filesAtStart(entry, outputs, folder) {
  const start = new Set();
  const add = (path) => {
    if (start.has(path)) return;
    start.add(path);
    for (const { path: imported, kind, external } of outputs.get(path).imports) {
      if (kind === 'import-statement' && !external) add(resolve(folder, imported));
    }
  };
  add(entry);
  return start;
}

/** What stands in for the entry: its own exports, and the files of the start by their names for the parts that come later. */
function startModule(entry, start) {
  const shared = [...start].filter((path) => path !== entry);
  return [
    `export * from ${JSON.stringify(nameFrom(entry, entry))};`,
    ...shared.map((path, at) => `import * as part${at} from ${JSON.stringify(nameFrom(entry, path))};`),
    `export const parts = { ${shared.map((path, at) => `${JSON.stringify(basename(path))}: part${at}`).join(', ')} };`,
  ].join('\n');
}

/** For a part that is loaded later: takes the files of the start from the one that is loaded already. */
function sharedWith(part, entry, start) {
  return {
    name: 'shared',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, importer, resolveDir }) => {
        const file = resolve(resolveDir, path);
        const isShared = importer === part && start.has(file);
        return isShared ? { path: file, namespace: 'shared' } : { path, external: true };
      });
      onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(nameFrom(part, entry))}).parts[${JSON.stringify(basename(path))}];`,
        resolveDir: dirname(part),
      }));
    },
  };
}

/** How a file of the bundle requires another one. */
function nameFrom(from, to) {
  const name = relative(dirname(from), to).split(sep).join('/');
  return name.startsWith('.') ? name : `./${name}`;
}

/** VS Code's API is taken as it stands: esbuild would copy its hundreds of names for each file of ours that imports it. */
function withoutCopies(text) {
  return text.replaceAll(/^import \* as (\w+) from "vscode";$/gm, 'const $1 = require("vscode");');
}
