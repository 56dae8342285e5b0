/** Ruby: `private` on a line of its own hides what follows. */
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const ruby: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 6,
  comments: { line: ['#'], block: [['=begin', '=end']] },
  endings: /\s*(?:;\s*|\n\s*)end$/,
  isExported: ({ section, container }) => section !== 'private' && container?.exported !== false,
  finish: (outline) => ({
    ...outline,
    definitions: outline.definitions.map((each) =>
      each.kind === 'method' && each.name === 'initialize' ? { ...each, kind: 'constructor' } : each,
    ),
  }),
};
