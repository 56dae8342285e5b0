/** Strings that go on over several lines: what stands at the beginning of a line inside one is text, whatever its indentation. */
import { startsComment, startsString } from './brackets';
import type { LanguageRules } from './languageRules';

/** The sign of the string in which a line ends; undefined = in none. `open`: the sign of the one in which it begins. */
export function longStringAfter(line: string, open: string | undefined, rules: LanguageRules): string | undefined {
  let sign = open;
  for (let i = 0; i < line.length; i++) {
    if (sign !== undefined) {
      if (line[i] === '\\') {
        i++;
      } else if (line.startsWith(sign, i)) {
        i += sign.length - 1;
        sign = undefined;
      }
      continue;
    }
    const opened = rules.longStrings.find((one) => line.startsWith(one, i));
    if (opened !== undefined) {
      sign = opened;
      i += opened.length - 1;
    } else if (startsComment(line, i, rules)) {
      return undefined;
    } else if (startsString(line, i, rules)) {
      i = endOfString(line, i);
    }
  }
  return sign;
}

/** Offset of the quote that ends a string on its line, or of the line's end. */
function endOfString(line: string, start: number): number {
  for (let i = start + 1; i < line.length; i++) {
    if (line[i] === '\\') {
      i++;
    } else if (line[i] === line[start]) {
      return i;
    }
  }
  return line.length;
}
