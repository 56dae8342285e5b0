/** Git's files of settings, read by git's own rules for them. Source: git-config's manual page. */
import type { Files } from '../../platform/Files';

export interface GitSetting {
  /** Section and key in lower case, what stands between them as written: `filter.Name.clean`. */
  readonly name: string;
  readonly value: string;
}

/** Bytes; a larger configuration is not read, and counts as one that runs something. */
const largest = 256_000;

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

/** Undefined = what stands there cannot be read, or is too large. */
export async function settingsIn(files: Files, path: string): Promise<readonly GitSetting[] | undefined> {
  const facts = await files.facts(path);
  if (facts === undefined) {
    return [];
  }
  const bytes = facts.kind === 'file' && facts.size <= largest ? await files.read(path) : undefined;
  return bytes === undefined ? undefined : readGitSettings(new TextDecoder().decode(bytes));
}
