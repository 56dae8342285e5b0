/** Solidity. */

import { slashComments } from '../comments';
import { namesIn, type TextImport, wholeImport } from '../importText';
import type { LanguageQueries } from '../LanguageQueries';
import calls from './calls.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const solidity: LanguageQueries = {
  outline: definitions + imports,
  calls,
  depth: 4,
  comments: slashComments,
  isExported: ({ signature }) => !/\b(?:private|internal)\b/.test(signature.replace(/\([^()]*\)/g, '')),
  readImport,
};

/** `import "x";`, `import "x" as A;`, `import * as A from "x";`, `import {A, B as C} from "x";` */
function readImport(text: string): TextImport[] {
  const specifier = /["']([^"']*)["']/.exec(text)?.[1];
  if (specifier === undefined) return [];
  const group = /\{([^}]*)\}/.exec(text)?.[1];
  if (group !== undefined) return [{ specifier, names: namesIn(group), reExported: false }];
  return [wholeImport(specifier, /\bas\s+(\w+)/.exec(text)?.[1] ?? '*')];
}
