/** Java. */

import { slashComments } from '../comments';
import { lastPart, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const java: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 6,
  comments: slashComments,
  decorations: /^(?:@(?!interface\b)[\w.]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\s+)+/,
  isExported: ({ signature, container }) => !/\bprivate\b/.test(signature) && container?.exported !== false,
  readImport,
};

/** `import a.b.C;`, `import a.b.*;`, `import static a.B.c;` */
function readImport(text: string): TextImport[] {
  const path = /^import\s+(static\s+)?([\w.\s]+?)(\.\s*\*)?\s*;?$/.exec(text.trim());
  if (path === null) return [];
  const [, isStatic, written = '', everything] = path;
  const whole = written.replace(/\s/g, '');
  if (everything !== undefined) return [wholeImport(whole)];
  const name = lastPart(whole);
  const specifier = isStatic === undefined ? whole : whole.slice(0, -name.length - 1);
  return [{ specifier, names: [{ name, local: name }], reExported: false }];
}
