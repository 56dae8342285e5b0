/** JSON. */
import type { LanguageQueries } from '../LanguageQueries';
import definitions from './definitions.scm';

export const json: LanguageQueries = {
  outline: definitions,
  depth: 1,
  comments: { line: [], block: [] },
  isExported: () => true,
};
