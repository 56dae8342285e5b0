/** Rust. */
import type { ImportedName } from '../../Outline';
import { lastPart, type TextImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const rust: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 4,
  readable: withoutWrappers,
  comments: { line: ['//'], block: [['/*', '*/']], between: /^#!?\[/ },
  isExported: ({ signature, container, kind, marked }) =>
    marked ||
    /^pub\b/.test(signature) ||
    kind === 'macro' ||
    // Variants of an enum and members of a trait are as public as these.
    ((container?.kind === 'enum' || container?.kind === 'trait') && container.exported),
  readImport,
};

/**
 * Items that a macro wraps (`cfg_rt! { pub fn a() {} }`, as tokio and others have it for features) reach the parser as mere tokens: blanks
 * in place of the macro's own lines show them. `mod` blocks and macros that take no items stay as they are.
 */
function withoutWrappers(text: string): string {
  const shown = text.replace(
    /^([^\S\n]*)(\w+!\s*\{)([^\S\n]*\n)((?:[^\S\n]*(?:\/\/|#!?\[)[^\n]*\n|[^\S\n]*\n)*[^\S\n]+(?:pub|use|mod|fn|struct|enum|trait|impl|const|static|type|async|unsafe|cfg_\w+!)(?![\w])[\s\S]*?\n)\1(\})/gm,
    (_, indentation: string, head: string, end: string, items: string) =>
      `${indentation}${' '.repeat(head.length)}${end}${items}${indentation} `,
  );
  return shown === text ? text : withoutWrappers(shown);
}

/** `pub use a::{self, b as c, d::*};`, one import for each path that names are taken from. */
function readImport(text: string): TextImport[] {
  const crate = /\bextern\s+crate\s+(\w+)(?:\s+as\s+(\w+))?/.exec(text);
  const reExported = /^pub\b/.test(text.trim());
  if (crate !== null) {
    const [, name = '', local = name] = crate;
    return [{ specifier: name, names: [{ name: '*', local }], reExported }];
  }
  const tree = /\buse\s+([^;]*)/.exec(text)?.[1];
  if (tree === undefined) return [];
  const bySpecifier = new Map<string, ImportedName[]>();
  const add = (specifier: string, name: ImportedName) => {
    const names = bySpecifier.get(specifier) ?? [];
    bySpecifier.set(specifier, [...names, name]);
  };
  readTree(tree.replace(/\s+/g, ' ').trim(), '', add, 0);
  return [...bySpecifier].map(([specifier, names]) => ({ specifier, names, reExported }));
}

function readTree(
  tree: string,
  path: string,
  add: (specifier: string, name: ImportedName) => void,
  level: number,
): void {
  const brace = tree.indexOf('{');
  if (brace >= 0) {
    const inner = joined(path, tree.slice(0, brace));
    const list = tree.slice(brace + 1, tree.lastIndexOf('}'));
    if (level < 20) for (const each of splitList(list)) readTree(each, inner, add, level + 1);
    return;
  }
  const [written = '', alias] = tree.split(/\s+as\s+/);
  const whole = joined(path, written.trim());
  const last = lastPart(whole, '::');
  const specifier = whole.slice(0, Math.max(0, whole.length - last.length - 2));
  if (last === 'self' && specifier !== '') {
    add(specifier, { name: '*', local: alias?.trim() ?? lastPart(specifier, '::') });
  } else if (last === '*') add(specifier, { name: '*', local: '*' });
  else if (specifier === '') add(last, { name: '*', local: alias?.trim() ?? last });
  else add(specifier, { name: last, local: alias?.trim() ?? last });
}

function joined(path: string, rest: string): string {
  const clean = rest.replace(/\s/g, '').replace(/^::|::$/g, '');
  return path === '' ? clean : clean === '' ? path : `${path}::${clean}`;
}

/** At commas that stand in no braces. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = text[at];
    if (unit === '{') depth += 1;
    else if (unit === '}') depth -= 1;
    else if (at === text.length || (unit === ',' && depth === 0)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}
