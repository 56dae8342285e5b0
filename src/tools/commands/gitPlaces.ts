/**
 * Where a repository's content comes from when that is not its own folder. What stands in a folder that came from elsewhere may name any
 * repository of the machine, and git would show what is in it. Sources: gitrepository-layout's and git-worktree's manual pages.
 */
import type { Files } from '../../platform/Files';

export interface RepositoryPlaces {
  readonly data: string;
  /** Where a worktree's data is shared with other worktrees; else the same as `data`. */
  readonly common: string;
  readonly top: string;
  /** `core.worktree` of the repository's own settings. */
  readonly worktree: string | undefined;
}

/** Any of them may be a link. */
const parts = ['HEAD', 'index', 'logs', 'packed-refs', 'refs', 'objects', 'objects/info', 'objects/pack'];
const mostAlternates = 20;
/** Bytes. */
const largest = 64_000;

/**
 * Places outside of the repository's top folder that git reads objects or names from, unless that repository says by itself that its files
 * are here: then it was the person who connected them. Whether one of them may be read is for the gate to say.
 */
export async function foreignPlaces(files: Files, places: RepositoryPlaces): Promise<readonly string[]> {
  const { data, common, top } = await realPlaces(files, places);
  const isOutside = (path: string): boolean => !`${path}/`.startsWith(`${top}/`.replace('//', '/'));
  const outside = [...new Set([data, common])].filter(isOutside);
  if (outside.length > 0 && (await isConnected(files, { ...places, data, common, top }))) {
    return [];
  }
  const links = [...new Set([data, common])].flatMap((folder) => parts.map((part) => `${folder}/${part}`));
  const linked = await Promise.all(
    links.map(async (path) => ((await files.facts(path))?.kind === 'link' ? ((await files.realPath(path)) ?? []) : [])),
  );
  const objects = [`${common}/objects`];
  for (let index = 0; index < objects.length && objects.length < mostAlternates; index++) {
    objects.push(...(await alternates(files, objects[index] ?? '')));
  }
  const others = await Promise.all(objects.slice(1).map(async (path) => (await files.realPath(path)) ?? path));
  return [...new Set([...outside, ...[...linked.flat(), ...others].filter(isOutside)])];
}

async function realPlaces(files: Files, { data, common, top }: RepositoryPlaces) {
  // Found in the folder itself, which is a real path: so are these.
  if (data === common && (data === `${top}/.git` || data === top)) {
    return { data, common, top };
  }
  const real = async (path: string): Promise<string> => (await files.realPath(path)) ?? path;
  const [realData, realCommon, realTop] = await Promise.all([real(data), real(common), real(top)]);
  return { data: realData, common: realCommon, top: realTop };
}

/** Whether the data elsewhere names this folder as its own: as a worktree's does, or a submodule's. */
async function isConnected(files: Files, { data, common, top, worktree }: RepositoryPlaces): Promise<boolean> {
  if (data === common) {
    return worktree !== undefined && (await files.realPath(absolute(worktree, data))) === top;
  }
  const named = data.startsWith(`${common}/worktrees/`) ? await textOf(files, `${data}/gitdir`) : undefined;
  const [there, here] = await Promise.all([
    named === undefined ? undefined : files.realPath(absolute(named.trim(), data)),
    files.realPath(`${top}/.git`),
  ]);
  return here !== undefined && there === here;
}

async function alternates(files: Files, objects: string): Promise<readonly string[]> {
  const text = await textOf(files, `${objects}/info/alternates`);
  return (text ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => absolute(line.replace(/^"(.*)"$/, '$1'), objects));
}

async function textOf(files: Files, path: string): Promise<string | undefined> {
  const facts = await files.facts(path);
  const real = facts?.kind === 'link' ? await files.realPath(path) : path;
  const found = real === undefined || real === path ? facts : await files.facts(real);
  const bytes =
    real !== undefined && found?.kind === 'file' && found.size <= largest ? await files.read(real) : undefined;
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function absolute(path: string, folder: string): string {
  return /^\/|^[A-Za-z]:[\\/]/.test(path) ? path : `${folder}/${path}`;
}
