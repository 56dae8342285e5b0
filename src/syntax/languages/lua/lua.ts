/** Lua: what a file returns is what others get. */
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const lua: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 4,
  comments: { line: ['--'], block: [['--[[', ']]']] },
  endings: /\s+end$/,
  isExported: ({ signature, container }) => !/^local\b/.test(signature) && container?.exported !== false,
};
