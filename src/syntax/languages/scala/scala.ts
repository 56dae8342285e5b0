/** Scala. */

import { slashComments } from '../comments';
import { lastPart, namesIn, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const scala: LanguageQueries = {
  outline: definitions + imports,
  calls,
  depth: 5,
  comments: slashComments,
  decorations: /^(?:@[\w.]+(?:\([^()]*\))?\s+)+/,
  isExported: ({ signature, container }) => !/^[^(]*\bprivate\b/.test(signature) && container?.exported !== false,
  readImport,
};

/** `import a.b.C`, `import a.b._`, `import a.b.{C, D => E}` */
function readImport(text: string): TextImport[] {
  const path = text.replace(/^import\s+/, '').trim();
  const selectors = /^(.*?)\.\s*\{(.*)\}$/s.exec(path);
  if (selectors !== null) {
    const names = namesIn(selectors[2] ?? '', /\s*=>\s*|\s+as\s+/).map(({ name, local }) =>
      name === '_' || name === '*' ? { name: '*', local: '*' } : { name, local },
    );
    return [{ specifier: (selectors[1] ?? '').trim(), names, reExported: false }];
  }
  const [written = '', alias] = path.split(/\s+as\s+/);
  const name = lastPart(written);
  const specifier = written.slice(0, -name.length - 1);
  if (name === '_' || name === '*') return [wholeImport(specifier)];
  return [{ specifier, names: [{ name, local: alias ?? name }], reExported: false }];
}
