/** C, and with more queries C++. */
import type { DefinitionFacts, OutlineLanguage } from '../../outline/OutlineLanguage';
import { slashComments } from '../comments';
import cppDefinitions from '../cpp/definitions.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const c: OutlineLanguage = {
  outline: definitions + imports,
  // Include guards and `extern "C"` stand around everything.
  depth: 6,
  comments: slashComments,
  isExported: ({ signature }) => !/^(?:\w+\s+)*static\b/.test(signature),
};

export const cpp: OutlineLanguage = {
  ...c,
  outline: definitions + imports + cppDefinitions,
  isExported: isReached,
};

/** Members are reached in public sections; a class begins with a private one. */
function isReached({ signature, container, section }: DefinitionFacts): boolean {
  if (container?.kind === 'class') return container.exported && section === 'public';
  if (container !== undefined && container.kind !== 'module') return section !== 'private' && section !== 'protected';
  return !/^(?:\w+\s+)*static\b/.test(signature);
}
