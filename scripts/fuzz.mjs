/**
 * `npm run fuzz [-- --cases N] [-- --seed N] [-- --kills N]`: the property tests of the output parsers, of edits, reviews and the path gate with many
 * more random cases than a normal run (10 million cuts, 1 million of each of the others; about ten minutes). A failure prints the seed and the case.
 * Then windows of the prompt log are killed in the middle of writing, as often as `--kills` says (1,000; about five minutes). With
 * `--cases 0` that is all.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000000' },
    seed: { type: 'string' },
    kills: { type: 'string', default: '1000' },
  },
});
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const seed = values.seed ?? String(Date.now() % 1_000_000_000);

const suites = [
  'test/unit/glm/formats/chunking.test.ts',
  'test/unit/edits/randomEdits.test.ts',
  'test/unit/edits/review/randomReviews.test.ts',
  'test/unit/tools/gate/randomPaths.test.ts',
];

/** Runs suites of a project; ends the program when one fails. */
function run(project, names, environment) {
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', project, ...names], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (values.cases !== '0') {
  console.log(`${values.cases} random cases from seed ${seed}`);
  const start = performance.now();
  run('unit', suites, { TANDEM_FUZZ_CASES: values.cases, TANDEM_FUZZ_SEED: seed });
  const minutes = (performance.now() - start) / 60_000;
  console.log(`${values.cases} random cases from seed ${seed} passed in ${minutes.toFixed(1)} min`);
}
if (values.kills !== '0') {
  run('contract', ['test/contract/promptlog/FileStorage.test.ts'], { TANDEM_KILLS: values.kills });
}
