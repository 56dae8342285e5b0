/**
 * What a repository's own configuration makes git run. It is read as data, by git's own rules for such files, and never by git: a folder that
 * came from elsewhere may bring its configuration with it. Source: git-config's manual page.
 */
import type { Files } from '../../platform/Files';

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
  /** There is no repository at all. */
  readonly isMissing?: true;
}

export const noGitPrograms: GitPrograms = { settings: [], hooks: [] };
export const noRepository: GitPrograms = { ...noGitPrograms, isMissing: true };

/** Bytes; a larger configuration is not read, and counts as one that runs something. */
const largest = 256_000;
/** Of the submodules' configurations. */
const mostFolders = 200;

const running =
  /^(?:core\.(?:fsmonitor|pager|sshcommand|editor|hookspath|gitproxy|askpass|alternaterefscommand)|pager\..+|diff\.external|diff\..+\.(?:textconv|command)|filter\..+\.(?:clean|smudge|process)|alias\..+|include\.path|includeif\..+|credential\.(?:.+\.)?helper|gpg\.(?:.+\.)?(?:program|defaultkeycommand)|sequence\.editor|interactive\.difffilter|merge\..+\.driver|(?:diff|merge)tool\..+\.(?:cmd|path)|remote\..+\.(?:uploadpack|receivepack|vcs)|uploadpack\.packobjectshook|trailer\..+\.(?:cmd|command)|sendemail\..+|submodule\..+\.update|protocol\..+|hook\..+)$/is;
const truth = /^(?:true|false|yes|no|on|off|0|1)?$/i;
/** Nothing that only looks runs these. */
const onlyChanging =
  /^(?:core\.(?:hookspath|editor|askpass)|sequence\.editor|alias\..+|merge\..+\.driver|(?:diff|merge)tool\..+|interactive\.difffilter|trailer\..+|sendemail\..+|submodule\..+)$/is;

/** Whether a program that only looks can be made to run something by a setting. */
export function countsForLooking(name: string): boolean {
  return !onlyChanging.test(name);
}

/** @param folder the repository is around it: absolute, forward slashes. Undefined = there is none. */
export async function gitPrograms(files: Files, folder: string): Promise<GitPrograms | undefined> {
  const around = await dataAround(files, folder);
  if (around === undefined) {
    return undefined;
  }
  const { data, top } = around;
  const common = await commonFolder(files, data);
  const paths = [`${data}/config`, `${data}/config.worktree`, `${common}/config`, `${common}/config.worktree`];
  const { configs, isCut } = await submodules(files, `${common}/modules`);
  const found = new Map<string, RunningSetting>();
  const add = (name: string, value: string, file?: string): void =>
    void found.set(`${name}=${value}`, { name, value, file });
  if (isCut) {
    add('submodule', '');
  }
  for (const path of new Set([...paths, ...configs])) {
    const at = path.lastIndexOf('/');
    const settings = await settingsIn(files, path);
    for (const { name, value } of settings?.filter(runs) ?? [{ name: path.slice(at + 1), value: '' }]) {
      add(name, value, namedFile(value, /^include/.test(name) ? path.slice(0, at) : top));
    }
  }
  return { settings: [...found.values()], hooks: await hooksIn(files, `${common}/hooks`) };
}

/** The program of a command, or the file, that a value names by a path. */
function namedFile(value: string, folder: string): string | undefined {
  const path = /^!?\s*([^\s"'$~]*\/[^\s"'$]*)/.exec(value)?.[1];
  return path === undefined ? undefined : absolute(path, folder);
}

/** What git itself lays down there is examples, which it does not run. */
async function hooksIn(files: Files, folder: string): Promise<readonly string[]> {
  const names = (await files.names(folder, mostFolders)) ?? [];
  return names.filter((name) => !name.endsWith('.sample')).map((name) => `${folder}/${name}`);
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

/** As git looks for it: in the folder or in one around it, directly or by a file that says where. */
async function dataAround(files: Files, folder: string): Promise<Repository | undefined> {
  const parts = folder.replaceAll('\\', '/').replace(/\/+$/, '').split('/');
  for (let length = parts.length; length > 0; length--) {
    const here = parts.slice(0, length).join('/');
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
    if (head !== undefined && objects !== undefined) {
      const data = here === '' ? '/' : here;
      return { data, top: data };
    }
  }
  return undefined;
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
