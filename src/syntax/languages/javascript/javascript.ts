/** JavaScript, with and without JSX. */
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import commonJs from './commonJs.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import { jsDoc } from './jsDoc';
import parameters from './parameters.scm';
import scopes from './scopes.scm';
import { script } from './script';

export const javascript: LanguageQueries = {
  ...script,
  outline: definitions + imports + commonJs,
  calls,
  scopes: scopes + parameters,
  documented: jsDoc,
};
