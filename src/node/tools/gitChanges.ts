/** What differs from the last commit, by git itself, which runs nothing that the repository's configuration names. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { countsForLooking, gitPrograms } from '../../tools/commands/gitPrograms';
import type { GitSetting } from '../../tools/commands/gitSettings';
import type { ChangedFile, UnknownChanges } from '../../tools/ToolHost';
import { realFiles } from '../realFiles';

const run = promisify(execFile);
const hardened = ['-c', 'core.fsmonitor=', '-c', 'core.hooksPath=/dev/null', '-c', 'core.pager=cat', '--no-pager'];
const mostBytes = 8_000_000;
/** A repository inside this one would be asked by what its own settings say. */
const notInner = '--ignore-submodules=all';
/** What the options above and below take away in the repository itself, and what only a connection would run. */
const harmlessHere =
  /^(?:index$|core\.(?:pager|hookspath)$|(?:diff\.submodule|status\.submodulesummary)$|pager\.|diff\.external$|diff\..+\.(?:textconv|command)$|gpg\.|credential\.)/i;
const runsUnasked = (setting: GitSetting): boolean => countsForLooking(setting) && !harmlessHere.test(setting.name);

/**
 * `folder`: real path. Not looked at where the repository's own settings would make looking at it run programs (filters, submodules'
 * monitors), of which nobody was asked.
 */
export async function gitChanges(
  folder: string,
  signal: AbortSignal,
): Promise<readonly ChangedFile[] | UnknownChanges> {
  const programs = await gitPrograms(realFiles, folder.replaceAll('\\', '/'));
  if (programs === undefined) {
    return { problem: 'The folder is not under git.' };
  }
  const unasked = programs.settings.filter(runsUnasked).map(({ name }) => name);
  if (unasked.length > 0) {
    return {
      problem: `Not looked at: this repository’s own settings make git run programs (${unasked.join(', ').slice(0, 200)}). To see the changes use run_command with git diff: the person is asked about that.`,
    };
  }
  if ((programs.foreign ?? []).length > 0) {
    return {
      problem:
        'Not looked at: git’s data of this folder come from another one. To see the changes use run_command with git diff: the person is asked about that.',
    };
  }
  const git = programOutside('git', folder);
  if (git === undefined) {
    return { problem: 'There is no git program on this machine outside of the folder.' };
  }
  const ask = async (...words: readonly string[]): Promise<string> => {
    const environment = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_EXTERNAL_DIFF: '', GIT_CONFIG_NOSYSTEM: '1' };
    const options = { cwd: folder, env: environment, maxBuffer: mostBytes, signal, windowsHide: true };
    return (await run(git, [...hardened, ...words], options)).stdout;
  };
  try {
    const top = (await ask('rev-parse', '--show-toplevel')).trim();
    const status = await ask('status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', notInner, '.');
    const files: ChangedFile[] = [];
    for (const entry of status.split('\0').filter((part) => part.length > 3)) {
      const state = entry.slice(0, 2);
      const path = `${top}/${entry.slice(3)}`;
      const kind =
        state === '??' ? 'untracked' : state.includes('D') ? 'deleted' : state.includes('A') ? 'added' : 'changed';
      const diff =
        kind === 'untracked'
          ? ''
          : await ask('diff', notInner, '--no-ext-diff', '--no-textconv', '--no-color', 'HEAD', '--', path).catch(
              () => '',
            );
      files.push({ path, kind, diff });
    }
    return files;
  } catch (error) {
    signal.throwIfAborted();
    return { problem: `git could not tell what differs: ${firstLine(error)}` };
  }
}

/** Git's own words, without those about what to do in a terminal. */
function firstLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return said.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
}

/** Absolute path of a program that lies outside of a folder; undefined = there is none. */
function programOutside(name: string, folder: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((place) => isAbsolute(place) && !`${place}${sep}`.startsWith(`${folder}${sep}`))
    .flatMap((place) => names.map((one) => join(place, one)))
    .find((path) => existsSync(path));
}
