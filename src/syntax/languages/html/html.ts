/** HTML. */
import type { LanguageQueries } from '../LanguageQueries';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const html: LanguageQueries = {
  outline: definitions + imports,
  depth: 40,
  comments: { line: [], block: [['<!--', '-->']] },
  isExported: () => true,
};
