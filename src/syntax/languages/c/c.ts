/** C, and with more queries C++. */

import { slashComments } from '../comments';
import cppCalls from '../cpp/calls.scm';
import cppDefinitions from '../cpp/definitions.scm';
import cppScopes from '../cpp/scopes.scm';
import type { DefinitionFacts, LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const c: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  // Include guards and `extern "C"` stand around everything.
  depth: 6,
  comments: slashComments,
  isExported: ({ signature }) => !/^(?:\w+\s+)*static\b/.test(signature),
};

export const cpp: LanguageQueries = {
  ...c,
  outline: definitions + imports + cppDefinitions,
  calls: calls + cppCalls,
  scopes: scopes + cppScopes,
  isExported: isReached,
};

/** Members are reached in public sections; a class begins with a private one. */
function isReached({ signature, container, section }: DefinitionFacts): boolean {
  if (container?.kind === 'class') return container.exported && section === 'public';
  if (container !== undefined && container.kind !== 'module') return section !== 'private' && section !== 'protected';
  return !/^(?:\w+\s+)*static\b/.test(signature);
}
