/**
 * `npm run test:datasets -- --data PATH`: the evaluation on the real data sets, which are no part of the checkout. HumanEval's own solutions and
 * both infilling sets' must pass in full, each allowed answer of BFCL too, and deliberately wrong answers must fail. Names what it did not find.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout } from './lib/checkout.mjs';
import { runProgram } from './lib/program.mjs';
import { ensureSandboxTools } from './lib/sandboxTools.mjs';
import { prepareMachine, setUpBuild, setUpDependencies, setUpNode } from './lib/setUp.mjs';

const help = `npm run test:datasets -- --data PATH [--only NAME]

  --data PATH   a folder with any of: HumanEval.jsonl, HumanEval-*Infilling*.jsonl.gz, BFCL_v4_*.json with their answers
  --only NAME   humaneval, infilling or bfcl
`;

/** How many items each set has when it is complete. */
const wanted = [
  { dataset: 'humaneval', items: 164 },
  { dataset: 'infilling', items: 1033 + 164 },
  { dataset: 'bfcl', items: 1390 },
];

await runProgram(help, async (program) => {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help || values.data === undefined) {
    program.say(help);
    return values.help ? 0 : 2;
  }
  await prepareMachine(program);
  await program.step('Sandbox for the evaluation', async (report) => {
    await ensureSandboxTools(report);
  });
  const node = await setUpNode(program);
  await setUpDependencies(program);
  await setUpBuild(program, node);
  const sets = wanted.filter(({ dataset }) => values.only === undefined || values.only === dataset);
  const failed = sets.filter((set) => !verify(node, set, resolve(values.data), program.say)).length;
  program.say(`\n${sets.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

function verify(node, { dataset, items }, data, say) {
  const args = ['evaluate', 'verify', '--dataset', dataset, '--data', data, '--json'];
  const { stdout } = spawnSync(node, [join(checkout, 'dist', 'cli.js'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (stdout === '') return false;
  const result = JSON.parse(stdout);
  const ok = result.canonicalPassed === items && result.wrongPassed === 0;
  say(
    `${ok ? '✓' : '✗'} ${dataset}: ${result.canonicalPassed} of ${items} own solutions pass, ` +
      `${result.wrongPassed} of ${result.wrongTried} wrong answers pass, ${result.secondsWall} s (${result.isolation})`,
  );
  for (const { id, detail } of result.broken.slice(0, 20)) say(`  ${id}: ${detail}`);
  return ok;
}
