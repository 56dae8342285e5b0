/** Fetches the repositories of `repositories.mjs` with their registries' own clients, each once, into the cache, by name and version. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached, fillOnce } from '../../../scripts/lib/cache.mjs';
import { repositories } from './repositories.mjs';

const execute = promisify(execFile);
const run = (command, args, options) => execute(command, args, { maxBuffer: 50_000_000, ...options });

/** Where a repository's own sources lie once it is fetched. */
export function folderOf({ client, name, version }) {
  return cached('bench-sources', `${client}-${name.replace(/[^\w.-]+/g, '_')}-${version}`);
}

/** Those whose client is on this machine; `missing` names the others with the reason. */
export async function fetchRepositories(report) {
  const missing = [];
  const fetched = [];
  for (const repository of repositories) {
    try {
      await fillOnce(folderOf(repository), async (folder) => {
        report(`${repository.name} ${repository.version}`);
        const whole = join(folder, '.whole');
        await mkdir(whole);
        const root = await clients[repository.client](repository, whole);
        const kept = repository.keep.flatMap((path) => (path === '.' ? [''] : [path]));
        for (const path of kept) await cp(join(root, path), join(folder, path), { recursive: true });
        await run('chmod', ['-R', 'u+w', folder]);
        await run('rm', ['-rf', whole]);
      });
      fetched.push(repository);
    } catch (error) {
      missing.push({ repository, reason: error instanceof Error ? error.message.split('\n')[0] : String(error) });
    }
  }
  return { fetched, missing };
}

const unpackZip = async (folder) => {
  const [archive] = (await readdir(folder)).filter((name) => /\.(?:whl|jar)$/.test(name));
  await run('python3', ['-m', 'zipfile', '-e', join(folder, archive ?? ''), join(folder, 'unpacked')]);
  return join(folder, 'unpacked');
};

/** Each fetches into a folder and tells where the sources are. */
const clients = {
  async npm({ name, version }, folder) {
    const { stdout } = await run('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder });
    await run('tar', ['xzf', stdout.trim().split('\n').at(-1) ?? ''], { cwd: folder });
    return join(folder, 'package');
  },
  async pip({ name, version }, folder) {
    await run('pip', ['download', '-q', '--no-deps', '--only-binary', ':all:', '-d', folder, `${name}==${version}`]);
    return unpackZip(folder);
  },
  async mvn({ name, version }, folder) {
    const artifact = `-Dartifact=${name}:${version}:jar:sources`;
    await run('mvn', ['-q', 'dependency:copy', artifact, `-DoutputDirectory=${folder}`], { cwd: tmpdir() });
    return unpackZip(folder);
  },
  async go({ name, version }, folder) {
    const { stdout } = await run('go', ['mod', 'download', '-json', `${name}@${version}`], { cwd: folder });
    return JSON.parse(stdout).Dir;
  },
  async cargo({ name, version }, folder) {
    const manifest = `[package]\nname = "fetch"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n${name} = "=${version}"\n`;
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'Cargo.toml'), manifest);
    await writeFile(join(folder, 'src', 'main.rs'), 'fn main() {}\n');
    await run('cargo', ['vendor', '-q', 'vendor'], { cwd: folder });
    return join(folder, 'vendor', name);
  },
};
