/** Shell scripts. */

import { hashComments } from '../comments';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const shell: LanguageQueries = {
  outline: definitions + imports,
  calls,
  depth: 3,
  comments: hashComments,
  isExported: () => true,
};
