/** TOML. */

import { hashComments } from '../comments';
import type { LanguageQueries } from '../LanguageQueries';
import definitions from './definitions.scm';

export const toml: LanguageQueries = {
  outline: definitions,
  depth: 2,
  comments: hashComments,
  isExported: () => true,
};
