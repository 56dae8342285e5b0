/** Which places are fair: rules that hold for every point, about the text and the languages alone. No outcome enters them. */
import type { Leads } from './leads';
import type { RecallPoint, Source } from './points';

/** The name of a parameter where it is declared: `function (a, name`. In Go a type may stand there. */
const inParameters = /\b(?:function\*?|def|fn)\b[^()]*\((?:[^()]*,)?\s*(?:mut\s+)?$/;
/** Members of Rust's own strings and lists, whoever else defines one. */
const ofRustItself = new Set('push_str is_empty as_str as_bytes to_string to_owned into_iter'.split(' '));

/**
 * Rules about the text alone that no outcome enters: a use is none where it declares a parameter, and not one of the repository's where the
 * language itself has such a member; a line that only passes another's value on under the same name defines nothing.
 */
export function isSound(
  { name, kind, file, line, character, language, definingLine }: RecallPoint,
  sources: readonly Source[],
): boolean {
  const before = sources.find(({ path }) => path === file)?.lines[line]?.slice(0, character) ?? '';
  const escaped = name.replaceAll('$', '\\$');
  return !(
    inParameters.test(before) ||
    (language === 'rust' && kind === 'member' && ofRustItself.has(name)) ||
    new RegExp(`^(?:export\\s+)?(?:(?:const|let|var)\\s+)?${escaped}\\s*=\\s*[\\w$.]+\\.${escaped};?$`).test(
      definingLine,
    )
  );
}

/**
 * Rules of the languages for what a file can reach, again about the text alone: its imports lead to the defining file, directly or over files
 * that pass the name on; and that file gives the name away. What a file says of a module that only has the same name is no such use.
 */
export function isReachable(
  point: RecallPoint,
  sources: readonly Source[],
  leads: Leads,
  siblings: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const { language, kind, name, file, definedIn, definingLine } = point;
  const [from, target] = [file, definedIn].map((path) => sources.find((source) => source.path === path));
  if (from === undefined || target === undefined) {
    return false;
  }
  const [folder = '', targetFolder = ''] = [file, definedIn].map((path) => path.split('/').slice(0, -1).join('/'));
  const isScript = language === 'typescript' || language === 'javascript';
  if (isScript && kind !== 'member' && !givesAway(target, name, definingLine)) {
    return false;
  }
  if (language === 'rust' && kind !== 'member' && !isVisible(definingLine, file, definedIn)) {
    return false;
  }
  if (language === 'go') {
    const before = from.lines[point.line]?.slice(0, point.character) ?? '';
    // Packages are folders, and none says its own name; that of the root is called after the repository.
    const isPackage = targetFolder === '' || targetFolder?.split('/').at(-1) === /(\w+)\.$/.exec(before)?.[1];
    return kind !== 'namespace' || (folder !== targetFolder && isPackage);
  }
  if (language === 'java' || (language === 'rust' && (kind === 'member' || folder === targetFolder))) {
    return true;
  }
  const importer = { path: file, text: from.lines.join('\n') };
  const words =
    kind === 'member' ? [...(siblings.get(definedIn) ?? [])].filter((one) => from.imported.has(one)) : [name];
  return leads.lead(importer, definedIn, name, 1) || words.some((word) => leads.lead(importer, definedIn, word));
}

/** Whether a module of JavaScript says anywhere that others may have a name of it. */
function givesAway({ lines }: Source, name: string, definingLine: string): boolean {
  const word = name.replaceAll('$', '\\$');
  const given = [
    `\\bexport\\b[^;'"]*[\\s{,]${word}(?![\\w$])`,
    `\\.${word}\\s*=(?!=)`,
    `(?<![\\w$])${word}\\s*=\\s*(?:module\\.)?exports\\b`,
    `exports\\s*=\\s*(?:exports\\s*=\\s*)?(?:new\\s+)?${word}(?![\\w$])`,
    `exports\\s*=\\s*(?:[\\w$.]+\\()?\\{[^;]*[\\s{,]${word}(?![\\w$])`,
  ];
  return /^export\b/.test(definingLine) || new RegExp(given.join('|')).test(lines.join('\n'));
}

/** Rust: what is not `pub` is for the module and what is inside of it, `pub(super)` for the module around it. */
function isVisible(definingLine: string, file: string, definedIn: string): boolean {
  const module = definedIn.replace(/(?:\/(?:mod|lib|main))?\.rs$/, '');
  const around = module.split('/').slice(0, -1).join('/');
  const isWithin = (outer: string): boolean =>
    outer === 'src' || file.startsWith(`${outer}/`) || file.startsWith(`${outer}.`);
  const isPublic = /^pub(?:\(crate\))?\s|^macro_rules!|^pub\(in /.test(definingLine);
  return isPublic || isWithin(/^pub\(super\)/.test(definingLine) ? around : module);
}
