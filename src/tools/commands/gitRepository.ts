/** Where git's data of a folder lie, as git finds them. Sources: the manual pages of gitrepository-layout and git-worktree. */
import type { Files } from '../../platform/Files';
import { settingsIn } from './gitSettings';

export interface Repository {
  /** Where git's data lies. */
  readonly data: string;
  /** Where git starts what it runs. */
  readonly top: string;
}

/** As git looks for it, in the folder or in one around it: the first, and those behind it for which git may pass that one over. */
export async function repositoriesAround(files: Files, folder: string): Promise<readonly Repository[]> {
  const found: Repository[] = [];
  const parts = folder.replaceAll('\\', '/').replace(/\/+$/, '').split('/');
  for (let length = parts.length; length > 0; length--) {
    const repository = await repositoryAt(files, parts.slice(0, length).join('/'));
    if (repository !== undefined) {
      found.push(repository);
      if (await isComplete(files, repository)) {
        break;
      }
    }
  }
  return found;
}

/** In the folder itself, directly or by a file that says where; undefined = nothing like it. */
export async function repositoryAt(files: Files, here: string): Promise<Repository | undefined> {
  const written = `${here}/.git`;
  const real = (await files.realPath(written)) ?? written;
  const facts = await files.facts(real);
  if (facts?.kind === 'directory') {
    return { data: real, top: here };
  }
  const target = facts?.kind === 'file' ? await textOf(files, real) : undefined;
  const named = /^gitdir: (.+?)\s*$/m.exec(target ?? '')?.[1];
  if (named !== undefined) {
    return { data: absolute(named, here), top: here };
  }
  const [head, objects] = await Promise.all([files.facts(`${here}/HEAD`), files.facts(`${here}/objects`)]);
  const data = here === '' ? '/' : here;
  return head === undefined || objects === undefined ? undefined : { data, top: data };
}

/** Whether git takes it for a repository without any doubt. */
async function isComplete(files: Files, { data }: Repository): Promise<boolean> {
  const common = await commonFolder(files, data);
  const [head, objects, refs] = await Promise.all([
    textOf(files, `${data}/HEAD`),
    files.facts(`${common}/objects`),
    files.facts(`${common}/refs`),
  ]);
  return (
    /^(?:ref: refs\/\S|[0-9a-f]{40})/.test(head ?? '') && objects?.kind === 'directory' && refs?.kind === 'directory'
  );
}

export async function commonFolder(files: Files, data: string): Promise<string> {
  const named = (await textOf(files, `${data}/commondir`))?.trim();
  return named === undefined || named === '' ? data : absolute(named, data);
}

/**
 * A working tree that was added to a repository, and a submodule, have their data in another folder, which names theirs. Any other folder's
 * data, to which a file or a link leads, were not made for it: git would show what somebody else's repository holds.
 * Source: the manual pages of gitrepository-layout and git-worktree.
 */
export async function isElsewhere(files: Files, { data, top }: Repository): Promise<boolean> {
  const real = (await files.realPath(data)) ?? data;
  const common = await commonFolder(files, data);
  const realCommon = (await files.realPath(common)) ?? common;
  if (realCommon !== real && !real.startsWith(`${realCommon}/worktrees/`)) {
    return true;
  }
  const folder = (await files.realPath(top)) ?? top;
  if (real === folder || real.startsWith(`${folder}/`)) {
    return false;
  }
  const named = (await textOf(files, `${data}/gitdir`))?.trim();
  if (named !== undefined && (await isSame(files, named.replace(/\/\.git$/, ''), data, top))) {
    return false;
  }
  const settings = (await settingsIn(files, `${data}/config`)) ?? [];
  const tree = settings.findLast(({ name }) => name === 'core.worktree')?.value;
  return tree === undefined || !(await isSame(files, tree, data, top));
}

export async function isSame(files: Files, value: string, data: string, top: string): Promise<boolean> {
  const [named, real] = await Promise.all([files.realPath(absolute(value, data)), files.realPath(top)]);
  return named !== undefined && named === real && !value.includes('\\');
}

async function textOf(files: Files, path: string): Promise<string | undefined> {
  const facts = await files.facts(path);
  const bytes = facts?.kind === 'file' && facts.size <= 4096 ? await files.read(path) : undefined;
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

export function absolute(path: string, folder: string): string {
  return /^\/|^[A-Za-z]:[\\/]/.test(path) ? path : `${folder}/${path}`;
}
