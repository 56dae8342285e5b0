/** PHP. */

import { lastPart, type TextImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const php: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 5,
  comments: { line: ['//', '#'], block: [['/*', '*/']] },
  decorations: /^(?:#\[[^\]]*\]\s*)+/,
  isExported: ({ signature, container }) =>
    container === undefined || (container.exported && !/\b(?:private|protected)\b/.test(signature)),
  finish: (outline) => ({
    ...outline,
    definitions: outline.definitions.map((each) =>
      each.kind === 'method' && each.name === '__construct' ? { ...each, kind: 'constructor' } : each,
    ),
  }),
  readImport,
};

/** `use A\B;`, `use A\{B, C as D};`, `use function A\b;` */
function readImport(text: string): TextImport[] {
  const use = /^use\s+(?:function\s+|const\s+)?([^;]*);?$/s.exec(text.trim())?.[1] ?? '';
  const group = /^(.*?)\\?\s*\{(.*)\}\s*$/s.exec(use);
  const prefix = group === null ? '' : `${(group[1] ?? '').trim()}\\`;
  const list = (group?.[2] ?? use).split(',').map((each) => each.trim());
  return list
    .filter((each) => each !== '')
    .map((each) => {
      const [path = '', alias] = each.replace(/^(?:function|const)\s+/, '').split(/\s+as\s+/);
      const specifier = (prefix + path.trim()).replace(/^\\/, '');
      const name = lastPart(specifier, '\\');
      return { specifier, names: [{ name, local: alias?.trim() ?? name }], reExported: false };
    });
}
