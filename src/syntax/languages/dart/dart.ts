/** Dart: a leading underscore hides. */

import { slashComments } from '../comments';
import { namesIn, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const dart: LanguageQueries = {
  outline: definitions + imports,
  depth: 5,
  comments: { ...slashComments, between: /^@\w/ },
  decorations: /^(?:@[\w.]+(?:\([^()]*\))?\s+)+/,
  isExported: ({ name, container }) => !name.startsWith('_') && container?.exported !== false,
  readImport,
};

/** `import 'x.dart' as m show A, B hide C;`, `export 'x.dart';`, `part 'x.g.dart';` */
function readImport(text: string): TextImport[] {
  const directive = /^(import|export|part)\s+(?:of\s+)?['"]([^'"]*)['"]/.exec(text.trim());
  if (directive === null) return [];
  const [, word, specifier = ''] = directive;
  const alias = /\bas\s+(\w+)/.exec(text)?.[1];
  const shown = /\bshow\s+([\w$\s,]+?)(?=\bhide\b|;|$)/.exec(text)?.[1];
  if (alias !== undefined) return [wholeImport(specifier, alias)];
  const names = shown === undefined ? [{ name: '*', local: '*' }] : namesIn(shown);
  return [{ specifier, names, reExported: word === 'export' }];
}
