/** Elixir: definitions are calls of macros, documentation is an attribute before them. */

import { lastPart, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const elixir: LanguageQueries = {
  outline: definitions + imports,
  calls,
  depth: 6,
  comments: {
    line: ['#'],
    block: [
      ['@doc """', '"""'],
      ['@doc "', '"'],
      ['@typedoc "', '"'],
    ],
    between: /^@(?:spec|impl|deprecated)\b/,
  },
  isExported: ({ signature, container }) =>
    !/^(?:(?:defp|defmacrop|defguardp)\b|@(?!type|opaque))/.test(signature) && container?.exported !== false,
  readImport,
};

/** `alias A.{B, C}`, `alias A.B, as: C`, `import A, only: […]`, `use A`, `require A` */
function readImport(text: string): TextImport[] {
  const call = /^(alias|import|require|use)\b\s*\(?\s*([\w.]+?)(?:\.\{([^}]*)\})?(?:\s*,(.*))?\)?$/s.exec(text.trim());
  if (call === null) return [];
  const [, word, path = '', group, options = ''] = call;
  if (group !== undefined) {
    return group.split(',').map((each) => wholeImport(`${path}.${each.trim()}`, lastPart(each.trim())));
  }
  const as = /\bas:\s*([\w.]+)/.exec(options)?.[1];
  if (word !== 'import') return [wholeImport(path, as ?? lastPart(path))];
  const only = /\bonly:\s*\[([^\]]*)\]/.exec(options)?.[1];
  if (only === undefined) return [wholeImport(path)];
  const names = [...only.matchAll(/(\w+[?!]?):/g)].map(([, name = '']) => ({ name, local: name }));
  return [{ specifier: path, names, reExported: false }];
}
