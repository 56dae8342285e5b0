/** Python: no keyword says what is private or constant, names do. */
import type { Definition } from '../../Outline';
import { hashComments } from '../comments';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const python: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 4,
  comments: hashComments,
  isExported: ({ name, container }) =>
    (!name.startsWith('_') || /^__\w+__$/.test(name)) && container?.exported !== false,
  finish: (outline) => ({ ...outline, definitions: outline.definitions.map(withKind) }),
};

function withKind(definition: Definition): Definition {
  const { kind, name } = definition;
  if (kind === 'method' && name === '__init__') return { ...definition, kind: 'constructor' };
  return kind === 'variable' && /^[A-Z][A-Z0-9_]*$/.test(name) ? { ...definition, kind: 'constant' } : definition;
}
