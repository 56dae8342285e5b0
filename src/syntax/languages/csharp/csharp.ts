/** C#. */

import { slashComments } from '../comments';
import { lastPart, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import scopes from './scopes.scm';

export const csharp: LanguageQueries = {
  outline: definitions + imports,
  calls,
  scopes,
  depth: 7,
  comments: slashComments,
  decorations: /^(?:\[[^\]]*\]\s*)+/,
  isExported: ({ signature, container }) => {
    if (container === undefined) return true;
    if (!container.exported) return false;
    // Members of a class are private unless they say otherwise; those of interfaces, enums and records' headers are public.
    const isPlain =
      container.kind === 'interface' || container.kind === 'enum' || /\brecord\b/.test(container.signature);
    return isPlain || /\b(?:public|internal|protected)\b/.test(signature);
  },
  readImport,
};

/** `using A.B;`, `using static A.B;`, `using C = A.B;` */
function readImport(text: string): TextImport[] {
  const using = /\busing\s+(static\s+)?(?:(\w+)\s*=\s*)?([\w.:<>, ]+?)\s*;?$/.exec(text.trim());
  if (using === null) return [];
  const [, , alias, path = ''] = using;
  if (alias === undefined) return [wholeImport(path)];
  const name = lastPart(path);
  return [{ specifier: path.slice(0, -name.length - 1), names: [{ name, local: alias }], reExported: false }];
}
