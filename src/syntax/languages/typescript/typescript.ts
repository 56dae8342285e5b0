/** TypeScript and TSX. */

import calls from '../javascript/calls.scm';
import scopes from '../javascript/scopes.scm';
import { script } from '../javascript/script';
import type { LanguageQueries } from '../LanguageQueries';
import definitions from './definitions.scm';
import imports from './imports.scm';
import parameters from './parameters.scm';

export const typescript: LanguageQueries = {
  ...script,
  outline: definitions + imports,
  calls,
  scopes: scopes + parameters,
};
