/**
 * Finds what this machine can shut programs in with, tries whether it holds, and refuses where nothing does: a model's code never runs on the
 * machine itself.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssistantError } from '../../base/AssistantError';
import probeSource from '../../sandbox/probe.py';
import type { Sandbox } from '../../sandbox/Sandbox';
import { bubblewrapCommand } from './bubblewrap';
import { probeSandbox } from './probes';
import { findNode, findPython, type SandboxMachine, sandboxUser, versionOf } from './programs';
import { SandboxedProcess } from './SandboxedProcess';

export interface OpenSandbox {
  readonly sandbox: Sandbox;
  /** Python that programs inside can start. */
  readonly python: string;
  /** The Node that programs inside can start; undefined = none of this machine can be reached from there. */
  readonly node: string | undefined;
  close(): Promise<void>;
}

/** Throws `sandbox.none`, `sandbox.noUser`, `sandbox.noPython` or `sandbox.leaks`. */
export async function openSandbox(machine: SandboxMachine): Promise<OpenSandbox> {
  const bubblewrap = machine.platform === 'linux' ? await versionOf('bwrap', machine) : undefined;
  if (bubblewrap === undefined) {
    throw new AssistantError('sandbox.none');
  }
  const user = sandboxUser(machine);
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
          channel: 'descriptor',
          environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
          user,
          limits: job.limits,
        },
        onLine,
      );
    },
  };
  const close = (): Promise<void> => rm(mountPoint, { recursive: true, force: true });
  try {
    const result = await probeSandbox(sandbox, (world) => [python.path, '-c', probeSource, world]);
    if (!result.tight) {
      throw new AssistantError('sandbox.leaks', [bubblewrap, result.why]);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { sandbox, python: python.path, node: node?.path, close };
}
