/** Comments and strings of several lines, by their looks: whatever stands in one is text, and no code. */
import { languageRules } from './languageRules';
import { currentLinePrefix, isBlank } from './lines';

/** The sign that will end the comment or the string of several lines in which a text ends; undefined = it ends in none. */
export function openTextEnd(prefix: string, languageId: string): string | undefined {
  const { comment, longStrings } = languageRules(languageId);
  const start = comment === '//' ? prefix.lastIndexOf('/*') : -1;
  // Elsewhere than at the beginning of a line it may well be part of a pattern for files.
  if (start > prefix.lastIndexOf('*/') && isBlank(currentLinePrefix(prefix.slice(0, start)))) {
    return '*/';
  }
  return longStrings.find((sign) => sign.length > 1 && isOdd(prefix, sign));
}

function isOdd(text: string, sign: string): boolean {
  let odd = false;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + sign.length)) {
    odd = !odd;
  }
  return odd;
}
