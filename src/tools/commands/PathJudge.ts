/** The gate for paths as the judgement of commands asks it: a program is about to look at a path, or to do anything to it. */

import type { Files } from '../../platform/Files';
import type { Opinion } from '../Decision';
import type { PathGate } from '../gate/PathGate';
import { rememberingFiles } from '../gate/rememberingFiles';
import { type GitPrograms, gitPrograms, noRepository } from './gitPrograms';

/** `path` as in the command; `read`: as one file. Empty = nothing to say. */
export type PathJudge = (operation: 'search' | 'alter' | 'read', path: string) => Promise<readonly Opinion[]>;

/** Reading what the system tells of itself is no change: a program's environment is scrubbed, and its time and output have limits. */
const systemsOwn = 'a device or the system’s own data';
const aside: ReadonlySet<string> = new Set([
  'outside the workspace',
  'outside the workspace (through a link)',
  'a device, pipe or socket',
]);

/** `folder` as in the command. Undefined = nobody can tell which one that will be. */
export type GitJudge = (folder: string) => Promise<GitPrograms | undefined>;

/** What repositories make git run, for one command: each is looked at once. @param cwd as in `pathJudge` @param home as in `PathPlatform` */
export function gitJudge(machine: Files, cwd: string, home: string): GitJudge {
  const files = rememberingFiles(machine);
  const personal = [`${home}/.gitconfig`, `${home}/.config/git/config`, '/etc/gitconfig'];
  const known = new Map<string, Promise<GitPrograms>>();
  return async (folder) => {
    const path = /^\/|^[A-Za-z]:[\\/]/.test(folder)
      ? folder
      : /^~(?:\/|$)/.test(folder)
        ? `${home}${folder.slice(1)}`
        : `${cwd}/${folder}`;
    // Git looks around the folder itself, not around the links that led there.
    const real = await files.realPath(path);
    if (real === undefined) {
      return undefined;
    }
    const programs = known.get(real) ?? gitPrograms(files, real, personal).then((found) => found ?? noRepository);
    known.set(real, programs);
    return programs;
  };
}

/** For one command. @param cwd real path of the folder in which the command starts; undefined = the workspace folder */
export function pathJudge(gate: PathGate, cwd: string | undefined): PathJudge {
  const once = gate.atOnce();
  return async (operation, path) => {
    const isRelative = !/^[/~]|^[A-Za-z]:[\\/]/.test(path);
    const { decision, told } = await once.decide({
      operation,
      path: isRelative && cwd !== undefined ? `${cwd}/${path}` : path,
    });
    if (decision === 'allow') {
      return [];
    }
    const isSystemsOwn =
      operation === 'search' &&
      told.some(({ reason }) => reason === systemsOwn) &&
      told.every(({ reason }) => reason === systemsOwn || aside.has(reason));
    return told.map((one) => ({ ...one, decision: isSystemsOwn && decision === 'deny' ? 'ask_always' : decision }));
  };
}
