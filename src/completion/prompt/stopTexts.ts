/**
 * What stands below the cursor already, as texts at which the server should stop: tokens that would be thrown away are not generated.
 */
import { closesBlock, isOnlyClosing, languageRules } from '../text/languageRules';
import { currentLinePrefix, indentationOf, nextNonBlankLines } from '../text/lines';

/** A shorter line may well be written once more in honest code. */
const shortestLine = 12;

/** For a block of several lines; LF. Empty = nothing below is sure to be its end. */
export function stopTexts(place: {
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
}): readonly string[] {
  const [next] = nextNonBlankLines(place.suffix, 1);
  if (next === undefined || next.includes('\t ')) {
    return [];
  }
  const rules = languageRules(place.languageId);
  const line = next.trimEnd();
  const isAround = indentationOf(line) <= indentationOf(currentLinePrefix(place.prefix));
  if (closesBlock(line, rules) && isOnlyClosing(line, rules)) {
    // Its own indentation tells it from the closing lines of inner blocks; without any, brackets look all alike.
    return isAround ? [`\n${line}`] : [];
  }
  return isAround && line.trim().length >= shortestLine ? [`\n${line}\n`] : [];
}
