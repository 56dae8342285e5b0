/** Swift. */

import { slashComments } from '../comments';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const swift: LanguageQueries = {
  outline: definitions + imports,
  calls,
  depth: 5,
  comments: slashComments,
  decorations: /^(?:@[\w.]+(?:\([^()]*\))?\s+)+/,
  isExported: ({ signature, container }) =>
    !/^[^({]*\b(?:private|fileprivate)\b(?!\(set\))/.test(signature) && container?.exported !== false,
};
