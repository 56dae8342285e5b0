/** `Outliner` by means of the syntax trees. */
import { isWorthReading } from '../../syntax/isWorthReading';
import { syntaxLanguage } from '../../syntax/languages/languages';
import type { Syntax } from '../../syntax/Syntax';
import type { Outliner } from './Outliner';

/** Grows whenever outlines change: a stored index of another number is built anew. */
const version = '5';

/** Has a grammar, but no names that other files import. */
const withoutNames = new Set(['css', 'html', 'json', 'jsonc', 'less', 'scss', 'toml', 'yaml']);

export function outlinerOf(syntax: Syntax): Outliner {
  return {
    version,
    supports: (languageId) => syntaxLanguage(languageId) !== undefined && !withoutNames.has(languageId),
    isWorthReading,
    outline: (text, languageId) => syntax.outlineOf(languageId, text, new AbortController().signal),
  };
}
