/**
 * What the evaluation's tests need of the machine: bubblewrap to shut programs in, a Python for everybody with pytest, a Java compiler with JUnit.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cached } from './cache.mjs';
import { canInstall } from './chromium.mjs';
import { Failure } from './Failure.mjs';
import { findOnPath, runLogged } from './processes.mjs';

/** Debian's package for each thing, and whether it is there. */
const tools = [
  { package: 'bubblewrap', isThere: () => findOnPath('bwrap') !== undefined },
  { package: 'python3-pytest', isThere: () => works('/usr/bin/python3', ['-c', 'import pytest']) },
  { package: 'default-jdk-headless', isThere: () => works('javac', ['-version']) },
  { package: 'junit5', isThere: () => existsSync('/usr/share/java/junit-platform-launcher.jar') },
];

function works(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Installs what is missing as root on Debian and Ubuntu; returns the names of what it installed. */
export async function ensureSandboxTools(report = () => {}) {
  const missing = tools.filter(({ isThere }) => !isThere()).map((tool) => tool.package);
  if (missing.length === 0) return missing;
  const failure = new Failure(
    `The evaluation’s tests need ${missing.join(', ')}, which this machine does not have.`,
    `sudo apt-get install --no-install-recommends ${missing.join(' ')}, then run the same command again.`,
  );
  if (process.platform !== 'linux' || !canInstall()) throw failure;
  const run = (args, name) =>
    runLogged('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      log: cached('logs', `apt-sandbox-${name}.log`),
      title: `apt-get ${name}`,
      advice: failure.advice,
    });
  report('apt-get update');
  await run(['update'], 'update');
  report(`apt-get install ${missing.join(' ')}`);
  await run(['install', '-y', '--no-install-recommends', ...missing], 'install');
  if (tools.some(({ isThere }) => !isThere())) throw failure;
  return missing;
}
