/**
 * Finds what this machine can shut programs in with, tries whether it holds, and refuses where nothing does: a model's code never runs on the
 * machine itself.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AssistantError } from '../../base/AssistantError';
import type { Sandbox } from '../../sandbox/Sandbox';
import { bubblewrapCommand } from './bubblewrap';
import { probeSandbox } from './probes';
import { SandboxedProcess } from './SandboxedProcess';

export interface OpenSandbox {
  readonly sandbox: Sandbox;
  /** Python that programs inside can start. */
  readonly python: string;
  /** The Node that programs inside can start; undefined = none of this machine can be reached from there. */
  readonly node: string | undefined;
  close(): Promise<void>;
}

export interface SandboxMachine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Undefined where the system has no such thing. */
  readonly uid: number | undefined;
  /** False = Python alone is enough. */
  readonly needsNode?: boolean;
}

const execute = promisify(execFile);

export function thisMachine(environment: Readonly<Record<string, string | undefined>>): SandboxMachine {
  return { environment, platform: process.platform, uid: process.getuid?.() };
}

/** Throws `sandbox.none`, `sandbox.noUser`, `sandbox.noPython` or `sandbox.leaks`. */
export async function openSandbox(machine: SandboxMachine): Promise<OpenSandbox> {
  const bubblewrap = machine.platform === 'linux' ? await versionOf('bwrap', machine) : undefined;
  if (bubblewrap === undefined) {
    throw new AssistantError('sandbox.none');
  }
  const user = machine.uid === 0 ? unprivilegedUser() : undefined;
  if (machine.uid === 0 && user === undefined) {
    throw new AssistantError('sandbox.noUser');
  }
  const python = await findPython(machine, user !== undefined);
  if (python === undefined) {
    throw new AssistantError('sandbox.noPython');
  }
  const node = machine.needsNode === false ? undefined : await findNode(machine, user !== undefined);
  const mountPoint = await mkdtemp(join(tmpdir(), 'tandem-sandbox-'));
  await chmod(mountPoint, 0o755);
  const prefixes = [...new Set([python, ...(node === undefined ? [] : [node])].flatMap(({ prefix }) => prefix ?? []))];
  const sandbox: Sandbox = {
    isolation: `${bubblewrap}${user === undefined ? '' : ` as ${user.name}`}`,
    start: (job, onLine = () => {}) => {
      const names = Object.keys(job.files ?? {});
      const fileDescriptors = Object.fromEntries(names.map((name, index) => [name, 4 + index]));
      return new SandboxedProcess(
        {
          command: bubblewrapCommand(job, { mountPoint, prefixes, fileDescriptors }),
          inputs: Object.values(job.files ?? {}),
          user: user === undefined ? undefined : { uid: user.uid, gid: user.gid },
          limits: job.limits,
        },
        onLine,
      );
    },
  };
  const close = (): Promise<void> => rm(mountPoint, { recursive: true, force: true });
  try {
    const result = await probeSandbox(sandbox, python.path);
    if (!result.tight) {
      throw new AssistantError('sandbox.leaks', [bubblewrap, result.why]);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { sandbox, python: python.path, node: node?.path, close };
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Process limits do not hold for root, so that root becomes the machine's user for things that belong to nobody. */
function unprivilegedUser(): User | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [name, , uid, gid] = line?.split(':') ?? [];
  return name === undefined || !(Number(uid) > 0) ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

interface Interpreter {
  readonly path: string;
  /** Its folder, which has to be shown; undefined = it is in `/usr` anyway. */
  readonly prefix?: string;
}

function findPython({ environment }: SandboxMachine, isOthers: boolean): Promise<Interpreter | undefined> {
  const named = environment.TANDEM_PYTHON;
  const candidates = named ? [named] : ['/usr/bin/python3', ...onPath('python3', environment)];
  return interpreter(candidates, ['-c', 'import os, sys; print(os.path.realpath(sys.base_prefix))'], isOthers);
}

function findNode({ environment }: SandboxMachine, isOthers: boolean): Promise<Interpreter | undefined> {
  const candidates = [process.execPath, ...onPath('node', environment), '/usr/bin/node', '/usr/local/bin/node'];
  const print = 'console.log(require("node:path").dirname(require("node:path").dirname(process.execPath)))';
  return interpreter(candidates, ['-e', print], isOthers);
}

/** The first that starts, that is what it says, and that a user without rights can reach. */
async function interpreter(
  candidates: readonly string[],
  args: readonly string[],
  isOthers: boolean,
): Promise<Interpreter | undefined> {
  for (const path of candidates) {
    if (!isExecutable(path)) {
      continue;
    }
    const prefix = (await printed(path, args, {})) ?? '';
    if (!prefix.startsWith('/') || (isOthers && !isOpenToOthers(prefix))) {
      continue;
    }
    if (prefix === '/usr') {
      return { path };
    }
    if (path.startsWith(`${prefix}/`) && prefix !== '/') {
      return { path, prefix };
    }
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether everybody may look into a folder and all those above it. */
function isOpenToOthers(folder: string): boolean {
  try {
    const { mode } = statSync(folder);
    return (mode & 0o005) === 0o005 && (folder === '/' || isOpenToOthers(dirname(folder)));
  } catch {
    return false;
  }
}

function onPath(name: string, environment: SandboxMachine['environment']): readonly string[] {
  return (environment.PATH ?? '')
    .split(':')
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => join(folder, name))
    .filter(isExecutable);
}

/** What a program calls itself; undefined = it is not there. */
async function versionOf(name: string, { environment }: SandboxMachine): Promise<string | undefined> {
  const [path] = onPath(name, environment);
  return path === undefined ? undefined : printed(path, ['--version'], process.env);
}

/** Undefined = it does not start, fails, or takes too long. */
async function printed(path: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await execute(path, [...args], { encoding: 'utf8', timeout: 10_000, env });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
