/** Zig. */
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const zig: LanguageQueries = {
  outline: definitions + imports,
  calls,
  depth: 5,
  comments: { line: ['//'], block: [] },
  isExported: ({ signature, container, kind }) =>
    kind === 'field' ? container?.exported === true : /^pub\b/.test(signature) && container?.exported !== false,
};
