/**
 * Deno as a sandbox for JavaScript and TypeScript: a program gets no permission at all, so that files, network, environment, other programs and
 * native code are closed to it. Facts: deno run --help, Deno's manual on permissions.
 */
import { AssistantError } from '../../base/AssistantError';
import { denoModule } from '../../sandbox/denoModule';
import denoProbe from '../../sandbox/denoProbe.script';
import type { Sandbox } from '../../sandbox/Sandbox';
import { probeSandbox } from './probes';
import { findDeno, printed, type SandboxMachine, sandboxUser } from './programs';
import { SandboxedProcess } from './SandboxedProcess';

/** Nothing is asked, read from a configuration or fetched; then each permission by its name, should a default ever change. */
const closed = [
  ...['--no-prompt', '--no-config', '--no-lock', '--no-remote', '--no-npm', '--cached-only'],
  ...['read', 'write', 'net', 'env', 'run', 'ffi', 'sys', 'import'].map((permission) => `--deny-${permission}`),
];

/** No core, and processor time that runs out; memory is watched from outside. */
const limitScript = 'ulimit -c 0 && ulimit -t "$1" && shift && exec "$@"';

/** The same for every program; Deno has no folder in which it could keep something from one program to the next. */
const environment = {
  PATH: '/usr/bin:/bin',
  HOME: '/nonexistent',
  DENO_DIR: '/dev/null/none',
  DENO_NO_UPDATE_CHECK: '1',
  NO_COLOR: '1',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
};

/**
 * A job's command is one module, as `denoModule` makes it; files are not shown to it. The channel is standard input and output.
 * Throws `sandbox.noDeno`, `sandbox.noUser` or `sandbox.leaks`.
 */
export async function openDeno(machine: SandboxMachine): Promise<Sandbox> {
  // Windows has neither the shell's limits nor a user without rights.
  const user = machine.platform === 'win32' ? undefined : sandboxUser(machine);
  const deno = machine.platform === 'win32' ? undefined : await findDeno(machine, user !== undefined);
  if (deno === undefined) {
    throw new AssistantError('sandbox.noDeno');
  }
  const version = /deno (\S+)/.exec((await printed(deno, ['--version'], process.env)) ?? '')?.[1] ?? '';
  const name = `Deno ${version}`;
  const sandbox: Sandbox = {
    isolation: `${name} without permissions${user === undefined ? '' : ` as ${user.name}`}`,
    start: ({ command, limits }, onLine = () => {}) => {
      const heap = Math.round((0.4 * limits.memoryBytes) / 2 ** 20);
      const flags = [...closed, '--seed=1', `--v8-flags=--max-old-space-size=${heap}`];
      return new SandboxedProcess(
        {
          command: ['/bin/sh', '-c', limitScript, 'sh', String(limits.cpuSeconds), deno, 'run', ...flags, ...command],
          inputs: [],
          channel: 'standard',
          environment,
          user,
          limits,
        },
        onLine,
      );
    },
  };
  const result = await probeSandbox(sandbox, (world) => [denoModule(`const world = ${world};\n${denoProbe}`)]);
  if (!result.tight) {
    throw new AssistantError('sandbox.leaks', [name, result.why]);
  }
  return sandbox;
}
