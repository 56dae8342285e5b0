/**
 * `npm test`: sets up what is missing and runs every tier: check (types and lint), unit, contract, editor, e2e. The last line is
 * `N passed, N failed`. A tier that cannot run here fails and says what is missing.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtVsix } from './lib/build.mjs';
import { cacheDirectory } from './lib/cache.mjs';
import { checkout } from './lib/checkout.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureDeno } from './lib/deno.mjs';
import { Failure } from './lib/Failure.mjs';
import { endLeftOvers } from './lib/processes.mjs';
import { runProgram } from './lib/program.mjs';
import { ensureSandboxTools } from './lib/sandboxTools.mjs';
import {
  checkDiskSpace,
  prepareMachine,
  setUpBuild,
  setUpCodeServer,
  setUpDependencies,
  setUpEngine,
  setUpNode,
  setUpTryOutModel,
} from './lib/setUp.mjs';
import { formatDuration, printFailure } from './lib/steps.mjs';
import { runTier, tierNames } from './lib/tiers.mjs';
import { codeServerVersion, oldestCodeServerVersion, oldestNodeVersion } from './lib/versions.mjs';

const help = `npm test [-- options]

  --tier LIST   only these, separated by commas: ${tierNames.join(', ')}
  --only TEXT   of unit, contract and e2e, only files with this in their path
  --oldest      the editor tiers in the oldest VS Code that the extension supports
  --help
`;

await runProgram(help, async (program) => {
  const { say } = program;
  const { values } = parseArgs({
    options: {
      tier: { type: 'string' },
      only: { type: 'string' },
      oldest: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return say(help);
  const tiers = chooseTiers(values.tier);
  let environment;
  try {
    environment = await setUp(program, tiers, values.oldest);
  } catch (error) {
    printFailure(error);
    say(`\n0 passed, ${tiers.length} failed`);
    return 1;
  }
  const { node, env } = environment;
  await mkdir(join(checkout, 'test-results'), { recursive: true });
  const rows = [];
  for (const tier of tiers) {
    say(`\n── ${tier} ${'─'.repeat(60 - tier.length)}`);
    const start = performance.now();
    const counts = await runTier(tier, node, env, values.only);
    rows.push({ tier, ...counts, milliseconds: performance.now() - start });
    // A test that crashed may have left its editor.
    endLeftOvers();
  }
  return summarize(rows, say);
});

function chooseTiers(list) {
  if (list === undefined) return tierNames;
  const wanted = list.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !tierNames.includes(name));
  if (unknown !== undefined)
    throw new Failure(`There is no tier “${unknown}”.`, `choose from ${tierNames.join(', ')}.`);
  return tierNames.filter((name) => wanted.includes(name));
}

/** Everything that the chosen tiers need; what a person must install themselves is said before any work. */
async function setUp(program, tiers, oldest) {
  const { step } = program;
  const inEditor = tiers.includes('editor') || tiers.includes('e2e');
  const withModel = tiers.includes('contract') || inEditor;
  const version = oldest ? oldestCodeServerVersion : codeServerVersion;
  await prepareMachine(program);
  const env = { TANDEM_TEST_CACHE: cacheDirectory() };
  if (inEditor) {
    await checkDiskSpace(version);
    await step('Chromium', async (report) => {
      const { path, installed } = await ensureChromium(report);
      env.TANDEM_TEST_CHROMIUM = path;
      return installed ? `${path}, installed` : path;
    });
  }
  if (tiers.includes('contract')) {
    await step('Sandbox for the evaluation', async (report) => {
      const installed = await ensureSandboxTools(report);
      return installed.length === 0 ? 'already there' : `installed ${installed.join(', ')}`;
    });
    await step('Deno for the evaluation', async () => {
      env.TANDEM_TEST_DENO = await ensureDeno();
      return env.TANDEM_TEST_DENO ?? 'not on this system';
    });
  }
  const node = await setUpNode(program);
  await setUpDependencies(program);
  if (withModel) {
    await setUpEngine(program);
    await setUpBuild(program, node);
    env.TANDEM_TEST_MODEL = await setUpTryOutModel(program, node);
    env.TANDEM_TEST_VSIX = builtVsix;
  }
  if (inEditor) {
    env.TANDEM_TEST_NODE = oldest ? await setUpNode(program, oldestNodeVersion) : node;
    env.TANDEM_TEST_CODE_SERVER = await setUpCodeServer(program, version);
  }
  return { node, env };
}

function summarize(rows, say) {
  say('');
  for (const { tier, passed, failed, note, milliseconds } of rows) {
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
    say(
      `${failed === 0 ? '✓' : '✗'} ${tier.padEnd(9)}${counts} ${formatDuration(milliseconds).padStart(12)}  ${note}`.trimEnd(),
    );
  }
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  say(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}
