/**
 * What a repository's own configuration makes git run. It is read as data, by git's own rules for such files, and never by git: a folder that
 * came from elsewhere may bring its configuration with it. Source: git-config's manual page.
 */
import type { FileFacts, Files } from '../../platform/Files';
import { gitlinksIn } from './gitIndex';
import { foreignPlaces } from './gitPlaces';

export interface GitSetting {
  /** Section and key in lower case, what stands between them as written: `filter.Name.clean`. */
  readonly name: string;
  readonly value: string;
}

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

/** Bytes; a larger configuration is not read, and counts as one that runs something. */
const largest = 256_000;
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
    const [settings, { configs, isCut }] = await Promise.all([
      Promise.all([...new Set(own)].map((path) => this.#read(path, { data, top }, isInner))),
      submodules(this.#files, `${common}/modules`),
    ]);
    if (isCut) {
      this.#add('submodule', '');
    }
    await Promise.all([...new Set(configs)].map((path) => this.#read(path, { data, top }, true)));
    const all = settings.flat();
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

  /** Keeps what counts of a file of settings. @returns all of them */
  async #read(path: string, { data, top }: Repository, isInner: boolean): Promise<readonly GitSetting[]> {
    const at = path.lastIndexOf('/');
    const settings = await settingsIn(this.#files, path);
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
    return settings ?? [];
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

async function isSame(files: Files, value: string, data: string, top: string): Promise<boolean> {
  const [named, real] = await Promise.all([files.realPath(absolute(value, data)), files.realPath(top)]);
  return named !== undefined && named === real && !value.includes('\\');
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

/** Undefined = git itself would not read it. */
export function readGitSettings(source: string): readonly GitSetting[] | undefined {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const settings: GitSetting[] = [];
  let section: string | undefined;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = at;
    const found = sticky.exec(text);
    at += found?.[0].length ?? 0;
    return found ?? undefined;
  };
  while (true) {
    take(/(?:\s|[#;][^\n]*)+/);
    if (at >= text.length) {
      return settings;
    }
    const header = take(/\[\s*([\w.-]+)(?:[ \t]+"((?:\\.|[^"\\\n])*)")?\s*\]/);
    if (header !== undefined) {
      const [, name = '', below] = header;
      section = name.toLowerCase() + (below === undefined ? '' : `.${below.replace(/\\(.)/g, '$1')}`);
      continue;
    }
    const key = take(/([A-Za-z][\w-]*)[ \t]*/)?.[1];
    if (key === undefined || section === undefined) {
      return undefined;
    }
    // A quoted piece, an escape (an escaped line end goes on), or plain characters up to a comment.
    const value = take(/=((?:"(?:\\[\s\S]|[^"\\\n])*"|\\[\s\S]|[^"\\\n#;])*)/)?.[1];
    if (value === undefined && !/[\n#;]/.test(text[at] ?? '\n')) {
      return undefined;
    }
    settings.push({
      name: `${section}.${key.toLowerCase()}`,
      value: value === undefined ? 'true' : value.replace(/\\\n|"/g, '').trim(),
    });
    if (at < text.length && !/[\n#;]/.test(text[at] ?? '')) {
      return undefined;
    }
  }
}

function runs({ name, value }: GitSetting): boolean {
  return (
    (/^remote\..+\.(?:push)?url$/is.test(name) && /^[\w-]+::/.test(value)) ||
    (running.test(name) &&
      !(/^(?:core\.fsmonitor|core\.pager|pager\.|credential\.)/i.test(name) && truth.test(value)) &&
      !(/^submodule\./i.test(name) && !value.startsWith('!')))
  );
}

/** Undefined = what stands there cannot be read, or is too large. */
async function settingsIn(files: Files, path: string): Promise<readonly GitSetting[] | undefined> {
  const facts = await files.facts(path);
  if (facts === undefined) {
    return [];
  }
  const bytes = facts.kind === 'file' && facts.size <= largest ? await files.read(path) : undefined;
  return bytes === undefined ? undefined : readGitSettings(new TextDecoder().decode(bytes));
}

interface Repository {
  /** Where git's data lies. */
  readonly data: string;
  /** Where git starts what it runs. */
  readonly top: string;
}

/** Of a repository's data, what is looked at in each. */
const usual = ['HEAD', 'commondir', 'objects', 'refs', 'config', 'config.worktree', 'index'];

/** As git looks for it, in the folder or in one around it: the first, and those behind it for which git may pass that one over. */
async function repositoriesAround(files: Files, folder: string): Promise<readonly Repository[]> {
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
async function repositoryAt(files: Files, here: string): Promise<Repository | undefined> {
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

async function commonFolder(files: Files, data: string): Promise<string> {
  const named = (await textOf(files, `${data}/commondir`))?.trim();
  return named === undefined || named === '' ? data : absolute(named, data);
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

async function textOf(files: Files, path: string): Promise<string | undefined> {
  const facts = await files.facts(path);
  const bytes = facts?.kind === 'file' && facts.size <= 4096 ? await files.read(path) : undefined;
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function absolute(path: string, folder: string): string {
  return /^\/|^[A-Za-z]:[\\/]/.test(path) ? path : `${folder}/${path}`;
}
