/**
 * What a repository's own configuration makes git run. It is read as data, by git's own rules for such files, and never by git: a folder that
 * came from elsewhere may bring its configuration with it. Source: git-config's manual page.
 */
import type { FileFacts, Files } from '../../platform/Files';
import { gitlinksIn } from './gitIndex';
import { foreignPlaces } from './gitPlaces';
import { absolute, commonFolder, isSame, type Repository, repositoriesAround, repositoryAt } from './gitRepository';
import { type GitSetting, settingsIn } from './gitSettings';

export interface RunningSetting extends GitSetting {
  /** Absolute path of the file that the value names; undefined = it names none in a plain way. */
  readonly file: string | undefined;
}

/** What a repository brings along that git runs. */
export interface GitPrograms {
  /** Settings that name programs, or other files of settings; a file that cannot be read stands for one, by its name. */
  readonly settings: readonly RunningSetting[];
  /** Absolute paths of hooks. */
  readonly hooks: readonly string[];
  /** As of `foreignPlaces`; absent = none. */
  readonly foreign?: readonly string[];
  /** There is no repository at all. */
  readonly isMissing?: true;
}

export const noGitPrograms: GitPrograms = { settings: [], hooks: [] };
export const noRepository: GitPrograms = { ...noGitPrograms, isMissing: true };

/** Of the submodules' configurations, and of repositories inside others. */
const mostFolders = 200;
/** Bytes; some hundred thousand files. */
const largestIndex = 100_000_000;

const running =
  /^(?:core\.(?:fsmonitor|pager|sshcommand|editor|hookspath|worktree|gitproxy|askpass|alternaterefscommand)|pager\..+|diff\.(?:external|submodule)|status\.submodulesummary|diff\..+\.(?:textconv|command)|filter\..+\.(?:clean|smudge|process)|alias\..+|include\.path|includeif\..+|credential\.(?:.+\.)?helper|gpg\.(?:.+\.)?(?:program|defaultkeycommand)|sequence\.editor|interactive\.difffilter|merge\..+\.driver|(?:diff|merge)tool\..+\.(?:cmd|path)|remote\..+\.(?:uploadpack|receivepack|vcs)|uploadpack\.packobjectshook|trailer\..+\.(?:cmd|command)|sendemail\..+|submodule\..+\.update|protocol\..+|hook\..+)$/is;
const truth = /^(?:true|false|yes|no|on|off|0|1)?$/i;
/** Nothing that only looks runs these. */
const onlyChanging =
  /^(?:core\.(?:editor|askpass)|sequence\.editor|alias\..+|merge\..+\.driver|(?:diff|merge)tool\..+|interactive\.difffilter|trailer\..+|sendemail\..+|submodule\..+)$/is;

/** Whether a program that only looks can be made to run something by a setting. */
export function countsForLooking({ name, value }: GitSetting): boolean {
  return !onlyChanging.test(name) && !(name === 'core.hookspath' && isPlainPath(value));
}

/** Git calls it for a mere look too, when it writes down in the index what it learned of files. */
export function isCalledForLooking(hook: string): boolean {
  return /\/post-index-change(?:\.exe)?$/i.test(hook);
}

type Links = readonly string[] | undefined;
/** Answers what `read` would, perhaps without reading. */
export type KeptLinks = (
  index: string,
  facts: FileFacts,
  hashLength: number,
  read: () => Promise<Links>,
) => Promise<Links>;

/**
 * @param folder real path: the repository is around it; forward slashes. Undefined = there is none.
 * @param keptLinks what is known of indexes already; absent = nothing
 * @param personal the person's own files of settings, which hold for every repository
 */
export async function gitPrograms(
  files: Files,
  folder: string,
  keptLinks: KeptLinks = (_index, _facts, _hashLength, read) => read(),
  personal: readonly string[] = [],
): Promise<GitPrograms | undefined> {
  const [around, named] = await Promise.all([repositoriesAround(files, folder), hooksFolders(files, personal)]);
  if (around.length === 0) {
    return undefined;
  }
  const reader = new ProgramsReader(files, keptLinks, named);
  for (const repository of around) {
    await reader.look(repository, false);
  }
  return reader.found();
}

interface SettingsFile {
  readonly path: string;
  /** As of `settingsIn`. */
  readonly settings: readonly GitSetting[] | undefined;
}

/** Gathers what several repositories make git run. */
class ProgramsReader {
  readonly #files: Files;
  readonly #keptLinks: KeptLinks;
  /** As the person's own settings name them. */
  readonly #hooksFolders: readonly string[];
  readonly #foreign: string[] = [];
  readonly #settings = new Map<string, RunningSetting>();
  readonly #hooks: string[] = [];
  readonly #seen = new Set<string>();

  constructor(files: Files, keptLinks: KeptLinks, hooksFolders: readonly string[]) {
    this.#files = files;
    this.#hooksFolders = hooksFolders;
    this.#keptLinks = keptLinks;
  }

  found(): GitPrograms {
    return { settings: [...this.#settings.values()], hooks: this.#hooks, foreign: this.#foreign };
  }

  /** @param isInner it is an entry of another one, in which git goes by itself: there it calls no hooks and shows no files. */
  async look({ data, top }: Repository, isInner: boolean): Promise<void> {
    if (isInner && this.#seen.has(data)) {
      return;
    }
    if (this.#seen.size >= mostFolders) {
      this.#add('submodule', '');
      return;
    }
    this.#seen.add(data);
    const common = await commonFolder(this.#files, data);
    const own = [`${data}/config`, `${data}/config.worktree`, `${common}/config`, `${common}/config.worktree`];
    const [read, { configs, isCut }] = await Promise.all([
      this.#read(own),
      submodules(this.#files, `${common}/modules`),
    ]);
    if (isCut) {
      this.#add('submodule', '');
    }
    await this.#keep(read, { data, top }, isInner);
    await this.#keep(await this.#read(configs), { data, top }, true);
    const all = read.flatMap(({ settings }) => settings ?? []);
    if (!isInner) {
      const named = all.filter(({ name, value }) => name === 'core.hookspath' && isPlainPath(value));
      // Git starts hooks in the top folder: there the person's own settings may name a folder that came with the repository.
      const paths = [...named.map(({ value }) => value), ...this.#hooksFolders];
      const folders = [`${common}/hooks`, ...paths.map((path) => absolute(path, top))];
      const hooks = await Promise.all(folders.map((folder) => hooksIn(this.#files, folder)));
      this.#hooks.push(...hooks.flat());
      const worktree = all.findLast(({ name }) => name === 'core.worktree')?.value;
      this.#foreign.push(...(await foreignPlaces(this.#files, { data, common, top, worktree })));
    }
    const format = all.findLast(({ name }) => name === 'extensions.objectformat')?.value;
    await this.#lookInside(`${data}/index`, top, /^sha256$/i.test(format ?? '') ? 32 : 20);
  }

  async #lookInside(index: string, top: string, hashLength: number): Promise<void> {
    const links = await this.#links(index, hashLength);
    if (links === undefined || links.length > mostFolders) {
      this.#add('index', '');
    }
    const linked = links?.slice(0, mostFolders) ?? [];
    for (const inner of await Promise.all(linked.map((link) => repositoryAt(this.#files, `${top}/${link}`)))) {
      if (inner !== undefined) {
        await this.look(inner, true);
      }
    }
  }

  /** As in `gitlinksIn`. */
  async #links(index: string, hashLength: number): Promise<Links> {
    const facts = await this.#files.facts(index);
    if (facts === undefined) {
      return [];
    }
    return facts.kind !== 'file' || facts.size > largestIndex
      ? undefined
      : this.#keptLinks(index, facts, hashLength, async () => {
          const bytes = await this.#files.read(index);
          return bytes === undefined ? undefined : gitlinksIn(bytes, hashLength);
        });
  }

  #read(paths: readonly string[]): Promise<readonly SettingsFile[]> {
    return Promise.all(
      [...new Set(paths)].map(async (path) => ({ path, settings: await settingsIn(this.#files, path) })),
    );
  }

  /** Of files of settings what counts. */
  async #keep(read: readonly SettingsFile[], { data, top }: Repository, isInner: boolean): Promise<void> {
    for (const { path, settings } of read) {
      const at = path.lastIndexOf('/');
      if (settings === undefined) {
        this.#add(path.slice(at + 1), '');
      }
      for (const setting of settings?.filter(runs) ?? []) {
        const { name, value } = setting;
        // A submodule's data says where its files are: that is no other folder.
        if (name !== 'core.worktree' || !(isInner || (await isSame(this.#files, value, data, top)))) {
          this.#add(name, value, namedFile(value, /^include/.test(name) ? path.slice(0, at) : top));
        }
      }
    }
  }

  #add(name: string, value: string, file?: string): void {
    this.#settings.set(`${name}=${value}`, { name, value, file });
  }
}

/** Folders of hooks, as files of settings name them. */
async function hooksFolders(files: Files, paths: readonly string[]): Promise<readonly string[]> {
  const settings = await Promise.all(
    paths.map(async (path) => {
      const isLink = (await files.facts(path))?.kind === 'link';
      return settingsIn(files, (isLink ? await files.realPath(path) : undefined) ?? path);
    }),
  );
  return settings
    .flatMap((one) => one ?? [])
    .filter(({ name, value }) => name === 'core.hookspath' && value !== '' && isPlainPath(value))
    .map(({ value }) => value);
}

/** Not one in which git puts something else in place of a part. */
function isPlainPath(value: string): boolean {
  return !/^~|[%\\]/.test(value);
}

/** The program of a command, or the file, that a value names by a path. */
function namedFile(value: string, folder: string): string | undefined {
  const path = /^!?\s*([^\s"'$~]*\/[^\s"'$]*)/.exec(value)?.[1];
  return path === undefined ? undefined : absolute(path, folder);
}

/** What git itself lays down there is examples, which it does not run. */
async function hooksIn(files: Files, folder: string): Promise<readonly string[]> {
  const called = ['post-index-change', 'post-index-change.exe'];
  const [listed, facts] = await Promise.all([
    files.names(folder, mostFolders),
    Promise.all(called.map((name) => files.facts(`${folder}/${name}`))),
  ]);
  // A folder that is listed in part may hold them all the same.
  const names = new Set([...(listed ?? []), ...called.filter((_, index) => facts[index] !== undefined)]);
  return [...names].filter((name) => !name.endsWith('.sample')).map((name) => `${folder}/${name}`);
}

function runs({ name, value }: GitSetting): boolean {
  return (
    (/^remote\..+\.(?:push)?url$/is.test(name) && /^[\w-]+::/.test(value)) ||
    (running.test(name) &&
      !(/^(?:core\.fsmonitor|core\.pager|pager\.|credential\.)/i.test(name) && truth.test(value)) &&
      !(/^submodule\./i.test(name) && !value.startsWith('!')))
  );
}

async function submodules(
  files: Files,
  folder: string,
): Promise<{ readonly configs: readonly string[]; readonly isCut: boolean }> {
  const configs: string[] = [];
  const folders = [folder];
  for (let index = 0; index < folders.length; index++) {
    const here = folders[index] ?? '';
    const names = (await files.names(here, mostFolders)) ?? [];
    if (folders.length + names.length > mostFolders) {
      return { configs, isCut: true };
    }
    if (names.includes('HEAD')) {
      configs.push(`${here}/config`, `${here}/config.worktree`);
      folders.push(...(names.includes('modules') ? [`${here}/modules`] : []));
    } else {
      folders.push(...names.map((name) => `${here}/${name}`));
    }
  }
  return { configs, isCut: false };
}
