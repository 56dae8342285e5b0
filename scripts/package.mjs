/**
 * `npm run package [-- --target PLATFORM] [--out FILE]`: the VSIX. Without a target: the universal one, JavaScript only. With one: the
 * same and the engine with that platform's processor binary. Packing fails when what is inside is not what test/package-files.txt names.
 */
import { cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { builtVsix, ensureBuild, ensureVsix, packVsix } from './lib/build.mjs';
import { checkout } from './lib/checkout.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { currentTarget, engineTargets, ensureEngine } from './lib/engine.mjs';
import { copyEngine, tryEngine } from './lib/engineFiles.mjs';
import { Failure } from './lib/Failure.mjs';
import { ensureNode } from './lib/node.mjs';
import { extensionFiles } from './lib/packageFiles.mjs';
import { runProgram } from './lib/program.mjs';
import { formatBytes } from './lib/steps.mjs';
import { listZip } from './lib/zip.mjs';

const universalLimit = 12_000_000;

const help = `npm run package [-- options]

  --target PLATFORM   with the embedded engine for: ${engineTargets.join(', ')}
  --out FILE          where to write; default: glm-tandem-[PLATFORM-]VERSION.vsix in the checkout
`;

await runProgram(help, async ({ step, say }) => {
  const { values } = parseArgs({
    options: { target: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return say(help);
  const { target } = values;
  if (target !== undefined && !engineTargets.includes(target)) {
    throw new Failure(`Unknown platform ${target}.`, `choose one of ${engineTargets.join(', ')}.`);
  }
  const manifest = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
  const name = [manifest.name, target, manifest.version].filter((part) => part !== undefined).join('-');
  const out = resolve(values.out ?? join(checkout, `${name}.vsix`));

  let node;
  await step('Node', async () => {
    const found = await ensureNode();
    node = found.node;
    return found.source;
  });
  await step('Dependencies of the project', ensureDependencies);
  await step('Build', async () => ((await ensureBuild(node)) ? undefined : 'up to date'));
  if (target === undefined) await step('Universal package', () => packVsix(node, { out }));
  else {
    await step(`Engine for ${target}`, async (report) =>
      (await ensureEngine({ target, report })) ? undefined : 'already there',
    );
    await step(`Package for ${target}`, () => packWithEngine(node, target, out));
  }
  await printSizes(out, say);
  const { size } = await stat(out);
  if (target === undefined && size > universalLimit) {
    throw new Failure(
      `The universal package has ${formatBytes(size)}, more than ${formatBytes(universalLimit)}.`,
      'find out what grew.',
    );
  }
  return say(`\n${out}\n${formatBytes(size)}`);
});

/** Packs from a copy, so that the engine never lies inside the checkout's own `dist`. */
async function packWithEngine(node, target, out) {
  const stage = await mkdtemp(join(tmpdir(), 'glm-tandem-package-'));
  try {
    await ensureVsix(node);
    for (const file of ['.vscodeignore', ...(await extensionFiles(builtVsix)).map(inCheckout)]) {
      await mkdir(join(stage, file, '..'), { recursive: true });
      await cp(join(checkout, file), join(stage, file));
    }
    await copyEngine(target, join(stage, 'dist', 'node_modules'));
    if (target === currentTarget()) await tryEngine(node, join(stage, 'dist'));
    await packVsix(node, { out, target, cwd: stage });
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** vsce renames the documents that the marketplace shows. */
function inCheckout(name) {
  return { 'readme.md': 'README.md', 'changelog.md': 'CHANGELOG.md', 'LICENSE.txt': 'LICENSE' }[name] ?? name;
}

async function printSizes(out, say) {
  const groups = new Map();
  for (const { name, size, packed } of await listZip(out)) {
    const inside = name.replace(/^extension\//, '');
    const group = /^dist\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(inside)?.[0] ?? inside;
    const before = groups.get(group) ?? { size: 0, packed: 0 };
    groups.set(group, { size: before.size + size, packed: before.packed + packed });
  }
  const rows = [...groups].sort(([, a], [, b]) => b.packed - a.packed);
  say(`\n${'unpacked'.padStart(9)} ${'packed'.padStart(9)}`);
  for (const [group, { size, packed }] of rows.slice(0, 25)) {
    say(`${formatBytes(size).padStart(9)} ${formatBytes(packed).padStart(9)}  ${group}`);
  }
  if (rows.length > 25) say(`${' '.repeat(21)}and ${rows.length - 25} smaller ones`);
}
