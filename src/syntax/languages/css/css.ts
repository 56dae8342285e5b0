/** CSS. */
import type { LanguageQueries } from '../LanguageQueries';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const css: LanguageQueries = {
  outline: definitions + imports,
  depth: 6,
  comments: { line: [], block: [['/*', '*/']] },
  isExported: () => true,
};
