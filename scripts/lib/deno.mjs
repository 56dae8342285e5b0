/**
 * Deno for the tests of the evaluation's second sandbox: this machine's own, else the binary as an ordinary npm package (42 MB).
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, fillOnce } from './cache.mjs';
import { Failure } from './Failure.mjs';
import { runNpm } from './npm.mjs';
import { findOnPath, output } from './processes.mjs';
import { denoVersion } from './versions.mjs';

/** The path of a Deno that starts; undefined on systems where the sandbox does not use it. */
export async function ensureDeno() {
  if (process.platform === 'win32') return undefined;
  const own = findOnPath('deno');
  if (own !== undefined && output(own, ['--version'])?.startsWith('deno 2.')) return own;
  const name = `@deno/${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;
  const folder = cached(`deno-${denoVersion}`);
  await fillOnce(folder, async (temporary) => {
    await writeFile(join(temporary, 'package.json'), '{"private":true}\n');
    await runNpm(['install', '--prefix', temporary, `${name}@${denoVersion}`], {
      cwd: temporary,
      name: 'deno',
      title: 'Fetching Deno',
    });
  });
  const deno = join(folder, 'node_modules', name, 'deno');
  if (output(deno, ['--version']) === undefined) {
    throw new Failure(`The fetched Deno at ${deno} does not start on this machine.`, `remove ${folder} and try again.`);
  }
  return deno;
}
