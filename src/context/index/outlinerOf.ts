/** `Outliner` by means of the syntax trees. */
import { syntaxLanguage } from '../../syntax/languages/languages';
import type { Syntax } from '../../syntax/Syntax';
import type { Outliner } from './Outliner';

/** Grows whenever outlines change: a stored index of another number is built anew. */
const version = '1';

export function outlinerOf(syntax: Syntax): Outliner {
  return {
    version,
    supports: (languageId) => syntaxLanguage(languageId)?.outline !== undefined,
    outline: (text, languageId) => syntax.outlineOf(languageId, text, new AbortController().signal),
  };
}
