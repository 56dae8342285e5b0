/** Kotlin. */

import { slashComments } from '../comments';
import { lastPart, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const kotlin: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 5,
  comments: slashComments,
  decorations: /^(?:@[\w.:]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\s+)+/,
  isExported: ({ signature, container }) => !/\bprivate\b/.test(beforeName(signature)) && container?.exported !== false,
  readImport,
};

/** The modifiers; what stands in parentheses belongs to parameters. */
function beforeName(signature: string): string {
  return /^[^(]*/.exec(signature)?.[0] ?? '';
}

/** `import a.b.C`, `import a.b.C as D`, `import a.b.*` */
function readImport(text: string): TextImport[] {
  // A comment after the imports is part of the last one's node.
  const line = /^import\s+([\w.`]+?)(\.\*)?(?:\s+as\s+(\w+))?\s*;?(?:\s|$)/.exec(text);
  if (line === null) return [];
  const [, path = '', everything, alias] = line;
  if (everything !== undefined) return [wholeImport(path)];
  const name = lastPart(path);
  return [{ specifier: path, names: [{ name, local: alias ?? name }], reExported: false }];
}
