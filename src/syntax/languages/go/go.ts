/** Go: a capital letter exports. */

import { slashComments } from '../comments';
import { lastPart, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const go: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 4,
  comments: slashComments,
  isExported: ({ name }) => /^\p{Lu}/u.test(name),
  readImport,
};

/** `"path/of/name"`, `alias "path"`, `. "path"`; `_` binds nothing. */
function readImport(text: string): TextImport[] {
  const spec = /^(?:([\w.]+)\s+)?["`]([^"`]*)["`]$/.exec(text.trim());
  if (spec === null) return [];
  const [, alias, path = ''] = spec;
  if (alias === '_') return [{ specifier: path, names: [], reExported: false }];
  if (alias !== undefined) return [wholeImport(path, alias === '.' ? '*' : alias)];
  // A version at the end (`/v5`, `.v3`) is no part of the package's name.
  return [wholeImport(path, lastPart(path.replace(/[/.]v\d+$/, ''), '/').replace(/^go-|-go$|\.go$/g, ''))];
}
