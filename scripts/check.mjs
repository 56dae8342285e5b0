/**
 * `npm run check`: the types of everything, and lint and format.
 */
import { runProgram } from './lib/program.mjs';
import { setUpDependencies, setUpEngine, setUpNode } from './lib/setUp.mjs';
import { check } from './lib/tiers.mjs';

await runProgram('npm run check\n', async (program) => {
  const node = await setUpNode(program);
  await setUpDependencies(program);
  // The types of what the engine is made of.
  await setUpEngine(program);
  return (await check('check', node)).failed === 0 ? 0 : 1;
});
