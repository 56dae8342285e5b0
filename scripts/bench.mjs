/**
 * `npm run bench [-- --json] [-- --only PREFIX] [-- --with-peer]`: the figures that have a goal. The names are stable; they are listed in the order in
 * which they are measured.
 */
import { execFile } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { completePeer } from '../test/bench/peer/completePeer.mjs';
import { builtVsix } from './lib/build.mjs';
import { cached, fillOnce } from './lib/cache.mjs';
import { checkout } from './lib/checkout.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { withNode } from './lib/node.mjs';
import { runProgram } from './lib/program.mjs';
import {
  prepareMachine,
  setUpBuild,
  setUpCodeServer,
  setUpDependencies,
  setUpEngine,
  setUpNode,
  setUpTryOutModel,
} from './lib/setUp.mjs';
import { createSteps } from './lib/steps.mjs';
import { listZip } from './lib/zip.mjs';

const help = `npm run bench [-- options]

  --json          one object on stdout instead of the table: {name: {value, unit, goal, n, detail}}
  --only PREFIX   only the figures whose names begin so
  --with-peer     the completion rows of Copilot's library, too, with the ratio to ours; installs it into a folder of the cache
  --help
`;

const peerVersion = '0.66.0';

/** Every figure: its name and how to measure it, after set-up. */
const figures = [
  ['vsix', measurePackage],
  ['activation', measureActivation],
];

await runProgram(help, async (program) => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      only: { type: 'string', default: '' },
      'with-peer': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return program.say(help);
  // What is read by a machine stands alone on stdout.
  const voice = values.json ? { ...program, ...createSteps(process.stderr) } : program;
  await prepareMachine(voice);
  const node = await setUpNode(voice);
  await setUpDependencies(voice);
  await setUpBuild(voice, node);
  const results = {};
  for (const [name, measure] of figures) {
    if (name.startsWith(values.only)) results[name] = await measure(voice, node);
  }
  if (asksFor('completion.engine', values.only)) {
    await setUpEngine(voice);
    process.env.TANDEM_BENCH_MODEL = await setUpTryOutModel(voice, node);
  }
  if (
    ['chat.frame.p95', 'chat.calls.frame.p95', 'chat.input.p95', 'chat.memory', 'chat.open', 'chat.paint'].some(
      (name) => name.startsWith(values.only),
    )
  ) {
    Object.assign(results, await measureChat(voice, node));
  }
  Object.assign(results, await measureCore(voice, node, values.only));
  if (values['with-peer']) Object.assign(results, withRatios(await measurePeer(voice, node, values.only), results));
  if (values.json) return program.say(JSON.stringify(results, null, 2));
  return printTable(results, program.say);
});

function asksFor(name, prefix) {
  return name.startsWith(prefix) || prefix.startsWith(name);
}

/** What needs no VS Code: written in TypeScript, bundled, and run by itself. */
async function measureCore({ step }, node, prefix) {
  const bundle = await bundled('figures.ts');
  let results = {};
  await step('The core by itself', async () => {
    const { stdout } = await promisify(execFile)(node, [bundle, prefix], { maxBuffer: 1_000_000 });
    results = JSON.parse(stdout);
  });
  return results;
}

/** The chat's page in Chromium: one run gives all of its rows. */
async function measureChat({ step }, node) {
  await step('Chromium', async (report) => {
    process.env.TANDEM_TEST_CHROMIUM = (await ensureChromium(report)).path;
  });
  const bundle = await bundled('chat.ts');
  let results = {};
  await step('The chat panel, 1,000 messages and 100 KB', async () => {
    const { stdout } = await promisify(execFile)(node, [bundle, join(checkout, 'dist', 'webview')], {
      maxBuffer: 1_000_000,
    });
    results = JSON.parse(stdout);
  });
  return results;
}

/** The rows of the peer that our own rows of the same prefix ask for; what has to be measured afresh runs in a process of its own. */
async function measurePeer({ step }, node, prefix) {
  const folder = cached('peers', `chat-lib-${peerVersion}`);
  await step(`Copilot's library ${peerVersion}`, async () => {
    const filled = await fillOnce(folder, async (temporary) => {
      await writeFile(join(temporary, 'package.json'), '{"private":true}');
      const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@vscode/chat-lib@${peerVersion}`];
      await promisify(execFile)('npm', install, { cwd: temporary, env: withNode(node), maxBuffer: 1_000_000 });
      await completePeer(temporary);
    });
    return filled ? 'fetched' : 'already there';
  });
  const bundle = await bundled(join('peer', 'peer.ts'));
  const results = {};
  for (const what of ['latency', 'first', 'memory', 'prefix', 'recall']) {
    const name = `completion.${what === 'memory' ? 'rss' : what}`;
    if (!asksFor(name, prefix)) continue;
    await step(`The peer's ${what}`, async () => {
      const { stdout } = await promisify(execFile)(node, [bundle, folder, what], { maxBuffer: 1_000_000 });
      Object.assign(results, JSON.parse(stdout));
    });
  }
  return results;
}

/** Each of the peer's rows with how many times ours it is. */
function withRatios(rows, ours) {
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => {
      const own = ours[name.replace('peer.', '')]?.value;
      return [name, own ? { ...row, detail: { 'times ours': Number((row.value / own).toPrecision(3)) } } : row];
    }),
  );
}

/** A program of test/bench as one file that Node runs. */
async function bundled(program) {
  const outfile = join(checkout, 'test-results', 'bench', program.replace(/\.ts$/, '.mjs'));
  const { build } = await import(pathToFileURL(join(checkout, 'node_modules', 'esbuild', 'lib', 'main.js')).href);
  await build({
    entryPoints: [join(checkout, 'test', 'bench', program)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // As in esbuild.js.
    loader: { '.scm': 'text' },
    alias: { 'web-tree-sitter': join(checkout, 'node_modules', 'web-tree-sitter', 'tree-sitter.cjs') },
    banner: {
      // Packages in CommonJS form ask for these when they stand in an ES module.
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;",
    },
    // Finds its own files beside it.
    external: ['playwright-core'],
    logLevel: 'error',
  });
  return outfile;
}

/** The size of the universal package, packed. */
async function measurePackage() {
  const { size } = await stat(builtVsix);
  const entries = await listZip(builtVsix);
  const detail = Object.fromEntries(
    entries
      .sort((a, b) => b.packed - a.packed)
      .slice(0, 5)
      .map(({ name, packed }) => [name.replace(/^extension\//, ''), packed]),
  );
  return { value: size, unit: 'bytes', goal: '< 12000000', n: 1, detail };
}

/** Milliseconds that the extension's activation takes, by VS Code's own figure: the median of fresh extension hosts. */
async function measureActivation(program, node) {
  await program.step('Chromium', async (report) => {
    process.env.TANDEM_TEST_CHROMIUM = (await ensureChromium(report)).path;
  });
  process.env.TANDEM_TEST_CODE_SERVER = await setUpCodeServer(program);
  process.env.TANDEM_TEST_NODE = node;
  const bench = await import(pathToFileURL(join(checkout, 'test', 'bench', 'activation.mjs')).href);
  let runs = [];
  await program.step('Activation, five starts of VS Code', async () => {
    runs = await bench.measureActivation({ vsix: builtVsix, runs: 5 });
  });
  const sorted = [...runs].sort((a, b) => a - b);
  // A busy machine makes every figure useless: say how busy it was.
  const load = Number((loadavg()[0] / availableParallelism()).toFixed(1));
  const detail = { first: runs[0], least: sorted[0], most: sorted.at(-1), 'load per core': load };
  return { value: sorted[Math.floor(sorted.length / 2)], unit: 'ms', goal: '< 50', n: runs.length, detail };
}

function printTable(results, say) {
  say('');
  for (const [name, { value, unit, goal, n, detail = {} }] of Object.entries(results)) {
    const parts = Object.entries(detail).map(([key, part]) => `${key} ${part}`);
    const more = parts.length === 0 ? '' : `   (${parts.join(', ')})`;
    say(`${name.padEnd(28)} ${`${value} ${unit}`.padStart(16)}   goal ${goal}   n ${n}${more}`);
  }
}
