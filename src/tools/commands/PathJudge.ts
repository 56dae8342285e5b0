/** The gate for paths as the judgement of commands asks it: a program is about to look at a path, or to do anything to it. */

import type { Files } from '../../platform/Files';
import type { Opinion } from '../Decision';
import { KeptContents } from '../gate/KeptContents';
import type { PathGate } from '../gate/PathGate';
import { rememberingFiles } from '../gate/rememberingFiles';
import { type GitPrograms, gitPrograms, type KeptLinks, noRepository } from './gitPrograms';

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

/** What judgements of commands keep for the next ones: contents of files, each of them only while its stamp is the same. */
export class KeptFiles {
  readonly contents = new KeptContents<Uint8Array | undefined>();
  /** Of each index, the repositories that are entries of it. */
  readonly links = new KeptContents<readonly string[] | undefined>();
}

/**
 * What repositories make git run, for one command: each is looked at once.
 * @param cwd as in `pathJudge`
 * @param home as in `PathPlatform`
 * @param kept absent = nothing is known of what was read before
 */
export function gitJudge(machine: Files, cwd: string, home: string, kept = new KeptFiles()): GitJudge {
  const files = rememberingFiles(machine, kept.contents);
  const keptLinks: KeptLinks = (index, facts, hashLength, read) =>
    kept.links.of(index, facts, machine, read, hashLength);
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
    const programs =
      known.get(real) ?? gitPrograms(files, real, keptLinks, personal).then((found) => found ?? noRepository);
    known.set(real, programs);
    return programs;
  };
}

/** For one command. @param cwd real path of the folder in which the command starts; undefined = the workspace folder @param kept as in `gitJudge` */
export function pathJudge(gate: PathGate, cwd: string | undefined, kept = new KeptFiles()): PathJudge {
  const once = gate.atOnce(kept.contents);
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
