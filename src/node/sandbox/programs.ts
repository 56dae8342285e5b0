/** Programs of this machine that a sandbox needs: where they are, and whether the user that runs inside can start them. */
import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AssistantError } from '../../base/AssistantError';

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

export interface SandboxUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom programs run as: process limits do not hold for root, so that root becomes the machine's user for things that belong to nobody.
 * Undefined = whoever started us. Throws `sandbox.noUser`.
 */
export function sandboxUser({ uid }: SandboxMachine): SandboxUser | undefined {
  if (uid !== 0) {
    return undefined;
  }
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [name, , number, group] = line?.split(':') ?? [];
  if (name === undefined || !(Number(number) > 0)) {
    throw new AssistantError('sandbox.noUser');
  }
  return { name, uid: Number(number), gid: Number(group) };
}

export interface Interpreter {
  readonly path: string;
  /** Its folder, which has to be shown; undefined = it is in `/usr` anyway. */
  readonly prefix?: string;
}

export function findPython({ environment }: SandboxMachine, isOthers: boolean): Promise<Interpreter | undefined> {
  const named = environment.TANDEM_PYTHON;
  const candidates = named ? [named] : ['/usr/bin/python3', ...onPath('python3', environment)];
  return interpreter(candidates, ['-c', 'import os, sys; print(os.path.realpath(sys.base_prefix))'], {}, isOthers);
}

/**
 * A Node proper. Electron, which VS Code starts the command line with, is asked as a Node too, or else it would open a window; but inside it would
 * do just that, so that it does not count.
 */
export function findNode({ environment }: SandboxMachine, isOthers: boolean): Promise<Interpreter | undefined> {
  const candidates = [process.execPath, ...onPath('node', environment), '/usr/bin/node', '/usr/local/bin/node'];
  const print = 'console.log(require("node:path").dirname(require("node:path").dirname(process.execPath)))';
  const args = ['-e', `if (process.versions.electron === undefined) ${print}`];
  return interpreter(candidates, args, { ELECTRON_RUN_AS_NODE: '1' }, isOthers);
}

/**
 * Deno itself, whatever stands for it on PATH. Undefined = there is none, or only one that the user inside cannot start.
 */
export async function findDeno({ environment }: SandboxMachine, isOthers: boolean): Promise<string | undefined> {
  const named = environment.TANDEM_DENO;
  for (const candidate of named ? [named] : onPath('deno', environment)) {
    const path = await printed(candidate, ['eval', '--no-config', 'console.log(Deno.execPath())'], process.env);
    if (path?.startsWith('/') && isExecutable(path) && (!isOthers || isOpenToOthers(dirname(path)))) {
      return path;
    }
  }
  return undefined;
}

/** The first that starts, that is what it says, and that a user without rights can reach. */
async function interpreter(
  candidates: readonly string[],
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  isOthers: boolean,
): Promise<Interpreter | undefined> {
  for (const path of candidates) {
    if (!isExecutable(path)) {
      continue;
    }
    const prefix = (await printed(path, args, environment)) ?? '';
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

/** What a program on PATH calls itself; undefined = it is not there. */
export async function versionOf(name: string, { environment }: SandboxMachine): Promise<string | undefined> {
  const [path] = onPath(name, environment);
  return path === undefined ? undefined : printed(path, ['--version'], process.env);
}

/** What a program prints. Undefined = it does not start, fails, or takes too long. */
export async function printed(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  try {
    const { stdout } = await execute(path, [...args], { encoding: 'utf8', timeout: 10_000, env });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
