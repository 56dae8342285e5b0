/** Where git's data of a folder lie, as git finds them. Sources: the manual pages of gitrepository-layout and git-worktree. */
import type { Files } from '../../platform/Files';

export interface Repository {
  /** Where git's data lies. */
  readonly data: string;
  /** Where git starts what it runs. */
  readonly top: string;
}

/** Of a repository's data, what is looked at in each. */
const usual = ['HEAD', 'commondir', 'objects', 'refs', 'config', 'config.worktree', 'index'];

/** As git looks for it, in the folder or in one around it: the first, and those behind it for which git may pass that one over. */
export async function repositoriesAround(files: Files, folder: string): Promise<readonly Repository[]> {
  const found: Repository[] = [];
  const parts = folder.replaceAll('\\', '/').replace(/\/+$/, '').split('/');
  for (let length = parts.length; length > 0; length--) {
    const repository = await repositoryAt(files, parts.slice(0, length).join('/'));
    if (repository !== undefined) {
      found.push(repository);
      // All at once, where `files` remembers: one after the other they would take several times as long.
      await Promise.all(usual.map((name) => files.facts(`${repository.data}/${name}`)));
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
